# GET /openapi.json: the document, and whether the daemon does what it says

load one_daemon

agrees() {
  run python3 -W ignore tests/http/openapi.py "$URL" "$@"
  echo "$output"
  [ "$status" -eq 0 ]
}

@test "openapi: the document is one of OpenAPI 3.1, and its schemas are strict" {
  agrees shape
}

@test "openapi: every parameter of every address is in it, and no other" {
  agrees parameters
}

@test "openapi: real answers of every address fit their schemas" {
  agrees answers
}

@test "openapi: every refusal is a problem that names the field" {
  agrees problems
}

@test "openapi: numbers have their bounds and choices their words" {
  get /openapi.json >"$BATS_TEST_TMPDIR/doc"
  jq -e '.paths["/api/v1/search"].get.parameters | map({(.name): .schema}) | add
    | .limit == {type: "integer", minimum: 1, maximum: 1000}
      and (.sort.enum | contains(["relevance", "date", "added"]))
      and .q.maxLength == 16384 and .stance.type == "array"' "$BATS_TEST_TMPDIR/doc"
}

@test "openapi: the server is the public address, if there is one" {
  get /openapi.json | jq -e '.servers == [{url: "/"}]'
  start_daemon "$BATS_TEST_TMPDIR" --public-url https://news.example/search
  get /openapi.json | jq -e '.servers == [{url: "https://news.example/search"}]'
  stop_daemon
}

@test "openapi: answers to what is written fit their schemas, and none is given without a token" {
  make_index "$BATS_TEST_TMPDIR"
  echo 'a-token-for-this-test ann' >"$BATS_TEST_TMPDIR/tokens"
  chmod 600 "$BATS_TEST_TMPDIR/tokens"
  start_daemon "$BATS_TEST_TMPDIR" --token-file "$BATS_TEST_TMPDIR/tokens"
  run python3 -W ignore tests/http/openapi.py "$URL" writes a-token-for-this-test
  stop_daemon
  echo "$output"
  [ "$status" -eq 0 ]
}
