#!/bin/sh
# Query times on the news corpus, in process, beside other engines on the same queries.
#
# usage: tests/bench/search.sh PROGRAM BUILD NEWS.jsonl.zst
#
# BUILD holds bench_search and peer_*. Indexes are made once and kept in BUILD/bench; remove the
# folder to make them anew. ROUNDS=3: how often each query is asked in each way (the best counts).
set -eu
program=$1
build=$2
news=$3
rounds=${ROUNDS:-3}
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
dir=$build/bench
index=$dir/parallax
mkdir -p "$dir"

# Run the rest of the line with the articles on standard input, unless $1 is there already.
once() {
  made=$1
  shift
  [ -e "$made" ] && return
  echo "making $made" >&2
  rm -rf "$made.part"
  zstd -qdc "$news" | "$@" "$made.part"
  mv "$made.part" "$made"
}

build_ours() {
  "$program" --index "$1" index --facet lean - >/dev/null 2>&1
}

build_groonga() {
  mkdir -p "$1"
  "$build/peer_groonga" build "$1/db"
}

"$program" --index "$index" search --limit 1 >/dev/null 2>&1 || rm -rf "$index"
once "$index" build_ours
once "$dir/xapian" "$build/peer_xapian" build
once "$dir/fts5" "$build/peer_fts5" build
once "$dir/groonga" build_groonga

"$build/bench_search" draw "$index" >"$dir/queries.tsv"
{
  "$build/bench_search" run "$index" "$dir/queries.tsv" "$rounds"
  "$build/peer_xapian" run "$dir/xapian" "$dir/queries.tsv" "$rounds"
  "$build/peer_groonga" run "$dir/groonga/db" "$dir/queries.tsv" "$rounds"
  "$build/peer_fts5" run "$dir/fts5" "$dir/queries.tsv" "$rounds"
} >"$dir/times.tsv"

awk -F '\t' '
  function row(engine, kind, way,    k) {
    k = engine SUBSEP kind SUBSEP way
    return sprintf("%8.3f %8.3f %8.3f", p50[k], p95[k], p99[k])
  }
  { k = $1 SUBSEP $2 SUBSEP $3; p50[k] = $5; p95[k] = $6; p99[k] = $7; mean[k] = $8
    if (!($1 in seen)) { seen[$1]; engine[++engines] = $1 }
    if (!($2 in known)) { known[$2]; kind[++kinds] = $2 }
    if (!($3 in met)) { met[$3]; way[++ways] = $3 } }
  END {
    print "CPU milliseconds of a query\n"
    printf "%-12s %-9s %-12s %8s %8s %8s\n", "engine", "queries", "asked for", "p50", "p95", "p99"
    for (e = 1; e <= engines; e++)
      for (i = 1; i <= kinds; i++)
        for (w = 1; w <= ways; w++)
          if (e == 1 || kind[i] == "overall" || way[w] == "all")
            printf "%-12s %-9s %-12s %s\n", engine[e], kind[i], way[w], row(engine[e], kind[i], way[w])
    print "\nTimes of the others to ours: p50 (mean)\n"
    printf "%-9s %-12s", "queries", "asked for"
    for (e = 2; e <= engines; e++)
      printf " %16s", engine[e]
    print ""
    for (i = 1; i <= kinds; i++)
      for (w = 1; w <= ways; w++) {
        printf "%-9s %-12s", kind[i], way[w]
        for (e = 2; e <= engines; e++) {
          k = kind[i] SUBSEP way[w]
          printf " %7.2f (%6.2f)", p50[engine[e] SUBSEP k] / p50[engine[1] SUBSEP k], \
                 mean[engine[e] SUBSEP k] / mean[engine[1] SUBSEP k]
        }
        print ""
      }
    k = engine[1] SUBSEP "overall" SUBSEP
    printf "\nthree facets cost %.2f times the ten best alone (mean)\n", \
           mean[k "3 facets"] / mean[k "top-10"]
  }' "$dir/times.tsv"
"$build/bench_search" cold "$index" "$dir/queries.tsv"
"$build/bench_search" shell "$program" "$index" "$dir/queries.tsv"
