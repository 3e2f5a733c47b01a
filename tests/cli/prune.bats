#!/usr/bin/env bats
# What a second run knows of files: unchanged, moved, vanished, shrunk.

setup() {
  load common
  fresh
  mkdir "$DIR/in"
}

count() {
  plx stats --format json | sed -n 's/^  "articles": \([0-9]*\),$/\1/p'
}

# Pages about harbours with these numbers.
pages() {
  for i in "$@"; do
    printf 'The harbour %s\n\nThe harbour number %s is closed today for all ships of the town.\n' \
      "$i" "$i" >"$DIR/in/$i.txt"
  done
}

index() {
  run plx index --no-model "$@"
}

@test "a file with another time and the same bytes is not read again" {
  pages 1 2
  touch -d 2001-01-01 "$DIR/in"/*
  index "$DIR/in"
  touch -d 2002-02-02 "$DIR/in/1.txt"
  index "$DIR/in"
  has "2 files skipped"
  lacks "unchanged; "
  [ "$(tail -1 "$INDEX/manifest" | jq -r .path)" = "$(realpath "$DIR/in/1.txt")" ]
}

@test "a file that changes within the tick of the clock, at the same size, is read again" {
  pages 1
  index "$DIR/in"
  sed -i s/closed/opened/ "$DIR/in/1.txt"
  touch -r "$INDEX/config" "$DIR/in/1.txt"
  index "$DIR/in"
  has "1 updated"
}

@test "a moved file is known again, its article stays as it is" {
  pages 1 2 3
  index "$DIR/in"
  id=$(plx search 'title:"harbour 2"' --format ids)
  mkdir "$DIR/in/deep"
  mv "$DIR/in/2.txt" "$DIR/in/deep/two.txt"
  index --prune "$DIR/in"
  [ "$status" -eq 0 ]
  has "1 file has moved"
  lacks removed
  [ "$(plx search 'title:"harbour 2"' --format ids)" = "$id" ]
  index --prune "$DIR/in"
  has "3 files skipped"
  [ "$(count)" -eq 3 ]
}

@test "a copy is not a move" {
  pages 1
  index "$DIR/in"
  cp "$DIR/in/1.txt" "$DIR/in/copy.txt"
  index "$DIR/in"
  has "1 added"
  lacks moved
}

@test "a whole folder may be renamed" {
  pages 1 2 3 4
  index "$DIR/in"
  mv "$DIR/in" "$DIR/out"
  index --prune "$DIR/out"
  has "4 files have moved"
  [ "$(count)" -eq 4 ]
}

@test "--prune removes articles of vanished files, and only under the path given" {
  pages 1 2 3
  mkdir "$DIR/other"
  mv "$DIR/in/3.txt" "$DIR/other"
  index "$DIR/in" "$DIR/other"
  rm "$DIR/in/1.txt" "$DIR/other/3.txt"
  index "$DIR/in"
  [ "$(count)" -eq 3 ]
  index --prune "$DIR/in"
  [ "$status" -eq 0 ]
  has "1 removed"
  [ "$(count)" -eq 2 ]
  run plx search "title:3"
  has "harbour 3"
  pages 1
  index --prune "$DIR/in"
  has "1 added"
}

@test "--prune removes nothing when more than half have vanished, --prune=all does" {
  pages 1 2 3
  index "$DIR/in"
  rm "$DIR/in/1.txt" "$DIR/in/2.txt"
  pages 4 5 6 # new ones do not make up for it
  index --prune "$DIR/in"
  [ "$status" -eq 2 ]
  has "3 added"
  has "nothing removed: 2 of the 3 files known there have vanished"
  [ "$(count)" -eq 6 ]
  index --prune=all "$DIR/in"
  [ "$status" -eq 0 ]
  has "2 removed"
  [ "$(count)" -eq 4 ]
}

@test "--prune removes nothing from a folder that is empty or not there: it may be unmounted" {
  pages 1 2
  index "$DIR/in"
  mv "$DIR/in" "$DIR/away"
  mkdir "$DIR/in"
  index --prune "$DIR/in"
  [ "$status" -eq 2 ]
  has "is it mounted?"
  has "--prune=all"
  rmdir "$DIR/in"
  index --prune "$DIR/in"
  [ "$status" -eq 2 ]
  [ "$(count)" -eq 2 ]
  index --prune=all "$DIR/in"
  [ "$status" -eq 0 ]
  has "2 removed"
  [ "$(count)" -eq 0 ]
  fails 2 "none known" plx index --no-model --prune=all "$DIR/never"
}

@test "--prune removes articles that a file no longer brings" {
  generate 1 5 >"$DIR/in/a.jsonl"
  index "$DIR/in"
  generate 1 5 | sed 2d >"$DIR/in/a.jsonl"
  index "$DIR/in"
  [ "$(count)" -eq 5 ]
  touch -d 2001-01-01 "$DIR/in/a.jsonl"
  index --prune "$DIR/in"
  has "1 file skipped" # what it brought is told when it is read: it was, without --prune
  generate 1 5 | sed 2,3d >"$DIR/in/a.jsonl"
  index --prune "$DIR/in"
  has "2 removed"
  [ "$(count)" -eq 3 ]
}

@test "--prune removes nothing that a file with failures may still bring" {
  generate 1 3 >"$DIR/in/a.jsonl"
  index "$DIR/in"
  { generate 1 2; echo '{"id":"g3","title":'; } >"$DIR/in/a.jsonl"
  index --prune "$DIR/in"
  [ "$status" -eq 2 ]
  [ "$(count)" -eq 3 ]
}

@test "an article that another file brings stays, also if that file is not read in this run" {
  generate 1 3 >"$DIR/in/a.jsonl"
  generate 3 5 >"$DIR/in/b.jsonl"
  sed -i '/"g3"/d' "$DIR/in/b.jsonl"
  grep '"g3"' "$DIR/in/a.jsonl" >>"$DIR/in/b.jsonl"
  generate 6 9 >"$DIR/in/c.jsonl"
  index "$DIR/in"
  has "9 added"
  has "1 unchanged"
  rm "$DIR/in/a.jsonl"
  index --prune "$DIR/in"
  has "2 removed"
  [ "$(count)" -eq 7 ]
  run plx show g3
  [ "$status" -eq 0 ]
}

@test "an article that moves from one file to another stays" {
  generate 1 3 >"$DIR/in/a.jsonl"
  generate 4 6 >"$DIR/in/b.jsonl"
  index "$DIR/in"
  cat "$DIR/in/a.jsonl" >>"$DIR/in/b.jsonl"
  rm "$DIR/in/a.jsonl"
  index --prune "$DIR/in"
  has "6 unchanged"
  lacks removed
  [ "$(count)" -eq 6 ]
}

@test "--dry-run says what would be done and changes nothing" {
  index --dry-run "$DIR/in"
  [ ! -e "$INDEX" ]
  pages 1 2 3 4 5
  index --dry-run "$DIR/in"
  has "5 added"
  [ ! -e "$INDEX" ]
  index "$DIR/in"
  rm "$DIR/in/1.txt"
  mv "$DIR/in/2.txt" "$DIR/in/two.txt"
  sed -i s/closed/opened/ "$DIR/in/3.txt"
  pages 6
  (cd "$INDEX" && find . -type f -exec md5sum {} + | sort) >"$DIR/before"
  index --dry-run --prune "$DIR/in"
  [ "$status" -eq 0 ]
  has "nothing was written"
  has "1 added, 1 updated, 0 unchanged, 1 removed, 0 failed"
  has "1 file has moved"
  (cd "$INDEX" && find . -type f -exec md5sum {} + | sort) >"$DIR/after"
  diff "$DIR/before" "$DIR/after"
  index --prune "$DIR/in"
  has "1 added, 1 updated, 0 unchanged, 1 removed, 0 failed"
}

@test "--dry-run counts what a shrunk file no longer brings" {
  generate 1 5 >"$DIR/in/a.jsonl"
  index "$DIR/in"
  generate 1 3 >"$DIR/in/a.jsonl"
  index --dry-run --prune "$DIR/in"
  has "2 removed"
  [ "$(count)" -eq 5 ]
}

@test "what cannot go together is said" {
  fails 2 "not with --files-from" plx index --prune --files-from x
  fails 2 "not standard input" plx index --prune -
  fails 2 "--prune can be all, not 'most'" plx index --prune=most "$DIR/in"
  fails 2 "nothing to read" plx index
  fails 2 "--null goes with --files-from" plx index --null "$DIR/in"
  fails 2 "no PATH" plx index --retry-failed "$DIR/in"
  fails 2 "--jobs must be at least 1" plx index --jobs 0 "$DIR/in"
  fails 2 "not both" plx index - --files-from -
  fails 2 "--watch needs files and folders" plx index --watch -
}

@test "the switch is in help, manual page and completion" {
  plx help index | grep -q -- '--prune\[=all\]'
  plx help --man | grep -q 'prune\[='
  plx help --completion bash | grep -q -- ' --prune --prune=all '
}
