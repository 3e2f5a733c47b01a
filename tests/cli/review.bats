#!/usr/bin/env bats
# Labelling what teaches most: review.

setup() {
  load common
  load terminal
  fresh
  index_demo
}

votes() { wc -l <"$INDEX/labels.jsonl"; }

@test "review --list: the most uncertain first, with the reason, the same for the same seed" {
  run plx review --list -n 5 --format ids --coder ann
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 5 ]
  first=$output
  run plx review --list -n 5 --format ids --coder ann
  [ "$output" = "$first" ]
  plx review --list -n 5 --format jsonl --coder ann >"$DIR/list"
  [ "$(jq -r .id "$DIR/list")" = "$first" ]
  jq -e '.uncertainty > 0 and .worth > 0 and .coder == "ann" and .how == "review"
    and (.probabilities | add > .99) and (.text | length > 100) and .synthetic' "$DIR/list" >/dev/null
  # unclear ones before all others, unless their source had its turn
  [ "$(head -1 "$DIR/list" | jq -r .stance)" = unclear ] ||
    ! plx search --stance unclear --format ids | grep -q .
  plx review --list --format json --coder ann | jq -e '.schema == 1 and (.articles | length == 20)'
  run plx review --list -n 1 --coder ann
  has "uncertainty "
  has "synthetic"
}

@test "review spreads over sources and offers no two near-copies" {
  [ "$(plx review --list -n 10 --format jsonl | jq -r .source | sort -u | wc -l)" -ge 8 ]
  id=$(plx review --list -n 1 --format ids)
  cat "$DEMO"/*.jsonl | jq -c --arg id "$id" 'select(.id == $id) | .id = "copy" | .source = "Other Paper"' \
    >"$DIR/copy.jsonl"
  plx index "$DIR/copy.jsonl" 2>/dev/null
  plx review --list -n 100 --format ids >"$DIR/ids"
  [ "$(grep -cx -e copy -e "$id" "$DIR/ids")" -eq 1 ]
}

@test "review takes the query and filters of search" {
  source=$(plx review --list -n 1 --format jsonl | jq -r .source)
  plx review --list --source "$source" --format jsonl | jq -e --arg s "$source" '.source == $s' >/dev/null
  fails 1 "nothing is left to review" plx review --list nosuchword
  fails 2 "--format goes with --list" plx review --format json
}

@test "without a terminal review says what to do; without a model, too" {
  fails 2 "--list gives them to other programs" plx review </dev/null
  plx --index "$DIR/none" index --no-model "$DEMO" 2>/dev/null
  fails 2 "no model" plx --index "$DIR/none" review --list
}

@test "what the coder labelled is not offered to that coder again, to others it is" {
  id=$(plx review --list -n 1 --format ids --coder ann)
  plx label "$id" neutral --coder ann
  ! plx review --list -n 100 --format ids --coder ann | grep -qx "$id"
  plx review --list -n 100 --format ids --coder ben | grep -qx "$id"
  plx label "$id" none --coder ann
  plx review --list -n 100 --format ids --coder ann | grep -qx "$id"
}

@test "a keystroke is a label, kept and shown at once; q ends, and it goes on there" {
  needs_terminal
  plx review --list -n 6 --format ids --coder ann >"$DIR/ids"
  start_asking 80 "$PARALLAX" --index "$INDEX" review -n 6 --coder ann
  press n
  [ "$(votes)" -eq 1 ]
  press a
  [ "$(votes)" -eq 2 ]
  press o s q
  end_asking
  [ "$code" -eq 0 ]
  diff "$DIR/before" "$DIR/after"
  [ "$(jq -r '.id' "$INDEX/labels.jsonl")" = "$(head -3 "$DIR/ids")" ]
  [ "$(jq -r '.label' "$INDEX/labels.jsonl" | tr '\n' ' ')" = "neutral anti-iran off-topic " ]
  [ "$(jq -r '.how + .coder' "$INDEX/labels.jsonl" | sort -u)" = reviewann ]
  jq -e '.digest and .model and .model_stance' "$INDEX/labels.jsonl" >/dev/null
  plx show "$(sed -n 2p "$DIR/ids")" | grep -q 'anti-iran (person)'
  shown "reviewed by ann: 3, 1 neutral, 1 anti-iran, 1 off-topic"
  shown "measures nothing"
  # the four are not asked again
  plx review --list -n 100 --format ids --coder ann >"$DIR/left"
  [ "$(wc -l <"$DIR/left")" -gt 10 ]
  for id in $(head -4 "$DIR/ids"); do
    ! grep -qx "$id" "$DIR/left"
  done
  # what was passed over is so for its coder alone
  plx review --list -n 100 --format ids --coder ben | grep -qx "$(sed -n 4p "$DIR/ids")"
}

@test "undo takes an answer back and asks again, also what was skipped" {
  needs_terminal
  plx review --list -n 3 --format ids --coder ann >"$DIR/ids"
  start_asking 80 "$PARALLAX" --index "$INDEX" review -n 3 --coder ann
  press u
  shown "nothing to undo"
  press n u
  [ "$(jq -c .label "$INDEX/labels.jsonl" | tr '\n' ' ')" = '"neutral" null ' ]
  press p s u u a
  press s q
  end_asking
  [ "$code" -eq 0 ]
  run plx labels list --standing
  has "$(head -1 "$DIR/ids")  anti-iran  ann"
  [ "$(plx labels list --standing | wc -l)" -eq 2 ]
  plx review --list -n 100 --format ids --coder ann >"$DIR/left"
  ! grep -qx "$(sed -n 2p "$DIR/ids")" "$DIR/left"
  grep -qx "$(sed -n 3p "$DIR/ids")" "$DIR/left"
}

@test "killed half-way nothing answered is lost, and nothing is asked twice" {
  needs_terminal
  plx review --list -n 4 --format ids --coder ann >"$DIR/ids"
  start_asking 80 "$PARALLAX" --index "$INDEX" review -n 4 --coder ann
  press n p
  kill -9 "$(asking_pid)"
  end_asking
  [ "$(jq -r .id "$INDEX/labels.jsonl")" = "$(head -2 "$DIR/ids")" ]
  plx review --list -n 100 --format ids --coder ann >"$DIR/left"
  ! grep -qx -f <(head -2 "$DIR/ids") "$DIR/left"
  start_asking 80 "$PARALLAX" --index "$INDEX" review -n 1 --coder ann
  press n
  end_asking
  [ "$(jq -r .id "$INDEX/labels.jsonl" | sort -u | wc -l)" -eq 3 ]
  plx show "$(head -1 "$DIR/ids")" | grep -q '(person)'
}

@test "a signal leaves the terminal as it was and keeps the answers" {
  needs_terminal
  for signal in INT TERM HUP QUIT; do
    start_asking 80 "$PARALLAX" --index "$INDEX" review -n 2 --coder "$signal"
    press n
    kill -"$signal" "$(asking_pid)"
    end_asking
    [ "$code" -eq 2 ]
    diff "$DIR/before" "$DIR/after"
    shown "stopped; 1 labels are kept"
  done
  start_asking 80 "$PARALLAX" --index "$INDEX" review -n 2 --coder crash
  kill -SEGV "$(asking_pid)"
  end_asking
  [ "$code" -ne 0 ]
  diff "$DIR/before" "$DIR/after"
}

@test "keys that are no answer do nothing: arrows, other letters, what is pasted" {
  needs_terminal
  start_asking 80 "$PARALLAX" --index "$INDEX" review -n 2 --coder ann
  printf '\033[A\033OP\303\244zx' >&8
  sleep 0.3
  [ ! -s "$INDEX/labels.jsonl" ]
  press '?'
  shown "p pro-iran:"
  shown "off-topic: the target is not named"
  press q
  end_asking
  [ "$code" -eq 0 ]
  [ ! -s "$INDEX/labels.jsonl" ]
}

@test "long articles come in pages, sentences that name the target are marked, narrow terminals do" {
  needs_terminal
  plx index - 2>/dev/null <<EOF
{"id":"long","title":"Zebrawood","source":"S","text":"$(for i in $(seq 1 90); do printf 'Sentence number %d is about the weather of a town. ' "$i"; done)Then Iran threatens sanctions and militias with a nuclear programme presently."}
EOF
  start_asking 40 "$PARALLAX" --index "$INDEX" review zebrawood -n 1 --coder ann
  shown "space more"
  ! grep -qF "presently" "$DIR/screen"
  for i in $(seq 1 12); do
    grep -qF "presently" "$DIR/screen" || press ' '
  done
  shown "presently"
  esc=$(printf '\033')
  grep -q "${esc}\[1mThen Iran" "$DIR/screen"
  ! grep -q "${esc}\[1mSentence" "$DIR/screen"
  awk '!/^Script/ { gsub(/\033\[[0-9]*m|\r/, ""); if (length($0) > 40) print }' "$DIR/screen" >"$DIR/wide"
  [ ! -s "$DIR/wide" ] || { cat "$DIR/wide"; false; }
  press q
  end_asking
  NO_COLOR=1 start_asking 40 "$PARALLAX" --index "$INDEX" review -n 1 --coder ann
  press q
  end_asking
  ! grep -q "$esc" "$DIR/screen"
}

@test "labels elsewhere: --labels FILE takes answers and what was skipped" {
  needs_terminal
  start_asking 80 "$PARALLAX" --index "$INDEX" review -n 2 --coder ann --labels "$DIR/mine.jsonl"
  press n s
  end_asking
  [ "$(wc -l <"$DIR/mine.jsonl")" -eq 1 ]
  [ "$(jq -r .asked "$DIR/mine.jsonl.asked")" = skip ]
  [ ! -e "$INDEX/labels.jsonl" ]
  # a torn or damaged line of what was asked costs nothing but itself
  printf 'nonsense\n{"asked":"sk' >>"$DIR/mine.jsonl.asked"
  run plx review --list -n 1 --coder ann --labels "$DIR/mine.jsonl"
  [ "$status" -eq 0 ]
  has "1 lines cannot be read"
}
