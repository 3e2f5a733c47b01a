# Labelling the articles that teach the model most: /review, /api/v1/review

setup_file() {
  load daemon
  make_index "$BATS_FILE_TMPDIR"
  printf 'review-page-token-one Ann Coder\nreview-page-token-two\n' >"$BATS_FILE_TMPDIR/tokens"
  chmod 600 "$BATS_FILE_TMPDIR/tokens"
  start_daemon "$BATS_FILE_TMPDIR" --token-file "$BATS_FILE_TMPDIR/tokens"
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
}

TOKEN='Authorization: Bearer review-page-token-one'
NAMELESS='Authorization: Bearer review-page-token-two'

# field NAME: value of a hidden field in the page on stdin, of the first form that has it.
field() {
  grep -o "name=\"$1\" value=\"[^\"]*\"" | head -1 | sed 's/.*value="\(.*\)"/\1/; s/&amp;/\&/g; s/&#39;/'"'"'/g'
}

# next: id of the article that is asked.
next() {
  get '/api/v1/review?limit=1&format=ids' -H "$TOKEN"
}

@test "review: without a token the page explains and leads to the sign-in" {
  run get '/review?q=harbour'
  [[ "$output" == *'/token?back=%2Freview%3Fq%3Dharbour'* ]]
  [[ "$output" != *'name="stance"'* ]]
  problem /api/v1/review 401 token ''
}

@test "review: it asks what the command would ask" {
  want=$("$PARALLAX" --index "$INDEX" review --list --coder 'Ann Coder' -n 5 --format ids)
  [ "$(get '/api/v1/review?limit=5&format=ids' -H "$TOKEN")" = "$want" ]
  [ "$(get /review -H "$TOKEN" | field id)" = "$(echo "$want" | head -1)" ]
}

@test "review: what the model says is told only if asked for" {
  run get /review -H "$TOKEN"
  [[ "$output" != *'by the model</span>'* ]]
  [[ "$output" == *'<mark>'* ]]
  run get '/review?show_model=1' -H "$TOKEN"
  [[ "$output" == *'by the model'* ]]
  get '/api/v1/review?limit=1' -H "$TOKEN" | jq -e '.articles[0] | has("uncertainty") and (has("stance") | not)'
  get '/api/v1/review?limit=1&show_model=1' -H "$TOKEN" | jq -e '.articles[0].probabilities'
}

@test "review: a form answers, and leads to the next article with the way back" {
  page=$(get /review -H "$TOKEN")
  id=$(echo "$page" | field id)
  back=$(echo "$page" | field back)
  run curl -s -m 20 -o /dev/null -w '%{http_code} %{redirect_url}' -H "$TOKEN" \
    --data-urlencode "id=$id" -d stance=neutral -d how=review --data-urlencode "back=$back" "$URL/api/v1/labels"
  [[ "$output" == "303 $URL/review?last="* ]]
  run get "$back" -H "$TOKEN"
  [[ "$output" == *'you said'*'neutral'*'the model had said'* ]]
  [[ "$output" == *'name="stance" value="none"'* ]]
  [ "$(echo "$output" | grep -o '<div class="answers".*' | field id)" != "$id" ]
  [[ "$output" == *'Reviewed: <b>1</b>'* && "$output" == *'this measures nothing'* ]]
  grep -q '"how":"review"\|"how": "review"' "$INDEX/labels.jsonl"
}

@test "review: an answer can be taken back, and the article is asked again" {
  id=$(next)
  curl -s -m 20 -o /dev/null -H "$TOKEN" -H 'Content-Type: application/json' \
    -d "$(jq -n --arg id "$id" '{id:$id,stance:"neutral",how:"review"}')" "$URL/api/v1/labels"
  [ "$(next)" != "$id" ]
  curl -s -m 20 -o /dev/null -H "$TOKEN" -H 'Content-Type: application/json' \
    -d "$(jq -n --arg id "$id" '{id:$id,stance:"none",how:"review"}')" "$URL/api/v1/labels"
  [ "$(next)" = "$id" ]
}

@test "review: what is passed over is not asked again, unless that is undone" {
  id=$(next)
  run curl -s -m 20 -H "$TOKEN" -H 'Content-Type: application/json' -d "$(jq -n --arg id "$id" '{id:$id}')" "$URL/api/v1/review"
  [ "$(echo "$output" | jq .skipped)" = true ]
  [ "$(next)" != "$id" ]
  run get "/review?last=$(jq -rn --arg id "$id" '$id|@uri')" -H "$TOKEN"
  [[ "$output" == *'passed over'* && "$output" == *'name="again" value="1"'* ]]
  # by the terminal neither
  [[ "$("$PARALLAX" --index "$INDEX" review --list --coder 'Ann Coder' -n 100 --format ids)" != *"$id"* ]]
  curl -s -m 20 -o /dev/null -H "$TOKEN" --data-urlencode "id=$id" -d again=1 -d back=/review "$URL/api/v1/review"
  [ "$(next)" = "$id" ]
}

@test "review: a search chooses what is asked" {
  run get '/api/v1/review?q=nosuchwordanywhere' -H "$TOKEN"
  [ "$(echo "$output" | jq '.candidates')" = 0 ]
  run get '/review?q=nosuchwordanywhere' -H "$TOKEN"
  [[ "$output" == *'Nothing is left to review'* ]]
}

@test "review: a token without a name is asked for one" {
  run get /review -H "$NAMELESS"
  [[ "$output" == *'name="coder"'* && "$output" != *'name="stance"'* ]]
  run get '/review?coder=Ben' -H "$NAMELESS"
  [[ "$output" == *'name="coder" value="Ben"'* && "$output" == *'name="stance"'* ]]
  problem /api/v1/review 400 invalid coder -H "$NAMELESS"
}

@test "review: no script, no style, and refusals name the field" {
  run get /review -H "$TOKEN"
  [[ "$output" != *' style='* && "$output" != *' onclick'* ]]
  problem '/api/v1/review?limit=0' 400 bad-number limit -H "$TOKEN"
  problem '/api/v1/review?stance=nonsense' 400 invalid stance -H "$TOKEN"
  problem /api/v1/review 400 no-such-article id -H "$TOKEN" -d '{"id":"no such article"}' -H 'Content-Type: application/json'
  problem /api/v1/review 401 token '' -d '{"id":"x"}' -H 'Content-Type: application/json'
}
