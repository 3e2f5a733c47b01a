# GET /api/v1/timeline

load one_daemon

@test "timeline: JSON and CSV are those of the command line" {
  get '/api/v1/timeline?q=iran&by=month' | jq -S . >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" timeline iran --by month --format json | jq -S . |
    diff "$BATS_TEST_TMPDIR/api" -
  get '/api/v1/timeline?q=iran&by=year&per=source&top=2&format=csv' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" timeline iran --by year --per source --top 2 --format csv 2>/dev/null |
    diff "$BATS_TEST_TMPDIR/api" -
}

@test "timeline: its sums are those of a search" {
  local total
  total=$(get '/api/v1/search?q=iran&no_hits=1' | jq .total)
  get '/api/v1/timeline?q=iran' | jq -e --argjson n "$total" \
    '.total == $n and .by_chosen and .n + (.unplaced | add) == $n'
}

@test "timeline: the drawing is valid XML, and hostile names in it are text" {
  get '/api/v1/timeline?q=iran&format=svg&shares=1' | xmllint --noout -
  get '/api/v1/timeline?facets=source&format=svg&top=20' >"$BATS_TEST_TMPDIR/svg"
  xmllint --noout "$BATS_TEST_TMPDIR/svg"
  run grep -c '<img' "$BATS_TEST_TMPDIR/svg"
  [ "$output" = 0 ]
  run curl -s -m 20 -o /dev/null -w '%{content_type}' -H 'Accept: image/svg+xml' "$URL/api/v1/timeline"
  [ "$output" = image/svg+xml ]
}

@test "timeline: the field at fault is named" {
  problem '/api/v1/timeline?by=decade' 400 bad-value by
  problem '/api/v1/timeline?facets=colour' 400 invalid facets
  problem '/api/v1/timeline?per=colour' 400 invalid per
  problem '/api/v1/timeline?stance=sideways' 400 invalid stance
  problem '/api/v1/timeline?q=colour:red' 400 invalid q
}
