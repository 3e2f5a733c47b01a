#!/usr/bin/env bats
# model show, list, use, compare.

setup() {
  load common
  fresh
  MODEL="$BATS_FILE_TMPDIR/test.model"
  export MODEL
  [ -e "$MODEL" ] || scratch "$MODEL" test-model 2026-01-02 "$DEMO"/demo-*.jsonl
}

# A model of articles alone, whatever model is shipped: scratch MODEL NAME DATE FILE...
scratch() {
  local out=$1 name=$2 date=$3
  shift 3
  "$PARALLAX" train --from-scratch --name "$name" --date "$date" -o "$out" \
    --order pro-iran,neutral,anti-iran "$@" >/dev/null 2>&1
}

# A second model of the same labels, made of half of the articles, once a file; in $OTHER.
make_other() {
  OTHER="$BATS_FILE_TMPDIR/other.model"
  cat "$DEMO"/demo-*.jsonl | awk 'NR % 2' >"$DIR/half.jsonl"
  [ -e "$OTHER" ] || scratch "$OTHER" other-model 2026-01-03 "$DIR/half.jsonl"
}

# The bundled articles without their mark, as if they were real.
real_articles() {
  sed 's/"synthetic": true, //' "$DEMO"/demo-*.jsonl
}

@test "show prints labels, training data, decision, features and terms" {
  run plx model show "$MODEL"
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = test-model ]
  has "trained   2026-01-02, from scratch"
  has "target    iran"
  has "anti-iran: anti-Iran framing"
  has "frames the Iranian state"
  has "Trained on"
  has "How it decides"
  has "temperature"
  has "is \`unclear\` where"
  has "names of outlets and authors are masked"
  has "Strongest terms for neutral (no dominant lean)"
  has "near the target"
}

@test "show gives as many terms as asked for" {
  run sh -c '"$PARALLAX" model show --terms 3 "$MODEL" | sed -n "/Strongest terms for pro-iran/,/^$/p" | grep -c "+"'
  [ "$output" = 3 ]
  run sh -c '"$PARALLAX" model show "$MODEL" | sed -n "/Strongest terms for pro-iran/,/^$/p" | grep -c "+"'
  [ "$output" = 20 ]
  fails 2 "--terms must be at least 1" plx model show --terms 0 "$MODEL"
}

@test "show as JSON has the summary and every figure" {
  plx model show --format json --terms 2 "$MODEL" >"$DIR/card.json"
  run jq -r '[.schema, .name, .target, .language, .date, (.labels | length), (.labels[0].terms | length),
    (.labels[2].title), (.summary.masked | length > 10), (.digest | length),
    ([.groups[].features] | add) == .features, .summary.articles == .trained_articles] | join(" ")' "$DIR/card.json"
  [ "$output" = "1 test-model iran en 2026-01-02 3 2 anti-Iran framing true 32 true true" ]
  [ "$(jq .bytes "$DIR/card.json")" = "$(stat -c %s "$MODEL")" ]
}

@test "show takes the model that classify would take" {
  PARALLAX_MODEL="$MODEL" run plx model show
  [ "${lines[0]}" = test-model ]
  plx index --model "$MODEL" "$DEMO"/demo-neutral.jsonl 2>/dev/null
  run plx model show
  [ "${lines[0]}" = test-model ]
}

@test "measures are shown where there were real articles, with too few said so" {
  real_articles >"$DIR/real.jsonl"
  scratch "$DIR/real.model" real 2026-01-04 "$DIR/real.jsonl"
  run plx model show "$DIR/real.model"
  has "Cross-validation on 60 real articles"
  has "macro F1"
  has "calibration error"
  has "too few to say"
  run plx model show "$MODEL"
  has "none: it was trained without real articles"
}

@test "output is the same through a pipe and holds no escape sequences" {
  plx model show "$MODEL" | cat >"$DIR/a"
  ! grep -q "$(printf '\033')" "$DIR/a"
}

@test "list shows the models there are and which is in use" {
  plx index --model "$MODEL" "$DEMO"/demo-neutral.jsonl 2>/dev/null
  run plx model list
  [[ "$output" == *"NAME"*"DIGEST"* ]]
  has "test-model"
  has "* in use by the index"
  [ "$(printf '%s\n' "$output" | grep -c '^\* *test-model')" -eq 1 ]
  plx model list --format json >"$DIR/list.json" || true
  run jq -r '.models[] | select(.in_use) | [.name, .target, .from, (.labels | length)] | join(" ")' "$DIR/list.json"
  [ "$output" = "test-model iran index 3" ]
}

@test "list names a damaged model with the reason and goes on" {
  head -c 3000 "$MODEL" >"$DIR/cut.model"
  PARALLAX_MODEL="$DIR/cut.model" run plx model list
  [ "$status" -eq 2 ]
  has "Cannot be used:"
  has "cut.model: damaged model"
  PARALLAX_MODEL="$DIR/cut.model" run plx model list --format json
  has '"error"'
}

@test "the index's model that is gone is listed as such" {
  plx index --model "$MODEL" "$DEMO"/demo-neutral.jsonl 2>/dev/null
  rm "$INDEX"/model-*
  run plx model list
  [ "$status" -eq 2 ]
  has "is gone"
}

@test "use changes the index's model, by file or by name, and labels by people stay" {
  make_other
  plx index --model "$MODEL" "$DEMO"/demo-*.jsonl 2>/dev/null
  plx label demo-n01 anti-iran --coder ana 2>/dev/null
  run plx model use "$OTHER"
  [ "$status" -eq 0 ]
  has "60 articles judged by other-model"
  has "by people untouched"
  run plx show demo-n01
  has "anti-iran (person)"
  has "other-model"
  PARALLAX_MODEL="$MODEL" run plx model use test-model
  [ "$status" -eq 0 ]
  run plx show demo-n02
  has "test-model"
}

@test "use of nothing, of no model, without an index" {
  fails 2 "usage: parallax model use MODEL" plx model use
  fails 2 "no index" plx model use "$MODEL"
  plx index --model "$MODEL" "$DEMO"/demo-neutral.jsonl 2>/dev/null
  fails 2 "no file and no model is called 'nosuch'" plx model use nosuch
  fails 2 "./nosuch" plx model use ./nosuch
  fails 2 "not a parallax model" plx model use "$DATA/page.html"
  run plx show demo-n02
  has "test-model"
}

@test "two different models of one name are told apart by file" {
  cp "$MODEL" "$DIR/a.model"
  scratch "$DIR/b.model" test-model 2026-01-05 "$DEMO"/demo-*.jsonl
  plx index --model "$DIR/a.model" "$DEMO"/demo-neutral.jsonl 2>/dev/null
  PARALLAX_MODEL="$DIR/b.model" fails 2 "several models are called 'test-model'" plx model show test-model
}

@test "a model compared with itself agrees everywhere" {
  plx index --model "$MODEL" "$DEMO"/demo-*.jsonl 2>/dev/null
  run plx model compare "$MODEL" "$MODEL"
  [ "$status" -eq 0 ]
  has "60 articles, 60 with the same stance (100.0 %"
  lacks "They differ"
}

@test "two models are compared on the index, and where people labelled it measured" {
  make_other
  plx index --model "$MODEL" "$DEMO"/demo-*.jsonl 2>/dev/null
  run plx model compare "$MODEL" "$OTHER" --limit 2
  [ "$status" -eq 0 ]
  has "A  test-model"
  has "B  other-model"
  has 'A \ B'
  has "They differ on"
  [ "$(printf '%s\n' "$output" | grep -c '^demo-')" -le 2 ]
  plx label demo-n01 anti-iran --coder ana 2>/dev/null
  run plx model compare "$MODEL" "$OTHER"
  has "articles with a label: 1, measured: 0"
  has "one of the two was trained on them"
}

@test "articles with labels tell which of two models is right more often" {
  make_other
  real_articles | sed 's/"text": "/"text": "Besides, according to what people say in town today. /' >"$DIR/new.jsonl"
  run plx model compare "$MODEL" "$OTHER" "$DIR/new.jsonl"
  [ "$status" -eq 0 ]
  has "articles with a label: 60, measured: 60"
  has "McNemar's test: mid-p"
  has "only A"
  plx model compare "$MODEL" "$OTHER" - --format json <"$DIR/new.jsonl" >"$DIR/c.json"
  run jq -r '[.schema, .articles, .measured.measured, (.measured.measures | length),
    (.measured.both_right + .measured.only_right[0] + .measured.only_right[1] + .measured.none_right),
    ([.table[][]] | add), (.measured.mcnemar | has("mid_p")), (.differences[0].verdicts | length)] | join(" ")' "$DIR/c.json"
  [ "$output" = "1 60 60 2 60 60 true 2" ]
}

@test "models of other targets, or with other labels, are not compared" {
  awk 'BEGIN { for (i = 0; i < 20; i++) {
    printf "{\"source\":\"s%d\",\"label\":\"fond\",\"text\":\"The harbour is lovely and bright, a joy on day %d, and everybody praised it.\"}\n", i, i
    printf "{\"source\":\"s%d\",\"label\":\"sour\",\"text\":\"The harbour is filthy and loud, a shame on day %d, and everybody cursed it.\"}\n", i, i } }' >"$DIR/t.jsonl"
  printf 'harbour\n' >"$DIR/terms"
  plx train --from-scratch "$DIR/t.jsonl" --target harbour --target-terms "$DIR/terms" --name h -o "$DIR/h.model" >/dev/null 2>&1
  plx train --from-scratch "$DIR/t.jsonl" --target iran --target-terms "$DIR/terms" --name i -o "$DIR/i.model" >/dev/null 2>&1
  fails 2 "models about other targets cannot be compared" plx model compare "$MODEL" "$DIR/h.model" "$DIR/t.jsonl"
  fails 2 "models with other labels cannot be compared" plx model compare "$MODEL" "$DIR/i.model" "$DIR/t.jsonl"
}

@test "compare without articles, and with what cannot be read" {
  : >"$DIR/empty.jsonl"
  run plx model compare "$MODEL" "$MODEL" "$DIR/empty.jsonl"
  [ "$status" -ne 0 ]
  run plx model compare "$MODEL" "$MODEL" "$DATA/broken.jsonl"
  [ "$status" -eq 2 ]
  has "broken.jsonl:2"
  fails 2 "nowhere" plx model compare "$MODEL" "$MODEL" "$DIR/nowhere"
  fails 2 "--labels goes with the articles of the index" plx model compare "$MODEL" "$MODEL" x --labels y
  fails 2 "no index" plx model compare "$MODEL" "$MODEL"
}

@test "damaged models are refused with file, reason and remedy" {
  for what in show "compare $MODEL" use; do
    head -c 4000 "$MODEL" >"$DIR/cut.model"
    fails 2 "cut.model: damaged model" plx model $what "$DIR/cut.model"
    has "parallax train"
    cp "$MODEL" "$DIR/flip.model"
    printf '\377' | dd of="$DIR/flip.model" bs=1 seek=3000 conv=notrunc 2>/dev/null
    fails 2 "flip.model: damaged model: wrong checksum" plx model $what "$DIR/flip.model"
    cp "$MODEL" "$DIR/version.model"
    printf '\143' | dd of="$DIR/version.model" bs=1 seek=8 conv=notrunc 2>/dev/null
    fails 2 "version.model: model format 99" plx model $what "$DIR/version.model"
    : >"$DIR/empty.model"
    fails 2 "empty.model: not a parallax model" plx model $what "$DIR/empty.model"
  done
  fails 2 "irectory" plx model show "$DIR/"
}

@test "what is asked wrongly is said" {
  fails 2 "usage: parallax model" plx model
  fails 2 "'shw' is not known: show, list, use or compare" plx model shw
  fails 2 "--limit does not go with it" plx model show --limit 3 "$MODEL"
  fails 2 "--terms does not go with it" plx model list --terms 3
  fails 2 "--wait does not go with it" plx model compare a b --wait 3
  fails 2 "usage: parallax model compare" plx model compare "$MODEL"
  fails 2 "usage: parallax model list" plx model list x
}
