#!/bin/sh
# Names in any spelling: pairs of spellings found, and how many spellings a name has in the news.
#
# usage: tests/bench/names.sh PARALLAX BENCH_NAMES DATA [LIST [SEED]]
#
# With LIST, the spellings of so many names, drawn with SEED (1), are listed, to be judged by eye. PLX_NAMES_INDEX names a
# ready index of the news.
set -eu
parallax=$1
bench=$2
news=$3/news.jsonl.zst
pairs=$3/names/spelling-pairs.tsv
[ -r "$news" ] && [ -r "$pairs" ] || { echo "skipped: no $news or $pairs"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
index=${PLX_NAMES_INDEX:-$work/index}
[ -d "$index" ] || "$parallax" --index "$index" index "$news" >/dev/null 2>&1
"$bench" "$index" "$pairs" "${4:-0}" "${5:-1}"
