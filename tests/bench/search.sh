#!/bin/sh
# Query times on the news corpus, in process.
#
# usage: tests/bench/search.sh PROGRAM BENCH_SEARCH NEWS.jsonl.zst
set -eu
program=$1
bench=$2
news=$3
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
index=build/bench-index
if ! "$program" --index "$index" check >/dev/null 2>&1; then
  rm -rf "$index"
  "$program" --index "$index" index --facet lean "$news"
fi
"$bench" "$index"
