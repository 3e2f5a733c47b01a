# The units, the syscall filter they set, and what the daemon tells systemd

setup() {
  load daemon
  UNITS="$BATS_TEST_TMPDIR/units"
  mkdir -p "$UNITS/parallax.service.d"
  bin=$(dirname "$PARALLAX")
  for unit in parallax.service write.conf; do
    sed "s|@bindir@|$bin|" "packaging/systemd/$unit.in" >"$UNITS/$unit"
  done
  cp packaging/systemd/parallax.socket "$UNITS"
  # another name of the program, as with sanitizers, is a link here
  [ -x "$bin/parallax" ] || skip "the program is not called parallax"
}

teardown() {
  load daemon
  [ -z "${DAEMON:-}" ] || stop_daemon
  [ -z "${MANAGER:-}" ] || kill "$MANAGER" 2>/dev/null || true
}

needs() { command -v "$1" >/dev/null || skip "no $1"; }

verify() {
  run systemd-analyze verify --man=no "$UNITS/parallax.service" "$UNITS/parallax.socket"
  echo "$output"
  [ "$status" -eq 0 ]
  [ -z "$output" ]
}

# Listen as the service manager does; what comes goes to the file "told", a message a line.
start_manager() {
  make_index "$BATS_TEST_TMPDIR"
  TOLD="$BATS_TEST_TMPDIR/told"
  export NOTIFY_SOCKET="$BATS_TEST_TMPDIR/notify"
  python3 - "$NOTIFY_SOCKET" >"$TOLD" 3>&- <<'END' &
import socket
import sys

s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
while True:
    print(s.recv(4096).decode().replace("\n", " "), flush=True)
END
  MANAGER=$!
  for _ in $(seq 100); do
    [ -S "$NOTIFY_SOCKET" ] && return 0
    sleep 0.05
  done
  return 1
}

# told TEXT: it was told, or will be soon.
told() {
  for _ in $(seq 200); do
    grep -q -- "$1" "$TOLD" && return 0
    sleep 0.05
  done
  cat "$TOLD" >&2
  return 1
}

@test "systemd: the units are without fault, with and without the right to write" {
  needs systemd-analyze
  verify
  cp "$UNITS/write.conf" "$UNITS/parallax.service.d/"
  verify
}

@test "systemd: the exposure of the service is what docs/operations.md says" {
  needs systemd-analyze
  documented=$(sed -n 's/.*Overall exposure level for parallax.service: \([0-9.]* [A-Z]*\).*/\1/p' docs/operations.md)
  [ -n "$documented" ]
  run systemd-analyze security --offline=true --no-pager "$UNITS/parallax.service"
  [[ "$output" == *"exposure level for parallax.service: $documented "* ]]
}

@test "systemd: daemon and indexer keep within the syscall filter of the unit" {
  needs systemd-analyze
  [[ $PARALLAX != *san* ]] || skip "sanitizers make calls of their own"
  unit="$UNITS/parallax.service"
  python3 tests/http/confined.py "$unit" true || skip "this system loads no syscall filter"
  run python3 tests/http/confined.py "$unit" python3 -c 'import os; os.chroot("/")'
  [ "$status" -eq 159 ] # SIGSYS: the filter is there
  confined="$BATS_TEST_TMPDIR/confined"
  printf '#!/bin/sh\nexec python3 %s %s %s "$@"\n' "$PWD/tests/http/confined.py" "$unit" "$PARALLAX" >"$confined"
  chmod +x "$confined"
  PARALLAX=$confined
  make_index "$BATS_TEST_TMPDIR"
  (umask 077 && echo "$(printf 'k%.0s' $(seq 40)) anna" >"$BATS_TEST_TMPDIR/tokens")
  start_daemon "$BATS_TEST_TMPDIR" --token-file "$BATS_TEST_TMPDIR/tokens"
  for path in / '/?q=harbour' /article/hostile '/api/v1/search?q=harbour&facets=stance,source' \
    /healthz /readyz /metrics /style.css; do
    [ "$(status "$path" --compressed)" = 200 ]
  done
  [ "$(status /api/v1/classify -d '{"text":"The port of Bandar Abbas in Iran was closed."}')" = 200 ]
  [ "$(status /api/v1/articles -H "Authorization: Bearer $(printf 'k%.0s' $(seq 40))" \
    -H 'Content-Type: application/json' -d '{"id":"x","title":"Zanzibar","text":"A new article."}')" = 200 ]
  [ "$(get '/api/v1/search?q=zanzibar' | jq .total)" -eq 1 ]
  kill -HUP "$DAEMON"
  [ "$(status /healthz)" = 200 ]
  kill -TERM "$DAEMON"
  wait "$DAEMON"
  DAEMON=
}

@test "systemd: it is told when the daemon serves, where, and when it stops" {
  start_manager
  start_daemon "$BATS_TEST_TMPDIR" --listen "unix:$BATS_TEST_TMPDIR/s"
  told "^READY=1 STATUS=serving on $URL, unix:$BATS_TEST_TMPDIR/s$"
  [ "$(status /healthz)" = 200 ]
  stop_daemon
  told '^STOPPING=1'
  DAEMON=
}

@test "systemd: it is told of the begin and the end of a reload" {
  start_manager
  start_daemon "$BATS_TEST_TMPDIR"
  told '^READY=1'
  kill -HUP "$DAEMON"
  told '^RELOADING=1 MONOTONIC_USEC=[0-9]*'
  for _ in $(seq 100); do
    [ "$(grep -c '^READY=1' "$TOLD")" -eq 2 ] && break
    sleep 0.05
  done
  [ "$(sed 's/=.*//' "$TOLD" | tr '\n' ' ')" = "READY RELOADING READY " ]
}

@test "systemd: a watchdog that is asked for is fed, and none otherwise" {
  start_manager
  start_daemon "$BATS_TEST_TMPDIR"
  told '^READY=1'
  stop_daemon
  [ "$(grep -c WATCHDOG "$TOLD")" -eq 0 ]
  WATCHDOG_USEC=200000 start_daemon "$BATS_TEST_TMPDIR"
  told '^WATCHDOG=1'
}

@test "systemd: a manager that is gone is no reason to stop" {
  make_index "$BATS_TEST_TMPDIR"
  NOTIFY_SOCKET="$BATS_TEST_TMPDIR/nobody" start_daemon "$BATS_TEST_TMPDIR"
  [ "$(status /healthz)" = 200 ]
}
