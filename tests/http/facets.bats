# GET /api/v1/facets

load one_daemon

@test "facets: the same counts as a search gives, without hits" {
  get '/api/v1/facets?q=iran&facets=stance,source&facet_top=3' | jq -S . >"$BATS_TEST_TMPDIR/a"
  get '/api/v1/search?q=iran&facets=stance,source&facet_top=3&no_hits=1' | jq -S 'del(.hits)' |
    diff "$BATS_TEST_TMPDIR/a" -
  jq -e 'has("hits") | not' "$BATS_TEST_TMPDIR/a"
}

@test "facets: stance, source and month unless told" {
  get '/api/v1/facets?q=iran' | jq -e '.facets | keys == ["month", "source", "stance"]'
}

@test "facets: the CSV of one facet, and of a table, is that of the command line" {
  get '/api/v1/facets?q=iran&facets=source&format=csv' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" search iran --facets source --no-hits --format csv |
    diff "$BATS_TEST_TMPDIR/api" -
  run get '/api/v1/facets?q=iran&facets=stance*source' -H 'Accept: text/csv'
  [[ "${lines[0]}" == stance,* ]]
  [[ "${lines[-1]}" == total,* ]]
}

@test "facets: CSV of several is refused with the remedy" {
  problem '/api/v1/facets?format=csv' 400 bad-value facets
  problem '/api/v1/facets?facets=stance,source&format=csv' 400 bad-value facets
}

@test "facets: an unknown facet, and a parameter of hits, are refused" {
  problem '/api/v1/facets?facets=colour' 400 invalid facets
  problem '/api/v1/facets?limit=3' 400 unknown-parameter limit
}
