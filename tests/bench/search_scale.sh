#!/bin/sh
# How the cost of a search grows with the collection: the same queries over three sizes.
#
# usage: tests/bench/search_scale.sh PROGRAM BENCH_SEARCH NEWS.jsonl.zst
#
# The news articles are cut or repeated; copies have ids of their own and their sentences in another
# order. Indexes are kept beside BENCH_SEARCH, in bench/. ROUNDS=3 as in search.sh.
set -eu
program=$1
bench=$2
news=$3
rounds=${ROUNDS:-3}
here=$(dirname "$0")
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
dir=$(dirname "$bench")/bench
mkdir -p "$dir"

for size in 5000 20000 75000; do
  index=$dir/scale-$size
  "$program" --index "$index" search --limit 1 >/dev/null 2>&1 || rm -rf "$index"
  [ -e "$index" ] && continue
  echo "making $index" >&2
  rm -rf "$index.part"
  zstd -qdc "$news" | python3 "$here/repeat_articles.py" "$size" |
    "$program" --index "$index.part" index --no-model --facet lean - >/dev/null 2>&1
  mv "$index.part" "$index"
done
"$bench" draw "$dir/scale-5000" >"$dir/scale.tsv"

printf '%9s %-9s %9s %9s %9s %9s %16s\n' articles queries matches p50 p95 mean 'us/1000 matches'
for size in 5000 20000 75000; do
  "$bench" run "$dir/scale-$size" "$dir/scale.tsv" "$rounds" |
    awk -F '\t' -v size="$size" '$3 == "all" {
      printf "%9d %-9s %9.0f %9.3f %9.3f %9.3f %16.0f\n", size, $2, $9, $5, $6, $8, $8 * 1e6 / $9 }'
done
