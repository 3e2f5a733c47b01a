#!/bin/sh
# Train the two shipped models anew and print how they do on outlets they have not seen.
#
# usage: packaging/train-shipped.sh PROGRAM DATA
#
# DATA holds framing.jsonl.zst (labelled articles) and framing-validation.jsonl.zst (from
# other outlets, never trained on); neither is part of the repository. iran.model also learns
# from the bundled articles; without-demo.model does not, since it labels them in the demo. Both
# learn from the short passages in training/.
set -eu
program=$1
data=$2
iran=$(dirname "$0")/../models/iran
[ -r "$data/framing.jsonl.zst" ] || { echo "no $data/framing.jsonl.zst: name its folder, make model DATA=FOLDER" >&2; exit 2; }

"$program" train --from-scratch --cost 3 --target iran --name iran -o "$iran/iran.model" \
  "$data/framing.jsonl.zst" "$iran/articles" "$iran/training"
"$program" train --from-scratch --cost 3 --target iran --name iran-without-demo -o "$iran/without-demo.model" \
  "$data/framing.jsonl.zst" "$iran/training"
"$program" evaluate --model "$iran/iran.model" "$data/framing-validation.jsonl.zst"
