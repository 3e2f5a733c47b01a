# The page that compares: /compare

setup_file() {
  load daemon
  make_index "$BATS_FILE_TMPDIR"
  # two outlets that differ in their words, so that there are terms; and hostile names
  for i in $(seq 40); do
    printf '{"id":"e%s","title":"Gate %s closed","source":"East, Wire","date":"2019-%02d-10","text":"The harbour gate was shut. Number %s of the dock wardens spoke of a blockade. The harbour stays closed, a blockade of ships."}\n' "$i" "$i" $((i % 12 + 1)) "$i"
    printf '{"id":"w%s","title":"Gate %s opened","source":"<b>West</b>","date":"2019-%02d-20","text":"The harbour gate is open. Number %s of the traders spoke of a festival. The harbour is glad, a festival of ships."}\n' "$i" "$i" $((i % 12 + 1)) "$i"
  done >"$BATS_FILE_TMPDIR/two.jsonl"
  "$PARALLAX" --index "$INDEX" index "$BATS_FILE_TMPDIR/two.jsonl" >/dev/null 2>&1
  start_daemon "$BATS_FILE_TMPDIR"
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
}

SIDES='by=source&side=East%2C%20Wire&side=%3Cb%3EWest%3C%2Fb%3E&min_sources=1'

@test "compare page: sides stand beside each other with totals, articles and a timeline each" {
  run get "/compare?q=harbour+gate&$SIDES"
  [[ "$output" == *'aria-label="Side: East, Wire"'* ]]
  [[ "$output" == *'aria-label="Side: &lt;b&gt;West&lt;/b&gt;"'* ]]
  [ "$(echo "$output" | grep -o '40 articles (' | wc -l)" -eq 2 ]
  [ "$(echo "$output" | grep -o 'class="chart timeline"' | wc -l)" -eq 2 ]
  [[ "$output" == *'/article/e'* && "$output" == *'/article/w'* ]]
}

@test "compare page: no script, no style, nothing hostile" {
  run get "/compare?q=harbour&$SIDES"
  [[ "$output" != *' style='* ]]
  [[ "$output" != *'<b>West'* ]]
  [[ "$output" != *'<img'* && "$output" != *'<svg onload'* ]]
}

@test "compare page: sides are chosen with fields that need no script, commas and all" {
  run get "/compare?q=harbour&$SIDES"
  [[ "$output" == *'name="side" value="East, Wire" checked'* ]]
  [[ "$output" == *'name="side" value="&lt;b&gt;West&lt;/b&gt;" checked'* ]]
  [[ "$output" == *'name="by" value="source"'* ]]
  # by another facet no side is kept
  [[ "$output" == *'href="/compare?q=harbour&amp;by=stance&amp;min_sources=1"'* ]]
}

@test "compare page: what the command says of the figures stands here in the same words" {
  page=$(get "/compare?q=harbour&$SIDES" | tr '\n' ' ')
  told=$("$PARALLAX" --index "$INDEX" compare harbour --by source --min-sources 1 \
    --sides '<b>West</b>' 2>/dev/null | tr -s ' \n' ' ')
  for words in 'articles are on none of these sides' 'The words of the query are left out of the terms' \
    'log-odds ratio with a Dirichlet prior (Monroe et al. 2008)' 'near-copies are one story'; do
    [[ "$page" == *"$words"* ]]
  done
  [[ "$told" == *'are on none of these sides'* && "$told" == *'n = '* ]]
}

@test "compare page: the links to the data and to the search carry the whole question" {
  run get '/compare?q=harbour&by=source&since=2019-03'
  [[ "$output" == *'href="/api/v1/compare?q=harbour&amp;since=2019-03&amp;by=source'*'format=csv"'* ]]
  link=$(echo "$output" | grep -o 'href="[^"]*">All of its articles' | head -1 | sed 's/href="\([^"]*\)".*/\1/; s/&amp;/\&/g')
  [[ "$link" == *'since=2019-03'* && "$link" == *'source='* ]]
  [ "$(status "$link")" = 200 ]
  data=$(echo "$output" | grep -o 'href="/api/v1/compare[^"]*"' | head -1 | sed 's/href="\([^"]*\)"/\1/; s/&amp;/\&/g')
  [ "$(status "$data")" = 200 ]
}

@test "compare page: a bar of the timeline leads to its articles on this side" {
  link=$(get "/compare?q=harbour&$SIDES" | grep -o '<a href="[^"]*" data-since' | head -1 | sed 's/<a href="\([^"]*\)".*/\1/; s/&amp;/\&/g')
  [[ "$link" == *'source=East'* && "$link" == *'since=2019'* ]]
  run get "$link"
  [[ "$output" == *'Gate '* ]]
}

@test "compare page: where nothing can be compared it says why" {
  run get '/compare?q=nosuchwordanywhere'
  [[ "$output" == *'no article matches'* ]]
  run get '/compare?q=festival&by=source&side=East%2C%20Wire'
  [[ "$output" == *'none of the'* || "$output" == *'nothing to compare'* ]]
}

@test "compare page: refusals are pages that name the field" {
  run get '/compare?q=harbour&by=nonsense'
  [[ "$output" == *'role="alert"'* && "$output" == *'nonsense'* ]]
  [ "$(status '/compare?by=nonsense')" = 400 ]
  [ "$(status '/compare?by=stance&side=nonsense')" = 400 ]
  [ "$(status '/compare?terms=100000')" = 400 ]
  [ "$(status '/compare?wat=1')" = 400 ]
  [ "$(status '/compare?side=a&side=b&side=c&side=d&side=e&side=f&side=g&side=h&side=i&by=source')" = 400 ]
}
