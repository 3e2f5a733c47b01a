# Signals: what was asked is answered, a second one ends at once, SIGHUP reads files again

setup() {
  load daemon
  make_index "$BATS_TEST_TMPDIR"
  TOKENS="$BATS_TEST_TMPDIR/tokens"
  OLD=$(printf 'a%.0s' $(seq 40))
  NEW=$(printf 'b%.0s' $(seq 40))
}

teardown() {
  load daemon
  [ -z "${DAEMON:-}" ] || stop_daemon
}

tokens() { (umask 077 && echo "$1 anna" >"$TOKENS"); }

# The first line of the answer to a request over the connection that is open as 4.
ask() {
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n' "$1" >&4
  read -r -t 20 line <&4
  echo "$line"
}

# A request that is half sent, over 5.
begin_slowly() {
  exec 5<>"/dev/tcp/127.0.0.1/${URL##*:}"
  printf 'POST /api/v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17\r\n\r\n{"text":' >&5
  sleep 0.3
}

@test "signals: after SIGTERM a request under way is answered, and nothing new is taken" {
  start_daemon "$BATS_TEST_TMPDIR"
  begin_slowly
  kill -TERM "$DAEMON"
  sleep 0.3
  run curl -s -m 1 "$URL/healthz"
  [ "$status" -ne 0 ]
  printf '"a port"}' >&5
  read -r -t 20 line <&5
  [[ $line == *" 200 "* ]]
  wait "$DAEMON"
  DAEMON=
}

@test "signals: a second SIGTERM ends it at once" {
  start_daemon "$BATS_TEST_TMPDIR"
  begin_slowly
  kill -TERM "$DAEMON"
  sleep 0.3
  kill -0 "$DAEMON"
  kill -TERM "$DAEMON"
  status=0
  wait "$DAEMON" || status=$?
  [ "$status" -eq 143 ]
  DAEMON=
}

@test "signals: SIGHUP keeps connections" {
  start_daemon "$BATS_TEST_TMPDIR"
  exec 4<>"/dev/tcp/127.0.0.1/${URL##*:}"
  [[ $(ask /healthz) == *" 200 "* ]]
  kill -HUP "$DAEMON"
  sleep 0.3
  exec 5<&4 # the rest of the first answer is still to be read
  printf 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&4
  timeout 20 cat <&5 | grep -c '"ok":true' | grep -x 2
  kill -0 "$DAEMON"
}

@test "signals: SIGHUP reads the tokens again, and keeps them where the file is broken" {
  tokens "$OLD"
  start_daemon "$BATS_TEST_TMPDIR" --token-file "$TOKENS"
  label() { status /api/v1/labels -H "Authorization: Bearer $1" -H 'Content-Type: application/json' \
    -d '{"id":"undated-1","stance":"neutral"}'; }
  [ "$(label "$OLD")" = 200 ]
  [ "$(label "$NEW")" = 401 ]
  tokens "$NEW"
  kill -HUP "$DAEMON"
  for _ in $(seq 100); do
    [ "$(label "$NEW")" = 200 ] && break
    sleep 0.05
  done
  [ "$(label "$NEW")" = 200 ]
  [ "$(label "$OLD")" = 401 ]
  : >"$TOKENS"
  kill -HUP "$DAEMON"
  wait_for_log 'tokens.*no token\|no token.*tokens'
  [ "$(label "$NEW")" = 200 ]
}

@test "signals: SIGHUP reads the aliases again" {
  printf 'grey harbour\tquuxpier\n' >"$BATS_TEST_TMPDIR/aliases.tsv"
  start_daemon "$BATS_TEST_TMPDIR" --aliases "$BATS_TEST_TMPDIR/aliases.tsv"
  [ "$(get '/api/v1/search?q=quuxpier&format=json' | jq .total)" -eq 0 ]
  printf 'quiet harbour town\tquuxpier\n' >"$BATS_TEST_TMPDIR/aliases.tsv"
  kill -HUP "$DAEMON"
  for _ in $(seq 100); do
    [ "$(get '/api/v1/search?q=quuxpier' | jq .total)" -gt 0 ] && break
    sleep 0.05
  done
  [ "$(get '/api/v1/search?q=quuxpier' | jq .total)" -eq 1 ]
}
