#!/bin/sh
# How the cost of indexing grows with the collection, and what a batch costs in one that is there.
#
# usage: tests/bench/index_scale.sh PROGRAM NEWS.jsonl.zst
#
# Articles are made of the sentences of news articles, so that they are of one kind at all sizes
# (repeat_articles.py --between). SIZES="5000 20000 75000 150000": each is indexed from nothing.
# MERGES="20000": to an index of so many a hundredth, a fiftieth, a twentieth, a tenth, a fifth more
# are added; each time the program itself decides whether they are written into the generation or
# merged with it into the next, and this says which. `compact` is a merge with nothing. A line each,
# no medians: milliseconds for each article that was added (or compacted), KB of index for each that is
# in it.
set -eu
program=$(realpath "$1")
news=$2
sizes=${SIZES:-5000 20000 75000 150000}
merges=${MERGES:-20000}
here=$(dirname "$(realpath "$0")")
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$here/measure.sh"

# as many as any of these needs
most=$(for n in $sizes; do echo "$n"; done; for n in $merges; do echo $((n * 6 / 5)); done)
most=$(echo "$most" | sort -n | tail -n 1)
echo "making $most articles" >&2
zstd -qdc "$news" | python3 "$here/repeat_articles.py" --between "$most" >"$work/made"

# part FIRST COUNT: so many of the articles, uncompressed, as a file to be read
part() { tail -n +"$1" "$work/made" | head -n "$2" >"$work/part.jsonl"; }
# add NAME: index them; a line of measures goes to $work/all
add() {
  measure "$1" "$work/index" "$program" --index "$work/index" index "$work/part.jsonl" >/dev/null
}
generation() { awk '$1 == "glass" { print $2 }' "$work/index/xapian/XAPIANDB"; }
# each WHAT COUNT ALL: the last line of measures, for each of COUNT articles; size for each of ALL
each() {
  tail -n 1 "$work/all" | awk -v what="$1" -v n="$2" -v all="$3" '{
    printf "%-22s %8d %9.3f %9.3f %9.2f %9d %9.2f\n", what, n, $2 * 1e3 / n, $3 * 1e3 / n, $3, $4,
      $5 * 1e3 / all }'
}

load beginning
printf '%-22s %8s %9s %9s %9s %9s %9s\n' '' articles 'CPU ms' 'wall ms' 'wall s' 'peak MB' 'index KB'
for n in $sizes; do
  rm -rf "$work/index"
  part 1 "$n"
  add "from-nothing"
  each "from nothing" "$n" "$n"
done
for n in $merges; do
  rm -rf "$work/base" "$work/index"
  part 1 "$n"
  add base
  mv "$work/index" "$work/base"
  echo "and to an index of $n"
  cp -r "$work/base" "$work/index"
  measure compact "$work/index" "$program" --index "$work/index" compact >/dev/null
  each compact "$n" "$n"
  for share in 100 50 20 10 5; do
    rm -rf "$work/index"
    cp -r "$work/base" "$work/index"
    before=$(generation)
    part $((n + 1)) $((n / share))
    add more
    way="into its generation"
    [ "$(generation)" = "$before" ] || way="merged into the next"
    each "$way" $((n / share)) $((n + n / share))
  done
done
load end
