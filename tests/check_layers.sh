#!/bin/sh
# Who may include whom: reads the #include "..." lines of every folder against the table
# below and fails on one that is not in it. Also: one file knows liblinear, one folder the
# engine, C++ is in store/ and tests only.
set -eu
cd "$(dirname "$0")/.."

allowed() {
  case "$1" in
    base) echo "base" ;;
    text) echo "base text" ;;
    store) echo "base store" ;;
    classifier) echo "base text classifier" ;;
    collection) echo "base text store classifier collection" ;;
    indexer) echo "base text store classifier collection indexer" ;;
    search) echo "base text store classifier collection search" ;;
    compare) echo "base text store classifier collection search compare" ;;
    daemon) echo "base text store classifier collection indexer search compare daemon" ;;
    cli) echo "base text store classifier collection indexer search compare cli" ;;
  esac
}

# Inside the daemon: what a folder may not use. The rest of daemon/ is for all of them.
forbidden() {
  case "$1" in
    daemon/write/*) echo "daemon/api daemon/page" ;;
    daemon/api/*) echo "daemon/page" ;;
  esac
}

passed=0
failed=0
wrong() { echo "layers: $*" >&2; failed=$((failed + 1)); }

for folder in base text store classifier collection indexer search compare daemon cli; do
  may=" $(allowed "$folder") "
  for file in "$folder"/*.[ch] "$folder"/*.cc "$folder"/*/*.[ch]; do
    [ -f "$file" ] || continue
    for include in $(sed -n 's/^#include "\([^"]*\)".*/\1/p' "$file"); do
      part=${include%%/*}
      case "$may" in
        *" $part "*) ;;
        *) # the one door from the command line to the daemon
          [ "$include" = daemon/server.h ] && [ "$file" = cli/cmd_serve.c ] && continue
          wrong "$file includes $include: $folder may use$may" ;;
      esac
      for below in $(forbidden "$file"); do
        case "$include" in "$below"/*) wrong "$file includes $include: it may not use $below/" ;; esac
      done
      case "$include" in */*) ;; *) wrong "$file includes $include: write it as folder/file.h" ;; esac
      [ -f "$include" ] || wrong "$file includes $include, which is not there"
    done
    passed=$((passed + 1))
  done
done

[ "$(grep -l '<linear.h>' -r --include='*.[ch]' . | grep -vc '^./build')" = 1 ] ||
  wrong "linear.h is included by other than one file"
grep -l '<xapian' -r --include='*.[ch]' --include='*.cc' . | grep -v -e '^./store/' -e '^./build' -e '^./tests/' |
  while read -r file; do echo "$file"; done | grep . && wrong "xapian.h outside store/"
find . -name '*.cc' -not -path './store/*' -not -path './build/*' -not -path './tests/*' | grep . &&
  wrong "C++ outside store/"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
