#!/usr/bin/env bats
# Measuring on a random sample: validate.

# A model of half of the bundled articles; an index of the others, as if they were real, and of
# forty that never name the target.
setup() {
  load common
  load terminal
  fresh
  MODEL="$BATS_FILE_TMPDIR/half.model"
  export MODEL
  [ -e "$MODEL" ] || cat "$DEMO"/demo-*.jsonl | awk 'NR % 2' |
    "$PARALLAX" train --from-scratch --name half --date 2026-01-02 \
      --order pro-iran,neutral,anti-iran -o "$MODEL" >/dev/null 2>&1
  cat "$DEMO"/demo-*.jsonl | awk 'NR % 2 == 0' | jq -c 'del(.synthetic)' >"$DIR/real.jsonl"
  generate 1 40 >>"$DIR/real.jsonl"
  plx index --model "$MODEL" "$DIR/real.jsonl" 2>/dev/null
}

ids() { plx validate --list --format ids "$@"; }

# Answers for all articles of a sample: what the model says, or off-topic where that is no label.
answer_like_model() {
  ids --sample "$1" --coder ann >"$DIR/ids"
  while read -r id; do
    plx show "$id" --format json
  done <"$DIR/ids" | jq -c '{id, label: (if .stance | test("pro|anti|neutral") then .stance
    else "off-topic" end), coder: "ann", how: "validate"}' >"$DIR/answers.jsonl"
}

import() { plx labels import "$DIR/answers.jsonl" 2>/dev/null; }

@test "a sample is drawn once, written down, and the same for the same seed" {
  ids --sample 20 >"$DIR/a"
  [ "$(sort -u "$DIR/a" | wc -l)" -eq 20 ]
  [ "$(jq -r '[.asked, .seed, .size, (.ids | length)] | @tsv' "$INDEX/labels.jsonl.asked")" = \
    "$(printf 'sample\t1\t20\t20')" ]
  ids --sample 20 | diff "$DIR/a" -
  ids | diff "$DIR/a" -
  [ "$(wc -l <"$INDEX/labels.jsonl.asked")" -eq 1 ]
  # drawn anew it is the same, also as an article more is there
  rm "$INDEX/labels.jsonl.asked"
  ids --sample 20 | diff "$DIR/a" -
  # another seed, another sample; a larger one of the same seed holds the smaller
  ! ids --sample 20 --seed 2 | diff -q "$DIR/a" - >/dev/null
  ids --sample 30 | head -20 | diff "$DIR/a" -
  # `random N` says the same, and the words behind it are the query
  ids --sample random 20 --blind | diff "$DIR/a" -
  [ "$(ids --sample random 5 harbour | wc -l)" -eq 5 ]
  jq -e 'select(.query == "harbour") | .size == 5' "$INDEX/labels.jsonl.asked" >/dev/null
  run plx validate --list --sample 500
  has "only 70 articles can be drawn"
}

@test "what cannot be asked for is refused" {
  fails 2 "needs a number from 1" plx validate --list --sample many
  fails 2 "needs a number from 1" plx validate --list --sample 0
  fails 2 "needs a number from 1" plx validate --list --sample random
  fails 2 "exclude each other" plx validate --list --report
  fails 2 "exclude each other" plx validate --blind --show-model
  fails 2 "goes with --list" plx validate --report --format ids
  fails 2 "--list gives them to other programs" plx validate --sample 5 </dev/null
  fails 1 "no sample was drawn" plx validate --list
  fails 1 "no sample drawn" plx validate --report
  fails 1 "nothing to draw from: 0 articles found" plx validate --list --sample 5 nosuchword
  plx --index "$DIR/none" index --no-model "$DIR/real.jsonl" 2>/dev/null
  fails 2 "no model" plx --index "$DIR/none" validate --report
}

@test "the list says nothing of the model, and with labels it can be imported" {
  plx validate --list --sample 5 --format jsonl --coder ann >"$DIR/list"
  jq -e '(has("stance") or has("probabilities") or has("model")) | not' "$DIR/list" >/dev/null
  jq -e '.how == "validate" and .coder == "ann" and (.text | length > 0)' "$DIR/list" >/dev/null
  jq -c '.label = "neutral"' "$DIR/list" | plx labels import - 2>/dev/null
  [ "$(jq -r .how "$INDEX/labels.jsonl" | sort -u)" = validate ]
  fails 1 "has answered all" plx validate --list --coder ann
  run plx validate --list --coder ben --format ids
  [ "${#lines[@]}" -eq 5 ]
}

@test "asked blind, interrupted, resumed; then the figures" {
  needs_terminal
  ids --sample 3 >"$DIR/ids"
  start_asking 80 "$PARALLAX" --index "$INDEX" validate --sample 3 --coder ann
  press n
  ! grep -q '(model)' "$DIR/screen"
  kill -9 "$(asking_pid)"
  end_asking
  start_asking 80 "$PARALLAX" --index "$INDEX" validate --sample 3 --coder ann
  shown "[2 of 3]"
  press u
  shown "nothing to undo"
  press o a
  end_asking
  [ "$code" -eq 0 ]
  [ "$(jq -r .id "$INDEX/labels.jsonl")" = "$(cat "$DIR/ids")" ]
  [ "$(jq -r .how "$INDEX/labels.jsonl" | sort -u)" = validate ]
  [ "$(jq -r .label "$INDEX/labels.jsonl" | tr '\n' ' ')" = "neutral off-topic anti-iran " ]
  shown "answered by ann: 3 of the 3 drawn"
  shown "too few to say"
  ! grep -q '(model)' "$DIR/screen"
  diff "$DIR/before" "$DIR/after"
}

@test "--show-model shows it" {
  needs_terminal
  start_asking 80 "$PARALLAX" --index "$INDEX" validate --sample 1 --show-model --coder ann
  press q
  end_asking
  shown "the model:"
}

@test "undo in validation brings back what the coder had said before" {
  needs_terminal
  id=$(ids --sample 2 | head -1)
  plx label "$id" pro-iran --coder ann
  start_asking 80 "$PARALLAX" --index "$INDEX" validate --sample 2 --coder ann
  press a u q
  end_asking
  plx labels list --standing | grep -q "$id  pro-iran  ann"
  [ "$(ids --coder ann | head -1)" = "$id" ]
}

@test "the figures: precision, recall, confusion, corrected shares" {
  answer_like_model 70
  import
  plx validate --report --format json >"$DIR/r"
  jq -e '.schema == 1 and .model == "half" and .sample.drawn == 70 and .sample.labelled == 70
    and .population.articles == 70 and .right.value == 1' "$DIR/r" >/dev/null
  # all were read, so nothing is left open: the corrected share is the share of the answers
  want=$(jq -s '[.[] | select(.label == "off-topic")] | length / 70 * 10000 | round / 10000' "$DIR/answers.jsonl")
  jq -e --argjson w "$want" '.labels[] | select(.label == "off-topic") | .share
    | .value == $w and .low == $w and .high == $w' "$DIR/r" >/dev/null
  jq -e '.labels[] | select(.label == "off-topic") | .precision | .too_few == false and .value == 1
    and .low > 0.8 and .high == 1' "$DIR/r" >/dev/null
  run plx validate --report
  [ "$status" -eq 0 ]
  has "population  70 articles"
  has "70 drawn with seed 1, 70 labelled"
  has "too few to say"
  has "THE MODEL SAID"
  has "CORRECTED"
  # ben says something else throughout: the latest counts, --coder chooses, an adjudication decides
  jq -c '.coder = "ben" | .label = "neutral"' "$DIR/answers.jsonl" >"$DIR/ben.jsonl"
  plx labels import "$DIR/ben.jsonl" 2>/dev/null
  plx validate --report --format json | jq -e '.labels[1] | .label == "neutral" and .share.value == 1' >/dev/null
  plx validate --report --coder ann --format json | jq -e '.right.value == 1 and .coder == "ann"' >/dev/null
  plx label "$(head -1 "$DIR/ids")" off-topic --coder dora --adjudicate
  plx validate --report --format json | jq -e '.words | [.[].labelled["off-topic"]] | add == 1' >/dev/null
}

@test "only answers of validation count; what review picked is left out, and review leaves the sample alone" {
  id=$(plx review --list -n 1 --format ids --coder ann)
  ids --sample 70 >"$DIR/all"
  grep -qx "$id" "$DIR/all"
  ! plx review --list -n 100 --coder ann --format ids >"$DIR/offered"
  plx label "$(head -1 "$DIR/all")" neutral --coder ann
  fails 1 "no article was answered yet" plx validate --report
  rm "$INDEX/labels.jsonl.asked"
  printf '{"id":"%s","label":"neutral","coder":"ann","how":"review"}\n' "$id" |
    plx labels import - 2>/dev/null
  ids --sample 100 2>/dev/null >"$DIR/all"
  [ "$(wc -l <"$DIR/all")" -eq 69 ]
  ! grep -qx "$id" "$DIR/all"
  # answered before it was reviewed by somebody: said, and not measured on
  answer_like_model 100
  import
  printf '{"id":"%s","label":"neutral","coder":"cleo","how":"review"}\n' "$(head -1 "$DIR/ids")" |
    plx labels import - 2>/dev/null
  run plx validate --report
  has "1 left out: labelled in review, too"
  has "2 left out because the model picked them for review"
}

@test "what the model learned from, and texts that changed, are left out and said" {
  answer_like_model 70
  import
  id=$(grep -m 1 '^g' "$DIR/ids")
  plx index - 2>/dev/null <<EOF
{"id":"$id","title":"Changed","source":"Source 1","text":"Quite another text than the one that was read in validation, about a harbour and its council."}
EOF
  run plx validate --report
  has "1 left out: another text since"
  # the learned half, indexed as if it were real
  cat "$DEMO"/demo-*.jsonl | awk 'NR % 2' | jq -c 'del(.synthetic)' | plx index - 2>/dev/null
  run plx validate --list --sample 200 --format ids
  has "only 70 articles can be drawn"
  cat "$DEMO"/demo-*.jsonl | awk 'NR % 2' |
    jq -c '{id, label: "neutral", coder: "ann", how: "validate"}' >"$DIR/answers.jsonl"
  import
  rm "$INDEX/labels.jsonl.asked"
  run plx validate --report
  has "no draw is recorded"
  has "30 left out: the model learned from them"
}

@test "written articles are not measured on" {
  plx index "$DEMO"/demo-neutral.jsonl 2>/dev/null
  ids --sample 200 2>"$DIR/said" | wc -l | grep -qx 60
  plx --index "$DIR/written" index --model "$MODEL" "$DEMO"/demo-neutral.jsonl 2>/dev/null
  fails 1 "20 of them written ones" plx --index "$DIR/written" validate --sample 5 --list
}
