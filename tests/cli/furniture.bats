#!/usr/bin/env bats
# Lines that repeat over the articles of a source are learned while indexing, and taken out.

setup() {
  load common
  fresh
  mkdir "$DIR/in"
}

LINE="The Pier Post brings the coast to your home"

# Texts FROM..TO with the line at their end.
texts() {
  for i in $(seq "$1" "$2"); do
    {
      printf 'Text %d\n\n' "$i"
      generate "$i" "$i" | jq -r '.text + "."'
      printf '\n%s\n' "$LINE"
    } >"$DIR/in/$i.txt"
  done
}

left() {
  plx export | grep -c "$LINE" || true
}

@test "a line of many articles goes, from those read before, too" {
  texts 1 8
  run plx index --no-model --source "Pier Post" "$DIR/in"
  [ "$status" -eq 0 ]
  has "8 added"
  has "hold lines learned now: cleaned"
  [ "$(left)" -eq 0 ]
  grep -q "$LINE" "$INDEX/furniture"
  plx check
  run plx index --no-model --source "Pier Post" --lang en "$DIR/in" # read again, as they were
  has "0 updated" || has "8 updated"
  [ "$(left)" -eq 0 ]
}

@test "what was learned serves later runs" {
  texts 1 6
  plx index --no-model --source "Pier Post" "$DIR/in" 2>/dev/null
  texts 7 7
  run plx index --no-model --source "Pier Post" "$DIR/in"
  has "1 added"
  [ "$(left)" -eq 0 ]
  texts 8 8
  run plx index --no-model --source "Other Post" "$DIR/in/8.txt" # another source
  [ "$(left)" -eq 1 ]
}

@test "--no-learn leaves all in; records are learned from with --clean only" {
  texts 1 8
  plx index --no-model --no-learn --source "Pier Post" "$DIR/in" 2>/dev/null
  [ "$(left)" -eq 8 ]
  [ ! -e "$INDEX/furniture" ]
  for i in $(seq 8); do
    generate "$i" "$i" | jq -c --arg line "$LINE" '.source = "Pier Post" | .text += ".\n\n" + $line'
  done >"$DIR/a.jsonl"
  plx --index "$DIR/ix2" index --no-model "$DIR/a.jsonl" 2>/dev/null
  [ "$("$PARALLAX" --index "$DIR/ix2" export | grep -c "$LINE")" -eq 8 ]
  plx --index "$DIR/ix3" index --no-model --clean "$DIR/a.jsonl" 2>/dev/null
  [ "$("$PARALLAX" --index "$DIR/ix3" export | grep -c "$LINE" || true)" -eq 0 ]
}

@test "a damaged file of learned lines is told" {
  texts 1 6
  plx index --no-model --source "Pier Post" "$DIR/in" 2>/dev/null
  echo garbage >>"$INDEX/furniture"
  fails 2 "furniture" plx index --no-model --source "Pier Post" "$DIR/in"
}
