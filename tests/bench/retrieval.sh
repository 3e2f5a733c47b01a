#!/bin/sh
# How well ranking answers judged queries, beside stock settings of Xapian and Lucene.
#
# usage: tests/bench/retrieval.sh [--floors FILE] PROGRAM PEER FOLDER...
#
# A folder holds corpus.jsonl (id, title, text), queries.tsv (number, tab, query) and qrels.tsv
# (number, document, grade); one that lacks them is skipped. Each query is asked as it stands, for
# 1,000 articles. PEER is retrieval_peer, or "" for none. The measures are those of
# retrieval_eval.awk. Indexes are made anew each time, in build/bench-retrieval.
#
# --floors: lines of "folder's name, MAP, nDCG@10", tabs between; status 1 if a figure is below.
set -eu
floors=
if [ "$1" = --floors ]; then
  floors=$2
  shift 2
fi
program=$1
peer=$2
shift 2
here=$(dirname "$0")
work=${RETRIEVAL_WORK:-build/bench-retrieval}
mkdir -p "$work"
: >"$work/figures"

# Figures of the run on standard input: "way, folder's name, MAP, nDCG@10, P@10, R@100".
judge() {
  cat >"$work/run"
  printf '%s\t%s\t' "$1" "$(basename "$2")" >>"$work/figures"
  awk -f "$here/retrieval_eval.awk" "$2/qrels.tsv" "$work/run" >>"$work/figures"
}

ask() {
  # a query that fails is told on stderr and counts as answered by nothing
  "$program" --index "$work/index" search --batch "$1/queries.tsv" --format trec --limit 1000
}

for folder in "$@"; do
  if ! [ -r "$folder/corpus.jsonl" ] || ! [ -r "$folder/queries.tsv" ] ||
    ! [ -r "$folder/qrels.tsv" ]; then
    echo "skipped: no corpus.jsonl, queries.tsv and qrels.tsv in $folder"
    continue
  fi
  rm -rf "$work/index"
  # documents without any text are left out and told; the rest counts
  "$program" --index "$work/index" index "$folder/corpus.jsonl" >"$work/log" 2>&1 ||
    [ -d "$work/index" ]
  ask "$folder" | judge parallax "$folder"
  [ -n "$peer" ] || continue
  "$peer" xapian "$folder" | judge "Xapian's defaults" "$folder"
  "$peer" lucene "$folder" | judge "like Lucene" "$folder"
done
rm -rf "$work/index"

[ -s "$work/figures" ] || { echo "skipped: no collection to measure on"; exit 0; }
awk -F '\t' '
  function line(way, name, map, ndcg, p, r) {
    printf "%-18s %-18s %6.4f %9.4f %7.4f %7.4f\n", name, way, map, ndcg, p, r
  }
  BEGIN { printf "%-18s %-18s %6s %9s %7s %7s\n", "", "", "MAP", "nDCG@10", "P@10", "R@100" }
  {
    line($1, $2, $3, $4, $5, $6)
    if (!($1 in n)) way[++ways] = $1
    n[$1]++
    for (i = 3; i <= 6; i++) sum[$1, i] += $i
  }
  END {
    for (w = 1; w <= ways; w++) {
      k = way[w]
      line(k, "mean", sum[k, 3] / n[k], sum[k, 4] / n[k], sum[k, 5] / n[k], sum[k, 6] / n[k])
    }
  }' "$work/figures"

[ -n "$floors" ] || exit 0
awk -F '\t' '
  NR == FNR { if ($1 !~ /^#/) { map[$1] = $2; ndcg[$1] = $3 } next }
  $1 == "parallax" && $2 in map && ($3 < map[$2] || $4 < ndcg[$2]) {
    printf "%s: MAP %s, nDCG@10 %s, at least %s and %s are due\n", $2, $3, $4, map[$2], ndcg[$2]
    bad = 1
  }
  END { exit bad }' "$floors" "$work/figures"
