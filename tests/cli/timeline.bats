#!/usr/bin/env bats
# `parallax timeline`: text at several widths, CSV, JSON, drawings, refusals.

setup() {
  load common
  fresh
}

# Articles whose counts one can keep in mind: dates of every exactness, hostile names of sources.
index_dates() {
  cat >"$DIR/dates.jsonl" <<'END'
{"id":"d1","source":"Wire","date":"2019-10-31T23:30:00Z","text":"the harbour ferry one"}
{"id":"d2","source":"Wire","date":"2019-11-01","text":"a second ferry of the town"}
{"id":"d3","source":"=1+1,\"<script>\"","date":"2019-11-30","text":"third ferry, a new keeper"}
{"id":"d4","source":"Wire","date":"2020-02-29","text":"fourth ferry on the leap day"}
{"id":"d5","source":"Post","date":"2020-02","text":"fifth ferry, some time in February"}
{"id":"d6","source":"Post","date":"2020","text":"sixth ferry, in that year"}
{"id":"d7","source":"Post","text":"seventh ferry without any date"}
END
  plx index --no-model "$DIR/dates.jsonl" 2>"$DIR/index.log"
}

# As ask_json of common.bash: ask FILTER ARGUMENT...
ask() {
  ask_json timeline "$@"
}

@test "gaps are filled, and what has no place is said" {
  index_dates
  run plx timeline ferry --by month
  [ "$status" -eq 0 ]
  has "stance by month, 2019-10 to 2020-02"
  has "2019-12  0"
  has "2019-11  2  ██████████"
  has "█ not-judged"
  has "n = 7 articles (7 stories): 7 not judged; 1 undated"
  has "in no period: 1 undated, 1 dated only to the year"
  run plx timeline ferry --by day
  has "in no period: 1 undated, 1 dated only to the year, 1 dated only to the month"
}

@test "a unit is chosen, and named" {
  index_dates
  run plx timeline ferry
  has "--by year was chosen; also: day, week, month, quarter, year"
  [ "$(ask '[.by, .by_chosen]' ferry --since 2019-10 --until 2019-11)" = '["day",true]' ]
  [ "$(ask '[.by, .by_chosen]' ferry --by week)" = '["week",false]' ]
}

@test "lines fit the width; counts of bands give way to bars" {
  index_demo
  for width in 40 60 80 120 200; do
    COLUMNS=$width plx timeline --by quarter --per source --top 2 | grep '^[0-9]' >"$DIR/out"
    [ "$(wc -L <"$DIR/out")" -le "$width" ]
    COLUMNS=$width plx timeline --by quarter --shares | grep '^[0-9]' >"$DIR/out"
    [ "$(wc -L <"$DIR/out")" -le "$width" ]
  done
}

@test "bands are told apart without colour, and without Unicode" {
  index_demo
  run plx timeline --by year
  has "█ pro-iran   ░ neutral   ▚ anti-iran"
  lacks "$(printf '\033')"
  LC_ALL=C plx timeline --by year >"$DIR/ascii"
  run cat "$DIR/ascii"
  has "P pro-iran   N neutral   A anti-iran"
  [ "$(tr -d '\n -~' <"$DIR/ascii" | wc -c)" -eq 0 ]
}

@test "colour on a terminal, none with NO_COLOR" {
  command -v script >/dev/null || skip "no script(1)"
  index_demo
  TERM=xterm script -qec "$PARALLAX --index $INDEX timeline --by year" /dev/null >"$DIR/colour"
  grep -q "$(printf '\033\[32m')" "$DIR/colour"
  TERM=xterm NO_COLOR=1 script -qec "$PARALLAX --index $INDEX timeline --by year" /dev/null >"$DIR/plain"
  ! grep -q "$(printf '\033')" "$DIR/plain"
}

@test "JSON: periods, weeks of ISO 8601, what is in none" {
  index_dates
  plx timeline ferry --by week --format json >"$DIR/out.json"
  jq -e '.schema == 1 and .query == "ferry" and .facet == "stance" and .per == null
    and .counted == "articles" and .total == 7 and .n == 4
    and .unplaced == {"undated": 1, "dated_only_to_year": 1, "dated_only_to_month": 1}
    and .tally.n == 7 and .tally.undated == 1 and .tally.not_judged == 7
    and .denominator_of == "judged articles"' "$DIR/out.json"
  jq -e '.series | length == 1' "$DIR/out.json"
  jq -e '.series[0].periods | length == 18
    and .[0].period == "2019-W44" and .[0].start == "2019-10-28" and .[0].end == "2019-11-03"
    and .[0].n == 2 and .[1].n == 0 and .[-1].period == "2020-W09" and .[-1].n == 1' \
    "$DIR/out.json"
  jq -e '[.series[0].periods[].values[] | select(.value == "not-judged") | .count] | add == 4' \
    "$DIR/out.json"
  jq -e '[.series[0].periods[].values[].share] | all(. == null)' "$DIR/out.json"
}

@test "JSON: shares add up to one, with their intervals" {
  index_demo
  plx timeline --by year --format json >"$DIR/out.json"
  jq -e '[.series[0].periods[] | select(.denominator > 0) | [.values[].share // 0] | add
    | . > 0.999 and . < 1.001] | all' "$DIR/out.json"
  jq -e '[.series[0].values[] | select(.share) | .low <= .share and .share <= .high] | all' \
    "$DIR/out.json"
  jq -e '[.bands[].value] == ["pro-iran", "neutral", "anti-iran", "unclear", "off-topic",
    "not-judged"]' "$DIR/out.json"
}

@test "CSV: a line for each series, period and value" {
  index_dates
  plx timeline ferry --by month --facets lang --per source --top 1 --format csv \
    >"$DIR/out.csv" 2>"$DIR/err"
  grep -q "2 are in no period" "$DIR/err"
  [ "$(head -1 "$DIR/out.csv" | tr -d '\r')" = \
    "period,start,end,series,value,count,share,low,high,articles,stories,n,denominator" ]
  [ "$(wc -l <"$DIR/out.csv")" -eq 11 ]
  grep -q '^2019-12,2019-12-01,2019-12-31,Post,en,0,,,,0,0,0,0' "$DIR/out.csv"
  grep -q '^2019-11,2019-11-01,2019-11-30,(others),en,2,1.0000,0.3424,1.0000,2,2,2,2' "$DIR/out.csv"
}

@test "names of sources are quoted in CSV and escaped in drawings" {
  index_dates
  plx timeline --by year --per source --format csv 2>/dev/null >"$DIR/out.csv"
  grep -qF '"=1+1,""<script>""",' "$DIR/out.csv"
  plx timeline --by year --per source --format svg >"$DIR/out.svg"
  ! grep -q '<script' "$DIR/out.svg"
  grep -qF '=1+1,&quot;&lt;script&gt;&quot;' "$DIR/out.svg"
}

@test "a drawing is well-formed, alone, and says what it shows" {
  command -v xmllint >/dev/null || skip "no xmllint"
  index_demo
  plx timeline --per source --top 3 --shares --svg "$DIR/out.svg" >"$DIR/text"
  grep -q "stance by" "$DIR/text"
  xmllint --noout "$DIR/out.svg"
  grep -q 'role="img" aria-labelledby="plx-title plx-desc"' "$DIR/out.svg"
  grep -q '<title id="plx-title">stance by .* per source: all articles</title>' "$DIR/out.svg"
  grep -q '<desc id="plx-desc">' "$DIR/out.svg"
  grep -q 'prefers-color-scheme:dark' "$DIR/out.svg"
  ! grep -qE '<script|<image|href|url\([^#]|@import|on[a-z]+=' "$DIR/out.svg"
  [ "$(grep -o 'http[^"]*' "$DIR/out.svg" | sort -u)" = "http://www.w3.org/2000/svg" ]
  plx timeline --per source --top 3 --shares --format svg | cmp - "$DIR/out.svg"
}

@test "nothing found is exit 1, in every form" {
  index_dates
  for format in text json csv svg; do
    run plx timeline zebra --format $format
    [ "$status" -eq 1 ]
  done
  [ "$(plx timeline zebra --format json | jq -c '[.total, .n, (.series[0].periods | length)]')" = \
    "[0,0,0]" ]
}

@test "articles without any date are found, and in no period" {
  index_dates
  run plx timeline seventh
  [ "$status" -eq 0 ]
  has "n = 1 article (1 story)"
  has "in no period: 1 undated"
}

@test "filters hold as for search, and what they hide is said" {
  index_dates
  [ "$(ask '.total' ferry --source Wire)" = 3 ]
  run plx timeline ferry --since 2019-11
  has "1 undated hidden: --undated shows them"
  [ "$(ask '[.total, .hidden.undated]' ferry --since 2019-11)" = "[5,1]" ]
}

@test "stories count near-copies once, at the first of them" {
  text="The ferry company said on Monday that its two boats would not sail before the spring \
because the engines of both had been found to be worn and no parts could be had from the yard \
that built them, so that people of the islands must take the long way by the bridge and the road"
  for i in 1 2 3; do
    jq -nc --arg t "$text" --arg i "$i" \
      '{id: ("c" + $i), source: ("Paper " + $i), date: ("2020-0" + $i + "-10"), text: $t}'
  done >"$DIR/copies.jsonl"
  plx index --no-model "$DIR/copies.jsonl" 2>/dev/null
  [ "$(ask '[.series[0].periods[] | [.n, .articles, .stories]]' --by month)" = \
    "[[1,1,1],[1,1,0],[1,1,0]]" ]
  [ "$(ask '[.counted, .n, [.series[0].periods[].n]]' --by month --collapse)" = \
    '["stories",1,[1,0,0]]' ]
  run plx timeline --by month --collapse
  has "stories are counted"
}

@test "refusals name the option and the remedy" {
  index_dates
  printf '{"id":"old","date":"1820-01-01","text":"an old ferry"}\n' >"$DIR/old.jsonl"
  plx index --no-model "$DIR/old.jsonl" 2>/dev/null
  fails 2 "--by day gives 73109 periods from 1820-01-01 to 2020-02-29, at most 5000 are drawn: choose --by month" \
    plx timeline ferry --by day
  fails 2 "there is no period 'hour'; periods are day, week, month, quarter, year" \
    plx timeline ferry --by hour
  fails 2 "there is no facet 'mood'" plx timeline ferry --per mood
  fails 2 "choose its periods with --by" plx timeline ferry --facets month
  fails 2 "to count its values: --facets lang" plx timeline ferry --facet lang
  fails 2 "--sort has no place" plx timeline ferry --sort date
  fails 2 "--top can be at most 20" plx timeline ferry --top 21
  fails 2 "No such file" plx timeline ferry --svg "$DIR/none/out.svg"
}
