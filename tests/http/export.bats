# GET /api/v1/export, and cursors

load one_daemon

# The cursor of a Link header on standard input; empty if there is none.
next_cursor() {
  sed -n 's/^[Ll]ink: <?\(.*&\)\{0,1\}cursor=\([^>&]*\)>; rel="next".*/\2/p'
}

# read_all PATH?QUERY: ids of all answers, one after another.
read_all() {
  local cursor=start body="$BATS_TEST_TMPDIR/body"
  while [ -n "$cursor" ]; do
    cursor=$(curl -s -m 20 -D - -o "$body" "$URL$1&cursor=$cursor" | next_cursor)
    jq -r .id "$body"
  done
}

# Every Link leads on, and its address is as it is given.
follow() {
  local address=$1 next
  while [ -n "$address" ]; do
    next=$(curl -s -m 20 -D "$BATS_TEST_TMPDIR/head" "$URL/api/v1/search$address" >>"$2" &&
      sed -n 's/^[Ll]ink: <\([^>]*\)>; rel="next".*/\1/p' "$BATS_TEST_TMPDIR/head")
    address=$next
  done
}

@test "export: records are those of the command line, without the names of coders" {
  get '/api/v1/export?limit=100' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" export | diff "$BATS_TEST_TMPDIR/api" -
  get '/api/v1/export?q=iran&sort=relevance&format=bibtex' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" export iran --format bibtex | diff "$BATS_TEST_TMPDIR/api" -
  get '/api/v1/export?q=iran&sort=relevance&format=csl-json' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" export iran --format csl-json | diff "$BATS_TEST_TMPDIR/api" -
  get '/api/v1/export?q=iran&sort=date&format=csv' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" export iran --sort date --format csv | diff "$BATS_TEST_TMPDIR/api" -
}

@test "export: who labelled is told to a token only" {
  make_index "$BATS_TEST_TMPDIR"
  "$PARALLAX" --index "$INDEX" label demo-n01 neutral --coder quimby 2>/dev/null
  echo 'a-token-for-this-test' >"$BATS_TEST_TMPDIR/tokens"
  chmod 600 "$BATS_TEST_TMPDIR/tokens"
  start_daemon "$BATS_TEST_TMPDIR" --token-file "$BATS_TEST_TMPDIR/tokens"
  for form in jsonl csv; do
    get "/api/v1/export?format=$form" >"$BATS_TEST_TMPDIR/open.$form"
    get "/api/v1/export?format=$form" -H 'Authorization: Bearer a-token-for-this-test' >"$BATS_TEST_TMPDIR/known.$form"
  done
  stop_daemon
  [ "$(cat "$BATS_TEST_TMPDIR"/open.* | grep -c quimby)" -eq 0 ]
  [ "$(grep -c quimby "$BATS_TEST_TMPDIR/known.csv")" -eq 1 ]
  jq -se '.[] | select(.id == "demo-n01") | .stance_by == "person" and has("stance_time") and (has("stance_coder") | not)' "$BATS_TEST_TMPDIR/open.jsonl"
  jq -se '.[] | select(.id == "demo-n01") | .stance_coder == "quimby"' "$BATS_TEST_TMPDIR/known.jsonl"
}

@test "export: answer after answer gives everything once, in the order it came in" {
  read_all '/api/v1/export?limit=7&no_text=1' >"$BATS_TEST_TMPDIR/ids"
  "$PARALLAX" --index "$INDEX" export --format ids | diff "$BATS_TEST_TMPDIR/ids" -
  [ "$(wc -l <"$BATS_TEST_TMPDIR/ids")" -eq 63 ]
}

@test "export: the largest answer is one answer" {
  [ "$(get '/api/v1/export?limit=10000' | wc -l)" -eq 63 ]
  [ "$(get '/api/v1/export?limit=10000&sort=date&q=harbour' | wc -l)" -eq 3 ]
  problem '/api/v1/export?limit=10001' 400 bad-number limit
}

@test "export: the first ones of an order are no begin of a longer reading" {
  run curl -s -m 20 -D - -o /dev/null "$URL/api/v1/export?q=iran&sort=date&limit=2"
  [[ "$output" != *[Ll]ink:* ]]
  [ "$(get '/api/v1/export?q=iran&sort=date&limit=2' | wc -l)" -eq 2 ]
}

@test "cursor: a search reads on through next_cursor, to the end" {
  local cursor=start
  while [ "$cursor" != null ]; do
    get "/api/v1/search?q=iran&limit=5&snippets=0&cursor=$cursor" >"$BATS_TEST_TMPDIR/a"
    jq -r '.hits[].id' "$BATS_TEST_TMPDIR/a"
    cursor=$(jq -r .next_cursor "$BATS_TEST_TMPDIR/a")
  done >"$BATS_TEST_TMPDIR/ids"
  get '/api/v1/search?q=iran&all=1&limit=1000&sort=added&format=ids' | diff "$BATS_TEST_TMPDIR/ids" -
  [ "$(wc -l <"$BATS_TEST_TMPDIR/ids")" -gt 10 ]
}

@test "cursor: Link is an address that can be followed, whatever stands in the query" {
  follow '?format=ids&limit=9&q=%22iran%22+OR+"embassy"&cursor=start' "$BATS_TEST_TMPDIR/ids"
  get '/api/v1/search?format=ids&limit=1000&sort=added&q=%22iran%22+OR+%22embassy%22' | diff "$BATS_TEST_TMPDIR/ids" -
}

@test "cursor: nothing is missed or repeated while articles change, come and go" {
  local cursor
  make_index "$BATS_TEST_TMPDIR"
  start_daemon "$BATS_TEST_TMPDIR"
  "$PARALLAX" --index "$INDEX" export --format ids >"$BATS_TEST_TMPDIR/before"
  cursor=$(curl -s -m 20 -D - -o "$BATS_TEST_TMPDIR/one" "$URL/api/v1/export?limit=20&no_text=1&cursor=start" | next_cursor)
  # one that was read and one that was not change; the one it stands at goes and comes again; more come
  {
    echo '{"id":"demo-n01","title":"Changed","text":"This one was changed after it was read by somebody."}'
    echo '{"id":"undated-1","title":"Changed","text":"This one was changed before it was read by somebody."}'
    echo '{"id":"later-1","title":"Later","text":"An article that came later than all the others did."}'
  } >"$BATS_TEST_TMPDIR/more.jsonl"
  last=$(tail -1 "$BATS_TEST_TMPDIR/one" | jq -r .id)
  "$PARALLAX" --index "$INDEX" delete "$last" 2>/dev/null
  "$PARALLAX" --index "$INDEX" index "$BATS_TEST_TMPDIR/more.jsonl" 2>/dev/null >/dev/null
  "$PARALLAX" --index "$INDEX" index models/iran/demo 2>/dev/null >/dev/null
  while [ -n "$cursor" ]; do
    cursor=$(curl -s -m 20 -D - -o "$BATS_TEST_TMPDIR/body" "$URL/api/v1/export?limit=20&no_text=1&cursor=$cursor" | next_cursor)
    cat "$BATS_TEST_TMPDIR/body" >>"$BATS_TEST_TMPDIR/rest"
  done
  stop_daemon
  jq -r .id "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/rest" | grep -v -x -e later-1 -e "$last" >"$BATS_TEST_TMPDIR/read"
  grep -v -x "$last" "$BATS_TEST_TMPDIR/before" | diff "$BATS_TEST_TMPDIR/read" -
  jq -se 'any(.[]; .id == "later-1")' "$BATS_TEST_TMPDIR/rest"
}

@test "cursor: it holds through a rebuild, and is refused where its place is lost" {
  local cursor last
  make_index "$BATS_TEST_TMPDIR"
  start_daemon "$BATS_TEST_TMPDIR"
  "$PARALLAX" --index "$INDEX" export --format ids >"$BATS_TEST_TMPDIR/before"
  cursor=$(curl -s -m 20 -D - -o "$BATS_TEST_TMPDIR/one" "$URL/api/v1/export?limit=20&cursor=start" | next_cursor)
  last=$(tail -1 "$BATS_TEST_TMPDIR/one" | jq -r .id)
  "$PARALLAX" --index "$INDEX" delete "$(head -1 "$BATS_TEST_TMPDIR/before")" 2>/dev/null
  "$PARALLAX" --index "$INDEX" compact 2>/dev/null >/dev/null
  get "/api/v1/export?cursor=$cursor" | jq -r .id | diff - <(tail -n +21 "$BATS_TEST_TMPDIR/before")
  "$PARALLAX" --index "$INDEX" delete "$last" 2>/dev/null
  "$PARALLAX" --index "$INDEX" compact 2>/dev/null >/dev/null
  problem "/api/v1/export?cursor=$cursor" 400 cursor-lost cursor
  stop_daemon
}

@test "cursor: a foreign one, and what does not go with one, is refused by name" {
  problem '/api/v1/search?cursor=nonsense' 400 bad-cursor cursor
  problem '/api/v1/search?cursor=%00' 400 bad-encoding ''
  problem '/api/v1/search?cursor=Z2VuLTEgMSA' 400 bad-cursor cursor
  problem '/api/v1/search?cursor=Z2VuLTEgOTk5OTk5OTk5OTk5IGE' 400 bad-cursor cursor
  problem '/api/v1/search?cursor=start&sort=relevance' 400 bad-value sort
  problem '/api/v1/search?cursor=start&offset=10' 400 bad-value offset
  problem '/api/v1/search?cursor=start&collapse=1' 400 bad-value collapse
  problem '/api/v1/export?cursor=start&sort=date' 400 bad-value sort
  problem '/api/v1/export?collapse=1' 400 bad-value collapse
}
