#!/usr/bin/env bats
# similar, suggest, and "did you mean".

load common.bash

setup() {
  fresh
}

# Two stories of two outlets each, one of them a near-copy, and some others.
stories() {
  local long
  long="The ferry Karlina ran aground on the Ostrava bank in thick fog on Monday night with ninety passengers aboard, the harbour master said. Two lifeboats took the passengers of the Karlina off before dawn and nobody was hurt. The captain had asked for a pilot."
  jq -nc --arg t "$long" '{id:"f1",title:"Ferry Karlina runs aground",source:"Harbour Wire",date:"2021-03-01",text:$t}'
  jq -nc --arg t "$long They will look at the hull on Tuesday." '{id:"f2",title:"Ferry aground in fog",source:"Coast Ledger",date:"2021-03-01",text:$t}'
  jq -nc '{id:"f3",title:"Karlina towed off the Ostrava bank",source:"Coast Ledger",date:"2021-03-04",text:"Tugs towed the ferry Karlina off the Ostrava bank on Thursday. Divers found no hole in the hull. The harbour master will hear the captain next week."}'
  jq -nc '{id:"f4",title:"Inquiry into the Karlina",source:"Inland Post",date:"2021-04-04",text:"An inquiry into how the Karlina came onto the Ostrava bank begins on Friday. The ferry had no pilot aboard."}'
  jq -nc '{id:"g1",title:"Bakers ask for cheaper flour",source:"Inland Post",date:"2021-03-02",text:"Bakers say that the price of flour has doubled and that they cannot bake bread for less."}'
  jq -nc '{id:"g2",title:"Flour again",source:"Coast Ledger",date:"2021-03-05",text:"The price of flour fell on Friday, and bakers said they would bake more bread."}'
  jq -nc '{id:"o1",title:"Schools reopen",source:"Inland Post",text:"Pupils went back to school."}'
  jq -nc '{id:"o2",title:"A quiet day",source:"Inland Post",text:"Nothing was heard of anyone."}'
}

index_stories() {
  stories >"$DIR/stories.jsonl"
  plx index --no-model "$DIR/stories.jsonl" 2>/dev/null
}

@test "similar finds the same story, not the article itself nor its near-copies" {
  index_stories
  [ "$(plx search dup:f1 --format ids | sort | tr '\n' ' ')" = "f1 f2 " ]
  [ "$(plx similar f1 --format ids | head -2 | sort | tr '\n' ' ')" = "f3 f4 " ]
  run plx similar f1 --format ids
  lacks f1
  lacks f2
  [ "$(plx similar f1 --format ids -n 2 | tr '\n' ' ')" = "f3 f4 " ]
  [ "$(plx similar g1 --format ids -n 1)" = g2 ]
}

@test "of near-copies among the similar ones only one is shown" {
  index_stories
  run plx similar f3 --format ids
  [ "$(grep -c 'f[12]' <<<"$output")" -eq 1 ]
}

@test "filters apply, and likeness falls with the rank" {
  index_stories
  [ "$(plx similar f1 --source 'Inland Post' --format ids -n 1)" = f4 ]
  [ "$(plx similar f1 --until 2021-03 --format ids -n 1)" = f3 ]
  plx similar f1 --format json | jq -e '.similar_to == "f1" and (.hits | length >= 2) and
    (.hits | map(.score) | . == (sort | reverse)) and all(.hits[]; .score > 0 and .score <= 1)'
  run plx similar f1 --explain
  has "% alike"
  has "karlina"
}

@test "an article in a file, also one that is in the index" {
  index_stories
  stories | head -1 >"$DIR/f1.jsonl"
  run plx similar --file "$DIR/f1.jsonl" --format ids
  [ "$(head -2 <<<"$output" | sort | tr '\n' ' ')" = "f3 f4 " ]
  lacks f1
  lacks f2
  printf 'The ferry Karlina lies on the Ostrava bank.\n' >"$DIR/note.txt"
  run plx similar --file "$DIR/note.txt" --format ids
  [ "${#lines[@]}" -ge 3 ]
}

@test "what cannot be compared is said" {
  index_stories
  fails 1 "no article 'nobody'" plx similar nobody
  fails 2 "name one article" plx similar
  fails 2 "name one article" plx similar f1 --file x
  fails 2 "no words that other articles could be found by" plx similar o2
  : >"$DIR/empty.jsonl"
  fails 2 "there is no article in it" plx similar --file "$DIR/empty.jsonl"
}

@test "did you mean: words that no article holds, and only these" {
  index_stories
  run plx search "harbuor mastr"
  has "did you mean: harbour master"
  [ "$(plx search '"harbuor master" -flour' --format json | jq -r .did_you_mean)" = '"harbour master" -flour' ]
  [ "$(plx search 'LIFEBOTAS' --format json | jq -r .did_you_mean)" = lifeboats ]
  for query in harbour "harbours" "1998" "covid-18" xqwzv "flo" '-harbuor ferry' 'title:harbuo*'; do
    [ "$(plx search --format json -- "$query" | jq .did_you_mean)" = null ]
  done
  [ "$(plx search 'harbuor' --format json | jq .total)" -eq 0 ]
  [ "$(plx search 'title:inquirry' --format json | jq -r .did_you_mean)" = 'title:inquiry' ]
  [ "$(plx search 'title:(inquirry OR floor)' --format json | jq -r .did_you_mean)" = 'title:(inquiry OR flour)' ]
}

@test "two words run together are taken apart" {
  for i in 1 2 3 4 5 6; do
    jq -nc --arg i "$i" '{id:("z" + $i),title:("Note " + $i),text:("The ferry left the pier at number " + $i + " today.")}'
  done >"$DIR/six.jsonl"
  plx index --no-model "$DIR/six.jsonl" 2>/dev/null
  [ "$(plx search 'ferrypier' --format json | jq -r .did_you_mean)" = 'ferry pier' ]
}

@test "suggestions: words, sources, authors and titles that go on from what was typed" {
  index_six
  plx suggest har --format json | jq -e '.typed == "har" and
    (.suggestions | map(select(.kind == "word" or .kind == "name") | .text) | index("harbour") != null) and
    (.suggestions | map(select(.kind == "source") | .query) == ["source:\"Harbour Wire\""])'
  [ "$(plx suggest ada mo --format json | jq -r '.suggestions[] | select(.kind == "author") | .query')" = 'author:"Ada Moss"' ]
  plx suggest 'green zon' --format json | jq -e '
    (.suggestions | map(select(.kind == "word") | .query) | index("green zone") != null) and
    (.suggestions | map(select(.kind == "title") | .id) | index("s3") != null)'
  while IFS=$'\t' read -r kind text count query; do
    [ "$kind" != word ] || [ "$(plx search "$query" --format json | jq .total)" -gt 0 ]
    [ -n "$text$count" ]
  done < <(plx suggest sanc)
}

@test "suggestions for nothing, signs, and very long beginnings" {
  index_six
  for typed in '' ' ' 'x' '"' '(((' 'source:' '*' "$(printf 'a%.0s' {1..5000})" $'\x01\x02' 'مر'; do
    run plx suggest "$typed"
    [ "$status" -le 1 ]
  done
  fails 2 "can be at most 100" plx suggest a -n 1000
}
