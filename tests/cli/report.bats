#!/usr/bin/env bats
# What a run says of itself; lists of files, and trying failed ones again.

setup() {
  load common
  fresh
}

@test "the report holds what was done, in JSON" {
  mkdir "$DIR/in"
  cp "$DATA/six.jsonl" "$DATA/broken.jsonl" "$DATA/page.txt" "$DIR/in"
  run plx index --no-model --source Wire --map title=headline --report "$DIR/r.json" "$DIR/in"
  [ "$status" -eq 2 ]
  jq -e '.schema == 1 and .dry_run == false and .stopped == false' "$DIR/r.json"
  jq -e '.articles.added == 10 and .articles.read == 10 and .files.seen == 3' "$DIR/r.json"
  jq -e '.failed == 2 and (.failures | length) == 2' "$DIR/r.json"
  jq -e '.failures[0].where | endswith("broken.jsonl:2")' "$DIR/r.json"
  jq -e '.fields.source == 10' "$DIR/r.json"
  jq -e '.options["no-model"] == true and .options.source == "Wire"' "$DIR/r.json"
  jq -e '.options.map == ["title=headline"]' "$DIR/r.json"
  jq -e '.examples[0].lines > 0' "$DIR/r.json"
  jq -e '.speed.seconds > 0 and .speed.cpu_seconds.put > 0 and .speed.slowest.cpu_seconds > 0' "$DIR/r.json"
  jq -e '.index.articles == 10 and .index.bytes > 0' "$DIR/r.json"
}

@test "a run that fails leaves a report, too; one that cannot be written is an error" {
  touch "$DIR/file"
  run "$PARALLAX" --index "$DIR/file" index --no-model --report "$DIR/r.json" "$DATA/six.jsonl"
  [ "$status" -eq 2 ]
  jq -e '.error | length > 0' "$DIR/r.json"
  fails 2 "nowhere" plx index --no-model --report "$DIR/nowhere/r.json" "$DATA/six.jsonl"
  [ "$(plx search harbour --format ids | wc -l)" -gt 0 ]
}

@test "failures are listed up to a number, the rest counted" {
  for i in $(seq 1200); do echo '{'; done >"$DIR/bad.jsonl"
  for i in $(seq 30); do echo '{"id":' >"$DIR/bad$i.jsonl"; done
  run plx index --no-model --report "$DIR/r.json" "$DIR"/bad*.jsonl
  [ "$status" -eq 2 ]
  has "1,230 failed"
  has "more (--report FILE lists them)"
  [ "$(printf '%s\n' "$output" | grep -c 'bad\.jsonl:')" -eq 5 ]
  jq -e '.failed == 1230 and (.failures | length) == 1000' "$DIR/r.json"
}

@test "--verbose says where the time went" {
  run plx index --no-model -v "$DATA/six.jsonl"
  has "CPU time: reading"
  has "slowest article"
}

@test "--retry-failed reads only the files in which something failed" {
  mkdir "$DIR/in"
  cp "$DATA/six.jsonl" "$DIR/in/good.jsonl"
  cp "$DATA/broken.jsonl" "$DIR/in/bad.jsonl"
  run plx index --no-model "$DIR/in"
  has "2 failed"
  has "--retry-failed"
  run plx index --no-model --retry-failed
  [ "$status" -eq 2 ]
  has "2 failed"
  has "3 unchanged"
  head -1 "$DATA/broken.jsonl" >"$DIR/in/bad.jsonl"
  generate 1 3 >>"$DIR/in/bad.jsonl"
  run plx index --no-model --retry-failed
  [ "$status" -eq 0 ]
  has "3 added, 0 updated, 1 unchanged, 0 failed"
  run plx index --no-model --retry-failed
  [ "$status" -eq 1 ]
}

@test "--retry-failed with other options than before changes nothing and says so" {
  cp "$DATA/broken.jsonl" "$DIR/bad.jsonl"
  run plx index --no-model --source Wire "$DIR/bad.jsonl"
  run plx index --no-model --retry-failed
  [ "$status" -eq 2 ]
  has "other options"
  has "0 added, 0 updated, 0 unchanged, 1 failed"
}

@test "--files-from reads a list, with NUL between names of any kind" {
  mkdir "$DIR/in"
  name=$(printf 'a\nb c.jsonl')
  generate 1 2 >"$DIR/in/$name"
  generate 3 4 >"$DIR/in/two.jsonl"
  generate 5 6 >"$DIR/in/three.jsonl"
  printf '%s\n%s\n' "$DIR/in/two.jsonl" "$DIR/missing.jsonl" >"$DIR/list"
  run plx index --no-model --files-from "$DIR/list"
  [ "$status" -eq 2 ]
  has "2 added"
  has "missing.jsonl"
  run sh -c 'find "$DIR/in" -name "*.jsonl" -print0 | "$PARALLAX" --index "$INDEX" index --no-model -0 --files-from -'
  [ "$status" -eq 0 ]
  has "4 added"
  fails 2 "no-list" plx index --no-model --files-from "$DIR/no-list"
}

@test "near-copies are counted, and labels whose text has changed" {
  make_model
  generate 1 3 >"$DIR/a.jsonl"
  sed 's/"g1"/"copy"/; s/Article 1"/Another headline"/; 1q' "$DIR/a.jsonl" >"$DIR/b.jsonl"
  run plx index --model "$MODEL" "$DIR/a.jsonl" "$DIR/b.jsonl"
  has "1 near-copy of another article"
  plx label g2 neutral
  sed -i 's/harbour/bridge/g' "$DIR/a.jsonl"
  run plx index "$DIR/a.jsonl"
  has "1 label by a person was given to another text"
}
