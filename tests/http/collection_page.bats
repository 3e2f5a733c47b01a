# The page on what the index holds: /collection

setup_file() {
  load daemon
  make_index "$BATS_FILE_TMPDIR"
  printf 'collection-page-token-1 Ann Coder\n' >"$BATS_FILE_TMPDIR/tokens"
  printf '{"id":"future","title":"A harbour to come","date":"2099-01-01","text":"The harbour of a later day is written of here, in a date that is wrong."}\n{"broken' \
    >"$BATS_FILE_TMPDIR/half <b>.jsonl"
  chmod 600 "$BATS_FILE_TMPDIR/tokens"
  "$PARALLAX" --index "$INDEX" index "$BATS_FILE_TMPDIR/half <b>.jsonl" >/dev/null 2>&1 || true
  id=$("$PARALLAX" --index "$INDEX" search iran --format ids --limit 1)
  "$PARALLAX" --index "$INDEX" label "$id" neutral --coder 'Ann Coder' >/dev/null 2>&1
  start_daemon "$BATS_FILE_TMPDIR" --token-file "$BATS_FILE_TMPDIR/tokens"
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
}

TOKEN='Authorization: Bearer collection-page-token-1'

@test "collection page: it counts what the command counts" {
  total=$("$PARALLAX" --index "$INDEX" stats --format json | jq .articles)
  run get /collection
  [[ "$output" == *"<dt>Articles</dt><dd><a href=\"/\"><bdi>$total</bdi></a>"* ]]
  [[ "$output" == *'href="/model"'* ]]
  [[ "$output" == *'Stance by source'* && "$output" == *'class="chart bars"'* ]]
  [[ "$output" == *'class="chart timeline"'* ]]
  [[ "$output" == *'1 dated in the future'* ]]
}

@test "collection page: each number leads to the search that shows it" {
  page=$(get /collection)
  while read -r link; do
    [ "$(status "$link")" = 200 ] || { echo "$link"; false; }
  done < <(echo "$page" | grep -o 'href="/?[^"]*"' | sed 's/href="\(.*\)"/\1/; s/&amp;/\&/g; s/&#39;/%27/g' | sort -u | head -40)
}

@test "collection page: the number of a cell is the total of its search" {
  cell=$(get /collection | grep -o '<td><a href="/?source=[^"]*&amp;stance=[^"]*">[0-9]*' | head -1)
  link=$(echo "$cell" | sed 's/.*href="\/?\([^"]*\)".*/\1/; s/&amp;/\&/g')
  n=${cell##*>}
  [ "$(get "/api/v1/search?$link" | jq .total)" = "$n" ]
}

@test "collection page: names of coders and files are for who has a token" {
  run get /collection
  [[ "$output" == *'1 article has</a> a label by a person'* ]]
  [[ "$output" == *'1 file could not be read whole'* ]]
  [[ "$output" != *'Ann Coder'* && "$output" != *'half '* && "$output" != *"$INDEX"* ]]
  run get /collection -H "$TOKEN"
  [[ "$output" == *'Ann Coder'* && "$output" == *'half &lt;b&gt;.jsonl'* ]]
}

@test "collection page: nothing hostile, no style, no parameter" {
  run get /collection
  [[ "$output" != *' style='* && "$output" != *'<img src'* ]]
  [ "$(status '/collection?x=1')" = 400 ]
}
