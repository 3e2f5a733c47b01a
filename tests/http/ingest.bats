#!/usr/bin/env bats
# POST /api/v1/articles and DELETE /api/v1/articles/ID

setup() {
  load daemon
  load writing
  DIR="$BATS_TEST_TMPDIR"
  make_index "$DIR"
  make_tokens "$DIR"
  HOLDER=
}

teardown() {
  [ -z "$HOLDER" ] || free_index
  stop_daemon
}

serve() { start_daemon "$DIR" --token-file "$TOKENS" "$@"; }

# An article as the program shows it, without what tells when it came.
shown() { "$PARALLAX" --index "$1" show "$2" --format json | jq -S 'del(.first_seen, .changed)'; }

page() {
  cat <<'END'
<!doctype html><html lang="en"><head><title>Ferry line to open before the winter</title>
<meta name="author" content="Nora Quayle"><meta property="article:published_time" content="2019-10-10T08:00:00Z">
</head><body><nav><a href="/">Home</a><a href="/news">News</a></nav><article>
<p>The ferry line between the two harbour towns is to open before the winter, the council said on Thursday.</p>
<p>Two boats were bought in spring, and a third one is to follow when the bridge is closed for repair next year.</p>
</article><footer>All rights reserved.</footer></body></html>
END
}

@test "ingest: a search right after the answer finds the article" {
  serve
  for i in 1 2 3 4 5; do
    ann /api/v1/articles -d "{\"id\":\"new-$i\",\"text\":\"The zebracorn number$i danced.\"}" |
      jq -e '.added == 1 and .articles[0].result == "added"'
    [ "$(get "/api/v1/search?q=zebracorn+number$i&format=ids&all=1")" = "new-$i" ]
    [ "$(get /api/v1/articles/new-$i | jq -r .id)" = "new-$i" ]
  done
  ann /api/v1/articles/new-1 -X DELETE | jq -e '.result == "deleted"'
  [ "$(status /api/v1/articles/new-1)" = 404 ]
  ann_problem /api/v1/articles/new-1 404 notfound '' -X DELETE
}

@test "ingest: the version is that of the state that has the articles" {
  serve
  v=$(ann /api/v1/articles -d '{"id":"v","text":"words"}' | jq -r .version)
  [ "$(get /readyz | jq -r .version)" = "$v" ]
}

@test "ingest: what is sent is the article that parallax index makes of it" {
  serve
  head -3 models/iran/demo/demo-neutral.jsonl | jq -c '.id += "-again"' >"$DIR/three.jsonl"
  jq -s . "$DIR/three.jsonl" >"$DIR/three.json"
  page >"$DIR/page.html"
  printf 'A text as it was copied\n\nThe ferry line is to open before the winter, said the council.\n' >"$DIR/text"
  printf 'id,title,text,date\nrow-1,A row,The row of a table about the ferry line,2019-10-10\n' >"$DIR/rows.csv"
  for f in three.json page.html text rows.csv; do
    "$PARALLAX" --index "$DIR/other" index --source 'Harbour Wire' - <"$DIR/$f" 2>/dev/null
  done
  ann '/api/v1/articles?source=Harbour+Wire' -H 'Content-Type: application/json' --data-binary "@$DIR/three.json" | jq -e '.added == 3'
  ann '/api/v1/articles?source=Harbour+Wire' -H 'Content-Type: application/x-ndjson' --data-binary "@$DIR/three.jsonl" | jq -e '.unchanged == 3'
  ann '/api/v1/articles?source=Harbour+Wire' --data-binary "@$DIR/three.jsonl" | jq -e '.unchanged == 3'
  ann '/api/v1/articles?source=Harbour+Wire' -H 'Content-Type: text/html' --data-binary "@$DIR/page.html" >"$DIR/a1"
  ann '/api/v1/articles?source=Harbour+Wire' --data-binary "@$DIR/page.html" | jq -e '.unchanged == 1'
  ann '/api/v1/articles?source=Harbour+Wire' -H 'Content-Type: text/plain' --data-binary "@$DIR/text" >"$DIR/a2"
  ann '/api/v1/articles?source=Harbour+Wire' -H 'Content-Type: text/csv' --data-binary "@$DIR/rows.csv" | jq -e '.added == 1'
  for id in $(jq -r .id "$DIR/three.jsonl") "$(jq -r '.articles[0].id' "$DIR/a1")" "$(jq -r '.articles[0].id' "$DIR/a2")" row-1; do
    diff <(shown "$INDEX" "$id") <(shown "$DIR/other" "$id")
  done
}

@test "ingest: what the address says of a page comes first" {
  serve
  page | ann '/api/v1/articles?url=https://w.example/1&source=Harbour+Wire&date=2018-05&title=Another+title&author=Somebody' \
    -H 'Content-Type: text/html' --data-binary @- | jq -e '.articles[0].id == "https://w.example/1"'
  get /api/v1/articles/https%3A%2F%2Fw.example%2F1 | jq -e '.source == "Harbour Wire" and .date == "2018-05"
    and .title == "Another title" and .author == "Somebody" and (.text | test("All rights") | not)'
  ann_problem '/api/v1/articles?title=x' 400 bad-value title -d '{"text":"a"}'
}

@test "ingest: bad lines are told, and the good ones are taken" {
  serve
  printf '{"id":"g1","text":"good"}\n{"id":\n{"id":"none"}\n{"id":"g2","text":7}\n{"id":"g3","text":"good, too"}\n' >"$DIR/mixed"
  ann /api/v1/articles --data-binary "@$DIR/mixed" >"$DIR/answer"
  cat "$DIR/answer"
  jq -e '.added == 2 or .added == 3' "$DIR/answer"
  jq -e '[.articles[] | select(.result == "failed") | .line] | index(2) and index(3)' "$DIR/answer"
  jq -e 'all(.articles[]; (.result == "failed") == has("error"))' "$DIR/answer"
  [ "$(status /api/v1/articles/g1)" = 200 ]
  [ "$(status /api/v1/articles/g3)" = 200 ]
  ann_problem /api/v1/articles 400 invalid '' -d nonsense -H 'Content-Type: application/json'
}

@test "ingest: too many articles, too large bodies and what is packed are refused" {
  serve
  yes '{"text":"a"}' | head -1001 >"$DIR/many"
  ann_problem /api/v1/articles 413 limit '' --data-binary "@$DIR/many"
  head -c 9000000 /dev/zero | tr '\0' ' ' >"$DIR/large"
  ann_problem /api/v1/articles 413 limit '' --data-binary "@$DIR/large"
  gzip -c "$DIR/many" >"$DIR/packed.gz"
  ann_problem /api/v1/articles 415 unsupported '' --data-binary "@$DIR/packed.gz"
  [ "$(get /readyz | jq .articles)" -eq 63 ]
}

@test "ingest: many clients at once, each finds its articles" {
  serve --threads 4
  for c in 1 2 3 4 5 6 7 8; do
    (for i in 1 2 3 4 5; do
      ann /api/v1/articles -d "{\"id\":\"c$c-$i\",\"text\":\"client$c brought a zebracorn\"}" | jq -e '.added == 1' >/dev/null || exit 1
      [ "$(get "/api/v1/search?q=client$c&limit=1" | jq .total)" -eq $i ] || exit 1
    done) &
    pids="$pids $!"
  done
  for p in $pids; do wait "$p"; done
  [ "$(get '/api/v1/search?q=zebracorn&limit=1' | jq .total)" -eq 40 ]
  "$PARALLAX" --index "$INDEX" check
}

@test "ingest: another writer is waited for" {
  serve --wait 30
  hold_index
  ann /api/v1/articles -d '{"id":"late","text":"The zebracorn waited."}' >"$DIR/answer" &
  pid=$!
  sleep 1
  [ ! -s "$DIR/answer" ]
  [ "$(status '/api/v1/search?q=harbour')" = 200 ]
  free_index
  HOLDER=
  wait "$pid"
  jq -e '.added == 1' "$DIR/answer"
}

@test "ingest: another writer that stays is named" {
  serve --wait 1
  hold_index
  ann_problem /api/v1/articles 503 locked '' -d '{"id":"never","text":"words"}'
  [[ "$output" == *"parallax relabel (process 4711 on desk"* ]]
  curl -s -m 20 -o /dev/null -D - -H "Authorization: Bearer $ANN" -d '{"text":"a"}' "$URL/api/v1/articles" | grep -i '^Retry-After'
  [ "$(status /api/v1/articles/never)" = 404 ]
}

@test "ingest: parallax index and relabel get their turn while articles come in" {
  serve --wait 60
  (while [ ! -e "$DIR/stop" ]; do
    ann /api/v1/articles -d "{\"id\":\"s$((n += 1))\",\"text\":\"a stream of words $n\"}" >"$DIR/answer"
    jq -e '.added == 1' "$DIR/answer" >/dev/null || cat "$DIR/answer" >>"$DIR/failed"
  done) &
  pid=$!
  echo '{"id":"by-hand","text":"indexed beside the daemon"}' | "$PARALLAX" --index "$INDEX" index --wait 30 - 2>/dev/null
  "$PARALLAX" --index "$INDEX" relabel --wait 30 2>/dev/null
  "$PARALLAX" --index "$INDEX" delete --wait 30 by-hand
  touch "$DIR/stop"
  wait "$pid"
  [ ! -e "$DIR/failed" ] || { cat "$DIR/failed"; false; }
  "$PARALLAX" --index "$INDEX" check
}

@test "ingest: kill -9 at any moment leaves a whole index, with all that was acknowledged" {
  for round in 1 2 3; do
    serve
    for c in 1 2; do
      (for i in $(seq 200); do
        ann /api/v1/articles -d "{\"id\":\"k$round-$c-$i\",\"text\":\"a killed zebracorn $i\"}" |
          jq -r '.articles[0].id' >>"$DIR/acknowledged" 2>/dev/null || exit 0
      done) &
    done
    sleep 0.$((RANDOM % 8 + 1))
    kill -9 "$DAEMON"
    wait 2>/dev/null || true
    "$PARALLAX" --index "$INDEX" check
    while read -r id; do "$PARALLAX" --index "$INDEX" show "$id" --format json >/dev/null; done <"$DIR/acknowledged"
  done
  [ -s "$DIR/acknowledged" ]
}

@test "ingest: SIGTERM lets what waits be written and answered" {
  serve
  hold_index
  ann /api/v1/articles -d '{"id":"last","text":"The last zebracorn."}' >"$DIR/answer" &
  pid=$!
  sleep 0.5
  kill -TERM "$DAEMON"
  sleep 0.3
  free_index
  HOLDER=
  wait "$pid"
  jq -e '.added == 1' "$DIR/answer"
  wait "$DAEMON"
  "$PARALLAX" --index "$INDEX" show last --format json | jq -e '.id == "last"'
}

@test "ingest: articles are judged by the index's own model, also after a relabel" {
  serve
  jq -c 'select(.id == "demo-p01") | .id = "p-again"' models/iran/demo/*.jsonl >"$DIR/p"
  ann /api/v1/articles --data-binary "@$DIR/p" | jq -e '.added == 1'
  [ "$(get /api/v1/articles/p-again | jq -c '[.stance, .model]')" = "$(get /api/v1/articles/demo-p01 | jq -c '[.stance, .model]')" ]
  "$PARALLAX" train models/iran/demo/demo-*.jsonl --name other --date 2026-01-03 --cost 0.01 --seed 7 \
    --order pro-iran,neutral,anti-iran -o "$DIR/other.model" >/dev/null 2>&1
  "$PARALLAX" --index "$INDEX" relabel --model "$DIR/other.model" 2>/dev/null
  jq -c '.id = "p-third"' "$DIR/p" | ann /api/v1/articles --data-binary @- | jq -e '.added == 1'
  get /api/v1/articles/p-third | jq -e '.model == "other"'
}
