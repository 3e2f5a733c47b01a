#!/usr/bin/env bats
# `parallax search`: queries, filters, facets, formats, and refusals.

setup() {
  load common
  fresh
}

# Scores are the ranking's business: they are masked in golden output.
masked() {
  plx search "$@" | sed 's/"score": *[0-9.e+-]*/"score": 0/; s/,[0-9.]*,\(\r*\)$/,0,\1/'
}

ids() {
  plx search --format ids "$@" | tr '\n' ' ' | sed 's/ $//'
}

@test "text output" {
  index_six
  run plx search harbour sanctions --facets stance,source,month
  [ "$status" -eq 0 ]
  is_golden search-text.txt
}

@test "JSON output" {
  index_six
  run masked '"green zone"' --format json --facets source,topic
  [ "$status" -eq 0 ]
  is_golden search-json.txt
}

@test "JSON Lines, CSV and ids" {
  index_six
  run masked ferry --format jsonl
  is_golden search-jsonl.txt
  run masked ferry --format csv --no-snippets
  is_golden search-csv.txt
  [ "$(ids ferry)" = "s1 s5" ] || [ "$(ids ferry)" = "s5 s1" ]
}

@test "words, phrases, operators, prefixes, fields" {
  index_six
  [ "$(ids '"green zone"' | wc -w)" -eq 2 ]
  [ "$(ids 'ferry AND NOT night')" = "s1" ]
  [ "$(ids 'ferry -night')" = "s1" ]
  [ "$(ids 'lighthouse OR essay' | wc -w)" -eq 2 ]
  [ "$(ids '+(lighthouse OR essay) +keepers')" = "s4" ]
  [ "$(ids 'light*')" = "s4" ]
  [ "$(ids 'title:sanction')" = "s2" ]
  [ "$(ids 'source:"coast ledger"')" = "s2" ]
  [ "$(ids 'author:tarn repairs' | wc -w)" -ge 1 ]
  [ "$(ids 'kataib')" = "s4" ]
  [ "$(ids 'date:2020-02')" = "s5" ]
}

@test "filters: either of one facet, all of several" {
  index_six
  [ "$(ids --source 'coast ledger')" = "s2" ]
  [ "$(ids --source 'coast ledger' --source 'northern review' | wc -w)" -eq 3 ]
  [ "$(ids --source 'northern review' --author 'ada moss')" = "s4" ]
  [ "$(ids --facet topic=travel | wc -w)" -eq 2 ]
  [ "$(ids -f topic=travel -f topic=trade | wc -w)" -eq 4 ]
  [ "$(ids --lang en | wc -w)" -eq 6 ]
}

@test "dates: since, until, undated, newest first" {
  index_six
  [ "$(ids --since 2020 --sort date)" = "s5 s3 s4" ] || [ "$(ids --since 2020 --sort date | wc -w)" -eq 3 ]
  [ "$(ids --until 2019-12-05)" = "s1" ]
  fails 2 "until '2019' ends before since '2020' begins" plx search --since 2020 --until 2019
  fails 2 "the range 2020..2019 ends before it begins" plx search date:2020..2019
  run plx search harbour --since 2019
  has "1 undated hidden: --undated shows them"
  run plx search harbour --since 2019 --undated
  lacks "undated hidden"
  has "What the harbour could be"
  [ "$(ids --sort date --limit 1)" = "s5" ]
  [ "$(ids --sort date-asc --limit 1)" = "s1" ]
}

@test "paging" {
  index_six
  all=$(ids --sort date)
  paged="$(ids --sort date -n 3) $(ids --sort date -n 3 --offset 3)"
  [ "$all" = "$paged" ]
  run plx search --sort date -n 2 --offset 2 --no-snippets
  has " 3. "
}

@test "the total says how many hold all words and any" {
  index_six
  run plx search harbour sanctions
  has "hold all words (exact); "
  run plx search zebra harbour
  has "hold any"
}

@test "nothing found is exit 1" {
  index_six
  run plx search zebra
  [ "$status" -eq 1 ]
  has "nothing found"
  run plx search zebra --format json
  [ "$status" -eq 1 ]
  has '"total": 0'
}

@test "a synthetic article shows as such in every form" {
  index_six
  run plx search ferry
  has "synthetic"
  run plx search ferry --format json
  has '"synthetic": true'
  run plx search ferry --format jsonl
  has '"synthetic":true'
  run plx search ferry --format csv
  has ",true,"
  run plx show s1
  has "synthetic"
}

@test "an unbalanced quote is read as words, with a notice; refused with --strict" {
  index_six
  run plx search '"green zone'
  [ "$status" -eq 0 ]
  has "parallax: "
  fails 2 "quote" plx search --strict '"green zone'
}

@test "an unknown field names those that exist" {
  index_six
  fails 2 "colour" plx search 'colour:red'
  has "title"
  has "topic"
}

@test "an unknown stance names those that exist" {
  index_demo
  fails 2 "pro-iran" plx search --stance prroiran
  has "off-topic"
  fails 2 "pro-iran" plx search 'stance:prroiran'
}

@test "an unknown facet names those that exist" {
  index_six
  fails 2 "topic" plx search --facets colour
  fails 2 "--facet needs NAME=VALUE" plx search --facet topic
}

@test "a bad date is named" {
  index_six
  fails 2 "sometime" plx search --since sometime
}

@test "combinations that make no sense are refused" {
  index_six
  fails 2 "exclude each other" plx search x --facets source --no-facets
  fails 2 "--format csv has no place for --facets" plx search x --facets source --format csv
  fails 2 "--format ids has no place for --explain" plx search x --explain --format ids
  fails 2 "--format trec goes with --batch" plx search x --format trec
  fails 2 "--undated goes with" plx search x --undated
  fails 2 "--likely goes with" plx search x --likely
  fails 2 "--batch goes with --format trec or jsonl" plx search --batch "$DATA/queries.tsv" --format csv
  fails 2 "exclude" plx search x --batch "$DATA/queries.tsv"
}

@test "a missing index says how to make one" {
  fails 2 "make one with" plx search x
}

@test "--explain says how the query was read" {
  index_six
  run plx search '"green zone" pier' --explain
  [ "$status" -eq 0 ]
  has "zone"
}

@test "a batch gives TREC run lines" {
  index_six
  run plx search --batch "$DATA/queries.tsv" --format trec -n 3
  [ "$status" -eq 0 ]
  [[ "${lines[0]}" =~ ^1\ Q0\ s[0-9]\ 1\ [0-9.]+\ parallax$ ]]
  [ "$(printf '%s\n' "$output" | grep -c '^3 Q0 s4 1 ')" -eq 1 ]
  ! printf '%s\n' "$output" | grep -q '^4 '
  run plx search --batch "$DATA/queries.tsv" --format jsonl
  [ "${#lines[@]}" -eq 4 ]
  has '"qid":"2"'
}

@test "a batch goes on after a bad line and ends with 2" {
  index_six
  printf '1\tferry\nnonsense\n3\tcolour:red\n4\tpier\n' >"$DIR/q"
  run plx search --batch "$DIR/q" --format trec
  [ "$status" -eq 2 ]
  has "$DIR/q:2"
  has "$DIR/q:3"
  has "4 Q0 "
}

@test "a terminal gets bold marks and facets, and nothing that articles bring" {
  script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal"
  printf '{"id":"evil","title":"Evil \\u001b[31mred\\u0007 title","source":"A\\u009b31mB","text":"The harbour \\u001b]0;owned\\u0007 text with escapes is shown without them."}\n' >"$DIR/e.jsonl"
  plx index --no-model "$DIR/e.jsonl" 2>/dev/null
  TERM=xterm script -qec "$PARALLAX --index $INDEX search harbour" /dev/null </dev/null >"$DIR/log"
  esc=$(printf '\033')
  grep -q "${esc}\[1mharbour${esc}\[0m" "$DIR/log"
  grep -q "source" "$DIR/log"
  ! grep -q "${esc}\[31m" "$DIR/log"
  ! grep -q "${esc}\]" "$DIR/log"
  ! grep -q "$(printf '\007')" "$DIR/log"
  ! grep -q "$(printf '\302\233')" "$DIR/log"
  TERM=xterm NO_COLOR=1 script -qec "$PARALLAX --index $INDEX search harbour" /dev/null </dev/null >"$DIR/log"
  ! grep -q "$esc" "$DIR/log"
  grep -q '\*\*harbour\*\*' "$DIR/log"
}

@test "a time limit that is too short is an error or a result, never a hang" {
  index_six
  run timeout 20 "$PARALLAX" --index "$INDEX" search harbour --timeout 1
  [ "$status" -ne 124 ]
}

@test "what a time limit leaves says so" {
  index_demo
  for ms in 1 2 3 5 8 13 21 34; do
    code=0
    plx search '=iran "united states"' --timeout $ms --facets source --format json \
      >"$DIR/out" 2>"$DIR/said" || code=$?
    if [ "$code" -eq 2 ]; then
      grep -q 'and was ended' "$DIR/said"
    elif jq -e .partial "$DIR/out" >/dev/null; then
      grep -q 'partial: time ran out (.*a longer --timeout gives all' "$DIR/said"
    else
      [ ! -s "$DIR/said" ]
      jq -e '.total_exact and (.facets.source | length > 0)' "$DIR/out" >/dev/null
    fi
  done
}

@test "articles in the order in which they came into the index" {
  index_six
  [ "$(ids --sort added)" = "$(plx export --format ids | tr '\n' ' ' | sed 's/ $//')" ]
  first=$(ids --sort added -n 2)
  [ "$first $(ids --sort added -n 100 --offset 2)" = "$(ids --sort added -n 100)" ]
  echo '{"id":"late","title":"Old","date":"2001-01-01","text":"A ferry."}' >"$DIR/late.jsonl"
  plx index --no-model "$DIR/late.jsonl" 2>/dev/null
  [[ "$(ids ferry --sort added)" == *" late" ]]
}

@test "the bundled articles: stance as filter and facet" {
  index_demo
  run plx search soleimani --facets stance
  [ "$status" -eq 0 ]
  has "(model)"
  n=$(plx search --stance neutral --format json | sed -n 's/^  "total": \([0-9]*\),/\1/p')
  [ "$n" -ge 0 ]
  [ "$(plx search --stance neutral --format jsonl -n 100 | grep -c '"stance":"neutral"')" -eq "$n" ]
}
