# GET /api/v1/articles/ID/similar

load one_daemon

@test "similar: the answer is that of the command line" {
  get '/api/v1/articles/demo-n01/similar?limit=5' | jq -S . >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" similar demo-n01 --limit 5 --format json | jq -S . |
    diff "$BATS_TEST_TMPDIR/api" -
  jq -e '.similar_to == "demo-n01" and (.hits | length > 0)
    and all(.hits[]; .id != "demo-n01" and .score <= 1)' "$BATS_TEST_TMPDIR/api"
}

@test "similar: filters, lines and explain as on the command line" {
  get '/api/v1/articles/demo-n01/similar?stance=neutral&format=ids' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" similar demo-n01 --stance neutral --format ids |
    diff "$BATS_TEST_TMPDIR/api" -
  get '/api/v1/articles/demo-n01/similar?limit=3&format=csv' >"$BATS_TEST_TMPDIR/api"
  "$PARALLAX" --index "$INDEX" similar demo-n01 --limit 3 --format csv |
    diff "$BATS_TEST_TMPDIR/api" -
  get '/api/v1/articles/demo-n01/similar?explain=1' | jq -e '.explanation | length > 0'
  get '/api/v1/articles/demo-n01/similar?snippets=0' | jq -e 'all(.hits[]; .snippet == null)'
}

@test "similar: an id may be an address" {
  get '/api/v1/articles/https%3A%2F%2Fwire.example%2F2019%2F12%2Ftalks%3Fpage%3D2/similar' |
    jq -e '.similar_to == "https://wire.example/2019/12/talks?page=2"'
}

@test "similar: an unknown article is 404, an unknown stance names its field" {
  problem /api/v1/articles/nobody/similar 404 notfound ''
  problem '/api/v1/articles/demo-n01/similar?stance=sideways' 400 invalid stance
}
