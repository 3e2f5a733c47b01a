# The pages: /, /article/ID, /style.css

setup_file() {
  load daemon
  make_index "$BATS_FILE_TMPDIR"
  start_daemon "$BATS_FILE_TMPDIR"
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
}

# Address behind the first link whose line holds a text.
link_with() {
  grep -o '<a[^>]*>' | grep -F -- "$1" | head -1 | sed 's/.*href="\([^"]*\)".*/\1/; s/&amp;/\&/g'
}

@test "page: it holds results, marks and facets, and no script" {
  run get '/?q=harbour'
  [[ "$output" == *'Talks resume in the quiet'* ]]
  [[ "$output" == *'<mark>harbour</mark>'* ]]
  [[ "$output" == *'Harbour Wire'* ]]
  [[ "$output" != *'<script'* ]]
  [[ "$output" != *' style='* ]]
}

@test "page: headers forbid what the page does not need" {
  run curl -s -m 20 -D - -o /dev/null "$URL/"
  [[ "$output" == *"Content-Security-Policy: default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"* ]]
  [[ "$output" == *"X-Content-Type-Options: nosniff"* ]]
  [[ "$output" == *"Referrer-Policy: no-referrer"* ]]
  [[ "$output" == *"Content-Type: text/html; charset=utf-8"* ]]
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

@test "page: what is left out is said, with a link that brings it back" {
  local more
  run get '/?q=harbour&since=2019-12'
  [[ "$output" == *'2 without a date left out'* ]]
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

@test "page: near-copies once is a box, and stays on" {
  run get '/?q=harbour'
  [[ "$output" == *'name="collapse" value="1"'* ]]
  run get '/?q=harbour&collapse=1'
  [[ "$output" == *'collapse=1'* ]]
  [[ "$output" == *'name="collapse" value="1" checked'* ]]
}

@test "page: a query comes back escaped" {
  run get '/?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E'
  [[ "$output" != *'<script'* ]]
  [[ "$output" == *'&quot;&gt;&lt;script&gt;'* ]]
}

@test "page: a hostile article is harmless in the results and on its own" {
  for path in '/?q=harbour' '/article/hostile?q=harbour'; do
    run get "$path"
    [[ "$output" == *'&lt;script&gt;alert(1)&lt;/script&gt;'* ]]
    [[ "$output" == *'&lt;img src=x onerror=alert(2)&gt;'* ]]
    [[ "$output" != *'<script'* ]]
    [[ "$output" != *'<img'* ]]
    [[ "$output" != *'<iframe'* ]]
    [[ "$output" != *'<svg onload'* ]]
    [[ "$output" != *'href="javascript'* ]]
  done
}

@test "article page: text with the words marked, the label, the way back, what labels are" {
  run get '/article/https%3A%2F%2Fwire.example%2F2019%2F12%2Ftalks%3Fpage%3D2?q=harbour&source=Harbour+Wire'
  [[ "$output" == *'<mark>harbour</mark> town'* ]]
  [[ "$output" == *'class="stance'* ]]
  [[ "$output" == *'href="/?q=harbour&amp;source=Harbour%20Wire"'* ]]
  [[ "$output" == *'href="https://wire.example/2019/12/talks?page=2" rel="noopener noreferrer nofollow"'* ]]
  [[ "$output" == *'framing, not truth'* ]]
}

@test "style: it is there, small, and knows the dark" {
  run curl -s -m 20 -D - "$URL/style.css"
  [[ "$output" == *"Content-Type: text/css"* ]]
  [[ "$output" == *"prefers-color-scheme:dark"* ]]
  [ "$(get /style.css | wc -c)" -lt 20480 ]
}

@test "article page: what the label means, whose it is, and what the model weighed" {
  run get /article/demo-n01
  [[ "$output" == *'title="no dominant lean: '* ]]
  [[ "$output" == *'<dt class="s0" title="pro-Iran framing: '* ]]
  [[ "$output" == *'<details class="weighed"><summary>What the model weighed for'* ]]
  [[ "$output" == *'never why the article is so. Model '* ]]
  [[ "$output" == *'<mark class="'* ]]
  [[ "$output" != *' style='* ]]
  run get /article/undated-1
  [[ "$output" != *'class="weighed"'* ]]
}
