#!/bin/sh
# `classify` measured: MB/s of one core, beside scikit-learn on the same articles in the same run;
# training and loading a model.
#
# usage: tests/bench/classify.sh PROGRAM DATA
#
# DATA holds news.jsonl.zst and framing.jsonl.zst (labelled). Seconds are of CPU, user and system,
# medians of RUNS (default 5). JSON Lines are read uncompressed, verdicts written as JSON Lines.
# scikit-learn gets SKLEARN_ARTICLES (default 4000) of them, since it is slow.
set -eu
program=$(realpath "$1")
data=$2
here=$(dirname "$(realpath "$0")")
iran=$here/../../models/iran
runs=${RUNS:-5}
[ -r "$data/news.jsonl.zst" ] || { echo "skipped: no $data/news.jsonl.zst"; exit 0; }
[ -r "$data/framing.jsonl.zst" ] || { echo "skipped: no $data/framing.jsonl.zst"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
zstd -qdc "$data/news.jsonl.zst" >"$work/news.jsonl"
zstd -qdc "$data/framing.jsonl.zst" >"$work/framing.jsonl"

# CPU seconds of a command, appended to a file: seconds FILE COMMAND...
seconds() {
  file=$1
  shift
  /usr/bin/time -f '%U %S' -o "$work/time" "$@" >"$work/out" 2>"$work/err" ||
    { tail -3 "$work/err" >&2; exit 1; }
  awk '{ print $1 + $2 }' "$work/time" >>"$work/$file"
}
median() { sort -n "$work/$1" | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
repeat() {
  i=0
  while [ "$i" -lt "$runs" ]; do
    seconds "$@"
    i=$((i + 1))
  done
}

# A model as the shipped one is made (packaging/train-shipped.sh).
"$here/../../packaging/sentences.sh" "$iran/training/sentences.tsv" "$data/framing.jsonl.zst" \
  "$data/news.jsonl.zst" "$iran"/articles/*.jsonl >"$work/sentences.jsonl"
seconds train "$program" train --from-scratch --cost 6 --target iran --name bench -o "$work/model" \
  "$data/framing.jsonl.zst" "$iran/demo" "$iran/articles" "$iran/training/voices.jsonl" "$iran/training/press.jsonl" \
  "$work/sentences.jsonl"
awk -v s="$(median train)" -v n="$(wc -c <"$work/model")" 'BEGIN {
  printf "training      %.1f s (target: under 10)\nmodel file    %.2f MB (target: under 8)\n", s, n / 1e6 }'

# Loading: 20 runs on one short article less 20 that need no model. Starting the program is in both.
echo '{"title":"A","text":"B"}' >"$work/one.jsonl"
cat >"$work/twenty" <<'SCRIPT'
i=0
while [ "$i" -lt 20 ]; do
  "$@" >/dev/null
  i=$((i + 1))
done
SCRIPT
repeat load sh "$work/twenty" "$program" --index "$work/none" classify --model "$work/model" \
  --format jsonl "$work/one.jsonl"
repeat start sh "$work/twenty" "$program" extract "$work/one.jsonl"
awk -v a="$(median load)" -v b="$(median start)" 'BEGIN {
  printf "loading it    %.1f ms (target: under 30; a run with it less one without)\n", (a - b) * 50 }'

bytes=$(wc -c <"$work/news.jsonl")
repeat file "$program" --index "$work/none" classify --model "$work/model" --format jsonl \
  "$work/news.jsonl"
awk -v s="$(median file)" -v bytes="$bytes" -v n="$(wc -l <"$work/news.jsonl")" 'BEGIN {
  printf "classify      %.2f s of CPU for %d articles, %.0f MB: %.1f MB/s a core (target: 45), %.0f articles/s\n",
    s, n, bytes / 1e6, bytes / 1e6 / s, n / s }'

python=${PYTHON:-/usr/bin/python3}
if ! "$python" -c 'import sklearn' 2>/dev/null; then
  echo "scikit-learn  skipped: no python3-sklearn (packaging/deps.sh bench installs it)"
  exit 0
fi
for min_df in 1 3; do
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "$python" "$here/classify_sklearn.py" \
    "$work/framing.jsonl" "$work/news.jsonl" "${SKLEARN_ARTICLES:-4000}" $min_df >"$work/theirs"
  awk -v s="$(median file)" -v bytes="$bytes" -v min_df=$min_df '{
    printf "scikit-learn  %.1f s of CPU for %.0f MB (min_df %d): %.1f MB/s; ratio %.1f (target: at least 8)\n",
      $1, $2 / 1e6, min_df, $2 / 1e6 / $1, (bytes / s) / ($2 / $1) }' "$work/theirs"
done
