# Where the daemon listens: several addresses, socket files, sockets that were passed to it

setup() {
  load daemon
  make_index "$BATS_TEST_TMPDIR"
  LOG="$BATS_TEST_TMPDIR/log"
}

teardown() {
  load daemon
  [ -z "${DAEMON:-}" ] || stop_daemon
}

# serve N OPTIONS: a daemon that says N times where it listens; sets DAEMON.
serve() {
  local count=$1
  shift
  rm -f "$LOG"
  "$PARALLAX" --index "$INDEX" serve "$@" 2>"$LOG" 3>&- &
  DAEMON=$!
  for _ in $(seq 200); do
    [ "$(grep -c 'listening on' "$LOG")" -eq "$count" ] && return 0
    sleep 0.05
  done
  cat "$LOG" >&2
  return 1
}

# refused TEXT OPTIONS: the daemon does not start, says TEXT, and ends with status 2.
refused() {
  local text=$1
  shift
  run timeout 20 "$PARALLAX" --index "$INDEX" serve "$@"
  echo "$output"
  [ "$status" -eq 2 ]
  [[ "$output" == *"$text"* ]]
}

# Start the daemon with sockets as systemd passes them: passed KIND,ADDRESS... -- OPTIONS
passed() {
  rm -f "$LOG"
  python3 - "$PARALLAX" --index "$INDEX" serve "$@" 2>"$LOG" 3>&- <<'END' &
import os
import socket
import sys

arguments = sys.argv[1:]
at = arguments.index("serve") + 1
end = arguments.index("--")
kept = []
for number, what in enumerate(arguments[at:end]):
    kind, _, address = what.partition(",")
    family = {"tcp": socket.AF_INET, "udp": socket.AF_INET}.get(kind, socket.AF_UNIX)
    s = socket.socket(family, socket.SOCK_DGRAM if kind == "udp" else socket.SOCK_STREAM)
    if family == socket.AF_INET:
        s.bind(("127.0.0.1", 0))
    else:
        s.bind("\0" + address if kind == "abstract" else address)
    if kind not in ("udp", "deaf"):
        s.listen()
    os.set_blocking(s.fileno(), True)
    kept.append(s)
    os.dup2(s.fileno(), 100 + number)
for number in range(len(kept)):
    os.dup2(100 + number, 3 + number, inheritable=True)
    os.close(100 + number)
os.environ["LISTEN_FDS"] = str(len(kept))
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(arguments[0], arguments[:at] + arguments[end + 1:])
END
  DAEMON=$!
}

# lacks TEXT: the log does not say it.
lacks() { if grep -- "$1" "$LOG"; then return 1; fi; }

address() { sed -n 's/.*listening on \(http:[^ ]*\)$/\1/p' "$LOG" | sed -n "$1p"; }

@test "listen: several addresses, all of them answer" {
  serve 3 --listen 127.0.0.1:0 --listen 0 --listen "unix:$BATS_TEST_TMPDIR/s"
  [ "$(address 1)" != "$(address 2)" ]
  for n in 1 2; do
    curl -s -m 20 "$(address "$n")/healthz" | jq -e .ok
  done
  curl -s -m 20 --unix-socket "$BATS_TEST_TMPDIR/s" http://x/healthz | jq -e .ok
}

@test "listen: IPv6 beside IPv4 on the same port" {
  [ -e /proc/net/if_inet6 ] && grep -q ' lo$' /proc/net/if_inet6 || skip "no IPv6 here"
  serve 1 --listen 0.0.0.0:0
  port=$(address 1)
  port=${port##*:}
  stop_daemon
  serve 2 --listen "0.0.0.0:$port" --listen "[::]:$port"
  curl -s -m 20 "http://[::1]:$port/healthz" | jq -e .ok
  curl -s -m 20 "http://127.0.0.1:$port/healthz" | jq -e .ok
}

@test "listen: all or none, and the message names the one that failed" {
  refused 'nonsense' --listen "unix:$BATS_TEST_TMPDIR/s" --listen nonsense
  [ ! -e "$BATS_TEST_TMPDIR/s" ]
  refused "$BATS_TEST_TMPDIR/none/s: No such file" --listen 0 --listen "unix:$BATS_TEST_TMPDIR/none/s"
  serve 1 --listen 0
  taken=$(address 1)
  refused "${taken#http://} is in use" --listen 0 --listen "${taken#http://}"
  # shellcheck disable=SC2046
  refused '17 addresses to listen on, the limit is 16' $(printf ' --listen 0%.0s' $(seq 17))
}

@test "listen: a socket file gets the mode it is given, whatever the umask" {
  umask 077
  serve 1 --listen "unix:$BATS_TEST_TMPDIR/s,mode=0660"
  [ "$(stat -c %a "$BATS_TEST_TMPDIR/s")" = 660 ]
  stop_daemon
  umask 0
  serve 1 --listen "unix:$BATS_TEST_TMPDIR/s"
  [ "$(stat -c %a "$BATS_TEST_TMPDIR/s")" = 600 ]
}

@test "listen: wrong modes, paths and abstract sockets are refused" {
  for mode in 8 0999 066x 07777 '' 66; do
    refused 'the mode is octal' --listen "unix:$BATS_TEST_TMPDIR/s,mode=$mode"
  done
  refused 'needs a path' --listen unix:
  refused 'needs a path' --listen unix:,mode=0600
  refused 'abstract socket' --listen unix:@parallax
  refused 'the limit is 107' --listen "unix:/$(printf 'x%.0s' $(seq 108))"
  touch "$BATS_TEST_TMPDIR/file"
  refused 'is no socket' --listen "unix:$BATS_TEST_TMPDIR/file"
  [ -f "$BATS_TEST_TMPDIR/file" ]
}

@test "listen: the socket file of a successor stays" {
  serve 1 --listen "unix:$BATS_TEST_TMPDIR/s"
  before=$DAEMON
  rm "$BATS_TEST_TMPDIR/s"
  serve 1 --listen "unix:$BATS_TEST_TMPDIR/s"
  kill -TERM "$before"
  wait "$before"
  curl -s -m 20 --unix-socket "$BATS_TEST_TMPDIR/s" http://x/healthz | jq -e .ok
}

@test "listen: only what others can reach is warned of, with what to do" {
  serve 2 --listen 127.0.0.1:0 --listen "unix:$BATS_TEST_TMPDIR/s"
  lacks warning
  stop_daemon
  serve 2 --listen 0.0.0.0:0 --listen 0
  [ "$(grep -c 'warning: http://0.0.0.0.*full texts.*127.0.0.1 or unix:' "$LOG")" -eq 1 ]
  lacks 'in clear'
}

@test "listen: tokens over plain HTTP are warned of where others can reach it" {
  (umask 077 && echo "$(printf 'k%.0s' $(seq 40)) anna" >"$BATS_TEST_TMPDIR/tokens")
  serve 1 --listen 0.0.0.0:0 --token-file "$BATS_TEST_TMPDIR/tokens"
  grep 'warning: .*tokens.*in clear' "$LOG"
  stop_daemon
  serve 1 --listen 127.0.0.1:0 --token-file "$BATS_TEST_TMPDIR/tokens"
  lacks warning
}

@test "listen: sockets that were passed are served, and stay" {
  passed "unix,$BATS_TEST_TMPDIR/s" tcp --
  wait_for_log 'listening on http:'
  grep "listening on unix:$BATS_TEST_TMPDIR/s" "$LOG"
  lacks ':8642'
  curl -s -m 20 "$(address 1)/healthz" | jq -e .ok
  curl -s -m 20 --unix-socket "$BATS_TEST_TMPDIR/s" http://x/healthz | jq -e .ok
  stop_daemon
  [ -S "$BATS_TEST_TMPDIR/s" ]
}

@test "listen: sockets that were passed and those asked for go together" {
  passed "unix,$BATS_TEST_TMPDIR/s" -- --listen 0
  wait_for_log 'listening on http:'
  curl -s -m 20 "$(address 1)/healthz" | jq -e .ok
  curl -s -m 20 --unix-socket "$BATS_TEST_TMPDIR/s" http://x/healthz | jq -e .ok
}

@test "listen: what is asked while a daemon with passed sockets restarts is answered by the next" {
  run timeout 60 python3 - "$PARALLAX" --index "$INDEX" serve <<'END'
import os
import socket
import subprocess
import sys

listening = socket.create_server(("127.0.0.1", 0))


def start():
    def pass_socket():
        os.dup2(listening.fileno(), 3)
        os.set_inheritable(3, True)
        os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
        os.execv(sys.argv[1], sys.argv[1:])

    return subprocess.Popen(sys.argv[1:], stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=pass_socket)


def ask():
    connection = socket.create_connection(listening.getsockname())
    connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return connection


def status(connection):
    return connection.makefile("rb").readline().decode().split()[1]


first = start()
print(status(ask()))
first.terminate()
first.wait()
meanwhile = ask()
second = start()
print(status(meanwhile))
second.terminate()
print(second.wait())
END
  echo "$output"
  [ "$output" = "$(printf '200\n200\n0')" ]
}

@test "listen: passed descriptors that are no listening stream socket are refused" {
  for what in udp "deaf,$BATS_TEST_TMPDIR/deaf" "abstract,parallax-$$"; do
    passed tcp "$what" --
    status=0
    wait "$DAEMON" || status=$?
    [ "$status" -eq 2 ]
    grep 'socket 2 of 2 that systemd passed' "$LOG"
  done
  DAEMON=
}
