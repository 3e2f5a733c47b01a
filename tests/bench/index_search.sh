#!/bin/sh
# Searching a generation as `parallax index` left it beside the same one written anew by the engine and
# compacted: the same 1,000 queries, in turn, TURNS times (3), each query ROUNDS times a turn (3).
#
# usage: tests/bench/index_search.sh PROGRAM BUILD NEWS.jsonl.zst
#
# BUILD holds bench_search and rewrite_engine. CPU milliseconds of ten hits, and of ten hits with facets
# and snippets; medians of the turns, which go the other way round every second time.
set -eu
program=$(realpath "$1")
build=$(realpath "$2")
news=$3
turns=${TURNS:-3}
rounds=${ROUNDS:-3}
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

zstd -qdc "$news" | "$program" --index "$work/built" index --facet lean - >/dev/null 2>&1
generation=xapian/$(awk '$1 == "glass" { print $2 }' "$work/built/xapian/XAPIANDB")
cp -r "$work/built" "$work/engine"
rm -rf "${work:?}/engine/$generation"
echo "writing it anew by the engine: a minute" >&2
"$build/rewrite_engine" "$work/built/$generation" "$work/engine/$generation"
for index in built engine; do
  printf '%-7s %7.1f MB\n' "$index" "$(du -sb "$work/$index/$generation" | awk '{ print $1 / 1e6 }')"
done

"$build/bench_search" draw "$work/built" >"$work/queries.tsv"
i=0
while [ "$i" -lt "$turns" ]; do
  order="built engine"
  [ $((i % 2)) = 0 ] || order="engine built"
  for index in $order; do
    "$build/bench_search" run "$work/$index" "$work/queries.tsv" "$rounds" |
      sed "s/^parallax/$index/" >>"$work/times.tsv"
  done
  i=$((i + 1))
done

awk -F '\t' '
  function median(key,    n, i, j, v, a) {
    n = split(all[key], a, " ")
    for (i = 2; i <= n; i++) {
      v = a[i] + 0
      for (j = i - 1; j > 0 && a[j] + 0 > v; j--) a[j + 1] = a[j]
      a[j + 1] = v
    }
    return a[int((n + 1) / 2)] + 0
  }
  $3 == "top-10" || $3 == "all" {
    query = $3 "\t" $2
    if (!(query in seen)) { seen[query]; queries[++n] = query }
    all[$1, query, 1] = all[$1, query, 1] " " $5
    all[$1, query, 2] = all[$1, query, 2] " " $7
    all[$1, query, 3] = all[$1, query, 3] " " $8
    matches[$1, query] = $9
  }
  END {
    print "\nCPU milliseconds: built, by the engine, ratio"
    printf "%-7s %-9s %24s %24s %24s\n", "asked", "queries", "p50", "p99", "mean"
    for (i = 1; i <= n; i++) {
      split(queries[i], part, "\t")
      printf "%-7s %-9s", part[1], part[2]
      for (k = 1; k <= 3; k++) {
        a = median("built" SUBSEP queries[i] SUBSEP k)
        b = median("engine" SUBSEP queries[i] SUBSEP k)
        printf " %8.3f %8.3f %6.2f", a, b, a / b
      }
      print matches["built", queries[i]] == matches["engine", queries[i]] ? "" : "   other matches!"
    }
  }' "$work/times.tsv"
