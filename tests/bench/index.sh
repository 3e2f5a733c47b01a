#!/bin/sh
# Indexing beside Omega's scriptindex on the same articles, in turn, RUNS times (default 3).
#
# usage: tests/bench/index.sh PROGRAM NEWS.jsonl.zst
#
# Both build an index from nothing with positions, stored text, date, source and author;
# ours also stems by article language, labels, counts spelling and keeps facet columns.
# Prints CPU seconds (user + system), peak memory and size of each run, and the medians' ratio.
set -eu
program=$(realpath "$1")
news=$2
runs=${RUNS:-3}
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

zstd -qdc "$news" >"$work/news.jsonl"
# scriptindex reads field=value lines; a line that goes on begins with "=".
jq -r '
  def lines: gsub("\r"; "") | gsub("\n"; "\n=");
  "id=\(.id)\nurl=\(.url // "")\ntitle=\(.title // "" | lines)\nsource=\(.source // "")" +
  "\nauthor=\(.author // "" | lines)\ndate=\(.date // "" | gsub("-"; ""))\ntext=\(.text | lines)\n"
' "$work/news.jsonl" >"$work/news.dump"
cat >"$work/script" <<'SCRIPT'
id : boolean=Q unique=Q field
url : field
title : weight=3 index field
title : index=S
source : boolean=H field value=2
author : boolean=A field value=3
date : field date=yyyymmdd value=0
text : weight=1 index field
SCRIPT


# CPU seconds, peak MB and index MB of one run.
measure() {
  rm -rf "${work:?}/$1"
  case "$1" in
    ours) set -- "$1" "$program" --index "$work/ours" index "$work/news.jsonl" ;;
    theirs) set -- "$1" scriptindex "$work/theirs" "$work/script" "$work/news.dump" ;;
  esac
  name=$1
  shift
  /usr/bin/time -f '%U %S %e %M' -o "$work/time" "$@" >"$work/out" 2>&1 ||
    { tail -3 "$work/out" >&2; exit 1; }
  size=$(du -sm "$work/$name" | cut -f1)
  awk -v name="$name" -v size="$size" '{
    printf "%-8s cpu %6.1f s   wall %6.1f s   peak %5.0f MB   index %4d MB\n",
      name, $1 + $2, $3, $4 / 1024, size }' "$work/time" | tee -a "$work/all"
}

echo "articles: $(wc -l <"$work/news.jsonl"), $(($(wc -c <"$work/news.jsonl") / 1000000)) MB of JSON Lines"
i=0
while [ "$i" -lt "$runs" ]; do
  measure ours
  measure theirs
  i=$((i + 1))
done
median() { awk -v name="$1" '$1 == name { print $3 }' "$work/all" | sort -n |
  awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
awk -v a="$(median ours)" -v b="$(median theirs)" 'BEGIN {
  printf "median CPU: %.1f s against %.1f s of scriptindex, ratio %.2f (target: at most .40)\n", a, b, a / b }'
