#!/usr/bin/env bats
# export: JSON Lines, CSV, BibTeX, CSL-JSON, and the note on how the articles were chosen.

load common.bash

setup() {
  fresh
}

# Articles with what is hard on other people's formats.
hostile() {
  cat <<'EOF'
{"id":"h1","title":"50 % of {ships} & $2_million #1 ~ ^ \\ end","source":"Salt & Sons","author":"Ana Pole; Office of Bread and Water; Reed, Mary","date":"2021-03-09","url":"https://x.example/a_b?c=1&d={2}","lang":"en","text":"The ships left the harbour."}
{"id":"h2","title":"The harbour again, \"quoted\"","source":"Salt & Sons","date":"2021-03","text":"The ships came back."}
{"id":"h3","title":"The harbour a third time","source":"Salt & Sons","date":"2021","text":"The ships were sold."}
{"id":"h4","title":"مرفأ","text":"سفن"}
EOF
}

index_hostile() {
  hostile >"$DIR/hostile.jsonl"
  plx index --no-model "$DIR/hostile.jsonl" 2>/dev/null
}

@test "JSON Lines hold labels, probabilities, who labelled, and the model's name and date" {
  index_demo
  id=$(plx search 'stance:neutral' --format ids -n 1)
  plx label "$id" pro-iran --coder ann 2>/dev/null
  plx relabel 2>/dev/null
  plx export | jq -e -s --arg id "$id" '
    length == 60 and
    all(.[]; has("text") and has("stance") and has("model_date") and (.probabilities | type == "object")) and
    (map(select(.stance_by == "model" and .stance_reason == null)) | length > 0 and
      all(.[]; (.probabilities | add) > .99 and .model == "test-model" and .model_date == "2026-01-02")) and
    (map(select(.id == $id))[0] | .stance == "pro-iran" and .stance_by == "person" and
      .stance_coder == "ann" and (.stance_time | startswith("20")))'
  plx export >"$DIR/out.jsonl"
  run plx index "$DIR/out.jsonl"
  has "60 unchanged"
}

@test "CSV has a column for each label of the model, and comes back as it went" {
  index_demo
  id=$(plx search 'stance:neutral' --format ids -n 1)
  plx label "$id" pro-iran --coder 'ann, the "first"' 2>/dev/null
  plx relabel 2>/dev/null
  plx export --format csv >"$DIR/out.csv"
  head -1 "$DIR/out.csv" | grep -q 'probability_pro-iran,probability_neutral,probability_anti-iran'
  /usr/bin/env python3 - "$DIR/out.csv" "$id" <<'EOF'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], newline='')))
assert len(rows) == 60, len(rows)
assert [int(r["rank"]) for r in rows] == list(range(1, 61))
assert all(r["synthetic"] in ("true", "false") for r in rows)
one = [r for r in rows if r["id"] == sys.argv[2]][0]
assert one["stance_coder"] == 'ann, the "first"' and one["stance_by"] == "person", one
assert all(None not in r and None not in r.values() for r in rows)
EOF
}

@test "BibTeX: special characters, unique keys, dates as exact as they are known" {
  index_hostile
  run plx export --format bibtex --sort date harbour OR ships OR سفن
  [ "$status" -eq 0 ]
  has '@article{saltsons2021ships,'
  has 'title = {{50 \% of \textbraceleft{}ships\textbraceright{} \& \$2\_million \#1 \textasciitilde{} \textasciicircum{} \textbackslash{} end}}'
  has 'author = {Ana Pole and {Office of Bread and Water} and Reed, Mary}'
  has 'journal = {Salt \& Sons}'
  has 'url = {https://x.example/a_b?c=1&d=%7B2%7D}'
  has 'month = mar,
  day = {9}'
  has 'urldate = {2026-01-02}'
  has '@article{saltsons2021harbour,'
  has '@article{saltsons2021harbour-2,'
  has '@article{article,'
  [ "$(grep -c '^@article' <<<"$output")" -eq 4 ]
  [ "$(grep -o '^@article{[^,]*' <<<"$output" | sort -u | wc -l)" -eq 4 ]
  [ "$(grep -c 'day =' <<<"$output")" -eq 1 ]
  [ "$(grep -c 'month =' <<<"$output")" -eq 2 ]
  [ "$(grep -c 'year =' <<<"$output")" -eq 3 ]
}

@test "CSL-JSON is one array that a strict reader takes" {
  index_hostile
  plx export --format csl-json >"$DIR/out.json"
  jq -e 'length == 4 and all(.[]; .type == "article-newspaper" and .id != null and .note != null) and
    (map(.["citation-key"]) | unique | length == 4) and
    (.[0] | .issued["date-parts"] == [[2021,3,9]] and .["container-title"] == "Salt & Sons" and
      .author == [{"literal":"Ana Pole"},{"literal":"Office of Bread and Water"},{"family":"Reed","given":"Mary"}]) and
    (.[1].issued["date-parts"] == [[2021,3]]) and (.[2].issued["date-parts"] == [[2021]]) and
    (.[3] | has("issued") | not)' "$DIR/out.json"
  run plx export zebra --format csl-json
  [ "$status" -eq 1 ]
  [ "$(jq length <<<"$output")" -eq 0 ]
}

@test "the note says query, filters, what they hid, model and counts" {
  index_demo
  plx export embassy --stance neutral --since 2019 --methods "$DIR/methods.md" >"$DIR/out.jsonl"
  n=$(wc -l <"$DIR/out.jsonl")
  run cat "$DIR/methods.md"
  has 'query: ``` embassy ```'
  has 'only stance: ``` neutral ```'
  has 'since: ``` 2019 ```'
  has 'articles in the index: 60'
  has "articles written out: $n"
  has 'model: test-model of 2026-01-02, digest '
  has '| neutral |'
  has 'index format '
  run plx export --format ids --methods "$DIR/all.md"
  run cat "$DIR/all.md"
  has 'query: none, all articles'
  has 'articles found: 60'
  has '| all | 60 |'
}

@test "a query cannot break out of the note" {
  index_six
  plx export $'lighthouse ``` \n# heading' --methods "$DIR/m.md" >/dev/null
  run grep -c '^# ' "$DIR/m.md"
  [ "$output" = 1 ]
}

@test "a note that cannot be written is an error" {
  index_six
  fails 2 "$DIR/no/such" plx export --format ids --methods "$DIR/no/such/file.md"
}

@test "--collapse exports one of each group of near-copies" {
  index_demo
  all=$(plx export --format ids | wc -l)
  one=$(plx export --collapse --format ids | wc -l)
  [ "$one" -le "$all" ]
  [ "$one" -eq "$(plx search --collapse --format json -n 1 | jq .collapsed)" ]
}

@test "no title or author breaks a BibTeX file or makes other authors" {
  fresh
  cat >"$DIR/odd.jsonl" <<'EOF'
{"id":"o1","title":"an open { brace","text":"harbour","author":"AND Moss; others; A\tand\tB; Ray, Jo, Jr, PhD; Anderson, Sandy; ;\t; Last"}
EOF
  plx index --no-model "$DIR/odd.jsonl" 2>/dev/null
  run plx export --format bibtex
  has 'title = {{an open \textbraceleft{} brace}}'
  has 'author = {{AND Moss} and {others} and {A and B} and {Ray, Jo, Jr, PhD} and Anderson, Sandy and Last}'
}

@test "many articles of one citation key are told apart in one pass" {
  fresh
  for i in $(seq 300); do
    printf '{"id":"k%d","title":"سفن","text":"harbour %d"}\n' "$i" "$i"
  done >"$DIR/same.jsonl"
  plx index --no-model "$DIR/same.jsonl" 2>/dev/null
  plx export --format bibtex >"$DIR/out.bib"
  [ "$(grep -o '^@article{[^,]*' "$DIR/out.bib" | sort -u | wc -l)" -eq 300 ]
  grep -q '^@article{article-300,' "$DIR/out.bib"
}

@test "an export of a query outlives that the index is written, and has each article once" {
  fresh
  for i in $(seq 3000); do
    printf '{"id":"e%d","title":"Harbour %d","text":"The harbour of town %d."}\n' "$i" "$i" "$i"
  done >"$DIR/many.jsonl"
  plx index --no-model "$DIR/many.jsonl" 2>/dev/null
  mkfifo "$DIR/pipe"
  plx export harbour --format jsonl >"$DIR/pipe" 2>"$DIR/err" &
  export_pid=$!
  exec 7<"$DIR/pipe"
  head -c 1000 <&7 >"$DIR/out.jsonl" # it waits for its reader, in the middle
  for i in 1 2 3; do
    sed "s/\"id\":\"e/\"id\":\"n$i-/" "$DIR/many.jsonl" | head -100 >"$DIR/new$i.jsonl"
    plx index --no-model "$DIR/new$i.jsonl" 2>/dev/null
  done
  cat <&7 >>"$DIR/out.jsonl"
  exec 7<&-
  wait "$export_pid"
  [ "$(jq -r .id "$DIR/out.jsonl" | sort -u | wc -l)" -eq 3000 ]
  [ "$(wc -l <"$DIR/out.jsonl")" -eq 3000 ]
}

@test "what a query was read as is told with an export, too" {
  index_six
  run plx export '@nobody harbour' --format ids
  has "there is no saved search 'nobody'"
}

@test "an export holds what the total counts" {
  index_six
  for query in 'harbour sanctions' 'harbour zebra' '=talks harbour' 'lighthouse OR ferry'; do
    [ "$(plx export "$query" --format ids --methods "$DIR/m.md" | wc -l)" -eq \
      "$(plx search "$query" --format json | jq .total)" ]
    grep -q "articles found: $(plx search "$query" --format json | jq .total)" "$DIR/m.md"
  done
  [ "$(plx export harbour sanctions --any --format ids | wc -l)" -eq \
    "$(plx search harbour sanctions --any --format json | jq .total)" ]
}
