#!/usr/bin/env bats
# analyze and extract.

setup() {
  load common
  fresh
}

@test "analyze shows words, stems, positions" {
  run plx analyze "al-Khazali's U.S. sanctions, don't"
  [ "$status" -eq 0 ]
  is_golden analyze-text.txt
}

@test "analyze as JSON, from standard input, in another language" {
  run sh -c 'echo "Les sanctions américaines" | "$PARALLAX" analyze --lang fr --format json -'
  [ "$status" -eq 0 ]
  has '"schema": 1'
  has '"word": "americaines"'
  run sh -c 'printf "" | "$PARALLAX" analyze -'
  [ "$status" -eq 1 ]
}

@test "analyze survives bad UTF-8 and control characters" {
  run sh -c 'printf "caf\351 \033[31m \000 bell\007" | "$PARALLAX" analyze -'
  [ "$status" -eq 0 ]
  lacks "$(printf '\033')"
}

@test "extract reads a page" {
  run sh -c 'cd "$1" && "$PARALLAX" extract page.html' - "$DATA"
  [ "$status" -eq 0 ]
  has '"title":"Harbour bridge opens after nine years"'
  has '"source":"Harbour Wire"'
  has '"author":"Dora Finch"'
  has '"date":"2021-06-07T08:30:00Z"'
  lacks "Sport"
  lacks "All rights reserved"
}

@test "extract --explain says what was removed" {
  run plx extract --explain "$DATA/page.txt"
  [ "$status" -eq 0 ]
  has '"removed":[{"reason":'
  has "READ: Ten piers that survived"
  has '"title":"Old pier closed after storm"'
  has '"date":"2021-06-09'
}

@test "extract of JSON Lines gives the records back" {
  run plx extract "$DATA/six.jsonl"
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 6 ]
  has '"topic":"travel"'
}

@test "extract tells bad input and goes on" {
  run plx extract "$DIR/nowhere" "$DATA/page.txt"
  [ "$status" -eq 2 ]
  has "nowhere"
  has "Old pier"
}
