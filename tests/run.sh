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
logs=$(mktemp -d)
log=$logs/unit
trap 'rm -rf "$logs"' EXIT
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

# run NAME COMMAND...: a suite whose output is TAP, into files of its name.
run() {
  name=$1
  shift
  "$@" >"$logs/$name" 2>&1
  echo $? >"$logs/$name.status"
}

# They mostly wait for programs they start, so two lanes of them go side by side.
run cli bats --formatter tap tests/cli &
{
  run http bats --formatter tap tests/http
  run docs bats --formatter tap tests/docs
  run browser tests/browser/run.sh "$build" "$PARALLAX"
} &
wait
for suite in cli http docs browser; do
  log=$logs/$suite
  cat "$log"
  count '^ok [0-9]+ ' '^not ok ' '^ok [0-9]+ .*# (skip|SKIP)'
  passed=$((passed - $(lines '^ok [0-9]+ .*# (skip|SKIP)')))
  check_status "tests/$suite" "$(cat "$log.status")" '^not ok '
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
