#!/bin/sh
# Near-copies measured: copies of news articles made by rules, and a million articles.
#
# usage: tests/bench/duplicates.sh BENCH_DUPLICATES NEWS.jsonl.zst [PAIRS]
#
# With PAIRS, so many grouped pairs of the untouched corpus are listed instead.
set -eu
bench=$1
news=$2
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
zstd -qdc "$news" >"$work/news.jsonl"
if [ $# -gt 2 ]; then
  "$bench" pairs "$work/news.jsonl" "$3"
else
  "$bench" copies "$work/news.jsonl"
  "$bench" scale 1000000
fi
