# The pages: /, /article/ID, /style.css

load one_daemon

# Address behind the first link whose line holds a text.
link_with() {
  grep -o '<a[^>]*>' | grep -F -- "$1" | head -1 | sed 's/.*href="\([^"]*\)".*/\1/; s/&amp;/\&/g'
}

@test "page: it holds results, marks and facets; its one script is a file of ours" {
  run get '/?q=harbour'
  [[ "$output" == *'Talks resume in the quiet'* ]]
  [[ "$output" == *'<mark>harbour</mark>'* ]]
  [[ "$output" == *'Harbour Wire'* ]]
  [ "$(grep -o '<script[^>]*>' <<<"$output")" = '<script src="/page.js" defer>' ]
  [[ "$output" != *' style='* ]]
  [[ "$output" != *'<style'* ]]
  ! grep -qE ' on[a-z]+=' <<<"$(grep -oE '<[a-z][^>]*>' <<<"$output" | sed 's/"[^"]*"//g')"
}

@test "page: headers forbid what the page does not need" {
  run curl -s -m 20 -D - -o /dev/null "$URL/"
  [[ "$output" == *"Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'"* ]]
  [[ "$output" != *unsafe* ]]
  [[ "$output" == *"X-Content-Type-Options: nosniff"* ]]
  [[ "$output" == *"Referrer-Policy: no-referrer"* ]]
  [[ "$output" == *"Content-Type: text/html; charset=utf-8"* ]]
}

@test "page: nothing in it comes from elsewhere, but links to originals" {
  run get '/?q=embassy'
  ! grep -oE '<(link|script|img|form)[^>]*>' <<<"$output" | grep -E '="(https?:)?//'
  ! get /style.css | grep -E 'url\(|@import'
  ! get /page.js | grep -E 'innerHTML|eval\(|https?://'
}

@test "page: the views are linked, the present one is marked, and the query goes along" {
  run get '/?q=harbour&source=Harbour+Wire&sort=date&offset=0&limit=5'
  [[ "$output" == *'href="/?q=harbour&amp;source=Harbour%20Wire" aria-current="page">Search</a>'* ]]
  [[ "$output" == *'href="/compare?q=harbour&amp;source=Harbour%20Wire">Compare</a>'* ]]
  [[ "$output" == *'href="/collection">Collection</a>'* ]]
  [[ "$output" == *'href="/review">Review</a>'* ]]
  [[ "$output" == *'<a class="skip" href="#main">'* ]]
  [[ "$output" == *'<main id="main"'* ]]
}

@test "page: browsers find the search, the feed of this search and the icon" {
  run get '/?q=harbour&sort=date'
  [[ "$output" == *'<link rel="search" type="application/opensearchdescription+xml" title="Parallax" href="/opensearch.xml">'* ]]
  [[ "$output" == *'<link rel="alternate" type="application/atom+xml" title="Newest of this search" href="/feed?q=harbour">'* ]]
  [[ "$output" == *'<link rel="icon" type="image/svg+xml" href="/icon.svg">'* ]]
  [ "$(status /icon.svg)" = 200 ]
}

@test "page: a facet is a link that filters, and then one that takes the filter back" {
  local on off
  on=$(get '/?q=harbour' | link_with 'Only Harbour Wire')
  [ "$on" = '/?q=harbour&source=Harbour%20Wire' ]
  run get "$on"
  [[ "$output" == *'<h1>1 article</h1>'* ]]
  off=$(get "$on" | link_with 'Remove Harbour Wire')
  [ "$off" = '/?q=harbour' ]
}

@test "page: a filter stays when the words change, since the form holds it" {
  run get '/?q=harbour&source=Harbour+Wire&facet=month:2019-12'
  [[ "$output" == *'<input type="hidden" name="source" value="Harbour Wire">'* ]]
  [[ "$output" == *'<input type="hidden" name="facet" value="month:2019-12">'* ]]
}

@test "page: the chosen value of a facet adds to others of it: either is enough" {
  local either
  either=$(get '/?q=harbour&source=Harbour+Wire' | link_with 'Only &lt;img')
  [[ "$either" == '/?q=harbour&source=Harbour%20Wire&source='* ]]
  run get "$either"
  [[ "$output" == *'<h1>2 articles</h1>'* ]]
}

@test "page: a facet shows all its values when asked, and that is an address" {
  local more few
  few=$(get / | grep -o 'data-key="source=[^"]*"' | wc -l)
  [ "$few" = 8 ]
  more=$(get / | link_with 'data-key="more=source"')
  [ "$more" = '/?more=source' ]
  [ "$(get "$more" | grep -o 'data-key="source=[^"]*"' | wc -l)" -gt 8 ]
  [ "$(get "$more" | link_with 'data-key="more=source"')" = / ]
  [[ "$(get '/?q=harbour&more=source')" != *'/article/hostile?q=harbour&amp;more='* ]]
}

@test "page: the order is chosen by links, and without words there is no relevance" {
  run get '/?q=harbour&sort=date'
  [[ "$output" == *'aria-current="true" href="/?q=harbour&amp;sort=date">Newest</a>'* ]]
  [[ "$output" == *'href="/?q=harbour">Relevance</a>'* ]]
  [[ "$(get /)" != *'>Relevance</a>'* ]]
}

@test "page: the timeline narrows to a period, and keeps the rest of the search" {
  run get '/?q=embassy&collapse=1'
  [[ "$output" == *'class="chart timeline'* ]]
  [[ "$output" == *'href="/?q=embassy&amp;since='*'&amp;until='*'&amp;collapse=1"'* ]]
  [[ "$(get '/?q=xyzzyplugh')" != *'class="chart'* ]]
}

@test "page: what is left out is said, with a link that brings it back" {
  local more
  run get '/?q=harbour&since=2019-12'
  [[ "$output" == *'Left out: 2 without a date ('* ]]
  more=$(get '/?q=harbour&since=2019-12' | grep -o '<a[^>]*>show them too' | link_with href)
  [ "$more" = '/?q=harbour&since=2019-12&undated=1' ]
  run get "$more"
  [[ "$output" == *'<h1>3 articles</h1>'* ]]
}

@test "page: paging walks through the hits" {
  local after
  after=$(get '/' | grep -o '<a[^>]*>After' | link_with href)
  [ "$after" = '/?offset=10' ]
  run get "$after"
  [[ "$output" == *'11 – 20 of 63'* ]]
  [[ "$output" == *'Before'* ]]
}

@test "page: synthetic articles are marked so, others are not" {
  [[ "$(get '/?source=Tigris+Wire')" == *'class="synthetic"'* ]]
  [[ "$(get '/?source=Harbour+Wire')" != *'class="synthetic"'* ]]
}

@test "page: the start tells what the index holds, and has queries to try that find something" {
  local query
  run get /
  [[ "$output" == *'<h1>63 articles</h1>'* ]]
  [[ "$output" == *' sources · '* ]]
  [[ "$output" == *'href="/collection">what is in here</a>'* ]]
  query=$(grep -o 'Try <ul>.*</ul>' <<<"$output" | link_with '/?q=')
  [ -n "$query" ]
  [[ "$(get "$query")" != *'No article fits'* ]]
  [[ "$(get '/?q=harbour')" != *'Try <ul>'* ]]
}

@test "page: saved searches are listed on the start" {
  echo '{"name":"zone","query":"\"green zone\"","time":"2026-11-21T10:00:00Z"}' >"$INDEX/searches.jsonl"
  run get /
  rm "$INDEX/searches.jsonl"
  [[ "$output" == *'<a href="/?q=%40zone"><bdi>@zone</bdi></a>'* ]]
}

@test "page: nearer words are offered, and what was looked for besides is told" {
  run get '/?q=harbuor+talks'
  [[ "$output" == *'Did you mean <a href="/?q=harbour%20talks">harbour talks</a>?'* ]]
  run get '/?q=soleimani'
  if [[ "$output" == *'Also looked for'* ]]; then
    [[ "$output" == *'href="/?q=soleimani&amp;no_aliases=1&amp;no_spellings=1">only what was typed</a>'* ]]
  fi
}

@test "page: articles with only some of the words come behind a line that says so" {
  run get '/?q=harbour+delegates'
  [[ "$output" == *'With only some of the words</p><ol class="found" start="2">'* ]]
  run get '/?q=harbour+delegates&all=1'
  [[ "$output" != *'With only some of the words'* ]]
}

@test "page: data, feed and export of the same search are linked" {
  run get '/?q=harbour&sort=date&more=source'
  [[ "$output" == *'href="/api/v1/export?format=csv&amp;q=harbour"'* ]]
  [[ "$output" == *'href="/api/v1/export?format=bibtex&amp;q=harbour"'* ]]
  [[ "$output" == *'href="/feed?q=harbour"'* ]]
  [[ "$output" == *'href="/api/v1/search?format=json&amp;q=harbour&amp;collapse=1&amp;sort=date"'* ]]
  [[ "$output" != *'class="save"'* ]]
}

@test "page: who has a token saves a search from it; others are told where one is entered" {
  local token=0123456789abcdef0123456789abcdef address
  (umask 077 && echo "$token anna" >"$BATS_TEST_TMPDIR/tokens")
  start_daemon "$BATS_TEST_TMPDIR" --token-file "$BATS_TEST_TMPDIR/tokens"
  run get '/?q=harbour&source=Harbour+Wire'
  [[ "$output" == *'<a href="/token?back=%2F%3Fq%3Dharbour%26source%3DHarbour%2520Wire">Enter a token</a>'* ]]
  [[ "$output" != *'class="save"'* ]]
  run get '/?q=harbour&source=Harbour+Wire' -H "Authorization: Bearer $token"
  address=$(grep -o '<form class="save"[^>]*>' <<<"$output" | sed 's/.*action="\([^"]*\)".*/\1/; s/&amp;/\&/g')
  [ "$address" = '/api/v1/searches?q=harbour&source=Harbour%20Wire' ]
  run curl -s -m 20 -o /dev/null -w '%{http_code} %{redirect_url}' -H "Authorization: Bearer $token" \
    -d name=wire -d 'back=/?q=harbour' "$URL$address"
  [ "$output" = "303 $URL/?q=harbour" ]
  [[ "$(get /)" == *'<bdi>@wire</bdi>'* ]]
  [[ "$(get '/?q=@wire')" == *'<h1>1 article</h1>'* ]]
  stop_daemon
  rm "$INDEX/searches.jsonl"
}

@test "page: headings have an order, and controls have names" {
  run get '/?q=harbour'
  [ "$(grep -o '<h1' <<<"$output" | wc -l)" = 1 ]
  [[ "$output" != *'<h3'* ]]
  [[ "$output" == *'<html lang="en">'* ]]
  [[ "$output" == *'<p class="snippet" dir="auto"'* ]]
}

@test "page: nothing found, a wrong parameter and an unknown article are said in words" {
  run get '/?q=xyzzyplugh'
  [[ "$output" == *'No article fits'* ]]
  run get '/?colour=red'
  [[ "$output" == *"unknown parameter &#39;colour&#39;"* ]]
  [ "$(status '/?colour=red')" = 400 ]
  run get '/article/nobody'
  [[ "$output" == *"no article &#39;nobody&#39;"* ]]
  [ "$(status '/article/nobody')" = 404 ]
}

@test "page: an unknown address is a page for people and a record for programs" {
  run get /nothing -H 'Accept: text/html'
  [[ "$output" == *'<h1>This did not work</h1>'* ]]
  problem /nothing 404 no-such-address ''
}

@test "page: a refusal keeps the words of the search" {
  run get '/?q=harbour&since=never'
  [[ "$output" == *'This did not work'*  ]]
  [[ "$output" == *'id="q" value="harbour"'* ]]
}

@test "page: near-copies are folded, can be told apart, and the data links say so" {
  text='The ferry to the island was held at the quay for two days, because the wind from the north did not go down and the captain would not sail, as the harbour office said on Monday; forty people slept in the waiting room, and the baker brought bread.'
  for source in 'Island Wire' 'Coast Post'; do
    echo "{\"id\":\"ferry-${source%% *}\",\"title\":\"Ferry held\",\"source\":\"$source\",\"date\":\"2020-02-03\",\"text\":\"$text\"}"
  done >"$BATS_TEST_TMPDIR/ferry.jsonl"
  "$PARALLAX" --index "$INDEX" index "$BATS_TEST_TMPDIR/ferry.jsonl" >/dev/null 2>&1
  run get '/?q=ferry'
  [[ "$output" == *'2 articles'*'1 story'* ]]
  [[ "$output" == *'+1 near-copy</a>'* ]]
  [ "$(grep -o '<article class="hit"' <<<"$output" | wc -l)" = 1 ]
  [[ "$output" == *'format=json&amp;q=ferry&amp;collapse=1"'* ]]
  [[ "$output" == *'href="/?q=ferry&amp;copies=1">show all near-copies</a>'* ]]
  run get '/?q=ferry&copies=1'
  [ "$(grep -o '<article class="hit"' <<<"$output" | wc -l)" = 2 ]
  [[ "$output" == *'format=json&amp;q=ferry"'* ]]
  [[ "$output" == *'name="copies" value="1" checked'* ]]
  "$PARALLAX" --index "$INDEX" delete ferry-Island
  "$PARALLAX" --index "$INDEX" delete ferry-Coast
}

@test "page: a query comes back escaped" {
  run get '/?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E'
  [[ "$output" != *'<script>'* ]]
  [[ "$output" == *'&quot;&gt;&lt;script&gt;'* ]]
}

@test "page: a hostile article is harmless in the results and on its own" {
  for path in '/?q=harbour' '/article/hostile?q=harbour'; do
    run get "$path"
    [[ "$output" == *'&lt;script&gt;alert(1)&lt;/script&gt;'* ]]
    [[ "$output" == *'&lt;img src=x onerror=alert(2)&gt;'* ]]
    [[ "$output" != *'<script>'* ]]
    [[ "$output" != *'<img'* ]]
    [[ "$output" != *'<iframe'* ]]
    [[ "$output" != *'<svg onload'* ]]
    [[ "$output" != *'href="javascript'* ]]
  done
}

@test "style and script: they are there, and the style knows the dark, print and high contrast" {
  run curl -s -m 20 -D - "$URL/style.css"
  [[ "$output" == *"Content-Type: text/css"* ]]
  for rule in 'prefers-color-scheme: dark' 'prefers-reduced-motion' 'forced-colors' 'media print'; do
    [[ "$output" == *"$rule"* ]]
  done
  run curl -s -m 20 -D - "$URL/page.js"
  [[ "$output" == *"Content-Type: text/javascript"* ]]
}

@test "page: the first one is small: with style and script 100 KB as they are sent" {
  local bytes=0 path
  for path in / /style.css /page.js; do
    bytes=$((bytes + $(get "$path" -H 'Accept-Encoding: gzip' | wc -c)))
  done
  [ "$bytes" -lt 102400 ]
}
