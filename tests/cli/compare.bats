#!/usr/bin/env bats
# `parallax compare`: sides by stance and facet, text at several widths, JSON, CSV, refusals.

setup() {
  load common
  fresh
}

# Two leanings that write of the same ferry in other words, in three outlets each.
index_sides() {
  awk 'BEGIN {
    split("harbour council bridge storm market school tower garden letter river winter window " \
          "record engine museum forest signal copper basket mirror", w, " ")
    srand(7)
    for (i = 1; i <= 80; i++) {
      text = ""
      for (j = 0; j < 50; j++)
        text = text w[int(rand() * 20) + 1] (j % 10 == 9 ? ". The " : " ")
      left = i % 2
      printf "{\"id\":\"c%d\",\"title\":\"Ferry %d\",\"source\":\"%s %d\",\"date\":\"%d-01-02\"," \
             "\"lean\":\"%s\",\"synthetic\":true,\"text\":\"The ferry came to the %s and %s.\"}\n",
             i, i, left ? "East" : "West", i % 3, 2018 + i % 2, left ? "east" : "west", text,
             left ? "they cheered the amber lantern of Port Ellery" \
                  : "they feared the broken turbine of Governor Hask"
    }
  }' >"$DIR/sides.jsonl"
  plx index --no-model --facet lean "$DIR/sides.jsonl" 2>"$DIR/index.log"
}

# As ask_json of common.bash: ask FILTER ARGUMENT...
ask() {
  ask_json compare "$@"
}

@test "each side has its articles, and the terms that it over-uses" {
  index_sides
  run plx compare ferry --by lean
  [ "$status" -eq 0 ]
  has "40 articles (40 stories); 40 stories of 3 sources read"
  has "amber lantern"
  has "the **amber lantern** of Port Ellery"
  has "Governor Hask"
  has "The words of the query are left out of the terms: ferry."
  has "drawn with seed 1"
  has "n = 80 articles"
  [ "$(ask '[.sides[] | .side, (.hits | length)]' ferry --by lean)" = '["east",3,"west",3]' ]
}

@test "JSON" {
  index_sides
  run ask '[.schema, .query, .by, .total, .documents, .on_no_side, .sample.seed]' ferry --by lean
  [ "$output" = '[1,"ferry","lean",80,80,0,1]' ]
  run ask '.sides[0].terms[] | select(.term == "amber lantern") |
           [.kind, .articles, .articles_others, .count, .sources, .in_model, .weak]' ferry --by lean
  [ "$output" = '["phrase",40,0,40,3,false,false]' ]
  [ "$(ask '.sides[1].terms | map(select(.term == "amber lantern")) | length' ferry --by lean)" -eq 0 ]
  [ "$(ask '.sides[0].terms[0].example | keys' ferry --by lean)" = '["id","sentence","source","title"]' ]
  [ "$(ask '[.sides[].hits | length]' ferry --by lean --articles 5)" = '[5,5]' ]
  [ "$(ask '[.sides[].terms | length]' ferry --by lean --terms 1)" = '[1,1]' ]
}

@test "CSV has a line for each term" {
  index_sides
  plx compare ferry --by lean --format csv >"$DIR/out.csv"
  [ "$(head -1 "$DIR/out.csv" | cut -d, -f1-5)" = "side,term,kind,z,z_sources" ]
  grep -q '^east,amber lantern,phrase,' "$DIR/out.csv"
  ! grep -q '^west,amber' "$DIR/out.csv"
}

@test "sides stand beside each other where there is room" {
  index_sides
  COLUMNS=120 run plx compare ferry --by lean
  [ "$(printf '%s\n' "$output" | grep -c '^east .*west$')" -eq 1 ]
  COLUMNS=80 run plx compare ferry --by lean
  [ "$(printf '%s\n' "$output" | grep -c '^east$')" -eq 1 ]
  for width in 40 60 100 150 200; do
    COLUMNS=$width run plx compare ferry --by lean --terms 5
    [ "$status" -eq 0 ]
    [ "$(printf '%s\n' "$output" | wc -L)" -le "$width" ] || { echo "too wide at $width"; return 1; }
  done
}

@test "outlets and years are sides, chosen or the most frequent" {
  index_sides
  [ "$(ask '.sides | length' ferry --by source)" = 3 ]
  [ "$(ask '[.sides[].side]' ferry --by source --sides 'west 1,East 2')" = '["west 1","East 2"]' ]
  [ "$(ask '[.sides[].side] | sort' ferry --by year)" = '["2018","2019"]' ]
  [ "$(ask '[.sides[].side] | sort' ferry --by source --source 'East 1' --source 'West 1' 2>/dev/null)" = '["East 1"]' ] ||
    [ "$(ask '.sides | length' ferry --by source --source 'East 1' --source 'West 2')" = 2 ]
}

@test "the sample is said and repeats" {
  index_sides
  run ask '[.sides[].read]' ferry --by lean --sample 10
  [ "$output" = "[10,10]" ]
  [ "$(ask '[.sides[].read]' ferry --by lean --sample all)" = "[40,40]" ]
  plx compare ferry --by lean --sample 20 --seed 9 --format csv >"$DIR/a"
  plx compare ferry --by lean --sample 20 --seed 9 --format csv >"$DIR/b"
  cmp "$DIR/a" "$DIR/b"
}

# A model that knows two words, and articles that it judges by them.
index_judged() {
  awk -v judged=0 'BEGIN {
    for (i = 1; i <= 48; i++)
      printf "{\"text\":\"Ostland today: the %s word, line %d. Ostland is %s.\",\"source\":\"s%d\"," \
             "\"label\":\"%s\"}\n", i % 2 ? "brave" : "evil", i, i % 2 ? "brave" : "evil", i,
             i % 2 ? "friendly" : "hostile"
  }' >"$DIR/train.jsonl"
  "$PARALLAX" train --from-scratch --target ostland --name toy --date 2026-01-02 "$DIR/train.jsonl" \
    -o "$DIR/toy.model" >/dev/null 2>"$DIR/train.log"
  awk 'BEGIN {
    for (i = 1; i <= 60; i++)
      printf "{\"id\":\"j%d\",\"title\":\"Day %d\",\"source\":\"Wire %d\",\"synthetic\":true,\"text\":" \
             "\"Ostland today: the %s word and the %s at line %d. Ostland is %s, all say, in many more words.\"}\n",
             i, i, i % 5, i % 2 ? "brave" : "evil", i % 2 ? "lantern" : "turbine", i,
             i % 2 ? "brave" : "evil"
  }' >"$DIR/judged.jsonl"
  plx index --model "$DIR/toy.model" "$DIR/judged.jsonl" 2>"$DIR/index.log"
}

@test "by stance: labels are sides, and the model's own words are marked" {
  index_judged
  run plx compare ostland
  [ "$status" -eq 0 ]
  has "M: the model looks at this word itself"
  has "by model toy (2026-01-02), not whether"
  [ "$(ask '[.sides[].side]' ostland)" = '["friendly","hostile"]' ]
  [ "$(ask '.model.name' ostland)" = '"toy"' ]
  [ "$(ask '.sides[0].terms[] | select(.term == "brave word") | .in_model' ostland)" = true ]
  [ "$(ask '.sides[0].terms[] | select(.term == "lantern") | .in_model' ostland)" = false ]
  [ "$(ask '[.sides[].terms[].in_model] | any' ostland --by source)" = false ]
}

@test "few articles are said to be few" {
  index_demo
  run plx compare iran
  [ "$status" -eq 0 ]
  has "too few, read with care"
  has "No term is used more often than chance would have it."
  [ "$(ask '[.sides[].side] | index("unclear")' iran)" = null ]
}

@test "labels by people alone" {
  index_demo
  plx label demo-n01 neutral --coder ann
  plx label demo-a01 anti-iran --coder ann
  run plx compare --labels person --format json
  [ "$status" -eq 0 ]
  [ "$(printf '%s' "$output" | jq -c '[.labels, .total, ([.sides[].tally.person] | add)]')" = '["person",2,2]' ]
  [ "$(printf '%s' "$output" | jq -c '[.sides[].terms[].in_model] | any')" = false ]
}

@test "nothing to compare with is said, exit 1" {
  index_sides
  fails 1 "no article matches" plx compare zeppelin --by lean
  fails 1 "only 'east' has articles here" plx compare lantern --by lean
  fails 1 "none of the 80 articles is on a side" plx compare ferry
  fails 1 "side 'north' has no articles here" plx compare ferry --by lean --sides east,north
}

@test "refusals say what there is" {
  index_sides
  fails 2 "lean" plx compare ferry --by moon
  fails 2 "none of the model's labels" plx compare ferry --sides pro
  fails 2 "exclude each other" plx compare ferry --by source --sides 'East 1' --source 'East 2'
  fails 2 "--sample needs a number" plx compare ferry --sample lots
  fails 2 "--sort has no place" plx compare ferry --sort date
  fails 2 "terms" plx compare ferry --terms 100000
}

@test "hostile titles and texts harm no terminal" {
  printf '%s\n' '{"id":"h1","title":"\u001b[31mred\u202e","source":"=A,\"b\"","lean":"x","text":"storm \u001b]0;evil\u0007 storm"}' \
    '{"id":"h2","title":"two","source":"B","lean":"y","text":"storm calm"}' >"$DIR/h.jsonl"
  plx index --no-model --facet lean "$DIR/h.jsonl" 2>/dev/null
  run plx compare storm --by lean
  [ "$status" -eq 0 ]
  lacks $'\x1b'
  lacks $'\xe2\x80\xae'
}

@test "real articles: the terms are of the topic, not of the trade" {
  data=../shared/data/framing.jsonl.zst
  [ -e "$data" ] || skip "no corpora at ../shared/data"
  plx index --model models/iran/iran.model "$data" >/dev/null 2>&1
  plx compare nuclear --terms 30 --format json >"$DIR/out.json"
  [ "$(jq '.sides | length' "$DIR/out.json")" -eq 3 ]
  [ "$(jq '[.sides[] | select((.terms | length) < 5)] | length' "$DIR/out.json")" -eq 0 ]
  run jq -r '.sides[].terms[].term | ascii_downcase' "$DIR/out.json"
  for word in said reuters subscribe photo tuesday nuclear; do
    ! printf '%s\n' "$output" | grep -qx "$word"
  done
  # what is listed as strong is so by both, and stands in more than one source where there are several
  [ "$(jq '[.sides[].terms[] | select(.z <= 1.96 or .z_sources <= 1.96)] | length' "$DIR/out.json")" -eq 0 ]
  [ "$(jq '[.sides[] | select(.sources > 1) | .terms[] | select(.sources < 2)] | length' "$DIR/out.json")" -eq 0 ]
  # an example holds its term
  [ "$(jq '[.sides[].terms[] | select(.example.sentence | test("\\*\\*.+\\*\\*") | not)] | length' "$DIR/out.json")" -eq 0 ]
}
