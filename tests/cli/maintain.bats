#!/usr/bin/env bats
# stats, check, compact, upgrade, and an index of another version.

setup() {
  load common
  fresh
}

@test "stats in text and JSON" {
  index_six
  run plx stats
  [ "$status" -eq 0 ]
  has "articles  6"
  has "Harbour Wire"
  has "not-judged"
  has "2020"
  run plx stats --format json
  has '"schema": 1'
  has '"articles": 6'
  has '"bytes_by_part"'
}

@test "check says OK with the count" {
  index_six
  run plx check
  [ "$status" -eq 0 ]
  [ "$output" = "OK: 6 articles, 0 labels by people, all readable" ]
}

@test "check finds damage" {
  generate 1 500 >"$DIR/many.jsonl"
  plx index --no-model "$DIR/many.jsonl" 2>/dev/null
  table=$(ls "$INDEX"/xapian/gen-*/docdata.glass)
  size=$(stat -c %s "$table")
  head -c $((size / 2)) /dev/urandom | dd of="$table" bs=1 seek=$((size / 4)) conv=notrunc 2>/dev/null
  run plx check
  [ "$status" -eq 2 ]
  run timeout 20 "$PARALLAX" --index "$INDEX" search harbour
  [ "$status" -ne 124 ]
  [ "$status" -lt 128 ]
}

@test "check ends with an answer on every damage, also where the checker of tables crashes" {
  plx index --no-model "$DEMO" 2>/dev/null
  cp -r "$INDEX" "$DIR/sound"
  for seed in $(seq 25); do
    rm -r "$INDEX"
    cp -r "$DIR/sound" "$INDEX"
    table=$(ls "$INDEX"/xapian/gen-*/termlist.glass)
    size=$(stat -c %s "$table")
    RANDOM=$seed
    for _ in $(seq 20); do
      printf "\\x$(printf %x $((RANDOM % 256)))" |
        dd of="$table" bs=1 seek=$((RANDOM * RANDOM % size)) conv=notrunc 2>/dev/null
    done
    run timeout 60 "$PARALLAX" --index "$INDEX" check
    [ "$status" -eq 0 ] || [ "$status" -eq 2 ]
    [ -n "$output" ]
  done
}

@test "check waits for a writer, or names it" {
  index_six
  mkfifo "$DIR/pipe"
  plx index --no-model - <"$DIR/pipe" 2>/dev/null 3>&- &
  exec 7>"$DIR/pipe"
  for _ in $(seq 100); do [ -e "$INDEX/owner" ] && break; sleep 0.05; done
  fails 2 "--wait" plx check
  exec 7>&-
  run plx check --wait 30
  [ "$status" -eq 0 ]
  wait
}

@test "compact keeps every article and label" {
  index_demo
  plx label demo-n01 anti-iran
  before=$(plx export | md5sum)
  run plx compact
  [ "$status" -eq 0 ]
  has "before"
  [ "$(plx export | md5sum)" = "$before" ]
  plx check
  run plx index "$DEMO"
  has "3 files skipped"
}

@test "upgrade keeps every article and label" {
  index_demo
  plx label demo-n01 anti-iran
  before=$(plx export | md5sum)
  run plx upgrade
  [ "$status" -eq 0 ]
  has "60 articles written anew"
  [ "$(plx export | md5sum)" = "$before" ]
  plx check
}

@test "an index of another version is refused with the command that helps" {
  index_six
  sed -i 's/"analysis": *[0-9]*/"analysis": 99/' "$INDEX/config"
  fails 2 "upgrade" plx search harbour
  fails 2 "upgrade" plx index --no-model "$DATA/six.jsonl"
  run plx upgrade
  [ "$status" -eq 0 ]
  run plx search harbour
  [ "$status" -eq 0 ]
  sed -i 's/"format": *[0-9]*/"format": 99/' "$INDEX/config"
  fails 2 "99" plx search harbour
}

@test "a config that is no config is refused" {
  index_six
  echo garbage >"$INDEX/config"
  fails 2 "config" plx search harbour
}

@test "commands on a missing index" {
  for c in stats check compact upgrade relabel "delete x" export; do
    fails 2 "index" plx $c
  done
  [ ! -e "$INDEX" ]
}

@test "standard Xapian tools open the index" {
  command -v xapian-check >/dev/null || skip "no xapian-tools"
  index_six
  xapian-check "$INDEX/xapian/$(ls "$INDEX/xapian" | grep gen-)" >/dev/null
}
