#!/usr/bin/env bats
# GET and POST /api/v1/labels

setup() {
  load daemon
  load writing
  DIR="$BATS_TEST_TMPDIR"
  make_index "$DIR"
  make_tokens "$DIR"
  HOLDER=
  start_daemon "$DIR" --token-file "$TOKENS"
}

teardown() {
  [ -z "$HOLDER" ] || free_index
  stop_daemon
}

stance() { get "/api/v1/articles/$1" | jq -c '[.stance, .stance_by]'; }

@test "labels: one takes effect at once, in article, search and facets" {
  [ "$(stance demo-n01)" = '["neutral","model"]' ]
  before=$(get '/api/v1/search?facets=stance_by&limit=1' | jq '[.facets.stance_by[] | select(.value == "person") | .count] | add // 0')
  ann /api/v1/labels -d '{"id":"demo-n01","stance":"pro"}' |
    jq -e '.shown and .kept == 1 and .labels[0].stance == "pro-iran" and .labels[0].coder == "Ann Example" and .labels[0].stands == "pro-iran"'
  [ "$(stance demo-n01)" = '["pro-iran","person"]' ]
  [ "$(get '/api/v1/search?stance=pro-iran&labels=person&format=ids')" = demo-n01 ]
  [ "$(get '/api/v1/search?facets=stance_by&limit=1' | jq '[.facets.stance_by[] | select(.value == "person") | .count] | add')" -eq $((before + 1)) ]
  ann /api/v1/labels -d '{"id":"demo-n01","stance":null}' | jq -e '.kept == 1 and .labels[0].stands == null'
  [ "$(stance demo-n01)" = '["neutral","model"]' ]
  ann /api/v1/labels -d '{"id":"demo-n01","stance":"none"}' | jq -e '.kept == 0 and .shown'
}

@test "labels: the file is that of parallax labels" {
  ann /api/v1/labels -d '[{"id":"demo-n01","stance":"anti-iran"},{"id":"demo-n02","stance":"neutral","coder":"Ben","how":"review"}]' | jq -e '.kept == 2'
  "$PARALLAX" --index "$INDEX" labels list --format jsonl >"$DIR/listed"
  diff <(jq -S . "$DIR/listed") <(ann '/api/v1/labels?format=jsonl' | jq -S .)
  [ "$(jq -r .how "$DIR/listed" | xargs)" = 'given review' ]
  diff <("$PARALLAX" --index "$INDEX" labels list --format csv) <(ann '/api/v1/labels?format=csv')
}

@test "labels: who gave them is told with a token only" {
  ann /api/v1/labels -d '{"id":"demo-n01","stance":"neutral"}' >/dev/null
  for format in json jsonl csv; do
    ann "/api/v1/labels?format=$format" | grep -q 'Ann Example'
    run get "/api/v1/labels?format=$format"
    [[ "$output" == *demo-n01* ]]
    [[ "$output" != *Ann* && "$output" != *coder* ]]
    run get "/api/v1/labels?format=$format" -H 'Authorization: Bearer wrong-wrong-wrong-wrong'
    [[ "$output" != *Ann* ]]
  done
  for path in /api/v1/articles/demo-n01 '/api/v1/search?q=iran' /article/demo-n01 '/?q=iran'; do
    run get "$path"
    [[ "$output" != *Ann* ]]
  done
}

@test "labels: filters and pages" {
  for i in 1 2 3; do ann /api/v1/labels -d "{\"id\":\"demo-n0$i\",\"stance\":\"neutral\"}" >/dev/null; done
  ann /api/v1/labels -d '{"id":"demo-n02","stance":"anti-iran"}' >/dev/null
  [ "$(get '/api/v1/labels?id=demo-n02' | jq -c '[.total, [.labels[].label]]')" = '[2,["neutral","anti-iran"]]' ]
  [ "$(get '/api/v1/labels?standing=1' | jq .total)" -eq 3 ]
  [ "$(get '/api/v1/labels?label=anti-iran' | jq -c '[.labels[].id]')" = '["demo-n02"]' ]
  [ "$(get '/api/v1/labels?offset=1&limit=2' | jq -c '[.total, [.labels[].id]]')" = '[4,["demo-n02","demo-n03"]]' ]
  problem '/api/v1/labels?limit=0' 400 bad-number limit
  problem '/api/v1/labels?nope=1' 400 unknown-parameter nope
}

@test "labels: all that are sent are kept, or none" {
  ann_problem /api/v1/labels 400 no-such-article id -d '[{"id":"demo-n01","stance":"neutral"},{"id":"nowhere","stance":"neutral"}]'
  [[ "$output" == *"number 2"* ]]
  ann_problem /api/v1/labels 400 invalid stance -d '{"id":"demo-n01","stance":"sideways"}'
  [[ "$output" == *pro-iran* ]]
  ann_problem /api/v1/labels 400 invalid stance -d '{"id":"demo-n01"}'
  ann_problem /api/v1/labels 400 invalid id -d '{"stance":"neutral"}'
  ann_problem /api/v1/labels 400 invalid how -d '{"id":"demo-n01","stance":"neutral","how":"guessed"}'
  ann_problem /api/v1/labels 400 unknown-field stanze -d '{"id":"demo-n01","stanze":"neutral"}'
  ann_problem /api/v1/labels 400 bad-json '' -d '{"id":'
  ann_problem /api/v1/labels 400 empty '' -d '[]'
  problem /api/v1/labels 400 invalid coder -H "Authorization: Bearer $HARVESTER" -d '{"id":"demo-n01","stance":"neutral"}'
  [ "$(get /api/v1/labels | jq .total)" -eq 0 ]
}

@test "labels: a form goes back to its page" {
  run curl -s -m 20 -o /dev/null -w '%{http_code} %{redirect_url}' -H "Cookie: parallax_token=$ANN" \
    -d id=demo-n01 -d stance=anti-iran -d back=/article/demo-n01 "$URL/api/v1/labels"
  [ "$output" = "303 $URL/article/demo-n01" ]
  [ "$(stance demo-n01)" = '["anti-iran","person"]' ]
  ann_problem /api/v1/labels 400 invalid stance -d id=demo-n01 -d stance= -d back=/
}

@test "labels: while another one writes they are kept, and shown when it is done" {
  hold_index
  [ "$(ann_status /api/v1/labels -d '{"id":"demo-n01","stance":"anti-iran"}')" = 202 ]
  ann /api/v1/labels -d '{"id":"demo-n02","stance":"anti-iran"}' | jq -e '.kept == 1 and .shown == false and (.note | length > 0)'
  [ "$(stance demo-n01)" = '["neutral","model"]' ]
  [ "$("$PARALLAX" --index "$INDEX" labels list --format ids 2>/dev/null | wc -l)" -ge 0 ]
  [ "$(get /api/v1/labels | jq .total)" -eq 2 ]
  free_index
  HOLDER=
  for _ in $(seq 100); do
    [ "$(stance demo-n02)" = '["anti-iran","person"]' ] && break
    sleep 0.1
  done
  [ "$(stance demo-n01)" = '["anti-iran","person"]' ]
  [ "$(stance demo-n02)" = '["anti-iran","person"]' ]
}

@test "labels: an adjudication stands above later votes" {
  ann /api/v1/labels -d '{"id":"demo-n01","stance":"anti-iran","coder":"Dora","how":"adjudication"}' >/dev/null
  ann /api/v1/labels -d '{"id":"demo-n01","stance":"pro-iran"}' | jq -e '.labels[0].kept and .labels[0].stands == "anti-iran"'
  [ "$(stance demo-n01)" = '["anti-iran","person"]' ]
}
