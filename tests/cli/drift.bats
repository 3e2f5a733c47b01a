#!/usr/bin/env bats
# evaluate --drift: articles without labels beside those that the model learned from.

setup() {
  load common
  fresh
  MODEL="$BATS_FILE_TMPDIR/real.model"
}

# The bundled articles, as if they were real: written ones are never measured.
setup_file() {
  load common
  cat "$DEMO"/demo-*.jsonl | jq -c 'del(.synthetic)' >"$BATS_FILE_TMPDIR/real.jsonl"
  "$PARALLAX" train "$BATS_FILE_TMPDIR/real.jsonl" --name test-model --date 2026-01-02 \
    --order pro-iran,neutral,anti-iran -o "$BATS_FILE_TMPDIR/real.model" >/dev/null 2>&1
}

# N articles about Iran, with words that no article of the model has, one a month: strange N
strange() {
  awk -v n="$1" 'BEGIN {
    for (i = 1; i <= n; i++) {
      printf "{\"id\":\"strange-%d\",\"title\":\"Iran and the gazebo\",\"date\":\"%d-%02d-10\",\"text\":\"",
             i, 2019 + int(i / 24), int(i / 2) % 12 + 1
      for (j = 0; j < 8; j++)
        printf "Iran quibbled over a quaint gazebo number %d, and the obstreperous pundit of Tehran nodded. ", i * j
      print "\"}"
    }
  }'
}

@test "drift of files: sentences, figures beside training, months, unknown words" {
  strange 60 >"$DIR/new.jsonl"
  run plx evaluate --drift --model "$MODEL" "$DIR/new.jsonl"
  [ "$status" -eq 0 ]
  has "The model does not know"
  has "words are missing that it never learned"
  has "training, held out"
  has "articles            60"
  has "year     articles"
  has "gazebo 60"
  run plx evaluate --drift --model "$MODEL" --format json - <"$DIR/new.jsonl"
  [ "$status" -eq 0 ]
  echo "$output" | jq -e '.schema == 1 and .model == "test-model" and .given == 60
    and .figures.articles == 60 and (.months | length) == 31 and .months[0].month == "2019-01"
    and .figures.words_unknown.share > .training.words_unknown.share
    and ([.unknown_words[].word] | index("gazebo")) != null and (.says | length) >= 2'
}

@test "drift of the index, of all of it or of its last days" {
  strange 60 >"$DIR/new.jsonl"
  plx index --model "$MODEL" "$DIR/new.jsonl" "$DATA/six.jsonl" 2>/dev/null
  run plx evaluate --drift --format json
  [ "$status" -eq 0 ]
  [ "$(jq .given <<<"$output")" -eq 66 ]
  [ "$(jq '.figures.articles + ([.left_out[]] | add)' <<<"$output")" -eq 66 ]
  [ "$(jq .figures.articles <<<"$output")" -ge 60 ]
  plx evaluate --drift --days 40 --format json >"$DIR/out.json" 2>"$DIR/err"
  [ "$(jq .figures.articles "$DIR/out.json")" -eq 3 ]
  grep -q "the 40 days up to 2021-07-10, the day of the newest article" "$DIR/err"
  fails 2 "--days goes with --drift" plx evaluate --drift --days 3 "$DIR/new.jsonl"
  fails 2 "--days goes with --drift" plx evaluate --days 3 "$DIR/new.jsonl"
}

@test "drift leaves out what the model learned from, and says of few articles that they are few" {
  run plx evaluate --drift --model "$MODEL" "$DEMO"/demo-*.jsonl
  [ "$status" -eq 0 ]
  has "0 of the articles are about the target: fewer than 30"
  has "60 the model learned from"
}

@test "a model that learned from written articles only has nothing to compare with, and says so" {
  make_model
  strange 40 >"$DIR/new.jsonl"
  run plx evaluate --drift --model "$MODEL" "$DIR/new.jsonl"
  [ "$status" -eq 0 ]
  has "has no figures of its training articles"
  lacks "shift"
}

@test "evaluate without FILE and without --drift says what it needs; nothing to read is 1" {
  fails 2 "FILE...|-, or --drift" plx evaluate --model "$MODEL"
  run plx evaluate --drift --model "$MODEL" - </dev/null
  [ "$status" -eq 1 ]
  fails 2 "no index" plx evaluate --drift --model "$MODEL"
}
