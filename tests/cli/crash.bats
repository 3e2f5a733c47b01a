#!/usr/bin/env bats
# kill -9 in the middle of indexing loses nothing that was committed.

setup() {
  load common
  fresh
}

count() {
  plx stats --format json 2>/dev/null | sed -n 's/^  "articles": \([0-9]*\),$/\1/p'
}

@test "kill -9 in the middle of 12,000 articles: the last commit is there, the next run completes" {
  generate 1 12000 >"$DIR/many.jsonl"
  "$PARALLAX" --index "$INDEX" index --no-model --commit-every 0.05 "$DIR/many.jsonl" \
    2>"$DIR/log" 3>&- &
  pid=$!
  # until a commit shows some, but far from all
  committed=0
  for _ in $(seq 400); do
    committed=$(count)
    [ "${committed:-0}" -gt 0 ] && break
    sleep 0.02
  done
  kill -9 $pid
  wait $pid || true
  [ "$committed" -gt 0 ]
  after=$(count)
  [ "$after" -ge "$committed" ]
  [ "$after" -lt 12000 ]
  run plx check
  [ "$status" -eq 0 ]
  run plx index --no-model "$DIR/many.jsonl"
  [ "$status" -eq 0 ]
  has "$(printf "%d added" $((12000 - after)) | sed ':a;s/\([0-9]\)\([0-9]\{3\}\)\($\|[^0-9]\)/\1,\2\3/;ta')"
  [ "$(count)" -eq 12000 ]
  plx check
}

@test "kill -9 at many moments" {
  generate 1 4000 >"$DIR/many.jsonl"
  for delay in 0.01 0.05 0.1 0.2 0.3; do
    "$PARALLAX" --index "$INDEX" index --no-model --commit-every 0.02 "$DIR/many.jsonl" \
      2>/dev/null 3>&- &
    pid=$!
    sleep $delay
    kill -9 $pid 2>/dev/null || true
    wait $pid || true
    if [ -e "$INDEX/config" ] && [ -e "$INDEX/xapian/XAPIANDB" ]; then
      plx check
    fi
  done
  plx index --no-model "$DIR/many.jsonl" 2>/dev/null
  [ "$(count)" -eq 4000 ]
}
