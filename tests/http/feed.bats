# GET /feed and /opensearch.xml

load one_daemon

# The text of elements of a feed, by XPath with the names spelled out.
xpath() {
  xmllint --xpath "$1" -
}

@test "feed: it is Atom: valid XML, with what Atom asks for" {
  get '/feed?q=harbour' >"$BATS_TEST_TMPDIR/feed"
  xmllint --noout "$BATS_TEST_TMPDIR/feed"
  run xpath 'concat(count(/*[local-name()="feed"]/*[local-name()="id"]), count(/*/*[local-name()="title"]), count(/*/*[local-name()="updated"]), count(/*/*[local-name()="entry"]))' <"$BATS_TEST_TMPDIR/feed"
  [ "$output" = 1113 ]
  for name in id title updated; do
    [ "$(xpath "count(//*[local-name()='entry']/*[local-name()='$name'])" <"$BATS_TEST_TMPDIR/feed")" = 3 ]
  done
  run curl -s -m 20 -o /dev/null -w '%{content_type}' "$URL/feed"
  [ "$output" = 'application/atom+xml; charset=utf-8' ]
}

@test "feed: hostile titles are text" {
  get '/feed?q=harbour' >"$BATS_TEST_TMPDIR/feed"
  [ "$(xpath 'count(//*[local-name()="script" or local-name()="img" or local-name()="svg"])' <"$BATS_TEST_TMPDIR/feed")" = 0 ]
  run xpath 'string(//*[local-name()="entry"]/*[local-name()="title"][contains(., "quoted")])' <"$BATS_TEST_TMPDIR/feed"
  [[ "$output" == *'"quoted" harbour'* ]]
  [ "$(xpath 'count(//*[local-name()="link"][starts-with(@href, "javascript")])' <"$BATS_TEST_TMPDIR/feed")" = 0 ]
}

@test "feed: the newest first, as many as asked for, and where more are" {
  get '/feed?limit=5' >"$BATS_TEST_TMPDIR/feed"
  get '/api/v1/search?sort=date&limit=5' | jq -r '.hits[].title' >"$BATS_TEST_TMPDIR/titles"
  xpath '//*[local-name()="entry"]/*[local-name()="title"]/text()' <"$BATS_TEST_TMPDIR/feed" | diff "$BATS_TEST_TMPDIR/titles" -
  run xpath 'string(//*[local-name()="link"][@rel="next"]/@href)' <"$BATS_TEST_TMPDIR/feed"
  [ "$output" = "$URL/feed?limit=5&offset=5" ]
}

@test "feed: every parameter of the page is taken, and its search linked" {
  get '/feed?q=iran&stance=neutral&since=2019&sort=relevance&collapse=1&undated=1' >"$BATS_TEST_TMPDIR/feed"
  run xpath 'string(/*/*[local-name()="link"][@rel="alternate"]/@href)' <"$BATS_TEST_TMPDIR/feed"
  [ "$(status "${output#"$URL"}")" = 200 ]
  [[ "$output" == *'stance=neutral'* ]]
  problem '/feed?format=json' 400 unknown-parameter format
  problem '/feed?stance=sideways' 400 invalid stance
}

@test "feed: ids stay the same wherever the daemon is, addresses are those of outside" {
  get '/feed?q=harbour' | xpath '//*[local-name()="id"]/text()' >"$BATS_TEST_TMPDIR/here"
  grep -q '^urn:uuid:[0-9a-f]\{8\}-[0-9a-f]\{4\}-8' "$BATS_TEST_TMPDIR/here"
  start_daemon "$BATS_TEST_TMPDIR" --public-url https://news.example/search
  get '/feed?q=harbour' >"$BATS_TEST_TMPDIR/feed"
  stop_daemon
  xpath '//*[local-name()="id"]/text()' <"$BATS_TEST_TMPDIR/feed" | diff "$BATS_TEST_TMPDIR/here" -
  run xpath 'string(//*[local-name()="entry"][1]/*[local-name()="link"]/@href)' <"$BATS_TEST_TMPDIR/feed"
  [[ "$output" == https://news.example/search/article/* ]]
}

@test "feed: nothing found is an empty feed" {
  get '/feed?q=xyzzyplugh' >"$BATS_TEST_TMPDIR/feed"
  xmllint --noout "$BATS_TEST_TMPDIR/feed"
  [ "$(xpath 'count(//*[local-name()="entry"])' <"$BATS_TEST_TMPDIR/feed")" = 0 ]
}

@test "opensearch: the description is valid XML and its addresses answer" {
  get /opensearch.xml >"$BATS_TEST_TMPDIR/description"
  xmllint --noout "$BATS_TEST_TMPDIR/description"
  for n in 1 2 3 4; do
    address=$(xpath "string((//*[local-name()='Url'])[$n]/@template)" <"$BATS_TEST_TMPDIR/description" |
      sed 's/{searchTerms}/harbour/; s/{[a-zA-Z]*?}//g')
    [ "$(status "${address#"$URL"}")" = 200 ]
  done
  run curl -s -m 20 -o /dev/null -w '%{content_type}' "$URL/opensearch.xml"
  [ "$output" = 'application/opensearchdescription+xml; charset=utf-8' ]
}
