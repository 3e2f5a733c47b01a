# GET /api/v1/compare

load one_daemon

@test "compare: JSON and CSV are those of the command line" {
  get '/api/v1/compare?q=iran&articles=2&terms=5&min_sources=1' | jq -S . >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" compare iran --articles 2 --terms 5 --min-sources 1 --format json |
    jq -S . | diff "$BATS_TEST_TMPDIR/api" -
  get '/api/v1/compare?q=iran&by=year&sides=2019,2020&format=csv' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" compare iran --by year --sides 2019,2020 --format csv 2>/dev/null |
    diff "$BATS_TEST_TMPDIR/api" -
}

@test "compare: the sides asked for, and none where nothing is found" {
  get '/api/v1/compare?q=iran&sides=neutral,anti-iran' | jq -e '[.sides[].side] == ["neutral", "anti-iran"]'
  get '/api/v1/compare?q=xyzzyplugh' | jq -e '.total == 0'
}

@test "compare: the field at fault is named" {
  problem '/api/v1/compare?by=colour' 400 invalid by
  problem '/api/v1/compare?sides=up,down' 400 invalid sides
  problem '/api/v1/compare?sample=0' 400 bad-number sample
  problem '/api/v1/compare?sample=99999999999999999999' 400 bad-number sample
  problem '/api/v1/compare?q=colour:red&by=source' 400 invalid q
}

@test "compare: another model given for verdicts marks no terms of this index" {
  start_daemon "$BATS_TEST_TMPDIR" --model models/iran/iran.model
  run get '/api/v1/compare?q=iran&terms=50&min_articles=1&min_sources=1'
  stop_daemon
  echo "$output" | jq -e '[.sides[].terms[] | select(.in_model)] == []'
}
