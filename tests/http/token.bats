#!/usr/bin/env bats
# Who may write: token files, tokens in headers and cookies, other sites

setup_file() {
  load daemon
  load writing
  make_index "$BATS_FILE_TMPDIR"
  make_tokens "$BATS_FILE_TMPDIR"
  start_daemon "$BATS_FILE_TMPDIR" --token-file "$TOKENS"
  export TOKENS
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
  load writing
  ONE='{"id":"token-test","text":"A text of a few words."}'
  FORM='Content-Type: application/x-www-form-urlencoded'
}

# serve, expected to refuse its tokens: the message.
refused() {
  run "$PARALLAX" --index "$INDEX" serve --listen 127.0.0.1:0 --token-file "$1"
  [ "$status" -eq 2 ]
  echo "$output"
  [[ "$output" == *"$2"* ]]
}

# cookie TOKEN: the cookie that POST /token gives for it.
cookie() {
  curl -s -m 20 -o /dev/null -D - --data-urlencode "token=$1" "$URL/token" |
    sed -n 's/^Set-Cookie: \([^;]*\).*/\1/Ip' | tr -d '\r'
}

@test "token: without one nothing is written, and the answer says what is wanted" {
  problem /api/v1/articles 401 token '' -d "$ONE"
  [[ "$output" == *"Authorization: Bearer"* ]]
  curl -s -m 20 -o /dev/null -D - -d "$ONE" "$URL/api/v1/articles" | grep -i '^WWW-Authenticate: Bearer'
  for path in labels searches reload; do problem /api/v1/$path 401 token '' -X POST; done
  for path in articles/demo-n01 searches/x; do problem /api/v1/$path 401 token '' -X DELETE; done
  [ "$(status /api/v1/articles/token-test)" = 404 ]
}

@test "token: a wrong one is refused as a wrong one" {
  for wrong in "$ANN"x "${ANN%?}" '' anns; do
    problem /api/v1/articles 401 token '' -d "$ONE" -H "Authorization: Bearer $wrong"
  done
  problem /api/v1/articles 401 token '' -d "$ONE" -H "Authorization: Basic $ANN"
  problem /api/v1/articles 401 token '' -d "$ONE" -H "Cookie: parallax_token=${ANN}x"
}

@test "token: the right one writes, reading needs none" {
  [ "$(ann_status /api/v1/articles -d "$ONE")" = 200 ]
  [ "$(status /api/v1/articles/token-test)" = 200 ]
  [ "$(ann_status /api/v1/articles/token-test -X DELETE)" = 200 ]
}

@test "token: a daemon without a file of tokens only reads" {
  mkdir "$BATS_TEST_TMPDIR/d"
  url=$URL daemon=$DAEMON log=$LOG
  start_daemon "$BATS_TEST_TMPDIR/d"
  ann_problem /api/v1/articles 403 read-only '' -d "$ONE"
  problem /token 403 read-only '' -d "token=$ANN" -H 'Accept: application/json' || [ "$(status /token -d "token=$ANN")" = 403 ]
  [ "$(status /api/v1/labels)" = 200 ]
  stop_daemon
  URL=$url DAEMON=$daemon LOG=$log
}

@test "token: a file that others may read, or without a sound token, is refused" {
  f="$BATS_TEST_TMPDIR/t"
  echo "$ANN" >"$f"
  chmod 644 "$f"
  refused "$f" 'chmod 600'
  chmod 600 "$f"
  : >"$f"
  refused "$f" 'no token'
  printf '%s\nhunter2\n' "$ANN" >"$f"
  refused "$f" 'line 2'
  [[ "$output" != *hunter2* ]]
  refused "$f.none" 'no such file'
}

@test "token: the form gives a cookie that no script and no other site gets, and goes back" {
  head=$(curl -s -m 20 -o /dev/null -D - -d "token=$ANN" -d 'back=%2Farticle%2Fdemo-n01%3Fq%3Diran' "$URL/token")
  echo "$head"
  grep -q '^HTTP/1.1 303' <<<"$head"
  grep -qi '^Location: /article/demo-n01?q=iran' <<<"$head"
  grep -qi "^Set-Cookie: parallax_token=$ANN; HttpOnly; SameSite=Strict; Path=/; Max-Age=[1-9]" <<<"$head"
  head=$(curl -s -m 20 -o /dev/null -D - -d "back=https://evil.example/" "$URL/token?out=1")
  grep -qi '^Location: /'$'\r' <<<"$head"
  grep -qi '^Set-Cookie: parallax_token=; .*Max-Age=0' <<<"$head"
}

@test "token: the form refuses a wrong token with a page" {
  [ "$(status /token -d token=wrong)" = 401 ]
  run get /token -d token=wrong
  [[ "$output" == *'<html'* && "$output" == *'not known'* ]]
  [[ "$output" != *parallax_token* ]]
}

@test "token: a cookie writes from our own page, and not from another site" {
  c=$(cookie "$ANN")
  [ "$c" = "parallax_token=$ANN" ]
  own=${URL#http://}
  for h in 'Sec-Fetch-Site: same-origin' 'Sec-Fetch-Site: none' "Origin: http://$own" 'X-None: x'; do
    [ "$(status /api/v1/articles -d "$ONE" -H "Cookie: $c" -H "$h")" = 200 ]
  done
  for h in 'Sec-Fetch-Site: cross-site' 'Sec-Fetch-Site: same-site' 'Origin: http://evil.example' 'Origin: null'; do
    problem /api/v1/articles 403 cross-site '' -d "$ONE" -H "Cookie: $c" -H "$h"
    problem /api/v1/labels 403 cross-site '' -d 'id=demo-n01&stance=neutral' -H "Cookie: $c" -H "$h"
    problem /api/v1/articles/demo-n01 403 cross-site '' -X DELETE -H "Cookie: $c" -H "$h"
    [ "$(status /token -d "token=$ANN" -H "$h")" = 403 ]
    # who sends the token with the request is no browser that was lured
    [ "$(ann_status /api/v1/articles -d "$ONE" -H "$h")" = 200 ]
  done
}

@test "token: a reload takes new tokens, and keeps the old ones where the file is broken" {
  cp -p "$TOKENS" "$BATS_TEST_TMPDIR/before"
  echo 'a-further-token-0123 Carol' >>"$TOKENS"
  problem /api/v1/articles 401 token '' -d "$ONE" -H 'Authorization: Bearer a-further-token-0123'
  ann /api/v1/reload -X POST | jq -e '.ok and (.parts | map(select(.part == "tokens" and .result == "read")) | length == 1)'
  [ "$(status /api/v1/articles -d "$ONE" -H 'Authorization: Bearer a-further-token-0123')" = 200 ]
  echo broken >"$TOKENS"
  ann /api/v1/reload -X POST | jq -e '.ok == false and any(.parts[]; .part == "tokens" and .result == "kept" and (.error | test("line 1")))'
  [ "$(ann_status /api/v1/articles -d "$ONE")" = 200 ]
  cp -p "$BATS_TEST_TMPDIR/before" "$TOKENS"
  kill -HUP "$DAEMON"
  for _ in $(seq 100); do
    [ "$(status /api/v1/articles -d "$ONE" -H 'Authorization: Bearer a-further-token-0123')" = 401 ] && break
    sleep 0.05
  done
  [ "$(status /api/v1/articles -d "$ONE" -H 'Authorization: Bearer a-further-token-0123')" = 401 ]
}

@test "token: no token is in the log" {
  ! grep -e "$ANN" -e "$HARVESTER" "$LOG"
}
