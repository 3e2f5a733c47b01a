#!/bin/sh
# Run each fuzz target for some seconds from a copy of its seed corpus.
#
# usage: tests/fuzz/run.sh FOLDER SECONDS
set -u
cd "$(dirname "$0")/../.."
folder=$1
seconds=$2
passed=0 failed=0
for target in "$folder"/fuzz_*; do
  [ -x "$target" ] || continue # a log, an object file
  name=$(basename "$target")
  seeds=tests/fuzz/corpus/${name#fuzz_}
  work=$folder/corpus/$name
  mkdir -p "$work"
  if "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$folder/$name-" "$work" "$seeds" >"$folder/$name.log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    tail -40 "$folder/$name.log"
  fi
  echo "$name: $(sed -n 's/^Done \([0-9]*\) runs.*/\1 executions/p' "$folder/$name.log")"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
