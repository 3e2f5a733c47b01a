# POST /api/v1/classify

setup_file() {
  load daemon
  make_index "$BATS_FILE_TMPDIR"
  start_daemon "$BATS_FILE_TMPDIR"
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
  ARTICLES=models/iran/demo/demo-neutral.jsonl
}

post() {
  get "/api/v1/classify$1" -H 'Content-Type: application/json' --data-binary "$2"
}

@test "classify: one object gives one verdict" {
  head -1 $ARTICLES >"$BATS_TEST_TMPDIR/one"
  post '' "@$BATS_TEST_TMPDIR/one" | jq -e '.id == "demo-n01" and (.stance | length > 0)
    and has("stance_best") and has("probabilities") and has("model") and has("reason")
    and .stance_by == (if .stance == "not-judged" then null else "model" end)'
}

@test "classify: JSON Lines give JSON Lines in the same order" {
  post '' "@$ARTICLES" >"$BATS_TEST_TMPDIR/out"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/out")" -eq 20 ]
  jq -r .id "$BATS_TEST_TMPDIR/out" | diff - <(jq -r .id $ARTICLES)
}

@test "classify: an array gives an array" {
  jq -s . $ARTICLES | post '' @- | jq -e 'length == 20 and .[19].id == "demo-n20"'
}

@test "classify: the format can be chosen" {
  [ "$(jq -s . $ARTICLES | post '?format=jsonl' @- | wc -l)" -eq 20 ]
  post '?format=json' "@$ARTICLES" | jq -e 'type == "array" and length == 20'
}

@test "classify: probabilities add up to one where the model judged" {
  post '' "@$ARTICLES" | jq -s -e 'all(.[]; .stance == "not-judged"
    or ([.probabilities[]] | add | . > 0.99 and . < 1.01))'
}

@test "classify: explain tells what the model weighed" {
  post '?explain=1' "@$ARTICLES" | jq -s -e 'all(.[]; .stance == "not-judged"
    or (.evidence | type == "array"))'
}

@test "classify: explain gives sentences, and words shared out among many articles" {
  post '?explain=1' "@$ARTICLES" | jq -s -e 'all(.[]; .stance_best == null or (.evidence_for == .stance_best
    and (.evidence_sentences | length > 0) and (.evidence_spans | length > 10) and .model_date != null
    and .stance_definition != null))'
  jq -c '.text as $t | range(50) | {id: "x\(.)", text: $t}' $ARTICLES >"$BATS_TEST_TMPDIR/many"
  post '?explain=1' "@$BATS_TEST_TMPDIR/many" | jq -s -e 'length == 1000
    and all(.[]; (.evidence_spans | length) <= 50) and any(.[]; .evidence_spans_left_out > 0)'
}

@test "classify: what cannot be judged is by nobody, with the reason" {
  post '' '{"id":"x","text":"Too short."}' | jq -e '.stance == "not-judged" and .stance_by == null
    and .stance_best == null and .probabilities == {} and .reason != null'
}

@test "classify: malformed JSON is refused with its line" {
  problem /api/v1/classify 400 bad-json '' --data-binary $'{"text":"a"}\n{"text":'
  [[ "$output" == *"line 2"* ]]
}

@test "classify: what is no article is refused with its number" {
  problem /api/v1/classify 400 invalid '' --data-binary '[{"text":"a"}, 7]'
  [[ "$output" == *"article 2"* ]]
  problem /api/v1/classify 400 invalid '' --data-binary '{"source":"a"}'
  [ "$(get /api/v1/classify --data-binary '[]')" = '[]' ]
  problem /api/v1/classify 400 empty '' --data-binary ' '
}

@test "classify: deep nesting is refused" {
  head -c 20000 /dev/zero | tr '\0' '[' >"$BATS_TEST_TMPDIR/deep"
  problem /api/v1/classify 400 bad-json '' --data-binary "@$BATS_TEST_TMPDIR/deep"
}

@test "classify: a body over the limit is refused, announced or not" {
  head -c 9000000 /dev/zero | tr '\0' ' ' >"$BATS_TEST_TMPDIR/large"
  problem /api/v1/classify 413 limit '' --data-binary "@$BATS_TEST_TMPDIR/large"
  problem /api/v1/classify 413 limit '' -H Expect: --data-binary "@$BATS_TEST_TMPDIR/large"
  problem /api/v1/classify 413 limit '' -H Expect: -H 'Transfer-Encoding: chunked' --data-binary "@$BATS_TEST_TMPDIR/large"
  head -c 90000000 /dev/zero >"$BATS_TEST_TMPDIR/huge"
  problem /api/v1/classify 413 limit '' --data-binary "@$BATS_TEST_TMPDIR/huge"
}

@test "classify: too many articles are refused" {
  yes '{"text":"a"}' | head -1001 >"$BATS_TEST_TMPDIR/many"
  problem /api/v1/classify 413 limit '' --data-binary "@$BATS_TEST_TMPDIR/many"
}

@test "classify: GET is refused" {
  problem /api/v1/classify 405 method ''
}
