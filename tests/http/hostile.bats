# What an attacker sends: requests whose end is in doubt, bodies that grow, ways to other sites.

bats_require_minimum_version 1.5.0
source tests/http/daemon.bash

TOKEN=0123456789abcdef0123

setup_file() {
  make_index "$BATS_FILE_TMPDIR"
  (umask 077 && echo "$TOKEN Ann Example" >"$BATS_FILE_TMPDIR/tokens")
  start_daemon "$BATS_FILE_TMPDIR" --threads 2 --token-file "$BATS_FILE_TMPDIR/tokens"
}

teardown_file() { stop_daemon; }

hostile() {
  python3 tests/http/hostile.py "${URL##*:}" "$@"
}

@test "hostile: where the end of a request is in doubt nothing behind it is taken for another" {
  hostile framing
}

@test "hostile: requests in a row are answered in a row, and bodies stay bodies" {
  hostile pipeline
}

@test "hostile: a token behind the body gives no right" {
  hostile trailer
}

@test "hostile: a body of very many small values is refused before it takes memory" {
  hostile values
  local body
  body=$(python3 -c 'print("{\"id\":\"many\",\"title\":\"x\",\"text\":\"y\",\"own\":[" + "{}," * 300000 + "{}]}")')
  run -0 curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
    --data-binary @- "$URL/api/v1/articles" <<<"$body"
  [ "$(jq -r '"\(.status) \(.code)"' <<<"$output")" = "413 limit" ]
}

@test "hostile: clients that go while they are answered leave the daemon as it was" {
  hostile resets
  # every request that was begun has come to its end: the log has a line of each
  local begun ended
  begun=$(get /healthz -o /dev/null -D - | tr -d '\r' | sed -n 's/^X-Request-Id: .*-//p')
  for _ in $(seq 100); do
    ended=$(grep -c '"id":' "$LOG")
    [ "$ended" -eq $((16#$begun)) ] && return 0
    sleep 0.1
  done
  echo "$ended of $((16#$begun)) requests ended"
  return 1
}

@test "hostile: after signing in nobody is sent to another site" {
  local back
  for back in //evil.example '/\evil.example' '/%09/evil.example' '/%0a/evil.example' \
    'https://evil.example' '%0d%0aX-Own:%201'; do
    run -0 get "/token?back=$back" -H "Cookie: parallax_token=$TOKEN"
    [ "$(grep -o '<a href="[^"]*">Go on' <<<"$output")" = '<a href="/">Go on' ]
    run -0 curl -s -o /dev/null -D - -d "token=$TOKEN&back=$back" "$URL/token"
    [ "$(tr -d '\r' <<<"$output" | sed -n 's/^Location: //p')" = / ]
  done
}
