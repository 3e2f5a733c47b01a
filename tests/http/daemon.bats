# The daemon itself: start, stop, new commits, load, sockets, log

setup() {
  load daemon
  make_index "$BATS_TEST_TMPDIR"
}

teardown() {
  load daemon
  [ -z "${DAEMON:-}" ] || stop_daemon
}

@test "daemon: SIGTERM and SIGINT end it with status 0" {
  for signal in TERM INT; do
    rm -f "$BATS_TEST_TMPDIR/log" # the line of the daemon before must not be taken for this one's
    # a shell starts what it puts in the background with SIGINT ignored: env undoes that
    env --default-signal=INT "$PARALLAX" --index "$INDEX" serve --listen 127.0.0.1:0 2>"$BATS_TEST_TMPDIR/log" 3>&- &
    DAEMON=$!
    LOG="$BATS_TEST_TMPDIR/log" wait_for_log 'listening on'
    kill -"$signal" $DAEMON
    run wait $DAEMON
    wait $DAEMON
    [ $? -eq 0 ]
  done
  DAEMON=
}

@test "daemon: a request in flight is answered before it stops" {
  start_daemon "$BATS_TEST_TMPDIR"
  mkfifo "$BATS_TEST_TMPDIR/slow"
  curl -s -m 20 -o "$BATS_TEST_TMPDIR/out" -w '%{http_code}' -H Expect: -H 'Transfer-Encoding: chunked' \
    -T "$BATS_TEST_TMPDIR/slow" -X POST "$URL/api/v1/classify" >"$BATS_TEST_TMPDIR/status" 3>&- &
  client=$!
  exec 4>"$BATS_TEST_TMPDIR/slow"
  printf '{"text":"half of' >&4
  sleep 0.3
  kill -TERM "$DAEMON"
  sleep 0.3
  printf ' an article"}' >&4
  exec 4>&-
  wait $client
  [ "$(cat "$BATS_TEST_TMPDIR/status")" = 200 ]
  wait "$DAEMON"
  DAEMON=
}

@test "daemon: a port in use and a bad address are clear errors with status 2" {
  start_daemon "$BATS_TEST_TMPDIR"
  run "$PARALLAX" --index "$INDEX" serve --listen "${URL#http://}"
  [ "$status" -eq 2 ]
  [[ "$output" == *"in use"*"--listen"* ]]
  run "$PARALLAX" --index "$INDEX" serve --listen nonsense
  [ "$status" -eq 2 ]
  [[ "$output" == *"HOST:PORT"* ]]
}

@test "daemon: a missing index and a missing model are clear errors with status 2" {
  run "$PARALLAX" --index "$BATS_TEST_TMPDIR/none" serve --listen 127.0.0.1:0
  [ "$status" -eq 2 ]
  [[ "$output" == *"no index at"*"index PATH"* ]]
  run "$PARALLAX" --index "$INDEX" serve --listen 127.0.0.1:0 --model "$BATS_TEST_TMPDIR/none.model"
  [ "$status" -eq 2 ]
  [[ "$output" == *"none.model"* ]]
}

@test "daemon: a new commit is seen within a second, without restart" {
  start_daemon "$BATS_TEST_TMPDIR"
  [ "$(get '/api/v1/search?q=zanzibar' | jq .total)" -eq 0 ]
  echo '{"id":"new","title":"Zanzibar","text":"A new article about Zanzibar."}' |
    "$PARALLAX" --index "$INDEX" index - >/dev/null 2>&1
  [ "$(get '/api/v1/search?q=zanzibar' | jq .total)" -eq 1 ]
  get /api/v1/articles/new | jq -e '.title == "Zanzibar"'
  "$PARALLAX" --index "$INDEX" delete new >/dev/null 2>&1
  [ "$(get '/api/v1/search?q=zanzibar' | jq .total)" -eq 0 ]
}

@test "daemon: a compacted index is followed" {
  start_daemon "$BATS_TEST_TMPDIR"
  before=$(get /readyz | jq -r .version)
  "$PARALLAX" --index "$INDEX" compact >/dev/null 2>&1
  [ "$(get /readyz | jq -r .version)" != "$before" ]
  [ "$(get '/api/v1/search?q=harbour' | jq .total)" -eq 3 ]
}

@test "daemon: an index that goes away is 503, and is found again when it comes back" {
  start_daemon "$BATS_TEST_TMPDIR"
  mv "$INDEX" "$INDEX.away"
  problem /api/v1/search 503 index ''
  problem /readyz 503 index ''
  mv "$INDEX.away" "$INDEX"
  [ "$(status /api/v1/search)" = 200 ]
}

@test "daemon: it serves a unix socket, whose file goes with it" {
  socket="$BATS_TEST_TMPDIR/s"
  "$PARALLAX" --index "$INDEX" serve --listen "unix:$socket" 2>"$BATS_TEST_TMPDIR/log" 3>&- &
  DAEMON=$!
  LOG="$BATS_TEST_TMPDIR/log" wait_for_log 'listening on unix:'
  curl -s -m 20 --unix-socket "$socket" http://x/readyz | jq -e .ok
  [ "$(stat -c %a "$socket")" = 600 ]
  run "$PARALLAX" --index "$INDEX" serve --listen "unix:$socket"
  [ "$status" -eq 2 ]
  [[ "$output" == *"in use"* ]]
  kill -TERM $DAEMON
  wait $DAEMON
  DAEMON=
  [ ! -e "$socket" ]
}

@test "daemon: it takes over the socket file that a killed one left" {
  socket="$BATS_TEST_TMPDIR/s"
  for _ in 1 2; do
    "$PARALLAX" --index "$INDEX" serve --listen "unix:$socket" 2>"$BATS_TEST_TMPDIR/log" 3>&- &
    DAEMON=$!
    LOG="$BATS_TEST_TMPDIR/log" wait_for_log 'listening on unix:'
    kill -KILL $DAEMON
    wait $DAEMON || true
  done
  DAEMON=
}

@test "daemon: listening for other machines is warned of" {
  "$PARALLAX" --index "$INDEX" serve --listen 0.0.0.0:0 2>"$BATS_TEST_TMPDIR/log" 3>&- &
  DAEMON=$!
  LOG="$BATS_TEST_TMPDIR/log" wait_for_log 'listening on'
  grep -q 'warning: .*other machines' "$BATS_TEST_TMPDIR/log"
}

@test "daemon: the log has a line of JSON a request, and no words of queries" {
  start_daemon "$BATS_TEST_TMPDIR"
  get '/api/v1/search?q=verysecretword' >/dev/null
  get '/api/v1/articles/verysecretid' >/dev/null
  get '/verysecretpath' >/dev/null
  id=$(curl -s -m 20 -D - -o /dev/null "$URL/?q=verysecretword" | tr -d '\r' | sed -n 's/^X-Request-Id: //p')
  stop_daemon
  grep '^{' "$LOG" >"$BATS_TEST_TMPDIR/lines"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/lines")" -eq 4 ]
  jq -s -e 'map(.route) == ["/api/v1/search", "/api/v1/articles/{id}", "none", "/"]
    and map(.status) == [200, 404, 404, 200]
    and all(.[]; .method == "GET" and (.ms >= 0) and (.time | endswith("Z")))' "$BATS_TEST_TMPDIR/lines"
  [ "$(tail -1 "$BATS_TEST_TMPDIR/lines" | jq -r .id)" = "$id" ]
  ! grep verysecret "$LOG"
  DAEMON=
}

@test "daemon: quiet logs no requests" {
  start_daemon "$BATS_TEST_TMPDIR" --quiet
  get /readyz >/dev/null
  get /nothing >/dev/null
  stop_daemon
  ! grep '^{' "$LOG"
  DAEMON=
}

@test "daemon: requests while an index is written get no error of ours" {
  start_daemon "$BATS_TEST_TMPDIR" --threads 4
  for i in $(seq 1 2000); do
    echo "{\"id\":\"more-$i\",\"title\":\"Harbour report $i\",\"source\":\"Source $((i % 7))\",\"date\":\"2020-0$((i % 9 + 1))\",\"text\":\"Report $i of the harbour: boat $((i * 7919)) left, boat $((i * 104729)) came.\"}"
  done >"$BATS_TEST_TMPDIR/more.jsonl"
  "$PARALLAX" --index "$INDEX" index --commit-every 0.05 "$BATS_TEST_TMPDIR/more.jsonl" >/dev/null 2>&1 3>&- &
  writer=$!
  for c in 1 2 3 4; do
    for i in $(seq 60); do
      status "/api/v1/search?q=harbour+report&facets=stance,source,month&limit=20"
      echo
      status "/?q=boat+$i"
      echo
    done >"$BATS_TEST_TMPDIR/status.$c" 3>&- &
    clients="${clients:-} $!"
  done
  # shellcheck disable=SC2086
  wait $clients $writer
  [ "$(sort "$BATS_TEST_TMPDIR"/status.* | uniq)" = 200 ]
  [ "$(get '/api/v1/search?q=%22harbour+report%22' | jq .total)" -eq 2000 ]
}

@test "daemon: a client that sends nonsense is refused and others go on" {
  start_daemon "$BATS_TEST_TMPDIR"
  port=${URL##*:}
  printf 'NONSENSE\r\n\r\n' | timeout 5 bash -c "cat >/dev/tcp/127.0.0.1/$port" || true
  head -c 100000 /dev/urandom | timeout 5 bash -c "cat >/dev/tcp/127.0.0.1/$port" 2>/dev/null || true
  [ "$(status /readyz)" = 200 ]
}

@test "daemon: a body whose length is told in two ways is refused" {
  start_daemon "$BATS_TEST_TMPDIR"
  body='{"text":"the harbour is closed"}'
  run curl -s -m 20 -H 'Transfer-Encoding: chunked' -H 'Content-Length: 3' -d "$body" "$URL/api/v1/classify"
  [ "$(echo "$output" | jq -r .code)" = bad-length ]
  exec 9<>"/dev/tcp/127.0.0.1/${URL##*:}"
  printf 'POST /api/v1/classify HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 32\r\n\r\n%s' "$body" >&9
  read -r -t 10 line <&9
  exec 9>&-
  [[ $line == *" 400 "* ]]
}
