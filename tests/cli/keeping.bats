#!/usr/bin/env bats
# What an index keeps over runs: times, labels whose text changed, former versions, old formats.

setup() {
  load common
  fresh
  make_model
}

# Write the one article of these tests with a text, and index it at a time (seconds since 1970).
index_text() {
  printf '{"id":"a1","title":"Harbour talks","source":"Harbour Wire","text":"%s"}\n' "$2" \
    >"$DIR/one.jsonl"
  SOURCE_DATE_EPOCH=$1 plx index --model "$MODEL" "${@:3}" "$DIR/one.jsonl" 2>"$DIR/index.log"
}

old="Delegates of Iran met in the harbour town and talked about the price of ferries."
new="Delegates of Iran left the harbour town and said nothing about the price of ferries."

@test "first_seen stays, changed moves on" {
  index_text 1000000000 "$old"
  index_text 1100000000 "$old"
  run plx show a1 --format json
  has '"first_seen": "2001-09-09T01:46:40Z"'
  has '"changed": "2001-09-09T01:46:40Z"'
  index_text 1200000000 "$new"
  run plx show a1 --format json
  has '"first_seen": "2001-09-09T01:46:40Z"'
  has '"changed": "2008-01-10T21:20:00Z"'
  run plx show a1
  has "seen    2001-09-09T01:46:40Z"
  has "changed 2008-01-10T21:20:00Z"
  run plx search harbour --format jsonl
  has '"first_seen":"2001-09-09T01:46:40Z"'
}

@test "what an export says beside the article is dropped when it is read again" {
  index_text 1000000000 "$old"
  plx export --format jsonl >"$DIR/out.jsonl"
  "$PARALLAX" --index "$DIR/again" index --no-model "$DIR/out.jsonl" 2>/dev/null
  run "$PARALLAX" --index "$DIR/again" export --format jsonl
  lacks '"first_seen":"2001'
}

@test "a label whose text changed is marked stale until somebody votes again" {
  index_text 1000000000 "$old"
  plx label a1 pro-iran --coder ann
  run plx show a1 --format json
  lacks label_stale
  run plx labels list --stale
  [ "$status" -eq 1 ]
  index_text 1100000000 "$new"
  run plx show a1 --format json
  has '"label_stale": true'
  has '"stance_by": "person"'
  run plx show a1
  has "the label was given to another text"
  run plx export --format jsonl
  has '"label_stale":true'
  run plx labels list --stale
  [ "$status" -eq 0 ]
  has "a1  pro-iran  ann"
  plx label a1 neutral --coder ben
  run plx labels list --stale
  [ "$status" -eq 1 ]
  run plx show a1 --format json
  lacks label_stale
}

@test "former versions are kept with --keep-versions and shown with --versions" {
  index_text 1000000000 "$old" --keep-versions
  index_text 1100000000 "$new" --keep-versions
  run plx show a1 --versions
  has "version 1: Harbour talks"
  has "since   2001-09-09T01:46:40Z"
  has "talked about the price"
  run plx show a1 --versions --format json
  has '"version": 1'
  [ "$(plx show a1 --versions --format json | jq -r '.versions[0].text')" = "$old" ]
  plx compact
  [ "$(plx show a1 --versions --format json | jq '.versions | length')" = 1 ]
  plx delete a1
  index_text 1200000000 "$old"
  [ "$(plx show a1 --versions --format json | jq '.versions | length')" = 0 ]
}

@test "an index of format 1 names the command that upgrades it" {
  index_text 1000000000 "$old"
  plx label a1 pro-iran --coder ann
  sed -i 's/"format": [0-9]*/"format": 1/' "$INDEX/config"
  run plx search harbour
  [ "$status" -eq 2 ]
  has "has format 1"
  has "upgrade\`"
  run plx upgrade
  [ "$status" -eq 0 ]
  has "1 articles written anew"
  run plx show a1 --format json
  has '"stance_by": "person"'
  has '"first_seen": "2001-09-09T01:46:40Z"'
}
