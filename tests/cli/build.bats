#!/usr/bin/env bats
# An index written whole: the same bytes whatever the threads and the order of the files, when it
# is done, and that nothing gets lost on the way.

setup() {
  load common
  fresh
}

# Files of records, pages and texts; one article in two files; texts with a line that is learned.
corpus() {
  mkdir -p "$DIR/in/texts"
  generate 1 300 >"$DIR/in/a.jsonl"
  generate 301 500 >"$DIR/in/b.jsonl"
  generate 250 310 | sed 's/"title":"/"title":"Again /' >"$DIR/in/c.jsonl"
  sed 's/"id":"g/"id":"copy/; s/number[0-9]*/more/' "$DIR/in/a.jsonl" | head -30 >"$DIR/in/d.jsonl"
  for i in $(seq 80); do
    printf 'Text %d\n\n' "$i"
    generate $((i + 700)) $((i + 700)) | jq -r '.text + "."'
    printf '\nThe Pier Post, number %d, brings the coast to your home\n' $((i / 10))
  done | awk -v dir="$DIR/in/texts" '/^Text / { out = dir "/" $2 ".txt" } { print > out }'
}

# The tables of two indexes are equal to the byte, and so are their version files but for the UUID.
same_bytes() {
  local one="$1"/xapian/gen-* two="$2"/xapian/gen-*
  diff <(cd $one && ls) <(cd $two && ls)
  for table in $one/*.glass; do
    cmp "$table" $two/"${table##*/}"
  done
  cmp <(head -c 16 $one/iamglass) <(head -c 16 $two/iamglass)
  cmp <(tail -c +33 $one/iamglass) <(tail -c +33 $two/iamglass)
  ! cmp -s $one/iamglass $two/iamglass
}

# How often the last run with --report has written the index whole.
written_whole() {
  jq .index.generations "$DIR/report.json"
}

# Without commits by the clock: what is compared must not depend on how busy the machine is.
index() {
  plx index --commit-every 3600 --report "$DIR/report.json" "$@" 2>"$DIR/index.log"
}

@test "the same bytes for any number of threads and any order of the files" {
  make_model
  corpus
  cd "$DIR/in"
  for jobs in 1 2 8; do
    case $jobs in
    1) set -- a.jsonl b.jsonl c.jsonl d.jsonl texts ;;
    2) set -- texts d.jsonl c.jsonl b.jsonl a.jsonl ;;
    8) set -- c.jsonl texts/7.txt a.jsonl texts d.jsonl b.jsonl ;;
    esac
    INDEX="$DIR/ix$jobs"
    index --model "$MODEL" --source "Pier Post" --jobs $jobs "$@"
  done
  grep -q "The Pier Post, number" "$DIR/ix1/furniture"
  same_bytes "$DIR/ix1" "$DIR/ix2"
  INDEX="$DIR/listed"
  ls -r a.jsonl b.jsonl c.jsonl d.jsonl texts/*.txt >"$DIR/list"
  index --model "$MODEL" --source "Pier Post" --files-from "$DIR/list"
  same_bytes "$DIR/ix1" "$DIR/listed"
  same_bytes "$DIR/ix1" "$DIR/ix8"
  for id in g250 g300 g310; do # of two articles with one id the later in that order stays
    "$PARALLAX" --index "$DIR/ix8" show $id | grep -q "Again Article"
  done
}

@test "the same bytes of a batch that joins an index, for any number of threads" {
  corpus
  for jobs in 1 8; do
    INDEX="$DIR/ix$jobs"
    index --no-model "$DIR/in/a.jsonl"
    index --no-model --jobs $jobs "$DIR/in"
    [ "$(written_whole)" -eq 1 ]
  done
  same_bytes "$DIR/ix1" "$DIR/ix8"
}

@test "upgrade writes the same bytes with any number of threads" {
  make_model
  corpus
  index --model "$MODEL" --source "Pier Post" "$DIR/in"
  plx delete g7 g8 2>/dev/null
  cp -r "$INDEX" "$DIR/other"
  plx upgrade --jobs 1 2>/dev/null
  "$PARALLAX" --index "$DIR/other" upgrade --jobs 4 2>/dev/null
  same_bytes "$INDEX" "$DIR/other"
  plx check
}

@test "a first run and a large one write the index whole, a small one changes it" {
  generate 1 1000 >"$DIR/all.jsonl"
  head -600 "$DIR/all.jsonl" >"$DIR/first.jsonl"
  index --no-model -v "$DIR/first.jsonl"
  [ "$(written_whole)" -eq 1 ]
  grep -q "written whole, 1 time" "$DIR/index.log"
  jq -e '.speed.cpu_seconds.invert >= 0 and .index.note == null' "$DIR/report.json"
  head -700 "$DIR/all.jsonl" >"$DIR/small.jsonl"
  index --no-model -v "$DIR/small.jsonl"
  [ "$(written_whole)" -eq 0 ]
  grep -q "changed in place" "$DIR/index.log"
  index --no-model "$DIR/all.jsonl"
  [ "$(written_whole)" -eq 1 ]
  index --no-model -v "$DIR/all.jsonl"
  [ "$(written_whole)" -eq 0 ]
  [ "$(plx export | wc -l)" -eq 1000 ]
  plx check
}

@test "what people gave and the index knew stays when a large batch joins it" {
  index_demo
  plx label demo-n01 anti-iran --coder ann
  plx tag demo-n02 +case 2>/dev/null
  for what in price cost; do
    echo '{"id":"v1","title":"Harbour talks","source":"Pier Post","text":"It is about the '$what'."}' |
      plx index --keep-versions - 2>/dev/null
  done
  plx export >"$DIR/before"
  generate 1 600 >"$DIR/batch.jsonl"
  head -20 "$DIR/batch.jsonl" | sed 's/"id":"g/"id":"copy/; s/number[0-9]*/more/' >"$DIR/copies.jsonl"
  index "$DIR/batch.jsonl" "$DIR/copies.jsonl"
  [ "$(written_whole)" -eq 1 ]
  plx export | grep -v '"id": \?"\(g\|copy\)[0-9]' | diff "$DIR/before" -
  [ "$(plx show demo-n01 --format json | jq -r .stance)" = anti-iran ]
  [ "$(plx search tag:case --format ids)" = demo-n02 ]
  run plx show v1 --versions
  has "It is about the price"
  [ "$(plx search dup:g3 --format ids | sort | tr '\n' ' ')" = "copy3 g3 " ]
  plx suggest harb --format json | jq -e '[.suggestions[].text] | index("harbour") != null'
  plx check
}

@test "what trickles in is soon visible, although the index was empty" {
  mkfifo "$DIR/pipe"
  plx index --no-model --commit-every 0.2 - <"$DIR/pipe" 2>"$DIR/log" 3>&- &
  pid=$!
  exec 7>"$DIR/pipe"
  generate 1 200 >&7
  for _ in $(seq 300); do
    [ "$(plx export 2>/dev/null | wc -l)" -ge 100 ] && break
    kill -0 $pid
    sleep 0.1
  done
  [ "$(plx export | wc -l)" -ge 100 ]
  generate 201 203 >&7
  exec 7>&-
  wait $pid
  [ "$(plx export | wc -l)" -eq 203 ]
}
