#!/usr/bin/env bats
# classify, train, evaluate.

setup() {
  load common
  fresh
  make_model
}

@test "classify gives a line an article, in order" {
  run plx classify --model "$MODEL" --format jsonl "$DEMO/demo-neutral.jsonl"
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 20 ]
  [[ "${lines[0]}" == '{"id":"demo-n01","stance":"'* ]]
  [[ "${lines[19]}" == '{"id":"demo-n20",'* ]]
  has '"probabilities":{"pro-iran":'
  has '"stance_by":"model","model":"test-model","reason":'
  has '"synthetic":true'
}

@test "classify as text, from standard input, with what the model weighed" {
  run sh -c 'head -1 "$0" | "$PARALLAX" classify --model "$MODEL" --explain -' "$DEMO/demo-neutral.jsonl"
  [ "$status" -eq 0 ]
  has "(model)"
  has "what the model weighed"
  run plx classify --model "$MODEL" --format json --explain "$DEMO/demo-neutral.jsonl"
  has '"schema": 1'
  has '"feature"'
}

@test "classify agrees with the index" {
  plx index --model "$MODEL" "$DEMO" 2>/dev/null
  plx classify --format jsonl "$DEMO"/*.jsonl | sed 's/.*"id":"\([^"]*\)","stance":"\([^"]*\)".*/\1 \2/' | sort >"$DIR/a"
  plx search --format jsonl -n 100 | sed 's/.*"id":"\([^"]*\)".*"stance":"\([^"]*\)".*/\1 \2/' | sort >"$DIR/b"
  diff "$DIR/a" "$DIR/b"
}

@test "what cannot be judged says why" {
  printf '{"id":"x","text":"Too short."}\n' >"$DIR/x.jsonl"
  run plx classify --model "$MODEL" --format jsonl "$DIR/x.jsonl"
  [ "$status" -eq 0 ]
  has '"stance":"not-judged"'
  has '"reason":"too short"'
  has '"stance_by":null'
  run plx classify --model "$MODEL" --lang fr --format jsonl "$DEMO/demo-neutral.jsonl"
  has '"reason":"language"'
}

@test "a missing, damaged or foreign model is refused with the reason" {
  fails 2 "$DIR/no.model" plx classify --model "$DIR/no.model" "$DATA/six.jsonl"
  head -c 4000 "$MODEL" >"$DIR/cut.model"
  fails 2 "cut.model" plx classify --model "$DIR/cut.model" "$DATA/six.jsonl"
  cp "$MODEL" "$DIR/flip.model"
  printf '\377' | dd of="$DIR/flip.model" bs=1 seek=3000 conv=notrunc 2>/dev/null
  fails 2 "flip.model" plx classify --model "$DIR/flip.model" "$DATA/six.jsonl"
  fails 2 "page.html" plx classify --model "$DATA/page.html" "$DATA/six.jsonl"
  fails 2 "directory" plx classify --model "$DIR" "$DATA/six.jsonl"
}

@test "bad lines are told, the others judged, exit 2" {
  run plx classify --model "$MODEL" --format jsonl "$DATA/broken.jsonl"
  [ "$status" -eq 2 ]
  has "broken.jsonl:2"
  has '"id":"b3"'
}

@test "classify of a missing file" {
  fails 2 "nowhere" plx classify --model "$MODEL" "$DIR/nowhere"
}

@test "train needs something to do, and says what" {
  fails 2 "nothing to do" plx train "$DEMO/demo-neutral.jsonl"
  fails 2 "--labels goes with --from-index" plx train x --labels y -o z
  fails 2 "no-such" plx train "$DIR/no-such" -o "$DIR/m"
}

@test "train on one label, or on articles without labels, is refused" {
  fails 2 "one label" plx train --from-scratch "$DEMO/demo-neutral.jsonl" -o "$DIR/m"
  fails 2 "label" plx train "$DATA/six.jsonl" -o "$DIR/m"
  [ ! -e "$DIR/m" ]
}

@test "training is repeatable" {
  for i in 1 2; do
    plx train --from-scratch "$DEMO"/*.jsonl --name same --date 2026-01-02 -o "$DIR/m$i" >/dev/null 2>&1
  done
  cmp "$DIR/m1" "$DIR/m2"
}

@test "a model may be trained on other labels and another target" {
  awk 'BEGIN { for (i = 0; i < 20; i++) {
    printf "{\"id\":\"a%d\",\"source\":\"s%d\",\"label\":\"fond\",\"text\":\"The harbour is lovely and bright, the harbour market was a joy on day %d, and everybody in the old town praised the harbour. Children laughed by the water, the harbour band played until late, and the visitors said they would gladly come back to the harbour before the summer was over.\"}\n", i, i % 10, i
    printf "{\"id\":\"b%d\",\"source\":\"s%d\",\"label\":\"sour\",\"text\":\"The harbour is filthy and loud, the harbour market was a shame on day %d, and everybody in the old town cursed the harbour. Children cried by the water, the harbour pumps stank until late, and the visitors said they would never come back to the harbour before the summer was over.\"}\n", i, i % 10, i } }' >"$DIR/t.jsonl"
  printf 'harbour\nharbour market\n' >"$DIR/terms"
  run plx train "$DIR/t.jsonl" --target harbour --target-terms "$DIR/terms" --name h -o "$DIR/h.model"
  [ "$status" -eq 0 ]
  run plx classify --model "$DIR/h.model" --format jsonl "$DIR/t.jsonl"
  has '"fond"'
  [ "$(printf '%s\n' "$output" | grep -c '"id":"a.*"stance_best":"fond"')" -ge 15 ]
}

@test "cross-validation and evaluation print measures" {
  sed 's/"synthetic": true, //' "$DEMO"/*.jsonl >"$DIR/real.jsonl"
  run plx train --from-scratch --cross-validate 5 --group source "$DIR/real.jsonl"
  [ "$status" -eq 0 ]
  has "macro F1"
  has "60 labelled articles"
  fails 2 "what the model learned from" plx evaluate --model "$MODEL" "$DIR/real.jsonl"
  awk 'NR % 2' "$DIR/real.jsonl" >"$DIR/half.jsonl"
  plx train --from-scratch --name half -o "$DIR/half.model" "$DIR/half.jsonl" >/dev/null 2>&1
  run plx evaluate --model "$DIR/half.model" "$DIR/real.jsonl"
  [ "$status" -eq 0 ]
  has "model half"
  has "gold \\ predicted"
  has "in training       30"
  run plx evaluate --model "$DIR/half.model" --format json "$DIR/real.jsonl"
  has '"schema": 1'
  has '"macro_f1"'
  run plx train --cross-validate 3 --group none --format json "$DIR/real.jsonl"
  has '"macro_f1"'
}

@test "evaluate needs labelled articles and a model" {
  fails 2 "no labelled articles" plx evaluate --model "$MODEL" "$DATA/six.jsonl"
  fails 2 "no.model" plx evaluate --model "$DIR/no.model" "$DEMO/demo-neutral.jsonl"
}

@test "one source with most of a label is warned of" {
  sed 's/"synthetic": true, //' "$DEMO"/*.jsonl | sed '/"label": "pro-iran"/s/"source": "[^"]*"/"source": "One Voice"/' >"$DIR/one.jsonl"
  run plx train --cross-validate 5 "$DIR/one.jsonl"
  has "warning:"
  has "one voice"
}
