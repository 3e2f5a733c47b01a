# The page of one article: /article/ID

setup_file() {
  load daemon
  make_index "$BATS_FILE_TMPDIR"
  cat >"$BATS_FILE_TMPDIR/more.jsonl" <<'END'
{"id":"a/b\"c'<d>?e#f&g=h","title":"A title \u202ethat turns\u202c itself &lt;b>","source":"Sea \"Quote\" <Press>","author":"Ann One; Ben Two","original_source":"Wire & Co","date":"2019-10-10T12:34:00Z","url":"https://sea.example/a?b=1&c=\"2\"","<b>field</b>":"<i>value</i> \u202eevil","list":["no","plain","value"],"text":"Iran said on Monday that the sanctions would be lifted, and officials said talks about the port would begin soon after. \u202eTurned text.\u202c The regime was accused of terror by critics.\n\n\n\nThe second paragraph says that Tehran defends its people and that the minister praised the progress of the country in its resistance."}
{"id":"copy-1","title":"Ferry strike ends after nine days","source":"Coast Paper","date":"2020-02-03","text":"The strike of the ferry crews ended after nine days when both sides agreed on new shifts. The first boats left the quay before dawn, and passengers stood in line. A spokeswoman of the crews said the agreement would hold for two years. Iran was not part of any of it, though some freight for Iran had been waiting in the sheds since the strike began, officials said on Tuesday morning."}
{"id":"copy-2","title":"Nine-day ferry strike is over","source":"Island Post","date":"2020-02-04","text":"The strike of the ferry crews ended after nine days when both sides agreed on new shifts. The first boats left the quay before dawn, and passengers stood in line. A spokeswoman of the crews said the agreement would hold for two years. Iran was not part of any of it, though some freight for Iran had been waiting in the sheds since the strike began, officials said on Tuesday."}
{"id":"right-to-left","title":"گفت‌وگو درباره بندر","lang":"fa","date":"2019","text":"این یک متن آزمایشی است.\n\nAn English paragraph stands in it."}
{"id":"title-only","title":"Nothing but a title"}
END
  "$PARALLAX" --index "$INDEX" index "$BATS_FILE_TMPDIR/more.jsonl" >/dev/null 2>&1
  "$PARALLAX" --index "$INDEX" tag demo-n01 +basra +unrest >/dev/null 2>&1
  printf 'kX3v9qLr7TzWm2NdpQ5c Ann Example\n8hYb4sQeJf6UpGcA1234\n' >"$BATS_FILE_TMPDIR/tokens"
  chmod 600 "$BATS_FILE_TMPDIR/tokens"
  start_daemon "$BATS_FILE_TMPDIR" --token-file "$BATS_FILE_TMPDIR/tokens"
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
  HOSTILE=/article/a%2Fb%22c%27%3Cd%3E%3Fe%23f%26g%3Dh
  ANN='Cookie: parallax_token=kX3v9qLr7TzWm2NdpQ5c'
  NOBODY='Cookie: parallax_token=8hYb4sQeJf6UpGcA1234'
}

# vote ID STANCE COOKIE [curl options]: by the form; prints status and where it leads.
vote() {
  local id=$1 stance=$2 cookie=$3
  shift 3
  curl -s -m 20 -o /dev/null -w '%{http_code} %header{location}' -H "$cookie" -H "Origin: $URL" \
    --data-urlencode "id=$id" -d "stance=$stance" --data-urlencode "back=/article/$id?q=x" "$@" \
    "$URL/api/v1/labels"
}

# Is every element of the page that is opened closed, in order?
is_nested() {
  python3 -c '
import sys
from html.parser import HTMLParser
VOID = {"meta", "link", "input", "br", "rect", "path", "circle", "line", "img"}
class Nest(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open and self.open[-1] == tag, (tag, self.open)
            self.open.pop()
nest = Nest()
nest.feed(sys.stdin.read())
assert not nest.open, nest.open
'
}

@test "article page: an id may be an address; the way back keeps the search" {
  run get '/article/https%3A%2F%2Fwire.example%2F2019%2F12%2Ftalks%3Fpage%3D2?q=harbour&source=Harbour+Wire'
  [[ "$output" == *'quiet <mark id="m1">harbour</mark> town'* ]]
  [[ "$output" == *'href="/?q=harbour&amp;source=Harbour%20Wire"'* ]]
  [[ "$output" == *'href="https://wire.example/2019/12/talks?page=2" rel="noopener noreferrer nofollow"'* ]]
  [[ "$output" == *'framing, not truth'* ]]
}

@test "article page: matches have ids from the title on, and links without scripts" {
  run get '/article/demo-n01?q=consulate+basra'
  [[ "$output" == *'Iranian <mark id="m1">consulate</mark> burned as <mark id="m2">Basra</mark>'* ]]
  [[ "$output" == *'<p dir="auto"><mark id="m3">BASRA</mark>'* ]]
  [[ "$output" == *'5 matches of the search'* ]]
  [[ "$output" == *'<a href="#m5">5</a>'* ]]
  [[ "$output" != *'#m6'* ]]
  [[ "$(get /article/demo-n01)" != *'class="matches"'* ]]
}

@test "article page: of many matches the first ones and the last are linked" {
  run get '/article/demo-n01?q=iran+the+of+basra+and+in+consulate+said+water+political+by'
  count=$(grep -o 'data-count="[0-9]*"' <<<"$output" | tr -dc 0-9)
  [ "$count" -gt 12 ]
  [[ "$output" == *"<a href=\"#m$count\" aria-label=\"last\">… $count</a>"* ]]
  [ "$(grep -o 'href="#m[0-9]' <<<"$output" | wc -l)" -eq 13 ]
}

@test "article page: what is known of it stands in words" {
  run get "$HOSTILE"
  [[ "$output" == *'10 October 2019</time>, 12:34 UTC'* ]]
  [[ "$output" == *'exact to the time; given with the article'* ]]
  [[ "$output" == *'<dt>Credits</dt><dd><bdi>Wire &amp; Co</bdi>'* ]]
  [[ "$output" == *'<a href="/?author=Ann%20One"><bdi>Ann One</bdi></a>, <a href="/?author=Ben%20Two">'* ]]
  [[ "$output" == *'<dt>First seen</dt>'* ]]
  [[ "$(get /article/demo-n01)" == *'exact to the month'* ]]
  [[ "$(get /article/undated-1)" == *'no date was found in or with it'* ]]
}

@test "article page: its tags" {
  [[ "$(get /article/demo-n01)" == *'<dt>Tags</dt><dd><bdi>basra</bdi>, <bdi>unrest</bdi>'* ]]
  [[ "$(get /article/demo-n02)" != *'<dt>Tags</dt>'* ]]
}

@test "article page: hostile ids, titles, fields and texts are harmless" {
  for path in "$HOSTILE?q=iran" "$HOSTILE?q=iran&weights=1" /article/hostile?weights=1; do
    run get "$path"
    [[ "$output" == *'<h1 '* ]]
    [[ "$output" != *'<script>'* ]]
    [[ "$output" != *'<b>field'* ]]
    [[ "$output" != *'<i>value'* ]]
    [[ "$output" != *'<img'* ]]
    [[ "$output" != *'<svg onload'* ]]
    [[ "$output" != *'<iframe'* ]]
    [[ "$output" != *'href="javascript'* ]]
    [[ "$output" != *' style='* ]]
    [[ "$output" != *$'\u202e'* ]]
    is_nested <<<"$output"
  done
  run get "$HOSTILE"
  [[ "$output" == *'<dt><bdi>&lt;b&gt;field&lt;/b&gt;</bdi></dt><dd><bdi>&lt;i&gt;value&lt;/i&gt; evil</bdi>'* ]]
  [[ "$output" == *'href="https://sea.example/a?b=1&amp;c=&quot;2&quot;" rel="noopener noreferrer nofollow"'* ]]
}

@test "article page: paragraphs have their own direction, the text its language" {
  run get /article/right-to-left
  [[ "$output" == *'<h1 dir="auto" lang="fa">'* ]]
  [[ "$output" == *'<div class="text" lang="fa"><p dir="auto">'* ]]
  [[ "$output" == *'</p><p dir="auto">An English paragraph'* ]]
  [[ "$output" == *'not-judged'* ]]
}

@test "article page: the label, its meaning, what the model gives each, and the model's card" {
  run get /article/demo-n01
  [[ "$output" == *'no dominant lean</b>: reports or weighs'* ]]
  [[ "$output" == *'<dt class="s0" title="pro-Iran framing: '* ]]
  [[ "$output" == *'<dd class="number">'*' %</dd>'* ]]
  [[ "$output" == *'Model <a href="/model">iran-without-demo</a>'* ]]
}

@test "article page: weights are on by the address, and off by a link that keeps the search" {
  run get '/article/demo-n01?q=basra&source=Tigris+Wire'
  [[ "$output" == *'href="/article/demo-n01?q=basra&amp;source=Tigris%20Wire&amp;weights=1">Show what the model weighed'* ]]
  [[ "$output" != *'class="legend"'* ]]
  [[ "$output" == *'<details class="weighed">'* ]]
  run get '/article/demo-n01?q=basra&source=Tigris+Wire&weights=1'
  [[ "$output" == *'href="/article/demo-n01?q=basra&amp;source=Tigris%20Wire">Hide what the model weighed'* ]]
  [[ "$output" == *'id="legend" data-label="neutral"'* ]]
  [[ "$output" == *'never why the article is so'* ]]
  [[ "$output" =~ '<span class="word f'[1-4]'" data-weight="+0.' ]]
  [[ "$output" =~ '<span class="word a'[1-4]'" data-weight="-0.' ]]
  [[ "$output" =~ '<span class="sentence '(for|against)'" data-weight="' ]]
  is_nested <<<"$output"
}

@test "article page: the text is the same with and without marks" {
  plain() { grep -o '<div class="text".*</div><details' | sed 's/<p dir="auto">/\n/g; s/<[^>]*>//g'; }
  for id in demo-n01 demo-p02 demo-a03; do
    get "/article/$id" | plain >"$BATS_TEST_TMPDIR/plain"
    get "/article/$id?q=iran+the+attack&weights=1" | plain >"$BATS_TEST_TMPDIR/marked"
    [ -s "$BATS_TEST_TMPDIR/plain" ]
    cmp "$BATS_TEST_TMPDIR/plain" "$BATS_TEST_TMPDIR/marked"
  done
}

@test "article page: what was not judged has nothing weighed, what has no text is shown" {
  run get '/article/undated-1?weights=1'
  [[ "$output" != *'class="weighed"'* ]]
  [[ "$output" != *'class="legend"'* ]]
  run get /article/title-only
  [[ "$output" == *'Nothing but a title'* ]]
  is_nested <<<"$output"
}

@test "article page: the same story elsewhere, and similar articles without it" {
  run get /article/copy-1
  [[ "$output" == *'The same story elsewhere'* ]]
  [[ "$output" == *'1 near-copy of it'* ]]
  [[ "$output" == *'<bdi>Nine-day ferry strike is over</bdi></a>'*'Island Post'*'4 February 2020'* ]]
  [[ "$output" == *'Similar articles'* ]]
  [[ "$output" == *' % alike'* ]]
  [ "$(grep -o 'Nine-day ferry strike is over' <<<"$output" | wc -l)" -eq 1 ]
  [[ "$(get /article/demo-n01)" != *'The same story elsewhere'* ]]
}

@test "article page: unknown articles, parameters and bad escapes are refused in words" {
  [ "$(status /article/nobody)" = 404 ]
  [[ "$(get /article/nobody)" == *'no article &#39;nobody&#39;'*'search for words of it'* ]]
  [ "$(status '/article/demo-n01?colour=red')" = 400 ]
  [ "$(status '/article/demo-n01?weights=perhaps')" = 400 ]
  [ "$(status '/article/%00')" = 400 ]
}

@test "article page: without a token a way to sign in, and back here" {
  run get '/article/demo-n01?q=a%26b'
  [[ "$output" == *'href="/token?back=%2Farticle%2Fdemo-n01%3Fq%3Da%2526b"'* ]]
  [[ "$output" != *'<form class="correct"'* ]]
}

@test "article page: with a token the label is corrected, takes effect, and is taken back" {
  run get '/article/demo-n02?q=x' -H "$ANN"
  [[ "$output" == *'<form class="correct" method="post" action="/api/v1/labels">'* ]]
  [[ "$output" == *'name="back" value="/article/demo-n02?q=x"'* ]]
  [[ "$output" == *'As <bdi>Ann Example</bdi>'* ]]
  [[ "$output" != *'value="none"'* ]]

  [ "$(vote demo-n02 anti-iran "$ANN")" = '303 /article/demo-n02?q=x' ]
  run get /article/demo-n02 -H "$ANN"
  [[ "$output" == *'anti-iran</b> <span class="'*'">by a person</span>'* ]]
  [[ "$output" == *'<bdi>Ann Example</bdi> said <b>anti-iran</b>'* ]]
  [[ "$output" == *'value="anti-iran" required checked'* ]]
  [[ "$output" == *'value="none"'* ]]

  [ "$(vote demo-n02 none "$ANN")" = '303 /article/demo-n02?q=x' ]
  run get /article/demo-n02 -H "$ANN"
  [[ "$output" != *'by a person'* ]]
  [[ "$output" != *'Labels by people'* ]]
}

@test "article page: a token without a name asks for one; nobody else is told who voted" {
  [[ "$(get /article/demo-n03 -H "$NOBODY")" == *'name="coder" required'* ]]
  [ "$(vote demo-n03 neutral "$NOBODY" --data-urlencode 'coder=Ben <b>')" = '303 /article/demo-n03?q=x' ]
  [ "$(vote demo-n03 off-topic "$ANN")" = '303 /article/demo-n03?q=x' ]
  run get /article/demo-n03 -H "$ANN"
  [[ "$output" == *'<bdi>Ben &lt;b&gt;</bdi> said <b>neutral</b>'* ]]
  run get /article/demo-n03
  [[ "$output" == *'1 person said <b>neutral</b>'* ]]
  [[ "$output" == *'1 person said <b>off-topic</b>'* ]]
  [[ "$output" != *'Ben &lt;'* ]]
  [[ "$output" != *'Ann Example'* ]]
}

@test "article page: who has a token gets a page of their own, others one that is kept" {
  run get /article/demo-n01 -D - -H "$ANN"
  [[ "$output" != *'ETag:'* ]]
  [[ "$(get /article/demo-n01 -D -)" == *'ETag:'* ]]
  [[ "$(get /article/demo-n01)" != *'Ann Example'* ]]
}

@test "article page: a label given to another text is said to be old" {
  "$PARALLAX" --index "$INDEX" label copy-2 neutral --coder Cleo >/dev/null 2>&1
  sed -n 's/officials said on Tuesday\./officials said in the week after./; /"copy-2"/p' \
    "$BATS_FILE_TMPDIR/more.jsonl" >"$BATS_TEST_TMPDIR/changed.jsonl"
  "$PARALLAX" --index "$INDEX" index "$BATS_TEST_TMPDIR/changed.jsonl" >/dev/null 2>&1
  run get /article/copy-2 -H "$ANN"
  [[ "$output" == *'given to another text of this article'* ]]
  [[ "$output" == *'(of another text)'* ]]
}
