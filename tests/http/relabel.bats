#!/usr/bin/env bats
# A daemon and another model: it is seen without a restart, and never half.

setup() {
  load daemon
  DIR="$BATS_TEST_TMPDIR"
  make_index "$DIR"
  OTHER="$DIR/other.model"
  "$PARALLAX" train models/iran/demo/demo-*.jsonl --name other --date 2026-01-03 --cost 0.01 \
    --seed 7 --order pro-iran,neutral,anti-iran -o "$OTHER" >/dev/null 2>&1
  start_daemon "$DIR" --quiet
}

teardown() {
  stop_daemon
}

# What an answer says of stances: counts, and those of the articles found.
stances() {
  get '/api/v1/search?q=iran&facets=stance&limit=50' |
    jq -c '[.facets, [.hits[] | [.id, .stance, .probabilities]]]'
}

@test "relabel: the daemon shows the new stances within a second of the commit" {
  before=$(stances)
  "$PARALLAX" --index "$INDEX" relabel --model "$OTHER" 2>/dev/null
  sleep 1
  after=$(stances)
  [ "$after" != "$before" ]
  for id in demo-n01 demo-p01 demo-a01; do
    [ "$(get "/api/v1/articles/$id" | jq -c '[.stance, .model]')" = \
      "$("$PARALLAX" --index "$INDEX" show "$id" --format json | jq -c '[.stance, .model]')" ]
    get "/api/v1/articles/$id" | jq -e '.model == "other"' >/dev/null
  done
}

@test "relabel: an answer is of the old stances or the new" {
  before=$(stances)
  "$PARALLAX" --index "$INDEX" relabel --model "$OTHER" 2>/dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do stances; done >"$DIR/seen"
  wait "$pid"
  sleep 1
  after=$(stances)
  stances >>"$DIR/seen"
  [ "$(sort -u "$DIR/seen" | grep -vxF -e "$before" -e "$after" | wc -l)" -eq 0 ]
}
