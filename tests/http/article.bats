# GET /api/v1/articles/ID and /readyz

load one_daemon

@test "article: it has its fields, its text and its stance" {
  get /api/v1/articles/demo-n01 | jq -e '.id == "demo-n01" and .source == "Tigris Wire"
    and .synthetic == true and (.text | length > 500) and has("stance") and has("stance_by")'
}

@test "article: an id may be an address, escaped or not" {
  get '/api/v1/articles/https%3A%2F%2Fwire.example%2F2019%2F12%2Ftalks%3Fpage%3D2' |
    jq -e '.title == "Talks resume in the quiet harbour town"'
  get '/api/v1/articles/https://wire.example/2019/12/talks%3Fpage=2' --path-as-is |
    jq -e '.source == "Harbour Wire"'
}

@test "article: an unknown one is 404 and is named" {
  problem /api/v1/articles/nobody 404 notfound ''
  [[ "$output" == *nobody* ]]
}

@test "article: parameters and bad escapes are refused" {
  problem '/api/v1/articles/demo-n01?x=1' 400 unknown-parameter x
  problem '/api/v1/articles/%00' 400 bad-encoding ''
}

@test "readyz: it tells the state that answers" {
  get /readyz | jq -e '.ok == true and .articles == 63 and (.version | length > 0)'
}
