# Helpers of the tests of documents. Each test has a folder of its own ($DIR) with the models in it.

PARALLAX=$(realpath "${PARALLAX:-./parallax}")
# what is dated today in a document is dated 21 November 2026
export PARALLAX LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1795255200
# the settings of whoever runs the tests play no part
export XDG_CONFIG_HOME=/nonexistent
unset PARALLAX_INDEX PARALLAX_MODEL NO_COLOR COLUMNS
ROOT=$PWD
DEMO_MODEL="$ROOT/models/iran/without-demo.model"

# As a reader has it: the program on the path, the models in the folder; sets PORT.
as_reader() {
  DIR="$BATS_TEST_TMPDIR"
  mkdir "$DIR/bin"
  ln -s "$PARALLAX" "$DIR/bin/parallax"
  ln -s "$ROOT/models" "$DIR/models"
  export PATH="$DIR/bin:$PATH" XDG_DATA_HOME="$DIR/share"
  PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  cd "$DIR" || return
}

# An index of the bundled articles, and a daemon on $PORT over it that takes the token $TOKEN.
serve_demo() {
  export PARALLAX_INDEX="$DIR/index" TOKEN=a-token-of-the-examples
  parallax index --model "$DEMO_MODEL" models/iran/demo >/dev/null 2>&1
  (umask 077 && echo "$TOKEN anna" >"$DIR/tokens")
  parallax serve --quiet --listen "127.0.0.1:$PORT" --token-file "$DIR/tokens" --allow-origin https://news.example \
    2>"$DIR/daemon.log" 3>&- &
  DAEMON=$!
  curl -s -o /dev/null --retry 40 --retry-delay 0 --retry-connrefused "localhost:$PORT/healthz" || sleep 1
}

stop_serving() {
  [ -z "${DAEMON:-}" ] || { kill "$DAEMON" && wait "$DAEMON"; } 2>/dev/null || true
}

# examples DOCUMENT [OPTION...]: its examples run, and say what it shows.
examples() {
  local document=$1
  shift
  python3 "$ROOT/tests/docs/examples.py" --replace "localhost:8642=localhost:$PORT" \
    --replace "parallax serve=parallax serve --listen 127.0.0.1:$PORT" "$@" "$ROOT/$document" 3>&-
}
