#!/usr/bin/env bats
# Other names of what queries name, in a daemon that goes on while their file changes.

setup() {
  load daemon
  make_index "$BATS_TEST_TMPDIR"
  OWN="$BATS_TEST_TMPDIR/aliases.tsv"
  printf 'quay town\tquiet harbour town\n' >"$OWN"
  start_daemon "$BATS_TEST_TMPDIR" --aliases "$OWN" --quiet
}

teardown() {
  stop_daemon
}

# What was looked for besides "quay town", now or within some seconds.
soon_used() {
  for _ in $(seq 100); do
    used=$(get '/api/v1/search?q=quay+town' | jq -c '[.aliases[]?.used[]] | sort')
    [ "$used" = "$1" ] && return 0
    sleep 0.1
  done
  echo "used $used"
  return 1
}

@test "aliases: a file that changes is read again, a broken one is told and changes nothing" {
  soon_used '["quiet harbour town"]'
  printf 'quay town\tquiet harbour town\tharbour town\tno such town\n' >"$OWN"
  soon_used '["harbour town"]'
  printf 'quay town\tquiet harbour town\nnonsense\n' >"$OWN"
  soon_used '["quiet harbour town"]'
  wait_for_log 'aliases.tsv:2: one name only'
  rm "$OWN"
  get '/api/v1/search?q=x' >/dev/null
  for _ in $(seq 100); do
    get '/api/v1/search?q=quay+town' >/dev/null
    grep -q 'those read before stay in force' "$LOG" && break
    sleep 0.1
  done
  wait_for_log 'those read before stay in force'
  soon_used '["quiet harbour town"]'
}
