#!/usr/bin/env bats
# What holds for all answers: ETags, compression, forms by Accept, other origins, names of the host, the
# queue, connections.

load daemon

setup_file() {
  make_index "$BATS_FILE_TMPDIR"
}

setup() {
  DAEMON=
}

teardown() {
  [ -z "$DAEMON" ] || stop_daemon
}

# header NAME PATH [curl options]: the value of a header of the answer to GET.
header() {
  local name=$1 path=$2
  shift 2
  curl -s -m 20 -D - -o /dev/null "$@" "$URL$path" | tr -d '\r' | sed -n "s/^$name: //Ip"
}

@test "answers: an ETag holds until the index changes, and spares the answer" {
  start_daemon "$BATS_TEST_TMPDIR"
  for path in '/api/v1/search?q=harbour' '/?q=harbour' /api/v1/articles/demo-n01; do
    tag=$(header ETag "$path")
    [ -n "$tag" ]
    [ "$(status "$path" -H "If-None-Match: $tag")" = 304 ]
    [ "$(status "$path" -H "If-None-Match: \"x\", W/$tag")" = 304 ]
    [ "$(status "$path" -H 'If-None-Match: "x"')" = 200 ]
    [ -z "$(get "$path" -H "If-None-Match: $tag")" ]
  done
  tag=$(header ETag '/api/v1/search?q=harbour')
  [ "$(header ETag '/api/v1/search?q=harbour' -H 'Accept: text/csv')" != "$tag" ]
  "$PARALLAX" --index "$INDEX" label demo-n01 pro-iran --coder ana
  [ "$(status '/api/v1/search?q=harbour' -H "If-None-Match: $tag")" = 200 ]
}

@test "answers: tags and saved searches change answers without a new revision" {
  start_daemon "$BATS_TEST_TMPDIR"
  [ "$(get '/api/v1/search?q=@gzone' | jq .total)" = 0 ]
  "$PARALLAX" --index "$INDEX" search '"green zone"' --save gzone >/dev/null
  [ "$(get '/api/v1/search?q=@gzone' | jq .total)" -gt 0 ]
  [ "$(status '/api/v1/search?q=tag:case')" = 400 ]
  "$PARALLAX" --index "$INDEX" tag demo-n01 +case
  [ "$(get '/api/v1/search?q=tag:case' | jq .total)" = 1 ]
}

@test "answers: a second one comes from the cache, the same to the byte, and never a stale one" {
  start_daemon "$BATS_TEST_TMPDIR"
  get '/api/v1/search?q=harbour&facets=source' >"$BATS_TEST_TMPDIR/first"
  get '/api/v1/search?q=harbour&facets=source' >"$BATS_TEST_TMPDIR/second"
  cmp "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/second"
  get /metrics | grep -qx 'parallax_cache_hits_total 1'
  echo '{"id":"new","title":"The harbour again","text":"A harbour that was not there before."}' >"$BATS_TEST_TMPDIR/new.jsonl"
  before=$(get '/api/v1/search?q=harbour&facets=source' | jq .total)
  "$PARALLAX" --index "$INDEX" index "$BATS_TEST_TMPDIR/new.jsonl" >/dev/null 2>&1
  [ "$(get '/api/v1/search?q=harbour&facets=source' | jq .total)" = $((before + 1)) ]
  "$PARALLAX" --index "$INDEX" delete new
  [ "$(get '/api/v1/search?q=harbour&facets=source' | jq .total)" = "$before" ]
}

@test "answers: --cache 0 keeps none" {
  start_daemon "$BATS_TEST_TMPDIR" --cache 0
  get '/api/v1/search?q=harbour' >/dev/null
  get '/api/v1/search?q=harbour' >/dev/null
  get /metrics | grep -qx 'parallax_cache_hits_total 0'
}

@test "answers: gzip for those who take it, with the same content" {
  start_daemon "$BATS_TEST_TMPDIR"
  for path in '/api/v1/search?limit=20' / /style.css; do
    [ "$(header Content-Encoding "$path" -H 'Accept-Encoding: gzip, br')" = gzip ]
    [ -z "$(header Content-Encoding "$path")" ]
    [ -z "$(header Content-Encoding "$path" -H 'Accept-Encoding: gzip;q=0')" ]
    get "$path" >"$BATS_TEST_TMPDIR/plain"
    get "$path" --compressed | cmp - "$BATS_TEST_TMPDIR/plain"
    [ "$(get "$path" -H 'Accept-Encoding: gzip' | wc -c)" -lt "$(wc -c <"$BATS_TEST_TMPDIR/plain")" ]
  done
  [ "$(header ETag / -H 'Accept-Encoding: gzip')" != "$(header ETag /)" ]
}

@test "answers: the form is chosen by Accept, and format= outranks it" {
  start_daemon "$BATS_TEST_TMPDIR"
  path='/api/v1/search?q=harbour'
  [ "$(header Content-Type "$path")" = application/json ]
  [ "$(header Content-Type "$path" -H 'Accept: text/csv')" = 'text/csv; charset=utf-8' ]
  [ "$(header Content-Type "$path" -H 'Accept: application/json;q=0.5, application/x-ndjson')" = application/x-ndjson ]
  [ "$(header Content-Type "$path" -H 'Accept: image/png')" = application/json ]
  [ "$(header Content-Type "$path&format=json" -H 'Accept: text/csv')" = application/json ]
}

@test "answers: pages of other origins may read only what was allowed" {
  start_daemon "$BATS_TEST_TMPDIR"
  [ -z "$(header Access-Control-Allow-Origin /api/v1/search -H 'Origin: https://a.example')" ]
  [ "$(status /api/v1/search -X OPTIONS -H 'Origin: https://a.example')" = 405 ]
  stop_daemon
  start_daemon "$BATS_TEST_TMPDIR" --allow-origin https://a.example
  [ "$(header Access-Control-Allow-Origin /api/v1/search -H 'Origin: https://a.example')" = https://a.example ]
  [ -z "$(header Access-Control-Allow-Origin /api/v1/search -H 'Origin: https://b.example')" ]
  [ -z "$(header Access-Control-Allow-Origin / -H 'Origin: https://a.example')" ]
  [ "$(status /api/v1/search -X OPTIONS -H 'Origin: https://a.example')" = 204 ]
  [ "$(status /api/v1/search -X OPTIONS -H 'Origin: https://b.example')" = 405 ]
}

@test "answers: on loopback a foreign name of the host is refused, unless it is the public one" {
  start_daemon "$BATS_TEST_TMPDIR"
  problem /api/v1/search 421 host '' -H 'Host: evil.example'
  for host in localhost localhost:80 127.0.0.1 '[::1]:9'; do
    [ "$(status /api/v1/search -H "Host: $host")" = 200 ]
  done
  [ "$(status /api/v1/search -H 'Host: localhost.evil.example')" = 421 ]
  stop_daemon
  start_daemon "$BATS_TEST_TMPDIR" --public-url https://news.example/
  [ "$(status /api/v1/search -H 'Host: news.example')" = 200 ]
  [ "$(status /api/v1/search -H 'Host: news.example.evil.example')" = 421 ]
}

@test "answers: metrics count by route and status, and tell of the index" {
  start_daemon "$BATS_TEST_TMPDIR"
  get /api/v1/search >/dev/null
  get '/api/v1/search?nonsense=1' >/dev/null
  get /not/there/at/all >/dev/null
  get /metrics >"$BATS_TEST_TMPDIR/metrics"
  grep -qx 'parallax_requests_total{method="GET",route="/api/v1/search",status="200"} 1' "$BATS_TEST_TMPDIR/metrics"
  grep -qx 'parallax_requests_total{method="GET",route="/api/v1/search",status="400"} 1' "$BATS_TEST_TMPDIR/metrics"
  grep -qx 'parallax_requests_total{method="other",route="none",status="404"} 1' "$BATS_TEST_TMPDIR/metrics"
  grep -qx 'parallax_request_seconds_count{method="GET",route="/api/v1/search"} 2' "$BATS_TEST_TMPDIR/metrics"
  [ "$(sed -n 's/^parallax_index_articles //p' "$BATS_TEST_TMPDIR/metrics")" = "$(get /readyz | jq .articles)" ]
  grep -q '^parallax_articles{stance="neutral"} [1-9]' "$BATS_TEST_TMPDIR/metrics"
  ! grep -q 'not/there' "$BATS_TEST_TMPDIR/metrics"
}

@test "answers: queries stand in the log only with --log-queries" {
  start_daemon "$BATS_TEST_TMPDIR" --log-queries
  get '/api/v1/search?q=harbour+boats' >/dev/null
  stop_daemon
  DAEMON=
  grep '^{' "$LOG" | jq -e 'select(.query == "q=harbour+boats")'
}

@test "answers: where too many wait, the rest is told to come again, and health is still told" {
  start_daemon "$BATS_TEST_TMPDIR" --threads 1 --waiting 1 --cache 0
  seq 3000 | sed 's/.*/{"title":"T &","text":"The port of & was closed & times, and & ships with & tons waited & days for a word from & offices about the & papers."}/' >"$BATS_TEST_TMPDIR/many.jsonl"
  head -1000 "$BATS_TEST_TMPDIR/many.jsonl" >"$BATS_TEST_TMPDIR/body"
  for i in 1 2 3 4 5 6; do
    curl -s -m 30 -o /dev/null -D "$BATS_TEST_TMPDIR/head.$i" --data-binary @"$BATS_TEST_TMPDIR/body" "$URL/api/v1/classify?explain=1" 3>&- &
    clients="${clients:-} $!"
  done
  [ "$(status /healthz)" = 200 ]
  # shellcheck disable=SC2086
  wait $clients
  cat "$BATS_TEST_TMPDIR"/head.* | tr -d '\r' | grep -q '^HTTP/1.1 503'
  cat "$BATS_TEST_TMPDIR"/head.* | tr -d '\r' | grep -q '^Retry-After: 1'
  cat "$BATS_TEST_TMPDIR"/head.* | tr -d '\r' | grep -q '^HTTP/1.1 200'
  [ "$(status /api/v1/search)" = 200 ]
}

@test "answers: thousands of idle connections and slow senders keep nobody out" {
  start_daemon "$BATS_TEST_TMPDIR"
  python3 - "${URL##*:}" <<'END'
import resource, socket, sys, urllib.request
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
n = min(10000, hard - 100)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, n + 100), hard))
port = int(sys.argv[1])
idle = []
for i in range(n):
    s = socket.create_connection(('127.0.0.1', port))
    if i % 3 == 1:
        s.sendall(b'GET /api/v1/sea')
    elif i % 3 == 2:
        s.sendall(b'POST /api/v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{')
    idle.append(s)
with urllib.request.urlopen(f'http://127.0.0.1:{port}/api/v1/search?q=harbour', timeout=10) as r:
    assert r.status == 200
print(n, 'connections')
END
  [ "$(status '/api/v1/search?q=harbour')" = 200 ]
}

@test "answers: a refusal comes after the body it was sent with, and the connection goes on" {
  start_daemon "$BATS_TEST_TMPDIR"
  python3 - "${URL##*:}" <<'END'
import http.client, sys
c = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]), timeout=10)
for path, status in (('/api/v1/nothing', 404), ('/api/v1/search', 405), ('/api/v1/articles', 403)):
    c.request('POST', path, body=b'x' * 3000000)
    r = c.getresponse()
    assert r.status == status, (path, r.status)
    r.read()
    c.request('GET', '/healthz')
    assert c.getresponse().read().startswith(b'{"ok":true'), path
END
}
