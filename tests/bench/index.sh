#!/bin/sh
# Indexing beside Omega's scriptindex and SQLite FTS5 on the same articles, in turn, RUNS times (3).
#
# usage: tests/bench/index.sh PROGRAM BUILD NEWS.jsonl.zst
#
# BUILD holds peer_fts5. All build from nothing and end synced. Ours has all defaults: positions, stored
# text, labels, facets, spelling, keys of names, near-copies; it reads JSON Lines. scriptindex gets
# positions, stored text, date, source and author; its own form of input, made before, so it parses no
# JSON. FTS5 gets its bare index (peer_fts5.c): title and text, no text stored; it reads JSON Lines.
#
# Prints each run, medians, ratios against the targets, seconds of our steps and what our tables and
# scriptindex's are made of.
set -eu
program=$(realpath "$1")
fts5=$(realpath "$2")/peer_fts5
news=$3
runs=${RUNS:-3}
here=$(dirname "$(realpath "$0")")
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$here/measure.sh"

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

echo "articles: $(wc -l <"$work/news.jsonl"), $(($(wc -c <"$work/news.jsonl") / 1000000)) MB of JSON Lines"
load beginning
i=0
while [ "$i" -lt "$runs" ]; do
  rm -rf "$work/ours" "$work/theirs" "$work/fts5"
  measure parallax "$work/ours" "$program" --index "$work/ours" index --report "$work/report" \
    "$work/news.jsonl"
  measure scriptindex "$work/theirs" scriptindex "$work/theirs" "$work/script" "$work/news.dump"
  measure fts5 "$work/fts5" sh -c 'exec "$0" bare "$1" <"$2"' "$fts5" "$work/fts5" "$work/news.jsonl"
  cat "$work/out" >>"$work/split"
  i=$((i + 1))
done
load end

echo
echo "medians of $runs"
# ratio WHAT COLUMN OTHER UNIT TARGET: ours to another's, and whether that is enough
ratio() {
  awk -v what="$1" -v a="$(median parallax "$2")" -v b="$(median "$3" "$2")" -v other="$3" -v unit="$4" \
    -v target="$5" 'BEGIN {
    printf "%-6s %8.2f %-2s to %8.2f of %-12s %6.3f   target %.3f: %s\n", what, a, unit, b, other, a / b,
      target, a / b <= target ? "met" : "missed" }'
}
ratio CPU 2 scriptindex s .125
ratio wall 3 scriptindex s .0833
ratio index 5 scriptindex MB .35
ratio wall 3 fts5 s 1
awk -v peak="$(median parallax 4)" 'BEGIN {
  printf "memory %8d MB %34s target   500: %s\n", peak, "", peak < 500 ? "met" : "missed" }'
sort -n "$work/split" | awk '{ all[NR] = $1; own[NR] = $2 } END { m = int((NR + 1) / 2)
  printf "of the CPU time of fts5, %.2f s, %.2f s are not reading JSON\n", all[m], own[m] }'

echo
echo "CPU seconds of our steps, the last run"
jq -r '.speed.cpu_seconds | to_entries[] | [.key, .value] | @tsv' "$work/report" |
  awk '{ name[NR] = $1; s[NR] = $2; sum += $2 } END {
    for (i = 1; i <= NR; i++) printf "%-10s %6.2f  %3.0f %%\n", name[i], s[i], 100 * s[i] / sum }'

echo
echo "our tables"
python3 "$here/table_sizes.py" "$work/ours/xapian/$(awk '$1 == "glass" { print $2 }' "$work/ours/xapian/XAPIANDB")"
echo
echo "scriptindex's tables"
python3 "$here/table_sizes.py" "$work/theirs"
