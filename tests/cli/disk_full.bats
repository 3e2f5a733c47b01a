#!/usr/bin/env bats
# A disk that fills up: the last commit stands, the message says so, and with room made the same
# command completes.

setup() {
  load common
  load durability
  fresh
}

setup_file() {
  load common
  load durability
  records 1 28000 >"$BATS_FILE_TMPDIR/many.jsonl"
  "$PARALLAX" --index "$BATS_FILE_TMPDIR/whole" index --no-model "$BATS_FILE_TMPDIR/many.jsonl" \
    2>/dev/null
}

teardown() {
  [ -z "${DISK:-}" ] || umount -l "$DISK" 2>/dev/null || true
}

# A disk of its own for the index: small_disk MEBIBYTES
small_disk() {
  [ "$(id -u)" -eq 0 ] || skip "only root may mount a small disk"
  mkdir "$DIR/disk"
  mount -t tmpfs -o "size=$1m" tmpfs "$DIR/disk" 2>/dev/null || skip "nothing can be mounted here"
  DISK="$DIR/disk"
  INDEX="$DISK/index"
}

# The last `run` ended because of the disk, and said so.
is_disk_error() {
  [ "$status" -eq 2 ]
  case "$output" in
  *"No space left on device"* | *"disk is nearly full"*) ;;
  *) echo "does not speak of the disk: $output"; return 1 ;;
  esac
  lacks " added,"
}

# An index larger than its disk; then room is made: fills_up MEBIBYTES LEAST
fills_up() {
  local before many="$BATS_FILE_TMPDIR/many.jsonl"
  small_disk "$1"
  run plx index --no-model --commit-every 0.05 "$many"
  is_disk_error
  before=$(committed)
  is_sound "$before"
  [ "${before/none/0}" -ge "$2" ]
  [ "${before/none/0}" -lt 28000 ]
  run plx index --no-model --commit-every 0.05 "$many" # no worse the second time
  is_disk_error
  is_sound "$before"
  mount -o remount,size=400m "$DISK"
  before=$(committed)
  run plx index --no-model "$many"
  [ "$status" -eq 0 ]
  has "$(grouped $((28000 - ${before/none/0}))) added"
  [ "$(committed)" -eq 28000 ]
  is_sound 28000
  [ -z "$(plx export | half_articles 0)" ]
  has_no_leftovers "$BATS_FILE_TMPDIR/whole"
}

@test "a disk of 1 MB" {
  fills_up 1 0
}

@test "a disk of 20 MB fills up after some commits" {
  fills_up 20 1
}

@test "a disk of 28 MB fills up after more of them" {
  fills_up 28 1000
}

# Leave no byte free.
fill_up() {
  cat /dev/zero >"$DISK/filler" 2>/dev/null || true
}

@test "on a disk that is full to the last byte all can be read, and nothing gets lost by trying" {
  records 1 2000 >"$DIR/some.jsonl"
  records 1 3000 3 >"$DIR/more.jsonl"
  make_model
  small_disk 64
  plx index --model "$MODEL" "$DIR/some.jsonl" 2>/dev/null
  plx label g1 neutral
  fill_up
  files_of "$INDEX" >"$DIR/before"
  is_sound 2000
  plx show g7 >/dev/null
  plx export >/dev/null
  for command in "index $DIR/more.jsonl" "delete g1" compact upgrade relabel "label g2 neutral" \
    "label g3 neutral"; do
    run plx $command
    is_disk_error
    is_sound 2000
  done
  # a little room for small files, none for a generation
  for kib in 4 12 40 200 1000; do
    truncate -s -${kib}K "$DISK/filler"
    for command in "index $DIR/more.jsonl" compact upgrade "relabel"; do
      run plx $command
      is_disk_error
      is_sound 2000
    done
  done
  rm "$DISK/filler"
  plx delete g1
  plx compact
  # a table that was never filled does not come along
  diff <(grep -v synonym "$DIR/before") <(files_of "$INDEX" | grep -v synonym)
  [ "$(committed)" -eq 1999 ]
}

# ------------------------------------------------- writes that fail, one by one

# A small index, to which a run makes changes of both kinds.
small() {
  records 1 300 >"$DIR/half.jsonl"
  records 1 600 3 >"$DIR/all.jsonl"
  "$PARALLAX" --index "$DIR/half" index --no-model "$DIR/half.jsonl" 2>/dev/null
  "$PARALLAX" --index "$DIR/all" index --no-model "$DIR/all.jsonl" 2>/dev/null
}

# Let the Nth write to files with PART in their name be the first that fails, for N in steps, until
# a run is through; the last commit stands each time, and the next run completes. FROM is the
# index before ("": none): writes_fail FROM STEP PART
writes_fail() {
  local n=1 points=0 before=none
  [ -z "$1" ] || before=300
  while :; do
    rm -rf "$INDEX"
    [ -z "$1" ] || cp -r "$1" "$INDEX"
    WATCH_FAIL="write ENOSPC $n $3" run watched index --no-model --commit-every 0.02 \
      "$DIR/all.jsonl"
    [ "$status" -ne 0 ] || break
    is_disk_error
    is_sound $before
    plx index --no-model "$DIR/all.jsonl" 2>/dev/null
    [ "$(committed)" -eq 600 ]
    [ "$(found second)" -eq 200 ]
    is_sound 600
    has_no_leftovers "$DIR/all"
    n=$((n + $2))
    points=$((points + 1))
  done
  echo "# $points points of failure${3:+ at $3}" >&3
  [ $points -gt 0 ]
}

@test "no space at the nth write of a run, for many n" {
  need_watch
  small
  writes_fail "$DIR/half" 7 ""
}

@test "no space at the nth write that makes an index" {
  need_watch
  small
  for part in owner config XAPIANDB v.tmp; do
    writes_fail "" 1 $part
  done
}

@test "no space for the manifest: what was committed is not read again" {
  need_watch
  small
  writes_fail "$DIR/half" 1 manifest
}

@test "no space for a label: it is refused, those before stand, the next is kept" {
  need_watch
  index_demo
  plx label demo-n01 neutral
  for n in 1 2; do
    WATCH_FAIL="write ENOSPC $n labels" run watched label demo-n02 neutral
    [ "$status" -ne 0 ] || break
    [ "$status" -eq 2 ]
    has "labels.jsonl"
    has "No space left on device"
    [ "$(wc -l <"$INDEX/labels.jsonl")" -eq 1 ]
    plx check
  done
  [ "$n" -gt 1 ]
  rm "$INDEX/labels.jsonl"
  WATCH_FAIL="write ENOSPC 1 labels" run watched label demo-n02 neutral
  [ "$status" -eq 2 ]
  has "No space left on device"
  plx label demo-n03 neutral
  [ "$(wc -l <"$INDEX/labels.jsonl")" -eq 1 ]
}

@test "over the limit of file size: said so, the last commit stands, nothing is left behind" {
  records 1 2000 >"$DIR/some.jsonl"
  records 1 6000 >"$DIR/more.jsonl"
  plx index --no-model "$DIR/some.jsonl" 2>/dev/null
  files_of "$INDEX" >"$DIR/before"
  for command in "index --no-model $DIR/more.jsonl" upgrade compact; do
    run bash -c "ulimit -f 100; \"$PARALLAX\" --index \"$INDEX\" $command"
    [ "$status" -eq 2 ]
    has "ile" # "File too large", or "file size limit" before anything is written
    is_sound 2000
    diff "$DIR/before" <(files_of "$INDEX")
  done
  plx index --no-model "$DIR/more.jsonl" 2>/dev/null
  is_sound 6000
}
