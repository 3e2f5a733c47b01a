# GET /api/v1/suggest

load one_daemon

@test "suggest: the answer is that of the command line" {
  get '/api/v1/suggest?q=har&limit=3' | jq -S . >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" suggest har --limit 3 --format json | jq -S . |
    diff "$BATS_TEST_TMPDIR/api" -
  jq -e '.suggestions | length > 0' "$BATS_TEST_TMPDIR/api"
}

@test "suggest: browsers get what was typed, the queries and their kinds" {
  get '/api/v1/suggest?q=har&format=suggestions' |
    jq -e '.[0] == "har" and (.[1] | index("harbour") != null) and (.[1] | length) == (.[2] | length)'
  run curl -s -m 20 -o /dev/null -w '%{content_type}' -H 'Accept: application/x-suggestions+json' "$URL/api/v1/suggest?q=h"
  [ "$output" = application/x-suggestions+json ]
}

@test "suggest: nothing typed, and nothing found, is an empty list" {
  get /api/v1/suggest | jq -e '.suggestions == []'
  get '/api/v1/suggest?q=xyzzyplugh' | jq -e '.suggestions == []'
}

@test "suggest: a beginning of any size and kind is taken" {
  local long
  long=$(head -c 9000 /dev/zero | tr '\0' a)
  [ "$(status "/api/v1/suggest?q=$long")" = 200 ]
  [ "$(status '/api/v1/suggest?q=%22%28%2A%F0%9F%98%80')" = 200 ]
  problem '/api/v1/suggest?limit=101' 400 bad-number limit
}
