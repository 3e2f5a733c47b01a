# Helpers of the HTTP tests: an index of its own, a running daemon, and asking it.

PARALLAX=$(realpath "${PARALLAX:-./parallax}")
# The shipped model, wherever the program under test lies.
PARALLAX_MODEL=$(realpath models/iran/without-demo.model)
export PARALLAX PARALLAX_MODEL LC_ALL=C.UTF-8 TZ=UTC
# the aliases of whoever runs the tests play no part
export XDG_CONFIG_HOME=/nonexistent

# Articles for tests: the bundled ones, one with an address for an id, and a hostile one.
make_index() {
  export INDEX="$1/index"
  cat >"$1/articles.jsonl" <<'END'
{"id":"https://wire.example/2019/12/talks?page=2","url":"https://wire.example/2019/12/talks?page=2","title":"Talks resume in the quiet harbour town","source":"Harbour Wire","date":"2019-12-05","text":"Delegates met again in the harbour town on Thursday. A spokesman said the talks would go on for a week, and that water and power were first on the list. Nothing was signed."}
{"id":"hostile","url":"javascript:alert(document.domain)","title":"&lt;script&gt;alert(1)&lt;/script&gt; & \"quoted\" harbour","source":"<img src=x onerror=alert(2)>","author":"'><svg onload=alert(3)>","text":"The harbour &lt;script>alert(4)&lt;/script> was closed &lt;/p>&lt;/mark>&lt;iframe src=javascript:alert(5)> for a day, and nobody knew why it was closed.\n\nA second paragraph about the harbour & its &lt;b>boats&lt;/b>."}
{"id":"undated-1","title":"A note on the harbour without a date","text":"The harbour has been there for as long as people remember, and this note about the harbour has no date at all."}
END
  "$PARALLAX" --index "$INDEX" index models/iran/demo "$1/articles.jsonl" >/dev/null 2>"$1/index.log"
}

# Start the daemon on a free port with further options; sets URL, DAEMON and LOG.
start_daemon() {
  LOG="$1/daemon.log"
  shift
  "$PARALLAX" --index "$INDEX" serve --listen 127.0.0.1:0 "$@" 2>"$LOG" 3>&- &
  DAEMON=$!
  wait_for_log 'listening on' || { cat "$LOG" >&2; return 1; }
  URL=$(sed -n 's/.*listening on \(http:[^ ]*\)$/\1/p' "$LOG")
  export URL DAEMON LOG
}

stop_daemon() {
  kill -TERM "$DAEMON" 2>/dev/null || true
  wait "$DAEMON" 2>/dev/null || true
}

wait_for_log() {
  for _ in $(seq 200); do
    grep -q -- "$1" "$LOG" && return 0
    sleep 0.05
  done
  return 1
}

# get PATH [curl options]: the body.
get() {
  local path=$1
  shift
  curl -s -m 20 "$@" "$URL$path"
}

# status PATH [curl options]: the HTTP status.
status() {
  local path=$1
  shift
  curl -s -m 20 -o /dev/null -w '%{http_code}' "$@" "$URL$path"
}

# problem PATH STATUS CODE FIELD [curl options]: refused so, as a problem record.
problem() {
  local path=$1 want="$2 $3 $4"
  shift 4
  run curl -s -m 20 -w '\n%{content_type}' "$@" "$URL$path"
  echo "$output"
  [ "$(echo "$output" | tail -1)" = application/problem+json ]
  [ "$(echo "$output" | head -1 | jq -r '"\(.status) \(.code) \(.field // "")"')" = "$want" ]
}
