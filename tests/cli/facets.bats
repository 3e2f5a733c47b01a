#!/usr/bin/env bats
# `parallax search --facets`: trees of dates, two-way tables, the tally, what is hidden.

load common
setup() { fresh; }

counts() {
  plx search --no-hits "$@"
}

@test "dates are a tree: years, then what is chosen" {
  index_six
  run counts --facets date --facet date=2019-12 --facet-sort value --format json
  [ "$(jq -c '[.facets.date[] | [.value, .count]]' <<<"$output")" = '[["2019",2],["2020",3]]' ]
  [ "$(jq -c '.facets.date[0].children[0] | [.value, .chosen, .count]' <<<"$output")" = \
    '["2019-12",true,2]' ]
  [ "$(jq -c '[.facets.date[0].children[0].children[].value]' <<<"$output")" = \
    '["2019-12-05","2019-12-11"]' ]
  [ "$(jq .facets_more.date.missing <<<"$output")" -eq 1 ]
  run counts --facets quarter
  has "2020-Q1"
  has "without quarter"
}

@test "a two-way table as text, JSON and CSV" {
  index_six
  run counts --facets 'source*topic' --facet-top 2
  [ "$status" -eq 0 ]
  has "source by topic"
  has "n = 6 articles (6 stories): 6 not judged; 1 undated"
  run counts --facets 'source*topic' --facet-top 2 --shares row
  has " %"
  run counts --facets 'source*topic' --facet-top 2 --format json
  [ "$(jq -c '.tables[0] | [.n, .rows.facet, .columns.facet]' <<<"$output")" = \
    '[6,"source","topic"]' ]
  [ "$(jq '[.tables[0].counts[][]] | add' <<<"$output")" -eq 6 ]
  [ "$(jq '.tables[0].row_totals | add' <<<"$output")" -eq 6 ]
  run counts --facets 'source*topic' --facet-top 2 --format csv
  [ "$status" -eq 0 ]
  [ "${lines[0]%%,*}" = source ]
  [ "$(tail -n 1 <<<"$output" | tr -d '\r' | sed 's/.*,//')" = 6 ]
}

@test "one facet as CSV" {
  index_six
  run counts --facets source --format csv
  has "source,count,share"
  has "Harbour Wire,3,0.5000"
}

@test "an author counts in each article, an article once in totals" {
  index_six
  run counts --facets 'author*lang' --format json
  [ "$(jq -c '.tables[0] | [.rows.several, .n, (.rows.lines[-1].kind)]' <<<"$output")" = \
    '[true,6,"missing"]' ]
}

@test "CSV holds hits or counts, not both" {
  index_six
  fails 2 "with --no-hits it gives the counts" plx search x --facets source --format csv
  fails 2 "takes one facet or table" plx search x --facets source,lang --no-hits --format csv
  fails 2 "takes one facet or table" plx search x --no-hits --format csv
  fails 2 "nothing but hits" plx search x --no-hits --format ids
  fails 2 "says nothing" plx search x --facets 'source*source'
  fails 2 "there is no facet 'colour'" plx search x --facets 'source*colour'
}

@test "what a query's own date hides is said as what an option hides" {
  index_six
  for query in 'harbour since:2019' 'since:2019 until:2019 harbour' 'date:2019.. harbour'; do
    run counts "$query"
    has "1 undated hidden: --undated shows them"
    run counts "$query" --undated
    lacks "hidden"
  done
  [ "$(counts --until 2020-01 --format json | jq .total)" -eq \
    "$(counts --until 2020-01-31 --format json | jq .total)" ]
  [ "$(counts --until 2020-01 --format json | jq .total)" -eq 4 ]
}

@test "a stance filter says what else there is, a person's labels can be had alone" {
  index_demo
  run counts --stance neutral
  has "off-topic hidden"
  run counts stance:neutral
  has "off-topic hidden"
  has "labelled by the model"
  run counts --labels person
  [ "$status" -eq 1 ]
  id=$(plx search --stance neutral -n 1 --format ids)
  plx label "$id" neutral --coder ann 2>/dev/null
  run counts --labels person --facets stance,stance_by --format json
  [ "$(jq -c '[.total, .tally.person, .facets.stance[0].value]' <<<"$output")" = \
    '[1,1,"neutral"]' ]
  [ "$(jq '.facets.stance_by | length' <<<"$output")" -eq 2 ]
  [ "$(jq -c '.facets.stance_by[] | select(.value == "person") | .chosen' <<<"$output")" = true ]
}

@test "tables fit the terminal, hostile values do nothing to it" {
  script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal"
  printf '{"text":"harbour","source":"=1+1 \\u001b[31mred a very long name of an outlet that goes on"}\n{"text":"the harbour again","source":"B \\"q\\", c"}\n' >"$DIR/e.jsonl"
  plx index --no-model "$DIR/e.jsonl" 2>/dev/null
  for width in 40 80 200; do
    TERM=xterm NO_COLOR=1 script -qec "stty cols $width; $PARALLAX --index $INDEX search --no-hits --facets 'source,source*lang'" /dev/null </dev/null >"$DIR/log"
    ! grep -q "$(printf '\033')" "$DIR/log"
    [ "$(sed 1d "$DIR/log" | grep -v '^Script ' | tr -d '\r' | wc -L)" -le "$width" ]
  done
  run plx search --no-hits --facets source --format csv
  has '"B ""q"", c",1,0.5000'
}

@test "facets and tables are bounded, a table has two facets" {
  index_six
  for name in 'a*b*c' '*' 'source*' '*source' 'source*topic*lang'; do
    fails 2 "a table has two facets" counts --facets "$name"
  done
  fails 2 "33 facets are asked for, at most 32" counts --facets "$(printf 'source,%.0s' $(seq 32))topic"
  run counts --facets "$(printf 'source,%.0s' $(seq 31))topic"
  [ "$status" -eq 0 ]
}

@test "near-copies are counted without hits, too" {
  printf '{"id":"%s","text":"The harbour was closed by a storm on Monday and opens again next week, said the port."}\n' a b >"$DIR/twice.jsonl"
  plx index --no-model "$DIR/twice.jsonl" 2>/dev/null
  run counts harbour --collapse --format json
  [ "$(jq -c '[.total, .collapsed]' <<<"$output")" = "[2,1]" ]
}

@test "--labels filters counts, timelines and exports alike, and is told" {
  index_demo
  plx label demo-n01 neutral --coder ann
  plx label demo-a01 anti-iran --coder ann
  [ "$(counts --labels person --format json | jq .total)" -eq 2 ]
  [ "$(plx timeline --labels person --format json | jq .total)" -eq 2 ]
  [ "$(plx export --labels person --format ids --methods "$DIR/m.md" | wc -l)" -eq 2 ]
  grep -q 'only stance_by: .*person' "$DIR/m.md"
  [ "$(plx compare --labels model --format json | jq -r .labels)" = model ]
  run counts --labels person --explain --format json
  [ "$(jq -r .reading <<<"$output")" = "all articles; filtered: stance_by is person" ]
}

@test "search, timeline and compare say the same of what a filter hid" {
  index_demo
  set -- --stance neutral --since 2019-10 --format json
  hidden=$(counts "$@" | jq -Sc .hidden)
  [ "$(jq '[.[]] | add > 0' <<<"$hidden")" = true ]
  [ "$(plx timeline "$@" | jq -Sc .hidden)" = "$hidden" ]
  [ "$(plx compare "$@" --by source | jq -Sc .hidden)" = "$hidden" ]
  run plx compare --stance neutral --by source
  has "hidden"
}
