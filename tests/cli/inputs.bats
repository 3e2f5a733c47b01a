#!/usr/bin/env bats
# Where articles may come from: archives, lists of files, standard input, FIFOs.

setup() {
  load common
  fresh
  mkdir "$DIR/in"
  printf '{"id":"a","text":"The harbour is closed."}\n' >"$DIR/in/a.jsonl"
  printf '{"id":"b","text":"The quay is closed."}\n' >"$DIR/in/b.jsonl"
}

ids() {
  "$PARALLAX" extract "$@" | jq -r .id | tr '\n' ' '
}

@test "an archive is read from a file, from standard input and from a FIFO" {
  tar -C "$DIR" --sort=name -czf "$DIR/in.tar.gz" in
  [ "$(ids "$DIR/in.tar.gz")" = "a b " ]
  [ "$(ids - <"$DIR/in.tar.gz")" = "a b " ]
  mkfifo "$DIR/fifo"
  cat "$DIR/in.tar.gz" >"$DIR/fifo" &
  [ "$(ids "$DIR/fifo")" = "a b " ]
}

@test "of an archive that is cut off the members before the cut are read, and the cut is told" {
  for i in 1 2 3; do cp "$DIR/in/a.jsonl" "$DIR/in/$i.jsonl"; done
  tar -C "$DIR" --sort=name -cf "$DIR/in.tar" in
  head -c 2600 "$DIR/in.tar" >"$DIR/cut.tar"
  run "$PARALLAX" extract "$DIR/cut.tar"
  [ "$status" -eq 2 ]
  has '"id":"a"'
  has "cut.tar"
  has "damaged or cut off archive"
}

@test "files are named by a list, one a line or ended by NUL; one that is missing is told" {
  printf '%s\n' "$DIR/in/b.jsonl" "$DIR/none" "$DIR/in/a.jsonl" >"$DIR/list"
  run "$PARALLAX" extract --files-from "$DIR/list"
  [ "$status" -eq 2 ]
  has "none: No such file or directory"
  [ "$(ids --files-from "$DIR/list" 2>/dev/null)" = "b a " ]
  cp "$DIR/in/a.jsonl" "$DIR/new
line.jsonl"
  [ "$(find "$DIR" -name 'new*' -print0 | ids -0 --files-from -)" = "a " ]
}

@test "without anything to read the command says what it wants" {
  fails 2 "give FILE... or --files-from FILE" "$PARALLAX" extract
}
