#!/usr/bin/env bats
# `parallax index`: what goes in, what is said, and every kind of bad input.

setup() {
  load common
  fresh
}

count() {
  plx stats --format json | sed -n 's/^  "articles": \([0-9]*\),$/\1/p'
}

@test "articles are added, then unchanged, then updated" {
  cp "$DATA/six.jsonl" "$DIR/a.jsonl"
  run plx index --no-model "$DIR/a.jsonl"
  [ "$status" -eq 0 ]
  has "6 added, 0 updated, 0 unchanged, 0 failed"
  has "the index holds 6 articles"
  run plx index --no-model "$DIR/a.jsonl"
  [ "$status" -eq 0 ]
  has "0 added, 0 updated, 0 unchanged, 0 failed; 1 file skipped"
  sed -i 's/Night ferry/Late ferry/' "$DIR/a.jsonl"
  run plx index --no-model "$DIR/a.jsonl"
  [ "$status" -eq 0 ]
  has "0 added, 1 updated, 5 unchanged, 0 failed"
  [ "$(count)" -eq 6 ]
  run plx search "title:late"
  has "Late ferry stopped"
}

@test "a file is known again from another folder, and through a link" {
  mkdir "$DIR/sub"
  cp "$DATA/six.jsonl" "$DIR/a.jsonl"
  ln -s ../a.jsonl "$DIR/sub/link.jsonl"
  plx index --no-model "$DIR/a.jsonl" 2>/dev/null
  cd "$DIR"
  run plx index --no-model a.jsonl
  has "1 file skipped"
  cd "$DIR/sub"
  run plx index --no-model ../a.jsonl link.jsonl
  has "2 files skipped"
}

@test "the summary tells what the articles lack, and the option for it" {
  run plx index --no-model "$DATA/six.jsonl"
  has "title   6 of 6"
  has "date    5 of 6"
  has "--path-pattern '{date}/*'"
  has "source  6 of 6"
  lacks "--source NAME"
  has "author  4 of 6"
}

@test "what was taken off a page is shown" {
  run plx index --no-model "$DATA/page.txt"
  [ "$status" -eq 0 ]
  has "left out (all of it: \`parallax extract --explain FILE\`)"
  has "READ: Ten piers that survived"
}

@test "nothing on stdout, no progress line where there is no terminal" {
  plx index --no-model "$DATA/six.jsonl" >"$DIR/out" 2>"$DIR/err"
  [ ! -s "$DIR/out" ]
  ! grep -q "$(printf '\r')" "$DIR/err"
}

@test "progress on a terminal" {
  script -qec true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal"
  generate 1 3000 >"$DIR/many.jsonl"
  script -qec "$PARALLAX --index $INDEX index --no-model $DIR/many.jsonl" /dev/null \
    </dev/null >"$DIR/log" 2>&1
  grep -q 'articles, [0-9,]*/s' "$DIR/log"
}

@test "folders, HTML, text and standard input" {
  mkdir -p "$DIR/in/deep"
  cp "$DATA/page.html" "$DIR/in"
  cp "$DATA/page.txt" "$DIR/in/deep"
  run plx index --no-model "$DIR/in"
  [ "$status" -eq 0 ]
  has "2 added"
  run sh -c '"$PARALLAX" --index "$INDEX" index --no-model - <'"$DATA/six.jsonl"
  [ "$status" -eq 0 ]
  has "6 added"
  [ "$(count)" -eq 8 ]
  run plx search bridge --format json
  has '"author": "Dora Finch"'
  has '"source": "Harbour Wire"'
}

@test "compressed files are read" {
  gzip -c "$DATA/six.jsonl" >"$DIR/a.jsonl.gz"
  run plx index --no-model "$DIR/a.jsonl.gz"
  [ "$status" -eq 0 ]
  has "6 added"
}

@test "--source, --lang, --map, --facet, --meta and --path-pattern fill gaps" {
  printf '{"headline":"A mapped title","text":"Some words of a mapped article.","topic":"maps"}\n' \
    >"$DIR/m.jsonl"
  run plx index --no-model --source "My Wire" --lang en --map title=headline --facet topic \
    "$DIR/m.jsonl"
  [ "$status" -eq 0 ]
  run plx search "title:mapped" --facets topic
  has "My Wire"
  has "A mapped title"
  has "maps"

  mkdir -p "$DIR/Pier Post/2021-06-09"
  cp "$DATA/page.txt" "$DIR/Pier Post/2021-06-09/one.txt"
  run plx index --no-model --path-pattern '{source}/{date}/*' "$DIR/Pier Post"
  [ "$status" -eq 0 ]
  run plx search pier --source "pier post"
  [ "$status" -eq 0 ]
  has "Pier Post"

  mkdir "$DIR/meta"
  cp "$DATA/page.txt" "$DIR/meta/one.txt"
  cp "$DATA/meta.csv" "$DIR/meta.csv"
  run plx index --no-model --meta "$DIR/meta.csv" "$DIR/meta"
  [ "$status" -eq 0 ]
  run plx search --source "Harbour, Wire"
  has "Dora Finch"
}

@test "a broken line is told with its place and the rest is read" {
  run plx index --no-model "$DATA/broken.jsonl"
  [ "$status" -eq 2 ]
  has "3 added"
  has "2 failed"
  has "broken.jsonl:2"
  has "broken.jsonl:4"
  [ "$(count)" -eq 3 ]
  run plx show b5 # a date that cannot be read is kept as it stands
  has "Thursday"
  has "undated"
}

@test "a missing path is told and the rest is read" {
  run plx index --no-model "$DIR/nowhere" "$DATA/six.jsonl"
  [ "$status" -eq 2 ]
  has "6 added"
  has "nowhere"
  has "No such file"
}

@test "an unreadable file is told and the rest is read" {
  DIR=$(mktemp -d) # bats' own folder is closed to other users
  INDEX="$DIR/out/index"
  mkdir "$DIR/in"
  cp "$DATA/six.jsonl" "$DIR/in/good.jsonl"
  cp "$DATA/six.jsonl" "$DIR/in/secret.jsonl"
  chmod 000 "$DIR/in/secret.jsonl"
  chmod 755 "$DIR" "$DIR/in"
  mkdir "$DIR/out"
  chmod 777 "$DIR/out"
  if [ "$(id -u)" -eq 0 ]; then
    cp "$PARALLAX" "$DIR/parallax"
    chmod 755 "$DIR/parallax"
    run unprivileged "$DIR/parallax" --index "$INDEX" index --no-model "$DIR/in"
  else
    run plx index --no-model "$DIR/in"
  fi
  [ "$status" -eq 2 ]
  has "6 added"
  has "secret.jsonl"
  has "Permission denied"
  rm -rf "$DIR"
}

@test "a binary file is told as such" {
  head -c 20000 /dev/urandom >"$DIR/noise.bin"
  run plx index --no-model "$DIR/noise.bin"
  [ "$status" -eq 2 ]
  has "noise.bin"
  has "1 failed"
}

@test "an empty file is told as such" {
  : >"$DIR/empty.txt"
  run plx index --no-model "$DIR/empty.txt"
  [ "$status" -eq 2 ]
  has "empty.txt"
  has "empty"
}

@test "a line of 50 MB is refused without being held, the next is read" {
  {
    printf '{"id":"big","text":"'
    head -c 50000000 /dev/zero | tr '\0' a
    printf '"}\n'
    head -1 "$DATA/six.jsonl"
  } >"$DIR/big.jsonl"
  run plx index --no-model "$DIR/big.jsonl"
  [ "$status" -eq 2 ]
  has "big.jsonl:1"
  has "32 MB"
  has "1 added"
}

@test "invalid UTF-8 is repaired" {
  printf '{"id":"u1","title":"Caf\351 opens","text":"The caf\351 by the harbour opens on Monday, at last, said the owner."}\n' \
    >"$DIR/u.jsonl"
  run plx index --no-model "$DIR/u.jsonl"
  if [ "$status" -eq 0 ]; then
    plx search title:opens --format json | grep -q '"id": "u1"'
  else # refused with its place
    [ "$status" -eq 2 ]
    has "u.jsonl:1"
  fi
  printf 'Old pier\n\nThe caf\351 by the harbour opens on Monday, at last, said the owner of the caf\351, and all were glad to hear of it.\n' >"$DIR/u.txt"
  run plx index --no-model "$DIR/u.txt"
  [ "$status" -eq 0 ]
  run plx search owner --format jsonl
  printf '%s' "$output" | iconv -f UTF-8 -t UTF-8 >/dev/null
}

@test "no model: said so; a model that is missing or damaged: an error" {
  run env PARALLAX_MODEL= "$PARALLAX" --index "$INDEX" index --no-model "$DATA/six.jsonl"
  lacks "no model"
  fails 2 "no-such.model" plx index --model "$DIR/no-such.model" "$DATA/six.jsonl"
  printf 'not a model' >"$DIR/bad.model"
  fails 2 "bad.model" plx --index "$DIR/other" index --model "$DIR/bad.model" "$DATA/six.jsonl"
  [ ! -e "$DIR/other" ]
  make_model
  head -c 5000 "$MODEL" >"$DIR/cut.model"
  fails 2 "cut.model" plx --index "$DIR/other" index --model "$DIR/cut.model" "$DATA/six.jsonl"
  fails 2 "exclude each other" plx index --model "$MODEL" --no-model "$DATA/six.jsonl"
}

@test "an index keeps its model, and refuses another" {
  index_demo
  "$PARALLAX" train "$DEMO"/*.jsonl --name other --seed 7 --cost 0.5 -o "$DIR/other.model" >/dev/null 2>&1
  fails 2 "parallax relabel --model FILE" plx index --model "$DIR/other.model" "$DATA/six.jsonl"
  run plx index "$DATA/six.jsonl"
  [ "$status" -eq 0 ]
  run plx show s1 --format json
  has '"model": "test-model"'
}

@test "\$PARALLAX_MODEL is the model of a new index" {
  make_model
  PARALLAX_MODEL="$MODEL" plx index "$DEMO" 2>/dev/null
  run plx stats
  has "model     test-model"
}

@test "a second writer is refused with the name of the first, or waits" {
  mkfifo "$DIR/pipe"
  "$PARALLAX" --index "$INDEX" index --no-model - <"$DIR/pipe" 2>"$DIR/first.log" 3>&- &
  first=$!
  exec 7>"$DIR/pipe"
  cat "$DATA/six.jsonl" >&7
  for _ in $(seq 100); do [ -e "$INDEX/owner" ] && break; sleep 0.05; done
  fails 2 "parallax index" plx index --no-model "$DATA/page.txt"
  has "--wait"
  plx index --no-model --wait 30 "$DATA/page.txt" 2>"$DIR/second.log" 3>&- 7>&- &
  second=$!
  sleep 0.3
  exec 7>&-
  wait $first
  wait $second
  [ "$(count)" -eq 7 ]
}

@test "SIGTERM keeps what was read and says so" {
  mkfifo "$DIR/pipe"
  "$PARALLAX" --index "$INDEX" index --no-model - <"$DIR/pipe" 2>"$DIR/log" 3>&- &
  pid=$!
  exec 7>"$DIR/pipe"
  generate 1 200 >&7
  sleep 0.7
  kill -TERM $pid
  sleep 0.2
  generate 201 300 >&7 || true
  exec 7>&-
  code=0
  wait $pid || code=$?
  [ "$code" -eq 2 ]
  grep -q "stopped on request" "$DIR/log"
  n=$(count)
  [ "$n" -ge 200 ]
  [ "$n" -lt 300 ]
  plx check
}

@test "labels in the input are taken only when asked for" {
  make_model
  plx index --model "$MODEL" "$DEMO/demo-neutral.jsonl" 2>/dev/null
  [ ! -s "$INDEX/labels.jsonl" ]
  plx --index "$DIR/two" index --model "$MODEL" --labels-from-input ann "$DEMO/demo-neutral.jsonl" 2>/dev/null
  run "$PARALLAX" --index "$DIR/two" labels list
  has "ann"
  [ "$(printf '%s\n' "$output" | grep -c 'neutral  *ann')" -eq 20 ]
  run "$PARALLAX" --index "$DIR/two" show demo-n01
  has "neutral (person)"
}
