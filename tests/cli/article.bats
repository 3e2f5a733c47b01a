#!/usr/bin/env bats
# show, delete, export.

setup() {
  load common
  fresh
}

@test "show prints an article, with the words of a query marked" {
  index_six
  run plx show s2 --query '"green zone" sanction'
  [ "$status" -eq 0 ]
  is_golden show-text.txt
}

@test "show as JSON holds the text and what is said of it" {
  index_six
  run plx show s1 --format json
  [ "$status" -eq 0 ]
  is_golden show-json.txt
}

@test "show explains by the model of the index" {
  index_demo
  run plx show demo-n01 --explain
  [ "$status" -eq 0 ]
  has "what the model weighed"
  run plx show demo-n01 --explain --format json
  has '"evidence": ['
  has '"feature"'
  index_six
}

@test "show of an article that is not there is exit 1" {
  index_six
  fails 1 "nosuch" plx show nosuch
}

@test "show needs an index" {
  fails 2 "make one with" plx show s1
}

@test "delete removes articles and names those that are not there" {
  index_six
  run plx delete s1 s2
  [ "$status" -eq 0 ]
  has "2 of 2 removed"
  fails 1 "nosuch" plx delete nosuch s3
  has "1 of 2 removed"
  run plx show s3
  [ "$status" -eq 1 ]
  [ "$(plx export --format ids | tr '\n' ' ')" = "s4 s5 s6 " ]
}

@test "export and index again gives the same articles" {
  index_six
  plx export >"$DIR/out.jsonl"
  [ "$(wc -l <"$DIR/out.jsonl")" -eq 6 ]
  "$PARALLAX" --index "$DIR/two" index --no-model "$DIR/out.jsonl" 2>/dev/null
  for id in s1 s4 s6; do
    plx show $id >"$DIR/a"
    "$PARALLAX" --index "$DIR/two" show $id >"$DIR/b"
    diff "$DIR/a" "$DIR/b"
  done
  "$PARALLAX" --index "$DIR/two" export | diff "$DIR/out.jsonl" -
  run plx index --no-model "$DIR/out.jsonl"
  has "6 unchanged"
}

@test "export of a query with filters, as ids and CSV" {
  index_six
  [ "$(plx export --source 'Harbour Wire' --format ids | sort | tr '\n' ' ')" = "s1 s3 s5 " ]
  run plx export lighthouse --format csv
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -ge 2 ]
  has "rank,id,title"
  run plx export zebra
  [ "$status" -eq 1 ]
  run plx export --no-text lighthouse
  lacks '"text"'
}

@test "export of more than a page of hits gives every one once" {
  generate 1 2300 >"$DIR/many.jsonl"
  plx index --no-model "$DIR/many.jsonl" 2>/dev/null
  plx export --sort date --format ids >"$DIR/ids"
  [ "$(wc -l <"$DIR/ids")" -eq 2300 ]
  [ "$(sort -u "$DIR/ids" | wc -l)" -eq 2300 ]
}
