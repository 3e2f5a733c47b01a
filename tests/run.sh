#!/bin/sh
# Run every test and end with one line: N passed, N failed, N skipped.
#
# usage: tests/run.sh BUILD PROGRAM
set -u
cd "$(dirname "$0")/.."
build=$1
PARALLAX=$(realpath "$2")
PLX_PRELOAD=$(realpath "$build")/preload
export PARALLAX PLX_PRELOAD LC_ALL=C.UTF-8 TZ=UTC
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0

# Add the lines of the log that match to the three counters. A runner may list a test again
# in its summary: each line counts once.
lines() { grep -E "$1" "$log" | sort -u | wc -l; }
count() {
  passed=$((passed + $(lines "$1")))
  failed=$((failed + $(lines "$2")))
  skipped=$((skipped + $(lines "$3")))
}

# A runner that ends badly without naming a test has failed all the same.
check_status() {
  if [ "$2" -ne 0 ] && ! grep -q -E "$3" "$log"; then
    echo "$1 ended with status $2" >&2
    failed=$((failed + 1))
  fi
}

if sh tests/check_layers.sh; then passed=$((passed + 1)); else failed=$((failed + 1)); fi

for test in "$build"/tests/test_*; do
  case "$test" in *.o | *.d) continue ;; esac
  "$test" >"$log" 2>&1
  status=$?
  cat "$log"
  count '^\[       OK \]' '^\[  FAILED  \] [a-z_A-Z0-9]*$' '^\[  SKIPPED \] [a-z_A-Z0-9]*$'
  check_status "$test" "$status" '^\[  FAILED  \]'
done

for suite in tests/cli tests/http tests/docs; do
  ls "$suite"/*.bats >/dev/null 2>&1 || continue
  bats --formatter tap "$suite" >"$log" 2>&1
  status=$?
  cat "$log"
  count '^ok [0-9]+ ' '^not ok ' '^ok [0-9]+ .*# skip'
  passed=$((passed - $(lines '^ok [0-9]+ .*# skip')))
  check_status "bats $suite" "$status" '^not ok '
done

tests/browser/run.sh "$build" "$PARALLAX" >"$log" 2>&1
status=$?
cat "$log"
count '^ok [0-9]+ ' '^not ok ' '^ok [0-9]+ .*# SKIP'
passed=$((passed - $(lines '^ok [0-9]+ .*# SKIP')))
check_status tests/browser "$status" '^not ok '

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
