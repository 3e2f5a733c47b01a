#!/usr/bin/env bats
# relabel: another model in one transaction, labels by people untouched, whatever interrupts it.

setup() {
  load common
  fresh
  make_model
  OTHER="$BATS_FILE_TMPDIR/other.model"
  SOUND="$BATS_FILE_TMPDIR/sound" # an index by the first model that was never disturbed
  MANY="$BATS_FILE_TMPDIR/many.jsonl"
}

setup_file() {
  load common
  make_model
  # a model that takes each side for the other
  cat "$DEMO"/demo-*.jsonl |
    jq -c '.label |= ({"pro-iran": "anti-iran", "anti-iran": "pro-iran"}[.] // .)' |
    "$PARALLAX" train - --name other --date 2026-01-03 \
      --order pro-iran,neutral,anti-iran -o "$BATS_FILE_TMPDIR/other.model" >/dev/null 2>&1
  # the bundled articles many times over, so that there is time to interrupt
  cat "$DEMO"/demo-*.jsonl |
    jq -c '. as $a | range(100) | $a + {id: "\($a.id)-\(.)"} | del(.label)' \
      >"$BATS_FILE_TMPDIR/many.jsonl"
  "$PARALLAX" --index "$BATS_FILE_TMPDIR/sound" index --model "$MODEL" \
    "$BATS_FILE_TMPDIR/many.jsonl" 2>/dev/null
}

# What the index says of each article.
stances() {
  plx export | md5sum
}

take_sound() {
  rm -rf "$INDEX"
  cp -r "$SOUND" "$INDEX"
}

@test "relabel says how many changed, and JSON says from what to what" {
  take_sound
  run plx relabel --model "$OTHER"
  [ "$status" -eq 0 ]
  [[ "$output" =~ ^6000\ articles\ judged\ by\ other:\ [1-9][0-9]*\ changed,\ 0\ labels\ by\ people\ untouched$ ]]
  changed=$(sed 's/.*: \([0-9]*\) changed.*/\1/' <<<"$output")
  take_sound
  plx relabel --model "$OTHER" --format json >"$DIR/out.json" 2>"$DIR/err"
  [ ! -s "$DIR/err" ]
  [ "$(jq -c '[.schema, .model, .articles, .changed]' "$DIR/out.json")" = "[1,\"other\",6000,$changed]" ]
  [ "$(jq '[.moved[].articles] | add' "$DIR/out.json")" -eq "$changed" ]
  [ "$(jq '.rewritten >= .changed' "$DIR/out.json")" = true ]
  [ "$(jq '[.moved[] | select(.from == .to)] | length' "$DIR/out.json")" -eq 0 ]
}

@test "the number of threads changes nothing" {
  take_sound
  plx relabel --jobs 1 --model "$OTHER" 2>/dev/null
  one=$(stances)
  take_sound
  plx relabel --jobs 7 --model "$OTHER" 2>/dev/null
  [ "$(stances)" = "$one" ]
  fails 2 "jobs" plx relabel --jobs 0
}

@test "relabelling gives what indexing with the other model gives" {
  take_sound
  plx relabel --model "$OTHER" 2>/dev/null
  one=$(stances)
  rm -rf "$INDEX"
  plx index --model "$OTHER" "$MANY" 2>/dev/null
  [ "$(stances)" = "$one" ]
}

@test "labels by people are untouched, stale ones too, and those the model has not are told" {
  index_demo
  plx label demo-n01 anti-iran --coder ann
  plx label demo-p01 off-topic --coder ann
  plx label demo-a01 neutral --coder ann
  cat "$DEMO"/demo-*.jsonl | jq -c 'select(.id == "demo-a01") | .text += " A further sentence."' \
    >"$DIR/changed.jsonl"
  plx index "$DIR/changed.jsonl" 2>/dev/null
  before=$(plx export | jq -c 'select(.stance_by == "person") | [.id, .stance, .label_stale]')
  labels=$(md5sum <"$INDEX/labels.jsonl")
  [ "$(wc -l <<<"$before")" -eq 3 ]
  run plx relabel --model "$OTHER"
  [ "$status" -eq 0 ]
  has "3 labels by people untouched"
  [ "$(plx export | jq -c 'select(.stance_by == "person") | [.id, .stance, .label_stale]')" = "$before" ]
  [ "$(md5sum <"$INDEX/labels.jsonl")" = "$labels" ]
  # a model with other names for the labels
  cat "$DEMO"/demo-*.jsonl | jq -c '.label |= sub("anti-iran"; "critical")' >"$DIR/renamed.jsonl"
  plx train "$DIR/renamed.jsonl" --from-scratch --name renamed -o "$DIR/renamed.model" >/dev/null 2>&1 ||
    plx train "$DIR/renamed.jsonl" --name renamed -o "$DIR/renamed.model" >/dev/null 2>&1
  run plx relabel --model "$DIR/renamed.model"
  [ "$status" -eq 0 ]
  has "2 labels by people untouched"
  has "1 labels by people are none that renamed has"
  [ "$(md5sum <"$INDEX/labels.jsonl")" = "$labels" ]
  plx check
  # and back: nothing was lost
  plx relabel --model "$OTHER" 2>/dev/null
  [ "$(plx export | jq -c 'select(.stance_by == "person") | [.id, .stance, .label_stale]')" = "$before" ]
}

# Interrupt at moments spread over the run; all stances are then the old ones or the new.
interrupted_by() {
  local signal=$1 old new now took start pid code hits=0
  take_sound
  old=$(stances)
  start=$(date +%s%N)
  plx relabel --model "$OTHER" 2>/dev/null
  took=$((($(date +%s%N) - start) / 1000))
  new=$(stances)
  [ "$old" != "$new" ]
  RANDOM=11
  for _ in $(seq 8); do
    take_sound
    "$PARALLAX" --index "$INDEX" relabel --model "$OTHER" 2>"$DIR/log" 3>&- &
    pid=$!
    sleep "$(printf '0.%06d' $((RANDOM * took / 32768 % 1000000)))"
    kill "-$signal" "$pid" 2>/dev/null || true
    code=0
    wait "$pid" || code=$?
    [ "$code" -eq 0 ] || hits=$((hits + 1))
    plx check >/dev/null
    now=$(stances)
    if [ "$code" -eq 0 ]; then [ "$now" = "$new" ]; else [ "$now" = "$old" ] || [ "$now" = "$new" ]; fi
    if [ "$signal" = TERM ] && [ "$code" -eq 2 ]; then [ "$now" = "$old" ]; fi
    plx relabel --model "$OTHER" 2>/dev/null
    [ "$(stances)" = "$new" ]
  done
  echo "$hits of 8 were cut off"
  [ "$hits" -gt 0 ]
}

@test "SIGTERM while relabelling: old stances or new, never a mix, and the next run completes" {
  interrupted_by TERM
}

@test "SIGKILL while relabelling: old stances or new, never a mix, and the next run completes" {
  interrupted_by KILL
}
