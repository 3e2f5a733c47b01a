#!/usr/bin/env bats
# /api/v1/searches

setup_file() {
  load daemon
  load writing
  make_index "$BATS_FILE_TMPDIR"
  make_tokens "$BATS_FILE_TMPDIR"
  start_daemon "$BATS_FILE_TMPDIR" --token-file "$TOKENS"
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
  load writing
}

teardown() {
  rm -f "$INDEX/searches.jsonl"
}

@test "searches: one is saved, listed as the command line lists it, used and deleted" {
  ann /api/v1/searches -d '{"name":"Harbour","query":"harbour boats"}' | jq -e '.name == "harbour" and .result == "saved"'
  diff <("$PARALLAX" --index "$INDEX" searches --format json | jq -S .) <(get /api/v1/searches | jq -S .)
  get /api/v1/searches | jq -e '.searches[0] | .total >= 1 and .new == .total and .looked == null'
  [ "$(get '/api/v1/searches?format=jsonl' | jq -r .query)" = 'harbour boats' ]
  [ "$(get '/api/v1/searches?format=csv' | head -1 | tr -d '\r')" = name,query,saved,looked,total,new ]
  [ "$(get '/api/v1/search?q=@harbour&format=ids' | sort)" = "$(get '/api/v1/search?q=harbour+boats&format=ids' | sort)" ]
  ann /api/v1/searches/harbour -X DELETE | jq -e '.result == "deleted"'
  ann_problem /api/v1/searches/harbour 404 notfound '' -X DELETE
  [ "$(get /api/v1/searches | jq '.searches | length')" -eq 0 ]
}

@test "searches: the filters of the address become part of the query, and a form goes back" {
  run curl -s -m 20 -o /dev/null -w '%{http_code} %{redirect_url}' -H "Cookie: parallax_token=$ANN" -d name=mine -d 'back=/?q=iran' \
    "$URL/api/v1/searches?q=iran+or&stance=neutral&stance=unclear&since=2019"
  echo "$output"
  [ "$output" = "303 $URL/?q=iran" ]
  [ "$(get /api/v1/searches | jq -r '.searches[0].query')" = '(iran or) stance:("neutral" OR "unclear") since:2019' ]
}

@test "searches: what cannot be searched for is refused" {
  ann_problem /api/v1/searches 400 invalid query -d '{"name":"a","query":"foo:bar"}'
  ann_problem /api/v1/searches 400 invalid query -d '{"name":"a"}'
  ann_problem /api/v1/searches 400 invalid name -d '{"query":"a"}'
  ann_problem /api/v1/searches 400 invalid name -d '{"name":"no blanks","query":"a"}'
  ann_problem /api/v1/searches 400 unknown-field nam -d '{"nam":"a","query":"a"}'
  ann_problem /api/v1/searches 400 bad-json '' -d 'x' -H 'Content-Type: application/json'
  ann_problem '/api/v1/searches?nope=1' 400 unknown-parameter nope -d '{"name":"a","query":"a"}'
  [ "$(get /api/v1/searches | jq '.searches | length')" -eq 0 ]
}

@test "searches: one that the index cannot answer any more has no counts" {
  echo '{"name":"gone","query":"nofield:x","time":"2026-01-01T00:00:00Z"}' >"$INDEX/searches.jsonl"
  get /api/v1/searches | jq -e '.searches[0].total == null and .searches[0].new == null'
}
