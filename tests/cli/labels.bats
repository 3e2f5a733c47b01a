#!/usr/bin/env bats
# Many labels: labels import, list, export, agreement.

setup() {
  load common
  load durability
  fresh
  index_demo
}

# Votes of two coders on 40 articles, who differ on four of them.
two_coders() {
  for i in $(seq 1 20); do
    for letter in n a; do
      ann=$([ $letter = n ] && echo neutral || echo anti-iran)
      ben=$([ "$i" -gt 18 ] && echo pro-iran || echo "$ann")
      printf '{"id":"demo-%s%02d","label":"%s","coder":"ann"}\n' $letter "$i" "$ann"
      printf '{"id":"demo-%s%02d","label":"%s","coder":"ben"}\n' $letter "$i" "$ben"
    done
  done
}

@test "JSON Lines and tables are imported, spelt as people do" {
  printf '%s\n' '{"id":"demo-n01","label":"Pro Iran","coder":"ann","time":"2026-01-02T03:04:05+01:00"}' \
    '{"id":"demo-n02","label":"off_topic"}' >"$DIR/a.jsonl"
  printf 'ID;Label;Coder\r\ndemo-n03;ANTI;ben\r\n' >"$DIR/b.csv"
  run plx labels import "$DIR/a.jsonl" "$DIR/b.csv" --coder cora
  [ "$status" -eq 0 ]
  has "3 labels kept"
  plx show demo-n01 | grep -q 'pro-iran (person)'
  plx show demo-n02 | grep -q 'off-topic (person)'
  run plx labels list --format csv
  has "demo-n01,pro-iran,iran,ann,2026-01-02T02:04:05Z,import,"
  has "demo-n02,off-topic,iran,cora,"
  has "demo-n03,anti-iran,iran,ben,"
  ! grep -v '"digest":"[0-9a-f]\{32\}"' "$INDEX/labels.jsonl"
  # the same again changes nothing
  run plx labels import "$DIR/a.jsonl" "$DIR/b.csv" --coder cora
  [ "$status" -eq 0 ]
  has "0 labels kept, 3 there already"
  [ "$(wc -l <"$INDEX/labels.jsonl")" -eq 3 ]
}

@test "each faulty line is named, and none is kept unless with --keep-going" {
  cat >"$DIR/bad.jsonl" <<'END'
{"id":"demo-n01","label":"neutral"}
{"id":"nosuch","label":"neutral"}
{"id":"demo-n02","label":"good"}
{"id":"demo-n02","label":""}
{"label":"neutral"}
{"id":"demo-n02","label":"neutral
{"id":"demo-n02","label":"neutral","time":"yesterday"}
{"id":"demo-n02","label":"neutral","time":"2199-01-01"}
{"id":"demo-n02","label":"neutral","how":"phone"}
{"id":"demo-n02","label":"neutral","target":"iraq"}
{"id":"demo-\u0000","label":"neutral"}
{"id":"demo-n02","label":["neutral"]}
{"url":"https://example.org/none","label":"neutral"}
{"id":"demo-n01","label":"neutral"}
{"id":"demo-n03","label":"neutral"}
END
  run plx labels import "$DIR/bad.jsonl" --coder ann
  [ "$status" -eq 2 ]
  has "bad.jsonl:2: no article 'nosuch' in the index"
  has "bad.jsonl:3: unknown stance 'good'"
  has "bad.jsonl:4: no 'label'"
  has "bad.jsonl:5: no 'id' and no 'url'"
  has "bad.jsonl:6: json"
  has "bad.jsonl:7: not a date: 'yesterday'"
  has "bad.jsonl:8: the time '2199-01-01' is yet to come"
  has "bad.jsonl:9: 'how' is 'phone'"
  has "bad.jsonl:10: a label for the target 'iraq'"
  has "bad.jsonl:11: 'id' holds a NUL"
  has "bad.jsonl:12: 'label' is no text"
  has "bad.jsonl:13: no article with the address"
  has "2 labels sound, 1 there already, 12 faulty lines"
  has "none is kept"
  [ ! -e "$INDEX/labels.jsonl" ]
  run plx labels import "$DIR/bad.jsonl" --coder ann --dry-run --keep-going
  [ "$status" -eq 2 ]
  has "2 labels would be kept"
  [ ! -e "$INDEX/labels.jsonl" ]
  run plx labels import "$DIR/bad.jsonl" --coder ann --keep-going
  [ "$status" -eq 2 ]
  has "2 labels kept, 1 there already, 12 faulty lines"
  [ "$(wc -l <"$INDEX/labels.jsonl")" -eq 2 ]
  run plx labels import "$DIR/bad.jsonl"
  has "bad.jsonl:1: no 'coder': --coder NAME gives one"
}

@test "bad rows of a table are named with their line" {
  printf 'id,label\ndemo-n01,neutral\ndemo-n02\ndemo-n03,"neutral\ndemo-n04,neutral\n' >"$DIR/t.csv"
  run plx labels import "$DIR/t.csv" --coder ann --keep-going
  [ "$status" -eq 2 ]
  has "t.csv:3: "
  has "t.csv:4: "
  has "2 labels kept, 2 faulty lines"
  echo "hello" >"$DIR/no.txt"
  fails 2 "no.txt: neither JSON Lines nor a table" plx labels import "$DIR/no.txt"
  fails 2 "nosuch.csv" plx labels import "$DIR/nosuch.csv"
  fails 2 "name files with labels" plx labels import
}

@test "articles are found by their address, ids of their own or not" {
  printf '%s\n' '{"url":"https://example.org/a","title":"Tehran talks","text":"Talks in Tehran went on."}' \
    '{"id":"own","url":"https://example.org/b","title":"Tehran votes","text":"Votes in Tehran go on."}' \
    '{"id":"c1","url":"https://example.org/c","title":"Tehran waits","text":"Waiting in Tehran."}' \
    '{"id":"c2","url":"https://example.org/c","title":"Tehran sits","text":"Sitting in Tehran."}' \
    | plx index - 2>/dev/null
  printf 'url,label\nhttps://example.org/a#top,neutral\nhttps://example.org/b,pro\nhttps://example.org/c,pro\n' \
    | plx labels import - --coder ann --keep-going 2>"$DIR/err" || [ $? -eq 2 ]
  grep -q "standard input:4: several articles have the address 'https://example.org/c': give the id" "$DIR/err"
  run plx labels list
  has "https://example.org/a  neutral"
  has "own                    pro-iran"
}

@test "votes of another time are put in their place" {
  printf '%s\n' '{"id":"demo-n01","label":"pro","coder":"ann","time":"2026-03-01"}' \
    '{"id":"demo-n01","label":"anti","coder":"ann","time":"2026-02-01"}' \
    | plx labels import - 2>/dev/null
  plx show demo-n01 | grep -q 'pro-iran (person)'
  plx label demo-n01 neutral --coder ann
  plx show demo-n01 | grep -q 'neutral (person)'
}

@test "all votes go out and come in again in a new index" {
  plx label demo-n01 anti --coder ann
  plx label demo-n01 pro --coder ben
  plx label demo-n01 none --coder ben
  plx label demo-n02 neutral --coder dora --adjudicate
  plx label demo-n02 pro --coder ann
  plx labels export --all-votes >"$DIR/votes.jsonl"
  [ "$(wc -l <"$DIR/votes.jsonl")" -eq 5 ]
  "$PARALLAX" --index "$DIR/two" index --model "$MODEL" "$DEMO" 2>/dev/null
  run "$PARALLAX" --index "$DIR/two" labels import "$DIR/votes.jsonl"
  [ "$status" -eq 0 ]
  has "5 labels kept"
  cmp "$INDEX/labels.jsonl" "$DIR/two/labels.jsonl"
  run "$PARALLAX" --index "$DIR/two" labels list --standing
  has "demo-n01  anti-iran  ann"
  has "demo-n02  neutral    dora"
}

@test "labelled articles go out and their labels come in again" {
  plx label demo-n01 anti --coder ann
  plx label demo-n02 neutral --coder dora --adjudicate
  plx labels export >"$DIR/articles.jsonl"
  grep -q '"label_how":"adjudication"' "$DIR/articles.jsonl"
  "$PARALLAX" --index "$DIR/two" index --model "$MODEL" "$DEMO" 2>/dev/null
  "$PARALLAX" --index "$DIR/two" labels import "$DIR/articles.jsonl" 2>/dev/null
  diff <(plx labels list --format csv | cut -d, -f1-6) \
    <("$PARALLAX" --index "$DIR/two" labels list --format csv | cut -d, -f1-6)
}

@test "many labels are synced together, and all kept or none" {
  need_watch
  printf '%s\n' '{"id":"demo-n01","label":"pro"}' '{"id":"demo-n02","label":"pro"}' >"$DIR/a.jsonl"
  WATCH_FAIL="sync EIO 1 labels" run watched labels import "$DIR/a.jsonl" --coder ann
  [ "$status" -eq 2 ]
  has "labels not kept: Input/output error"
  [ ! -s "$INDEX/labels.jsonl" ]
  WATCH_LOG="$DIR/disk.log" watched labels import "$DIR/a.jsonl" --coder ann
  [ "$(grep -c '^sync .*labels.jsonl$' "$DIR/disk.log")" -eq 1 ]
  [ "$(wc -l <"$INDEX/labels.jsonl")" -eq 2 ]
}

@test "labels that articles bring are synced once a commit, before it" {
  need_watch
  sed 's/^{"id": *"/&new-/' "$DEMO/demo-neutral.jsonl" >"$DIR/new.jsonl"
  WATCH_LOG="$DIR/disk.log" watched index --model "$MODEL" --labels-from-input ann "$DIR/new.jsonl"
  [ "$(grep -c '^sync .*labels.jsonl$' "$DIR/disk.log")" -eq 1 ]
  run plx labels list
  [ "${#lines[@]}" -eq 21 ]
  has "import  stands"
  plx show new-demo-n01 | grep -q 'neutral (person)'
}

@test "agreement: alpha with its interval, labels, pairs, and where coders differ" {
  two_coders | plx labels import - 2>/dev/null
  plx label demo-n20 neutral --coder dora --adjudicate
  run plx labels agreement
  [ "$status" -eq 0 ]
  has "40 articles labelled by 2 coders; 40 by two coders or more"
  has "Krippendorff's alpha  0.8"
  has "95 % interval over articles"
  has "ann    ben          40     36     90.0 %"
  has "Coders differ on 4:"
  has "ann: neutral, ben: pro-iran; adjudicated: neutral"
  has "ann: anti-iran, ben: pro-iran; not adjudicated"
  run plx labels agreement --format json
  has '"articles_by_two": 40'
  has '"too_few": false'
  [ "$(plx labels agreement --format jsonl | wc -l)" -eq 4 ]
  run plx labels agreement --format csv
  [ "${#lines[@]}" -eq 9 ]
  has "demo-n20,ann,neutral,neutral,"
  # the rows can be imported again
  plx labels agreement --format csv >"$DIR/d.csv"
  run plx labels import "$DIR/d.csv"
  has "0 labels kept, 8 there already"
}

@test "agreement: too few to say, nobody twice, nobody at all" {
  fails 1 "0 articles labelled by 0 coders" plx labels agreement
  plx label demo-n01 anti --coder ann
  fails 1 "1 article labelled by 1 coder; 0 by two" plx labels agreement
  plx label demo-n01 pro --coder ben
  run plx labels agreement
  [ "$status" -eq 0 ]
  has "too few to say: 30 articles labelled twice are needed"
  has "agreeing pairs        0.0 %"
}

@test "agreement and lists need no right to write" {
  plx label demo-n01 anti --coder ann
  plx label demo-n01 pro --coder ben
  chmod -R a-w "$INDEX"
  run plx labels agreement
  [ "$status" -eq 0 ]
  run plx labels list
  [ "$status" -eq 0 ]
  chmod -R u+w "$INDEX"
}

@test "options that do not go together are refused" {
  fails 2 "labels list: --all-votes does not go with it" plx labels list --all-votes
  fails 2 "labels export: --dry-run does not go with it" plx labels export --dry-run
  fails 2 "labels agreement: 'x' is one word too many" plx labels agreement x
  fails 2 "--format csv does not go with it" plx labels export --format csv
}
