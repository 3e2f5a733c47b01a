#!/usr/bin/env bats
# Searching while the index is written: commits one after the other, new generations, deletions.

setup() {
  load common
  fresh
}

teardown() {
  [ ! -e "$DIR/writer" ] || kill "$(cat "$DIR/writer")" 2>/dev/null || true
  wait 2>/dev/null || true
}

article() {
  printf '{"id":"w%d","title":"Ferry notice %d","text":"The ferry of day %d left the harbour at dawn."}\n' \
    "$1" "$1" "$1"
}

# A commit for each article, a new generation after every tenth.
write_on_and_on() {
  local i=0
  while :; do
    i=$((i + 1))
    article "$i" | plx index --no-model - >/dev/null 2>>"$DIR/writer.log" || echo "failed: $i"
    [ $((i % 10)) -ne 0 ] || plx compact >/dev/null 2>>"$DIR/writer.log" || echo "failed: compact"
  done >>"$DIR/writer.failures"
}

@test "searches answer while a writer commits and replaces generations, and see ever more" {
  index_six
  write_on_and_on 3>&- &
  echo $! >"$DIR/writer"
  before=0
  for _ in $(seq 60); do
    run plx search ferry --format json --facets source,month
    [ "$status" -eq 0 ] || { echo "exit $status: $output"; return 1; }
    now=$(printf '%s' "$output" | jq .total)
    [ "$now" -ge "$before" ] || { echo "$now articles after $before"; return 1; }
    before=$now
  done
  [ "$before" -gt 2 ]
  [ ! -s "$DIR/writer.failures" ] || { cat "$DIR/writer.failures" "$DIR/writer.log"; return 1; }
}

@test "a slow search ends though the index changes under it more than once" {
  # --exact reads each article: seconds, were there enough of them; here the commits come faster
  for i in $(seq 400); do article "$i"; done | plx index --no-model - 2>/dev/null
  write_on_and_on 3>&- &
  echo $! >"$DIR/writer"
  for _ in $(seq 20); do
    run plx search --exact 'harbour dawn' --format ids --limit 1000
    [ "$status" -eq 0 ] || { echo "exit $status: $output"; return 1; }
    [ "${#lines[@]}" -ge 400 ] || { echo "${#lines[@]} articles"; return 1; }
  done
}

@test "a search of a folder that was emptied, or whose stub names nothing, says so" {
  index_six
  echo "glass gen-99" >"$INDEX/xapian/XAPIANDB"
  run plx search ferry
  [ "$status" -eq 2 ]
  has "gen-99"
  rm -r "$INDEX/xapian"
  run plx search ferry
  [ "$status" -eq 2 ]
  has "$INDEX"
}
