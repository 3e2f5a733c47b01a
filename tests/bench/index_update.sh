#!/bin/sh
# How soon 100 changed articles are found in an index of the news: `parallax index`, then a search for a
# word that is new in them; wall milliseconds, medians of RUNS (5).
#
# usage: tests/bench/index_update.sh PROGRAM NEWS.jsonl.zst
#
# The changed articles come once in a file of their own, once among all the others, unchanged, in the
# file that was read before. Each run changes other articles. The search is a process of its own, and
# fails the benchmark unless it finds all of them.
set -eu
program=$(realpath "$1")
news=$2
runs=${RUNS:-5}
changed=100
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ms() { echo $(($(date +%s%N) / 1000000)); }
middle() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

# with_word WORD FIRST: of the news as they are now, 100 articles from FIRST on with WORD in their text
with_word() {
  tail -n +"$2" "$work/in/news.jsonl" | head -n "$changed" |
    jq -c --arg word "$1" '.text += " " + $word + "."'
}

# replace FIRST FILE: put them in their place
replace() {
  { head -n $(($1 - 1)) "$work/in/news.jsonl"
    cat "$2"
    tail -n +$(($1 + changed)) "$work/in/news.jsonl"; } >"$work/next"
  mv "$work/next" "$work/in/news.jsonl"
}

# update NAME WORD FILE: index FILE, then look for WORD
update() {
  start=$(ms)
  "$program" --index "$work/index" index "$3" >"$work/out" 2>&1 || { tail -3 "$work/out" >&2; exit 1; }
  indexed=$(ms)
  "$program" --index "$work/index" search --format ids --limit 1000 "$2" >"$work/ids" || true
  end=$(ms)
  found=$(wc -l <"$work/ids")
  [ "$found" = "$changed" ] || { echo "$found found, not $changed" >&2; exit 1; }
  echo $((end - start)) >>"$work/$1.all"
  echo $((indexed - start)) >>"$work/$1.index"
}

tell() {
  all=$(middle <"$work/$1.all")
  printf '%-34s %6d ms to be found, of which %d are index (target: under 1000, %s)\n' "$2" "$all" \
    "$(middle <"$work/$1.index")" "$([ "$all" -lt 1000 ] && echo met || echo missed)"
}

mkdir "$work/in"
zstd -qdc "$news" >"$work/in/news.jsonl"
"$program" --index "$work/index" index "$work/in/news.jsonl" >/dev/null 2>&1
echo "articles: $(wc -l <"$work/in/news.jsonl"); changed: $changed; load: $(cut -d ' ' -f 1-3 /proc/loadavg)"
i=0
while [ "$i" -lt "$runs" ]; do
  first=$((i * 2 * changed + 1))
  with_word "zqalone$i" "$first" >"$work/in/changed-$i.jsonl"
  update alone "zqalone$i" "$work/in/changed-$i.jsonl"
  replace "$first" "$work/in/changed-$i.jsonl"
  with_word "zqamong$i" $((first + changed)) >"$work/changed"
  replace $((first + changed)) "$work/changed"
  update among "zqamong$i" "$work/in/news.jsonl"
  i=$((i + 1))
done
tell alone "in a file of their own"
tell among "in the file that has all articles"
