#!/bin/sh
# Run every test and end with one line: N passed, N failed, N skipped.
#
# usage: tests/run.sh BUILD PROGRAM
set -u
cd "$(dirname "$0")/.."
build=$1
PARALLAX=$(realpath "$2")
export PARALLAX LC_ALL=C.UTF-8 TZ=UTC
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0

# Add what grep -c finds to the three counters.
count() {
  passed=$((passed + $(grep -c -E "$1" "$log")))
  failed=$((failed + $(grep -c -E "$2" "$log")))
  skipped=$((skipped + $(grep -c -E "$3" "$log")))
}

if sh tests/check_layers.sh; then passed=$((passed + 1)); else failed=$((failed + 1)); fi

for test in "$build"/tests/test_*; do
  case "$test" in *.o | *.d) continue ;; esac
  "$test" >"$log" 2>&1
  status=$?
  cat "$log"
  count '^\[       OK \]' '^\[  FAILED  \] [a-z_A-Z0-9]*$' '^\[  SKIPPED \] [a-z_A-Z0-9]*$'
  if [ "$status" -ne 0 ] && ! grep -q '^\[  FAILED  \]' "$log"; then
    echo "$test ended with status $status" >&2
    failed=$((failed + 1))
  fi
done

for suite in tests/cli tests/http; do
  ls "$suite"/*.bats >/dev/null 2>&1 || continue
  bats --formatter tap "$suite" >"$log" 2>&1
  cat "$log"
  count '^ok [0-9]+ .*[^#]*$' '^not ok ' '^ok [0-9]+ .*# skip'
  passed=$((passed - $(grep -c -E '^ok [0-9]+ .*# skip' "$log")))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
