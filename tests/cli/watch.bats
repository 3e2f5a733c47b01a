#!/usr/bin/env bats
# `index --watch`: changes arrive in the index by themselves, until a signal ends the run.

setup() {
  load common
  fresh
  mkdir "$DIR/in"
  watcher=
}

teardown() {
  [ -z "$watcher" ] || kill -9 "$watcher" 2>/dev/null || true
}

# An article in a file of its own: article FILE ID WORD
article() {
  printf '{"id":"%s","title":"On %s","text":"A report about %s."}\n' "$2" "$3" "$3" >"$DIR/$1"
}

watch() {
  "$PARALLAX" --index "$INDEX" index --no-model --watch "$@" 2>"$DIR/log" 3>&- &
  watcher=$!
}

# Wait until a search for a word has N results: until_found N WORD
until_found() {
  local n
  for _ in $(seq 300); do
    n=$(plx search "$2" --format jsonl 2>/dev/null | wc -l)
    [ "$n" -eq "$1" ] && return 0
    kill -0 "$watcher" || break
    sleep 0.1
  done
  echo "$n results for $2, not $1; log:" && cat "$DIR/log"
  return 1
}

# End the watcher with a signal; the test goes on if it exits with 0.
stop() {
  local pid=$watcher
  watcher=
  kill "-$1" "$pid"
  wait "$pid"
}

@test "what was there, what is written and what is replaced can be found" {
  article in/old a1 harbour
  watch "$DIR/in"
  until_found 1 harbour
  article in/new a2 ferry
  until_found 1 ferry
  article draft a1 bridge
  mv "$DIR/draft" "$DIR/in/old"
  until_found 1 bridge
  until_found 0 harbour
  stop INT
  plx check
}

@test "new folders and folders moved in are kept up with" {
  watch "$DIR/in"
  mkdir -p "$DIR/in/a/b" "$DIR/out/c"
  article in/a/b/one a1 harbour
  article out/c/two a2 ferry
  until_found 1 harbour
  mv "$DIR/out" "$DIR/in/out"
  until_found 1 ferry
  article in/out/c/three a3 bridge
  until_found 1 bridge
  stop TERM
}

@test "articles of deleted files go with --prune only" {
  article in/one a1 harbour
  article in/two a2 harbour
  article in/three a3 harbour
  watch "$DIR/in"
  until_found 3 harbour
  rm "$DIR/in/one"
  article in/four a4 ferry
  until_found 1 ferry
  until_found 3 harbour
  stop INT
  watch --prune "$DIR/in"
  until_found 2 harbour
  rm "$DIR/in/two"
  until_found 1 harbour
  stop INT
}

@test "a file given by its path is read again when it is replaced" {
  article one a1 harbour
  watch "$DIR/one"
  until_found 1 harbour
  article two a2 ferry
  article draft a1 bridge
  mv "$DIR/draft" "$DIR/one"
  until_found 1 bridge
  stop INT
  run plx search ferry
  [ "$status" -eq 1 ]
}

@test "another command can write between two batches" {
  article in/one a1 harbour
  watch "$DIR/in"
  until_found 1 harbour
  plx delete a1 2>"$DIR/delete.log"
  article in/two a2 ferry
  until_found 1 ferry
  until_found 0 harbour
  stop INT
}

@test "what cannot be watched is refused" {
  fails 2 "--watch needs files and folders" plx index --watch -
  fails 2 "--watch needs files and folders" plx index --watch --dry-run "$DIR/in"
  fails 2 "missing: No such file or directory" plx index --watch "$DIR/missing"
}
