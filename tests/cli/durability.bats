#!/usr/bin/env bats
# Nothing half visible, nothing lost: kill -9 at any moment, sync before success, a second writer,
# readers meanwhile. PLX_KILLS: how often to kill (50).

ARTICLES=10000

setup() {
  load common
  load durability
  fresh
  KILLS=${PLX_KILLS:-50}
  [ -n "${PLX_KILLS:-}" ] || ! is_sanitised || KILLS=8
  OLD="$BATS_FILE_TMPDIR/old.jsonl"
  NEW="$BATS_FILE_TMPDIR/new.jsonl"
  WHOLE="$BATS_FILE_TMPDIR/whole" # an index of $OLD that was never disturbed
}

setup_file() {
  load common
  load durability
  records 1 $ARTICLES >"$BATS_FILE_TMPDIR/old.jsonl"
  records 1 $((ARTICLES + 2000)) 3 >"$BATS_FILE_TMPDIR/new.jsonl"
  export FIRST_SECONDS
  FIRST_SECONDS=$(seconds_of "$PARALLAX" --index "$BATS_FILE_TMPDIR/whole" index --no-model \
    --commit-every 0.05 "$BATS_FILE_TMPDIR/old.jsonl")
}

# How long a command takes, which must succeed.
seconds_of() {
  local start end
  start=$(date +%s%N)
  "$@" >/dev/null 2>&1 || { echo "failed: $*" >&2; return 1; }
  end=$(date +%s%N)
  awk -v ns=$((end - start)) 'BEGIN { printf "%.4f", ns / 1e9 }'
}

# N moments spread over a duration, the same in each run: moments N SECONDS SEED
moments() {
  awk -v n="$1" -v t="$2" -v seed="$3" 'BEGIN {
    srand(seed)
    for (i = 0; i < n; i++)
      printf "%.4f\n", t * (i + rand()) / n
  }'
}

# What is left of a time when N of M things are done already: rest_of SECONDS N M
rest_of() {
  awk -v t="$1" -v n="$2" -v m="$3" 'BEGIN { printf "%.4f", t * (1 - n / m) }'
}

# Run parallax on the index, kill it after some time; was it still running then? $BEFORE gets what
# $LOOK says just before. After a kill that came too late the next ones come earlier ($SCALE), since
# the machine may be less busy than when the time was taken: kill_after SECONDS COMMAND...
kill_after() {
  local pid code=0 seconds
  seconds=$(awk -v t="$1" -v scale="${SCALE:=1}" 'BEGIN { printf "%.4f", t * scale }')
  shift
  "$PARALLAX" --index "$INDEX" "$@" >"$DIR/killed.log" 2>&1 3>&- &
  pid=$!
  sleep "$seconds"
  BEFORE=$(${LOOK:-true})
  kill -9 $pid 2>/dev/null || true
  wait $pid || code=$?
  [ "$code" -eq 0 ] || [ "$code" -eq 137 ] || { cat "$DIR/killed.log"; exit 1; }
  [ "$code" -eq 137 ] && return 0
  SCALE=$(awk -v scale="$SCALE" 'BEGIN { print scale * 0.7 }')
  return 1
}

# Say how many of the kills hit; half must.
enough_hits() {
  echo "# $1 of $2 kills hit a running process" >&3
  [ $((2 * $1)) -ge "$2" ]
}

# What an undisturbed run makes of the index: complete INPUT ARTICLES
complete() {
  local before
  before=$(committed)
  run plx index --no-model "$1"
  [ "$status" -eq 0 ]
  has "$(grouped $(($2 - ${before/none/0}))) added"
  has ", 0 failed"
  [ "$(committed)" -eq "$2" ]
  run plx index --no-model - <"$1"
  has "0 added, 0 updated, $(grouped "$2") unchanged, 0 failed"
  plx check
  [ -z "$(plx export | half_articles 3)" ]
}

@test "kill -9 in first runs: each commit stands, the next run completes" {
  local kills=$((KILLS * 2 / 5)) hits=0 i=0 before=none m
  for m in $(moments $kills "$FIRST_SECONDS" 1); do
    if [ $((i % 2)) -eq 0 ]; then # each second one goes on where the one before it was killed
      rm -rf "$INDEX"
      before=none
    fi
    m=$(rest_of "$m" "${before/none/0}" $ARTICLES)
    if LOOK=committed kill_after "$m" index --no-model --commit-every 0.05 "$OLD"; then hits=$((hits + 1)); fi
    is_sound "$before" "$BEFORE"
    before=$(committed)
    [ "$before" = none ] || [ -z "$(plx export | half_articles 0)" ]
    i=$((i + 1))
  done
  complete "$OLD" $ARTICLES
  has_no_leftovers "$WHOLE"
  enough_hits $hits $kills
}

@test "kill -9 while articles are changed and added: each is whole, in its old or its new form" {
  local kills=$(((KILLS + 4) / 5)) hits=0 i=0 second=0 m t
  cp -r "$WHOLE" "$INDEX"
  t=$(seconds_of plx index --no-model --commit-every 0.05 "$NEW")
  for m in $(moments $kills "$t" 2); do
    if [ $((i % 3)) -eq 0 ]; then
      rm -rf "$INDEX"
      cp -r "$WHOLE" "$INDEX"
      second=0
    fi
    # 4,000 articles are of the second version then, 1,333 of them among the 2,000 that are new
    m=$(rest_of "$m" $second 4000)
    if LOOK=committed kill_after "$m" index --no-model --commit-every 0.05 "$NEW"; then
      hits=$((hits + 1))
    fi
    is_sound $ARTICLES "$BEFORE"
    [ "$(found second)" -ge $second ]
    second=$(found second)
    [ -z "$(plx export | half_articles 3)" ]
    i=$((i + 1))
  done
  complete "$NEW" $((ARTICLES + 2000))
  [ "$(found second)" -eq $(((ARTICLES + 2000) / 3)) ]
  has_no_leftovers "$WHOLE"
  enough_hits $hits $kills
}

@test "kill -9 while a new generation is built: the old or the new is current" {
  local kills=$(((KILLS + 4) / 5)) hits=0 m t all
  cp -r "$WHOLE" "$INDEX"
  all=$(plx export | md5sum)
  t=$(seconds_of plx compact)
  cp -r "$INDEX" "$DIR/compact"
  rm -rf "$INDEX"
  cp -r "$WHOLE" "$INDEX"
  for m in $(moments $kills "$t" 3); do
    if kill_after "$m" compact; then hits=$((hits + 1)); fi
    is_sound $ARTICLES
    [ "$(plx export | md5sum)" = "$all" ]
    [ "$(ls "$INDEX/xapian" | grep -c '^gen-')" -le 2 ]
  done
  plx compact
  has_no_leftovers "$DIR/compact"
  plx index --no-model --commit-every 0.05 "$NEW" 2>/dev/null
  [ "$(committed)" -eq $((ARTICLES + 2000)) ]
  enough_hits $hits $kills
}

# Name of the model and number of articles of each stance.
stances() {
  plx stats --format json | awk '/"name":/ { print } /"stance":/,/\]/ { print }' | md5sum
}

@test "kill -9 while all is labelled anew: the stances are all old or all new" {
  local kills=$(((KILLS + 4) / 5)) hits=0 m t one two now other
  make_model
  other="$DIR/other.model"
  "$PARALLAX" train "$DEMO"/*.jsonl --name other --date 2026-01-03 -o "$other" >/dev/null 2>&1
  plx index --model "$MODEL" "$OLD" 2>/dev/null
  one=$(stances)
  cp -r "$INDEX" "$DIR/one"
  t=$(seconds_of plx relabel --model "$other")
  two=$(stances)
  [ "$one" != "$two" ]
  cp -r "$INDEX" "$DIR/two"
  for m in $(moments $kills "$t" 4); do
    rm -rf "$INDEX"
    cp -r "$DIR/one" "$INDEX"
    if kill_after "$m" relabel --model "$other"; then hits=$((hits + 1)); fi
    is_sound $ARTICLES
    now=$(stances)
    [ "$now" = "$one" ] || [ "$now" = "$two" ]
  done
  plx relabel --model "$other"
  [ "$(stances)" = "$two" ]
  has_no_leftovers "$DIR/two"
  enough_hits $hits $kills
}

# ----------------------------------------------------------------- call by call

# Kill a command at its Nth call on a file that has PART in its name, for N in steps, until it is
# through; each time the index is that of FROM (300 articles; "": none) before, and sound after; then the
# command completes, and no file is left over beside those of WHOLE:
# kill_at_calls FROM WHOLE STEP PART COMMAND...
kill_at_calls() {
  local from=$1 whole=$2 step=$3 part=$4 n=1 before=none code
  shift 4
  [ -z "$from" ] || before=300
  "$PARALLAX" --index "$whole" export --format ids | sort >"$whole.ids"
  while :; do
    rm -rf "$INDEX"
    [ -z "$from" ] || cp -r "$from" "$INDEX"
    code=0
    WATCH_FAIL="any KILL $n $part" watched "$@" >"$DIR/killed.log" 2>&1 || code=$?
    [ "$code" -eq 0 ] || [ "$code" -eq 137 ] || { cat "$DIR/killed.log"; return 1; }
    is_sound "$before"
    [ "$code" -eq 0 ] || "$PARALLAX" --index "$INDEX" "$@" >/dev/null 2>&1
    plx check >"$DIR/check.out" 2>&1
    diff "$whole.ids" <(plx export --format ids | sort)
    has_no_leftovers "$whole" || { echo "after call $n on '$part'"; return 1; }
    [ "$code" -ne 0 ] || break
    n=$((n + step))
  done
  [ $n -gt 1 ]
}

# A few articles, and an index of the half of them.
small() {
  records 1 300 >"$DIR/half.jsonl"
  records 1 600 3 >"$DIR/all.jsonl"
  "$PARALLAX" --index "$DIR/half" index --no-model "$DIR/half.jsonl" 2>/dev/null
  "$PARALLAX" --index "$DIR/all" index --no-model "$DIR/all.jsonl" 2>/dev/null
}

@test "kill -9 at the calls that make an index, or take over the writing of it" {
  need_watch
  small
  for part in owner config XAPIANDB iamglass v.tmp manifest; do
    kill_at_calls "" "$DIR/all" 1 $part index --no-model --commit-every 0.02 "$DIR/all.jsonl"
  done
  for part in owner manifest; do
    kill_at_calls "$DIR/half" "$DIR/all" 1 $part index --no-model "$DIR/all.jsonl"
  done
  [ "$(committed)" -eq 600 ]
}

@test "kill -9 at calls all over a run, and over compacting" {
  need_watch
  small
  kill_at_calls "$DIR/half" "$DIR/all" $((600 / KILLS)) index index --no-model --commit-every 0.02 \
    "$DIR/all.jsonl"
  [ "$(committed)" -eq 600 ]
  [ "$(found second)" -eq 200 ]
  cp -r "$DIR/half" "$DIR/compact"
  "$PARALLAX" --index "$DIR/compact" compact 2>/dev/null
  kill_at_calls "$DIR/half" "$DIR/compact" $((200 / KILLS + 1)) xapian compact
  [ "$(committed)" -eq 300 ]
}

# ------------------------------------------------------------------------ sync

# A watched command succeeds, and says so only when all is safe: is_safe TEXT COMMAND...
is_safe() {
  local text=$1
  shift
  rm -f "$DIR/disk.log"
  run env WATCH_LOG="$DIR/disk.log" LD_PRELOAD="$WATCH" WATCH_DIR="$(realpath "$DIR")" \
    "$PARALLAX" --index "$INDEX" "$@"
  [ "$status" -eq 0 ]
  run unsafe "$DIR/disk.log" "$text"
  [ -z "$output" ] || { echo "$*: $output"; return 1; }
}

@test "all that was written is synced before success is reported" {
  need_watch
  make_model
  small
  INDEX="$DIR/made/on the way/index"
  INDEX="${INDEX// /-}"
  is_safe "300 added" index --model "$MODEL" --commit-every 0.01 "$DIR/half.jsonl"
  grep -q "^rename .*/XAPIANDB$" "$DIR/disk.log" # it does see what happens
  grep -q "^sync .*/postlist.glass$" "$DIR/disk.log"
  grep -q "manifest" "$DIR/disk.log"
  is_safe "300 added, 100 updated" index --commit-every 0.01 "$DIR/all.jsonl"
  is_safe "removed" delete g1 g2
  is_safe "now" compact
  is_safe "judged by" relabel
  is_safe "written anew" upgrade
}

@test "a label is synced before it counts" {
  need_watch
  index_demo
  INDEX="$INDEX" WATCH_LOG="$DIR/disk.log" watched label demo-n01 neutral
  echo "say end" >>"$DIR/disk.log"
  run unsafe "$DIR/disk.log" end
  [ -z "$output" ]
  grep -q "^sync .*labels.jsonl$" "$DIR/disk.log"
  # the file is new: its folder must know it, at the latest before the article is changed
  awk '/^write .*labels.jsonl$/ { made = NR }
       /^sync index$/ && made && !folder { folder = NR }
       /^write .*owner.tmp/ && !next_step { next_step = NR }
       END { exit !(made && folder && folder < next_step) }' "$DIR/disk.log"
}

@test "where the disk cannot sync no success is reported, and the last commit stands" {
  need_watch
  small
  local n=1
  while :; do
    rm -rf "$INDEX"
    cp -r "$DIR/half" "$INDEX"
    WATCH_FAIL="sync EIO $n" run watched index --no-model --commit-every 0.02 "$DIR/all.jsonl"
    [ "$status" -ne 0 ] || break
    [ "$status" -eq 2 ]
    has "Input/output error"
    has "$INDEX"
    lacks " added"
    is_sound 300
    complete "$DIR/all.jsonl" 600
    n=$((n + 1))
  done
  [ $n -gt 8 ]
}

@test "a label that cannot be synced is refused, and does not count" {
  need_watch
  index_demo
  plx label demo-n01 neutral
  WATCH_FAIL="sync EIO 1 labels" run watched label demo-n02 neutral
  [ "$status" -eq 2 ]
  has "label not kept"
  has "Input/output error"
  [ "$(wc -l <"$INDEX/labels.jsonl")" -eq 1 ]
  plx label demo-n02 neutral
  [ "$(wc -l <"$INDEX/labels.jsonl")" -eq 2 ]
}

# --------------------------------------------------------------- two writers

# A writer that reads from a pipe on descriptor 7, and so goes on until that is closed.
hold() {
  mkfifo "$DIR/pipe"
  "$PARALLAX" --index "$INDEX" index --no-model --commit-every 0.05 - <"$DIR/pipe" \
    2>"$DIR/first.log" 3>&- &
  FIRST=$!
  exec 7>"$DIR/pipe"
  records 1 50 >&7
  until [ -e "$INDEX/owner" ]; do
    kill -0 $FIRST
    sleep 0.02
  done
}

@test "a second writer of any kind is refused while the first is at work, and told who that is" {
  cp -r "$WHOLE" "$INDEX"
  hold
  for command in "index --no-model $DATA/page.txt" "delete g1" compact upgrade check; do
    # the first goes on until the end of this test: to wait for it would be to hang
    run timeout 60 "$PARALLAX" --index "$INDEX" $command 7>&-
    [ "$status" -eq 2 ]
    has "being written by parallax index (process $FIRST on"
    has ", since 20"
    has "--wait SECONDS"
  done
  [ "$(committed)" -ge $ARTICLES ]
  exec 7>&-
  wait $FIRST
  plx delete g1
}

@test "with --wait a second writer gets its turn, and the articles of both are there" {
  hold
  records 51 80 >"$DIR/more.jsonl"
  plx index --no-model --wait 600 "$DIR/more.jsonl" 2>"$DIR/second.log" 3>&- 7>&- &
  second=$!
  plx index --no-model --wait 600 "$DATA/page.txt" 2>"$DIR/third.log" 3>&- 7>&- &
  third=$!
  sleep 0.2
  kill -0 $second $third
  exec 7>&-
  wait $FIRST
  wait $second
  wait $third
  [ "$(committed)" -eq 81 ]
  plx check
}

@test "what a killed writer held is free at once, also for one that waits" {
  hold
  plx index --no-model --wait 600 "$DATA/page.txt" 2>"$DIR/second.log" 3>&- 7>&- &
  second=$!
  kill -9 $FIRST
  wait $FIRST || true
  exec 7>&-
  wait $second
  rm "$DIR/pipe"
  hold
  kill -9 $FIRST
  wait $FIRST || true
  exec 7>&-
  [ -e "$INDEX/owner" ] # of the dead
  records 1 50 >"$DIR/first.jsonl"
  plx index --no-model "$DIR/first.jsonl" 2>/dev/null
  [ ! -e "$INDEX/owner" ]
  [ "$(committed)" -eq 51 ]
}

# ------------------------------------------------------------ readers meanwhile

# Many commits; then articles go, and generations change.
write_a_lot() {
  set -e
  plx index --no-model --commit-every 0.01 "$OLD"
  plx index --no-model --commit-every 0.01 "$NEW"
  touch "$DIR/deleting"
  for i in 1 2 3 4 5 6; do
    plx delete $(seq -f 'g%.0f' $((i * 100)) $((i * 100 + 99)))
    plx compact
  done
}

# Every hit is there, whole; where articles go meanwhile it may be gone.
hits_are_whole() {
  local id code
  for id in $(plx search "$1" --format ids --limit 3); do
    code=0
    plx show "$id" --format json >"$DIR/shown" 2>"$DIR/show.err" || code=$?
    if [ $code -eq 0 ]; then
      grep -q "number ${id#g} end\"" "$DIR/shown" || { cat "$DIR/shown"; return 1; }
    else
      [ -e "$DIR/deleting" ] && grep -q "no article '$id'" "$DIR/show.err" ||
        { cat "$DIR/show.err"; return 1; }
    fi
  done
}

@test "readers never fail while others write, and see no half article and no lost one" {
  local total=500 now rounds=0 grew=0 writer
  records 1 500 >"$DIR/begin.jsonl"
  plx index --no-model "$DIR/begin.jsonl" 2>/dev/null
  write_a_lot >"$DIR/write.log" 2>&1 3>&- &
  writer=$!
  while kill -0 $writer 2>/dev/null; do
    now=$(found everywhere)
    [[ "$now" =~ ^[0-9]+$ ]] || { echo "$now"; return 1; }
    if [ ! -e "$DIR/deleting" ]; then
      [ "$now" -ge $total ] || { echo "$now articles after $total"; return 1; }
      [ "$now" -eq $total ] || grew=$((grew + 1))
      total=$now
    fi
    now=$(committed)
    [[ "$now" =~ ^[0-9]+$ ]] || { echo "$now"; return 1; }
    hits_are_whole "$((RANDOM % ARTICLES)) OR everywhere"
    rounds=$((rounds + 1))
  done
  wait $writer || { cat "$DIR/write.log"; return 1; }
  echo "# $rounds rounds of reading, $grew new states seen" >&3
  [ $rounds -ge 5 ]
  [ "$(committed)" -eq $((ARTICLES + 2000 - 600)) ]
  plx check
}
