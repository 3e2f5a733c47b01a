#!/usr/bin/env bats
# Labels by people: label, labels, relabel.

setup() {
  load common
  fresh
  index_demo
}

@test "a label outranks the model, at once" {
  run plx label demo-n01 anti-iran --coder ann
  [ "$status" -eq 0 ]
  run plx show demo-n01
  has "anti-iran (person)"
  plx search --stance anti-iran --format ids -n 100 | grep -qx demo-n01
  run plx labels list
  [ "$status" -eq 0 ]
  has "demo-n01  anti-iran  ann"
  run plx labels list --format json
  has '"schema": 1'
  has '"coder": "ann"'
  has '"target": "iran"'
}

@test "the last vote stands, none takes back one's own, all votes are kept" {
  before=$(plx show demo-n01 | grep '^stance')
  plx label demo-n01 anti-iran --coder ann
  plx label demo-n01 pro-iran --coder ben
  run plx show demo-n01
  has "pro-iran (person)"
  run plx label demo-n01 none --coder ben
  [ "$status" -eq 0 ]
  has "'anti-iran' by ann stands"
  plx show demo-n01 | grep -q 'anti-iran (person)'
  plx label demo-n01 none --coder ann
  [ "$(plx show demo-n01 | grep '^stance')" = "$before" ]
  [ "$(wc -l <"$INDEX/labels.jsonl")" -eq 4 ]
  fails 1 "ann has no label of 'demo-n01' to take back" plx label demo-n01 none --coder ann
  [ "$(wc -l <"$INDEX/labels.jsonl")" -eq 4 ]
  run plx labels list
  [ "${#lines[@]}" -eq 5 ]
  run plx labels list --standing
  [ "$status" -eq 1 ]
}

@test "an adjudication stands above votes until it is taken back, and survives relabelling" {
  plx label demo-n01 anti-iran --coder ann
  plx label demo-n01 neutral --coder dora --adjudicate
  run plx label demo-n01 pro-iran --coder ben
  has "'neutral' by dora stands, an adjudication"
  plx show demo-n01 | grep -q 'neutral (person)'
  plx relabel 2>/dev/null
  plx show demo-n01 | grep -q 'neutral (person)'
  fails 1 "dora has no label" plx label demo-n01 none --coder dora
  run plx labels list
  has "adjudication  stands"
  plx label demo-n01 none --coder dora --adjudicate
  plx show demo-n01 | grep -q 'pro-iran (person)'
}

@test "stances may be written as people write them" {
  for typed in "Pro Iran" pro_iran PRO pro-iran; do
    plx label demo-n01 "$typed" --coder ann
    plx show demo-n01 | grep -q 'pro-iran (person)'
  done
  plx label demo-n01 offtopic --coder ann
  plx show demo-n01 | grep -q 'off-topic (person)'
  plx label demo-n01 NONE --coder ann
  ! plx show demo-n01 | grep -q person
}

@test "off-topic is a label too" {
  plx label demo-n01 off-topic
  run plx show demo-n01
  has "off-topic (person)"
}

@test "a label survives indexing again, changes of the text, relabelling and upgrading" {
  cp "$DEMO/demo-neutral.jsonl" "$DIR/n.jsonl"
  plx label demo-n01 anti-iran --coder ann
  plx index "$DIR/n.jsonl" 2>/dev/null
  sed -i '1s/"text": "/"text": "Changed since. /' "$DIR/n.jsonl"
  plx index "$DIR/n.jsonl" 2>/dev/null
  plx show demo-n01 | grep -q 'anti-iran (person)'
  plx relabel 2>/dev/null
  plx show demo-n01 | grep -q 'anti-iran (person)'
  plx upgrade 2>/dev/null
  plx show demo-n01 | grep -q 'anti-iran (person)'
  rm -r "$INDEX/xapian"
}

@test "an unknown stance, an unknown article, a missing index" {
  fails 2 "unknown stance 'good': pro-iran, neutral, anti-iran, off-topic or none" plx label demo-n01 good
  fails 1 "nosuch" plx label nosuch neutral
  [ ! -s "$INDEX/labels.jsonl" ]
  fails 2 "make one with" "$PARALLAX" --index "$DIR/none" label a neutral
}

@test "an index without model has no labels to give" {
  "$PARALLAX" --index "$DIR/two" index --no-model "$DATA/six.jsonl" 2>/dev/null
  fails 2 "parallax relabel --model FILE" "$PARALLAX" --index "$DIR/two" label s1 neutral
}

@test "labels may be kept in a file of the user" {
  plx label demo-n01 anti-iran --labels "$DIR/mine.jsonl" --coder ann
  [ -s "$DIR/mine.jsonl" ]
  [ ! -s "$INDEX/labels.jsonl" ]
  run plx labels list --labels "$DIR/mine.jsonl"
  has "ann"
}

@test "labels are kept while another writes, and shown later" {
  mkfifo "$DIR/pipe"
  plx index - <"$DIR/pipe" 2>/dev/null 3>&- &
  exec 7>"$DIR/pipe"
  cat "$DATA/six.jsonl" >&7
  for _ in $(seq 100); do [ -e "$INDEX/owner" ] && break; sleep 0.05; done
  run plx label demo-n01 anti-iran --coder ann
  [ "$status" -eq 0 ]
  has "the label is kept"
  exec 7>&-
  wait
  run plx show demo-n01
  has "anti-iran (person)"
}

@test "a torn last line of the labels is passed over" {
  plx label demo-n01 anti-iran --coder ann
  printf '{"id":"demo-n02","label":"pro-' >>"$INDEX/labels.jsonl"
  run plx labels list
  [ "$status" -eq 0 ]
  has "demo-n01"
  lacks "demo-n02"
  plx label demo-n03 neutral --coder ann
  run plx labels list
  has "demo-n03"
}

@test "a line of the labels that is none is named and stops nothing" {
  plx label demo-n01 anti-iran --coder ann
  printf 'no label\n' >>"$INDEX/labels.jsonl"
  run plx label demo-n02 pro-iran --coder ann
  [ "$status" -eq 0 ]
  has "labels.jsonl:2: "
  has "mend or delete it"
  run plx index "$DATA/six.jsonl"
  [ "$status" -eq 0 ]
  has "labels.jsonl:2: "
  run plx labels list
  [ "$status" -eq 0 ]
  has "demo-n02  pro-iran   ann"
  fails 2 "labels.jsonl:2: " plx check
  sed -i 2d "$INDEX/labels.jsonl"
  plx check
}

@test "export gives training data, train --from-index uses them" {
  for i in 01 02 03 04 05 06; do
    plx label demo-n$i neutral --coder ann
    plx label demo-a$i anti-iran --coder ann
  done
  plx labels export >"$DIR/labels.jsonl"
  [ "$(grep -c '"label":"neutral"' "$DIR/labels.jsonl")" -eq 6 ]
  grep -q '"text":"' "$DIR/labels.jsonl"
  run plx train --from-index -o "$DIR/new.model"
  [ "$status" -eq 0 ]
  has "12 labelled articles"
  run plx train "$DIR/labels.jsonl" -o "$DIR/new2.model"
  [ "$status" -eq 0 ]
  fails 2 "labels: 'eat' is not known: list, export, import or agreement" plx labels eat
}

@test "relabel changes the index to another model in one step" {
  "$PARALLAX" train "$DEMO"/*.jsonl --name second --date 2026-01-03 --cost 0.01 \
    --order pro-iran,neutral,anti-iran -o "$DIR/second.model" >/dev/null 2>&1
  run plx relabel --model "$DIR/second.model"
  [ "$status" -eq 0 ]
  has "60 articles judged by second"
  run plx stats
  has "model     second"
  rm "$DIR/second.model"
  run plx relabel
  [ "$status" -eq 0 ]
  has "0 changed"
  plx check
}

@test "relabel refuses a missing or damaged model and leaves all as it was" {
  before=$(plx export | md5sum)
  fails 2 "no.model" plx relabel --model "$DIR/no.model"
  head -c 4000 "$MODEL" >"$DIR/cut.model"
  fails 2 "cut.model" plx relabel --model "$DIR/cut.model"
  [ "$(plx export | md5sum)" = "$before" ]
}
