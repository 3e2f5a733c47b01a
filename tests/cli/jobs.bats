#!/usr/bin/env bats
# What comes out of a run does not depend on the number of threads, nor on the order of files.

setup() {
  load common
  fresh
  export SOURCE_DATE_EPOCH=1600000000
}

# A folder of all kinds: records, pages, texts with a line that repeats, near-copies, bad ones.
corpus() {
  mkdir -p "$DIR/in/pages" "$DIR/in/texts"
  generate 1 400 >"$DIR/in/a.jsonl"
  generate 380 600 | sed 's/"title":"/"title":"Again /' >"$DIR/in/b.jsonl"
  sed 's/"id":"g/"id":"copy/; s/number[0-9]*/more/' "$DIR/in/a.jsonl" | head -50 >"$DIR/in/c.jsonl"
  for i in $(seq 12); do
    {
      echo "<html><head><title>Page $i</title></head><body><article><h1>Page $i</h1>"
      generate "$i" "$i" | jq -r '"<p>" + .text + "</p>"'
      echo "</article></body></html>"
    } >"$DIR/in/pages/$i.html"
    {
      printf 'Text %d\n\n' "$i"
      generate $((i + 700)) $((i + 700)) | jq -r '.text + "."'
      printf '\nThe Pier Post brings the coast to your home\n'
    } >"$DIR/in/texts/$i.txt"
  done
  head -c 3000 /dev/urandom >"$DIR/in/noise.bin"
  echo '{"id":' >"$DIR/in/d.jsonl"
}

@test "the same articles, groups and results with one thread and with four" {
  make_model
  corpus
  for jobs in 1 4; do
    run "$PARALLAX" --index "$DIR/ix$jobs" index --model "$MODEL" --source "Pier Post" \
      --jobs $jobs --commit-every 0.1 --report "$DIR/r$jobs.json" "$DIR/in"
    [ "$status" -eq 2 ]
    "$PARALLAX" --index "$DIR/ix$jobs" export >"$DIR/export$jobs"
    for query in harbour '"ferry council"' 'number400 OR storm' 'title:again bridge'; do
      "$PARALLAX" --index "$DIR/ix$jobs" search "$query" --facets source,stance --limit 50 \
        --collapse --format json
    done | grep -v '"took_ms"' >"$DIR/search$jobs"
    jq -S '{articles, files, fields, failed, failures, examples}' "$DIR/r$jobs.json" >"$DIR/report$jobs"
    sed 's/"mtime_ns":[-0-9]*//' "$DIR/ix$jobs/manifest" >"$DIR/manifest$jobs"
  done
  [ "$(wc -l <"$DIR/export1")" -gt 600 ]
  cmp "$DIR/export1" "$DIR/export4"
  cmp "$DIR/search1" "$DIR/search4"
  cmp "$DIR/report1" "$DIR/report4"
  cmp "$DIR/manifest1" "$DIR/manifest4"
  cmp "$DIR/ix1/furniture" "$DIR/ix4/furniture"
  grep -q "The Pier Post brings" "$DIR/ix1/furniture"
  ! grep -q "brings the coast" "$DIR/export1"
}

@test "the same groups of near-copies whatever the order of the files" {
  corpus
  "$PARALLAX" --index "$DIR/ix1" index --no-model "$DIR/in/a.jsonl" "$DIR/in/c.jsonl" 2>/dev/null
  "$PARALLAX" --index "$DIR/ix2" index --no-model "$DIR/in/c.jsonl" "$DIR/in/a.jsonl" 2>/dev/null
  for i in 1 2; do
    for id in g1 copy1 g7 copy33 g300; do
      "$PARALLAX" --index "$DIR/ix$i" search "dup:$id" --format ids | sort
      echo
    done >"$DIR/groups$i"
  done
  [ "$(head -2 "$DIR/groups1" | tr '\n' ' ')" = "copy1 g1 " ]
  cmp "$DIR/groups1" "$DIR/groups2"
}

@test "SIGINT in the middle leaves whole articles, and the same command completes" {
  generate 1 6000 >"$DIR/many.jsonl"
  "$PARALLAX" --index "$INDEX" index --no-model --jobs 4 --commit-every 0.05 "$DIR/many.jsonl" \
    2>"$DIR/log" 3>&- &
  pid=$!
  for _ in $(seq 200); do [ -s "$INDEX/config" ] && break; sleep 0.01; done
  sleep 0.2
  kill -INT $pid 2>/dev/null || true
  code=0
  wait $pid || code=$?
  if [ "$code" -eq 2 ]; then grep -q "stopped on request" "$DIR/log"; fi
  plx check
  run plx index --no-model --jobs 2 "$DIR/many.jsonl"
  [ "$status" -eq 0 ]
  [ "$(plx export | wc -l)" -eq 6000 ]
}
