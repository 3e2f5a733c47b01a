# GET /api/v1/search

load one_daemon

@test "search: the answer has the shape that programs rely on" {
  get '/api/v1/search?q=basra&facets=stance,source,month&limit=3' >"$BATS_TEST_TMPDIR/a"
  jq -e '.schema == 1 and .query == "basra" and .total >= 3 and .total_any >= .total
    and (.total_exact | type == "boolean")
    and (.hidden | has("undated") and has("unclear"))
    and (.hits | length == 3)
    and (.hits[0] | has("id") and has("title") and has("source") and has("date")
         and has("date_precision") and has("stance") and has("stance_probability")
         and has("stance_by") and has("score") and has("snippet"))
    and (.facets | has("stance") and has("source") and has("month"))
    and (.facets.source[0] | has("value") and has("count"))' "$BATS_TEST_TMPDIR/a"
}

@test "search: HEAD sends the headers of GET and no body" {
  run curl -s -m 20 -I "$URL/api/v1/search?q=basra"
  [[ "$output" == *"200 OK"* ]]
  [[ "$output" == *"Content-Type: application/json"* ]]
}

@test "search: a phrase finds the article that holds it" {
  [ "$(get '/api/v1/search?q=%22quiet+harbour+town%22' | jq -r '.hits[0].id')" = 'https://wire.example/2019/12/talks?page=2' ]
}

@test "search: nothing found is an empty answer, not an error" {
  [ "$(status '/api/v1/search?q=xyzzyplugh')" = 200 ]
  get '/api/v1/search?q=xyzzyplugh' | jq -e '.total == 0 and .hits == []'
}

@test "search: without a query everything is there, newest first" {
  get '/api/v1/search?limit=1000' >"$BATS_TEST_TMPDIR/a"
  jq -e '.total == 63' "$BATS_TEST_TMPDIR/a"
  jq -e '[.hits[].date | select(. != null and . != "") | .[0:4]] | . == (sort | reverse)' "$BATS_TEST_TMPDIR/a"
}

@test "search: filters narrow, OR inside one and AND between" {
  local one two both
  one=$(get '/api/v1/search?source=Harbour+Wire' | jq .total)
  two=$(get '/api/v1/search?source=Tigris+Wire' | jq .total)
  both=$(get '/api/v1/search?source=Harbour+Wire&source=Tigris+Wire' | jq .total)
  [ "$one" -eq 1 ]
  [ "$both" -eq $((one + two)) ]
  [ "$(get '/api/v1/search?source=Harbour+Wire&facet=month:2019-12' | jq .total)" -eq 1 ]
  [ "$(get '/api/v1/search?source=Harbour+Wire&facet=month=2018-09' | jq .total)" -eq 0 ]
}

@test "search: a range of dates counts what it hides for having none" {
  get '/api/v1/search?q=harbour&since=2019-12&until=2019' >"$BATS_TEST_TMPDIR/a"
  jq -e '.total == 1 and .hidden.undated == 2' "$BATS_TEST_TMPDIR/a"
  [ "$(get '/api/v1/search?q=harbour&since=2019-12&undated=1' | jq .total)" -eq 3 ]
}

@test "search: paging gives every hit once" {
  local all="$BATS_TEST_TMPDIR/all" pages="$BATS_TEST_TMPDIR/pages"
  get '/api/v1/search?q=iran&limit=30&format=ids' >"$all"
  for offset in 0 10 20; do
    get "/api/v1/search?q=iran&limit=10&offset=$offset&format=ids"
  done >"$pages"
  diff "$all" "$pages"
  [ "$(sort -u "$pages" | wc -l)" -eq "$(wc -l <"$pages")" ]
}

@test "search: jsonl, csv and ids hold the same hits" {
  get '/api/v1/search?q=iran&limit=5&format=ids' >"$BATS_TEST_TMPDIR/ids"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/ids")" -eq 5 ]
  get '/api/v1/search?q=iran&limit=5&format=jsonl' | jq -r .id | diff "$BATS_TEST_TMPDIR/ids" -
  run get '/api/v1/search?q=iran&limit=5&format=csv'
  [ "${lines[0]%%$'\r'}" = rank,id,title,source,original_source,author,date,url,lang,synthetic,stance,stance_best,stance_probability,stance_by,model,duplicates,group,score,snippet ]
  [ "${#lines[@]}" -eq 6 ]
  [[ "${lines[1]}" == "1,$(head -1 "$BATS_TEST_TMPDIR/ids"),"* ]]
}

@test "search: the CSV is that of the command line" {
  get '/api/v1/search?q=iran&limit=5&offset=2&format=csv' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" search iran --limit 5 --offset 2 --format csv >"$BATS_TEST_TMPDIR/cli"
  [ "$(wc -l <"$BATS_TEST_TMPDIR/api")" -ge 6 ]
  diff "$BATS_TEST_TMPDIR/api" "$BATS_TEST_TMPDIR/cli"
}

@test "search: near-copies once, as on the command line" {
  get '/api/v1/search?q=iran&limit=30' | jq -e '.collapsed == null' >/dev/null
  get '/api/v1/search?q=iran&limit=30&collapse=1' | jq -e '.collapsed <= .total' >/dev/null
  get '/api/v1/search?q=iran&limit=30&collapse=1&format=ids' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" search iran --limit 30 --collapse --format ids >"$BATS_TEST_TMPDIR/cli"
  diff "$BATS_TEST_TMPDIR/api" "$BATS_TEST_TMPDIR/cli"
}

@test "search: an unknown parameter is refused by name" {
  problem '/api/v1/search?q=a&colour=red' 400 unknown-parameter colour
}

@test "search: a bad number is refused" {
  problem '/api/v1/search?limit=ten' 400 bad-number limit
  problem '/api/v1/search?limit=100000' 400 bad-number limit
  problem '/api/v1/search?offset=-1' 400 bad-number offset
}

@test "search: a bad date, a repeated parameter and a bad escape are refused" {
  problem '/api/v1/search?since=lately' 400 bad-date since
  problem '/api/v1/search?q=a&q=b' 400 repeated-parameter q
  problem '/api/v1/search?q=%FF' 400 bad-encoding ''
}

@test "search: an unknown stance, facet or field is refused" {
  [ "$(status '/api/v1/search?stance=sideways')" = 400 ]
  [ "$(status '/api/v1/search?facets=colour')" = 400 ]
  [ "$(status '/api/v1/search?q=colour:red')" = 400 ]
  get '/api/v1/search?q=colour:red' | jq -e '.field == "q" and (.detail | contains("colour"))'
}

@test "search: a malformed query is read leniently, and refused with strict" {
  get '/api/v1/search?q=%22green+zone' | jq -e '.notice | length > 0'
  problem '/api/v1/search?q=%22green+zone&strict=1' 400 invalid q
}

@test "search: a huge query is refused" {
  local long
  long=$(head -c 17000 /dev/zero | tr '\0' a)
  problem "/api/v1/search?q=$long" 400 limit q
  long=$(head -c 30000 /dev/zero | tr '\0' a)
  problem "/api/v1/search?q=$long" 414 limit ''
}

@test "search: very many parameters are refused" {
  problem "/api/v1/search?q=$(head -c 200 /dev/zero | sed 's/\x0/\&a/g')" 400 unknown-parameter a
  problem "/api/v1/search?$(head -c 200 /dev/zero | sed 's/\x0/\&source=/g')" 400 limit ''
  # so many that the HTTP library has no room for them: it hangs up, and others go on
  run get "/api/v1/search?q=$(head -c 9000 /dev/zero | sed 's/\x0/\&a/g')"
  [ "$status" -ne 0 ]
  [ "$(status /healthz)" = 200 ]
}

@test "search: long header lines are refused" {
  problem /api/v1/search 431 limit '' -H "X-Long: $(head -c 20000 /dev/zero | tr '\0' a)"
}

@test "search: an unknown address is 404, another method 405 with what is allowed" {
  problem /api/v1/serach 404 no-such-address ''
  problem /api/v1/search 405 method '' -X DELETE
  problem /api/v1/search 405 method '' -d x=1
  run curl -s -m 20 -i -X PUT -d x "$URL/api/v1/search"
  [[ "$output" == *"Allow: GET, HEAD"* ]]
}
