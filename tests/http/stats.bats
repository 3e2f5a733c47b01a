# GET /api/v1/stats

load one_daemon

@test "stats: what the command line says, but for where the index is" {
  get '/api/v1/stats?top=3' | jq -S . >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" stats --top 3 --format json | jq -S 'del(.index)' |
    diff "$BATS_TEST_TMPDIR/api" -
  run get /api/v1/stats
  [[ "$output" != *"$INDEX"* ]]
}

@test "stats: votes are counted, whatever file they are in" {
  make_index "$BATS_TEST_TMPDIR"
  "$PARALLAX" --index "$INDEX" label demo-n01 neutral --coder ann --labels "$BATS_TEST_TMPDIR/mine.jsonl" 2>/dev/null
  start_daemon "$BATS_TEST_TMPDIR" --labels "$BATS_TEST_TMPDIR/mine.jsonl"
  run get /api/v1/stats
  stop_daemon
  echo "$output" | jq -e '.labels == 1 and .articles == 63 and (.bytes_by_part | add) == .bytes'
  [[ "$output" != *ann* ]]
}
