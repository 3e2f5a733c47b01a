#!/usr/bin/env bats
# A folder of 300 hostile files: the run ends, reports each, and indexes the good ones.

setup() {
  load common
  load hostile_folder
  DIR=$(mktemp -d) # reached by another user, unlike the folders of the test runner
  INDEX="$DIR/index"
  chmod 777 "$DIR"
}

teardown() {
  [ -z "${vandal:-}" ] || kill "$vandal" || true
  chmod -R u+rwX "$DIR/in" 2>/dev/null || true
  rm -rf "$DIR"
}

# Every file of the list is named in a failure of the report.
all_reported() {
  jq -r '.failures[].where | split("\n") | join("\\n")' "$DIR/report.json" >"$DIR/where"
  while IFS= read -r -d '' name; do
    grep -q -F "/$name" "$DIR/where" || { echo "no failure names $name"; return 1; }
  done <"$1"
}

@test "of 300 hostile files each bad one is reported and every good one found" {
  command -v bsdtar >/dev/null || skip "no bsdtar"
  hostile_folder "$DIR"
  [ "$(find "$DIR/in" -mindepth 1 | wc -l)" -ge 290 ]
  chmod -R a+rX "$DIR/in"
  chmod 0 "$DIR/in/locked.txt" "$DIR/in/closed"
  (while :; do # a file that comes and goes, and one that grows and shrinks
    page vanishing >"$DIR/in/vanishing.html"
    head -c $((RANDOM * 3)) /dev/zero >>"$DIR/in/growing"
    rm -f "$DIR/in/vanishing.html"
    : >"$DIR/in/growing"
    sleep 0.01
  done) 3>&- &
  vandal=$!
  run unprivileged timeout 300 "$PARALLAX" --index "$INDEX" index --no-model \
    --report "$DIR/report.json" "$DIR/in"
  kill $vandal
  wait $vandal || true
  vandal=
  [ "$status" -eq 2 ] || { echo "exit $status: $output"; return 1; }
  all_reported "$DIR/bad"
  run unprivileged "$PARALLAX" --index "$INDEX" search goodmarker --limit 1000 --format ids
  wanted=$(tr -cd '\0' <"$DIR/good" | wc -c)
  found=$(printf '%s\n' "$output" | grep -c -v vanishing)
  [ "$found" -eq "$wanted" ] || { echo "$found found, $wanted wanted"; return 1; }
  unprivileged "$PARALLAX" --index "$INDEX" check
}
