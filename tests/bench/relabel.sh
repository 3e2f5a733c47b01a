#!/bin/sh
# `relabel` of a whole index beside `classify` of the same articles, and the store's share of it.
#
# usage: tests/bench/relabel.sh PROGRAM BENCH_RELABEL DATA
#
# DATA holds news.jsonl.zst and framing.jsonl.zst (labelled). The index is made without a model, so
# that every stance changes. Seconds are of CPU, user and system, medians of RUNS (default 3).
set -eu
program=$(realpath "$1")
bench=$(realpath "$2")
data=$3
runs=${RUNS:-3}
[ -r "$data/news.jsonl.zst" ] || { echo "skipped: no $data/news.jsonl.zst"; exit 0; }
[ -r "$data/framing.jsonl.zst" ] || { echo "skipped: no $data/framing.jsonl.zst"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
zstd -qdc "$data/news.jsonl.zst" >"$work/news.jsonl"
zstd -qdc "$data/framing.jsonl.zst" >"$work/framing.jsonl"
"$program" train --from-scratch --name bench -o "$work/model" "$work/framing.jsonl" >/dev/null 2>&1
"$program" --index "$work/whole" index --no-model "$work/news.jsonl" >/dev/null 2>&1

# CPU seconds of a command, appended to a file: seconds FILE COMMAND...
seconds() {
  file=$1
  shift
  /usr/bin/time -f '%U %S %e' -o "$work/time" "$@" >"$work/out" 2>"$work/err" ||
    { tail -3 "$work/err" >&2; exit 1; }
  awk '{ print $1 + $2, $3 }' "$work/time" >>"$work/$file"
}
median() { sort -n "$work/$1" | awk -v f="$2" '{ a[NR] = $f } END { print a[int((NR + 1) / 2)] }'; }

i=0
while [ "$i" -lt "$runs" ]; do
  seconds classify "$program" --index "$work/none" classify --model "$work/model" --format jsonl \
    "$work/news.jsonl"
  for jobs in 1 2; do
    rm -rf "$work/index"
    cp -r "$work/whole" "$work/index"
    seconds "relabel$jobs" "$program" --index "$work/index" relabel --jobs $jobs --model "$work/model"
  done
  i=$((i + 1))
done
cat "$work/err"
awk -v a="$(median relabel1 1)" -v b="$(median classify 1)" -v wall="$(median relabel1 2)" \
  -v two="$(median relabel2 2)" 'BEGIN {
  printf "relabel   %.2f s of CPU, classify %.2f s: ratio %.2f (target: at most 1.5); by the clock %.2f s, with two threads %.2f s\n",
    a, b, a / b, wall, two }'
echo "the store's share:"
rm -rf "$work/index"
cp -r "$work/whole" "$work/index"
"$bench" "$work/index"
