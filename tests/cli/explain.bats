#!/usr/bin/env bats
# What the model weighed: classify --explain and show, as text, JSON and a page; input that cannot be
# judged.

setup() {
  load common
  fresh
  make_model
}

# One article as JSON: article ID TITLE TEXT
article() {
  jq -nc --arg id "$1" --arg title "$2" --arg text "$3" '{id: $id, title: $title, text: $text}'
}

# Twenty-odd words on the target, with letters outside ASCII before those that weigh.
MIXED='“Café” — naïve 🙂 words: Iran is a brutal tyrant that threatens the region, critics said, and its militias menace the neighbours. Nobody answered for the rockets.'

@test "classify --explain says what the label means, who judged, words and sentences" {
  run sh -c 'head -1 "$0" | "$PARALLAX" classify --model "$MODEL" --explain -' "$DEMO/demo-anti-iran.jsonl"
  [ "$status" -eq 0 ]
  has "model test-model, trained 2026-01-02"
  has "for (+) and against (-) "
  has "never why the article is so"
  has "the sentences that weighed most"
  has "[+"
}

@test "classify --explain as JSON: features, sentences and spans, in code points" {
  article m 'Ärger — “Iran”' "$MIXED" >"$DIR/m.jsonl"
  plx classify --model "$MODEL" --explain --format jsonl "$DIR/m.jsonl" >"$DIR/out"
  jq -e --arg title 'Ärger — “Iran”' --arg text "$MIXED" '
    .model == "test-model" and .model_date == "2026-01-02"
    and .stance_title != null and .stance_definition != null
    and .evidence_for == .stance_best
    and (.evidence | length > 3 and all(has("feature") and has("words") and has("weight")))
    and (.evidence_sentences | length > 0
         and all(. as $s | (if $s.in == "title" then $title else $text end)
                 | .[$s.start:$s.end] == $s.text))
    and (.evidence_spans | length > 3
         and all(. as $s | (if $s.in == "title" then $title else $text end)
                 | .[$s.start:$s.end] | test("^[\\w’]+$")))' "$DIR/out"
  jq -e --arg text "$MIXED" '[.evidence_spans[] | select(.in == "text") | $text[.start:.end]]
    | index("militias")' "$DIR/out"
}

@test "classify --format json names the model and its labels once" {
  run plx classify --model "$MODEL" --format json "$DEMO/demo-neutral.jsonl"
  [ "$status" -eq 0 ]
  printf '%s' "$output" | jq -e '.schema == 1 and .model == "test-model" and .model_date == "2026-01-02"
    and ([.labels[].name] == ["pro-iran", "neutral", "anti-iran"])
    and (.labels | all(.title != null and .definition != null))
    and (.articles | length == 20 and all(has("evidence") | not))'
  printf '{"id":"x"}\n' >"$DIR/x.jsonl"
  plx classify --model "$MODEL" --format json "$DIR/x.jsonl" 2>/dev/null | jq -e '.articles == []'
}

@test "any label can be explained" {
  head -1 "$DEMO/demo-neutral.jsonl" >"$DIR/one.jsonl"
  plx classify --model "$MODEL" --for anti --format jsonl "$DIR/one.jsonl" |
    jq -e '.evidence_for == "anti-iran" and (.evidence | length > 0)'
  fails 2 "unknown stance 'martian': pro-iran, neutral, anti-iran" \
    plx classify --model "$MODEL" --for martian "$DIR/one.jsonl"
  fails 2 "'off-topic' is no label of the model" \
    plx classify --model "$MODEL" --for off-topic "$DIR/one.jsonl"
}

@test "the page needs nothing else and does no harm" {
  # what stands as references in a record is read as the signs themselves
  article evil '&lt;script&gt;alert(1)&lt;/script&gt; "brutal" Iran' \
    "$MIXED &lt;/p>&lt;/mark>&lt;script src=//x.example/a.js>&lt;/script> &lt;img src=x onerror=alert(2)> \"quoted\" '&'"$' \u202eIran\u202c \u2067menace\u2069' >"$DIR/e.jsonl"
  plx classify --model "$MODEL" --format html "$DIR/e.jsonl" "$DEMO/demo-neutral.jsonl" >"$DIR/e.html"
  run cat "$DIR/e.html"
  has "default-src 'none'; style-src 'unsafe-inline'"
  has '&lt;script&gt;alert(1)&lt;/script&gt;'
  has 'what the model weighed, never why the article is so'
  has 'Model <b>test-model</b>, trained 2026-01-02'
  has 'no dominant lean'
  has '<mark class="f'
  lacks '<script'
  lacks '<img'
  has '&lt;img src=x onerror=alert(2)&gt;'
  lacks 'http://'
  lacks 'url('
  lacks ' style='
  ! grep -q $'\u202e\|\u202c\|\u2067\|\u2069' "$DIR/e.html"
  [ "$(grep -o '<mark' "$DIR/e.html" | wc -l)" -eq "$(grep -o '</mark>' "$DIR/e.html" | wc -l)" ]
  [ "$(grep -o '<article>' "$DIR/e.html" | wc -l)" -eq 21 ]
}

@test "show explains without being asked, by the model of the index" {
  index_demo
  run plx show demo-n01
  [ "$status" -eq 0 ]
  has "model   test-model, trained 2026-01-02"
  has "means   "
  has "what the model weighed"
  plx show demo-n01 --format json | jq -e '.model_date == "2026-01-02" and .stance_title != null
    and (.evidence | length > 0) and (.evidence_sentences | length == 3)
    and (.text as $t | .title as $h | .evidence_sentences
         | all(. as $s | (if $s.in == "title" then $h else $t end) | .[$s.start:$s.end] == $s.text))'
  run plx show demo-n01 --format html
  [ "$status" -eq 0 ]
  has '<mark class="'
  has 'trained 2026-01-02'
  run plx show demo-n01 --for pro
  has "against (-) pro-iran"
  run plx show demo-n01 --no-explain
  [ "$status" -eq 0 ]
  lacks "what the model weighed"
  fails 2 "--no-explain" plx show demo-n01 --no-explain --explain
}

@test "the evidence beside a label by a person is still the model's" {
  index_demo
  best=$(plx show demo-n01 --format json | jq -r .evidence_for)
  plx label demo-n01 off-topic --coder ana 2>/dev/null
  run plx show demo-n01
  has "off-topic (person)"
  has "against (-) $best"
  plx show demo-n01 --format html | grep -q '<b>off-topic</b> by a person'
}

@test "show without the index's model still shows the article, and --explain fails" {
  index_six
  run plx show s1 --format html
  [ "$status" -eq 0 ]
  has "No model judged"
  has "not-judged"
  fails 2 "were not judged" plx show s1 --explain
  fails 2 "were not judged" plx show s1 --for neutral
  index_demo
  for file in "$INDEX"/model-*; do printf x >"$file"; done
  run plx show demo-n01
  [ "$status" -eq 0 ]
  has "cannot be told"
  has "stance  "
  run plx show demo-n01 --explain
  [ "$status" -eq 2 ]
}

@test "an exported article with its evidence is the same article again" {
  index_demo
  plx show demo-n01 --format json >"$DIR/shown.json"
  run plx index "$DIR/shown.json"
  has "1 unchanged"
}

@test "an empty article is refused with what it lacks" {
  printf '%s\n' '{"id":"e","text":""}' '{"id":"b","title":"  ","text":" \n "}' >"$DIR/e.jsonl"
  fails 2 "e.jsonl:1: neither 'text' nor 'title'" plx classify --model "$MODEL" "$DIR/e.jsonl"
  has "e.jsonl:2: neither 'text' nor 'title'"
  : >"$DIR/empty.txt"
  fails 2 "empty.txt: empty file" plx classify --model "$MODEL" "$DIR/empty.txt"
}

@test "an article of 10 MB is refused with its size and the limit; one of 4 MB is judged" {
  words='Iran said that the talks in Vienna would go on and called the sanctions unjust. '
  yes "$words" | head -c 10000000 >"$DIR/big.txt"
  fails 2 "the limit is 4 MB" plx classify --model "$MODEL" "$DIR/big.txt"
  jq -Rsc '{id: "big", text: .}' "$DIR/big.txt" >"$DIR/big.jsonl"
  fails 2 "big.jsonl:1: field 'text' has" plx classify --model "$MODEL" "$DIR/big.jsonl"
  has "the limit is 4194304"
  head -c 4000000 "$DIR/big.txt" | jq -Rsc '{id: "four", text: .}' >"$DIR/four.jsonl"
  plx classify --model "$MODEL" --explain --format jsonl "$DIR/four.jsonl" |
    jq -e '.stance_best != null and (.evidence_spans | length <= 2000)
      and (.evidence_spans_left_out > 100000 or (.evidence_spans | length) == 0)'
}

@test "an article in another language is not guessed at, and it says so" {
  article de 'Gespräche in Wien' 'Der Iran hat am Montag erklärt, dass die Gespräche in Wien weitergehen. Vertreter der Regierung in Teheran nannten die Sanktionen ungerecht und sprachen von einer Bedrohung für die ganze Region.' >"$DIR/de.jsonl"
  plx classify --model "$MODEL" --explain --format jsonl "$DIR/de.jsonl" |
    jq -e '.stance == "not-judged" and .reason == "language" and .lang == "de" and .probabilities == {}
      and .stance_best == null and .evidence == [] and .evidence_for == null'
  run plx classify --model "$MODEL" --explain "$DIR/de.jsonl"
  has "its language is 'de', the model judges 'en'"
}

@test "an article that never names the target is off-topic: no mention" {
  article none 'The council met' 'The town council met on Monday to talk about the river bridge, the price of bread, the school roof and the new park behind the old railway station.' >"$DIR/n.jsonl"
  plx classify --model "$MODEL" --explain --format jsonl "$DIR/n.jsonl" |
    jq -e '.stance == "off-topic" and .reason == "no mention" and .stance_best == null
      and .probabilities == {} and .evidence == []'
  run plx classify --model "$MODEL" --explain "$DIR/n.jsonl"
  has "off-topic (model: no mention)"
  lacks "what the model weighed"
  plx index --model "$MODEL" "$DIR/n.jsonl" 2>/dev/null
  plx show none --format json | jq -e '.stance == "off-topic" and .stance_reason == "no mention"'
}
