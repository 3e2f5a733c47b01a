#!/bin/sh
# Train the two shipped models anew and print how they do on outlets they have not seen.
#
# usage: packaging/train-shipped.sh PROGRAM DATA
#
# DATA holds framing.jsonl.zst (labelled articles), news.jsonl.zst (articles of which single sentences
# are labelled) and framing-validation.jsonl.zst (from other outlets, never trained on); none is part
# of the repository. Both models also learn from the written articles, from short passages and from
# labelled sentences; iran.model from the bundled demo articles too, without-demo.model not, since
# it labels them in the demo.
set -eu
program=$1
data=$2
here=$(dirname "$0")
iran=$here/../models/iran
[ -r "$data/framing.jsonl.zst" ] || { echo "no $data/framing.jsonl.zst: name its folder, make model DATA=FOLDER" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$here/sentences.sh" "$iran/training/sentences.tsv" \
  "$data/framing.jsonl.zst" "$data/news.jsonl.zst" "$iran"/articles/*.jsonl > "$work/sentences.jsonl"
"$program" train --from-scratch --cost 6 --target iran --name iran -o "$iran/iran.model" \
  "$data/framing.jsonl.zst" "$iran/demo" "$iran/articles" "$iran/training/voices.jsonl" "$iran/training/press.jsonl" \
  "$work/sentences.jsonl"
"$program" train --from-scratch --cost 6 --target iran --name iran-without-demo \
  -o "$iran/without-demo.model" "$data/framing.jsonl.zst" "$iran/articles" \
  "$iran/training/voices.jsonl" "$iran/training/press.jsonl" "$work/sentences.jsonl"
"$program" evaluate --model "$iran/iran.model" "$data/framing-validation.jsonl.zst"
