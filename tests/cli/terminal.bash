# Driving a command that asks at a terminal: keys are pressed when it has asked, never before.

# Is there a pseudo-terminal?
needs_terminal() {
  script -qec true /dev/null >/dev/null 2>&1 </dev/null || skip "no pseudo-terminal"
}

# Start a command on a terminal of COLUMNS: start_asking COLUMNS COMMAND...
start_asking() {
  local columns=$1
  shift
  rm -f "$DIR/keys" "$DIR/before" "$DIR/after" "$DIR/code" "$DIR/pid"
  mkfifo "$DIR/keys"
  : >"$DIR/screen"
  printf '%q ' "$@" >"$DIR/command"
  TERM=xterm SHELL=/bin/sh script -qefc \
    "stty rows 24 cols $columns; stty -a >'$DIR/before'; echo \$\$ >'$DIR/pid'; $(cat "$DIR/command"); \
     echo \$? >'$DIR/code'; stty -a >'$DIR/after'" \
    "$DIR/screen" <"$DIR/keys" >/dev/null 2>&1 3>&- &
  SCRIPT=$!
  exec 8>"$DIR/keys"
  asked 1
}

questions() { grep -o 'q quit, ? help' "$DIR/folded" | wc -l; }

# What was shown, in one line: a narrow terminal breaks the question anywhere.
fold_screen() { tr -s '\r\n' '  ' <"$DIR/screen" >"$DIR/folded"; }

# Wait until it has asked N times, or has ended.
asked() {
  local i
  for i in $(seq 1 400); do
    fold_screen
    [ "$(questions)" -ge "$1" ] && return 0
    [ -s "$DIR/after" ] && return 0
    kill -0 "$SCRIPT" 2>/dev/null || return 0
    sleep 0.05
  done
  echo "not asked $1 times: $(tail -c 400 "$DIR/screen")"
  return 1
}

# Press keys, each when there is a question.
press() {
  local key n
  for key in "$@"; do
    fold_screen
    n=$(questions)
    printf '%b' "$key" >&8
    asked $((n + 1))
  done
}

# Wait for the end; exit code in $code.
end_asking() {
  local i
  exec 8>&-
  for i in $(seq 1 400); do
    kill -0 "$SCRIPT" 2>/dev/null || break
    sleep 0.05
  done
  wait "$SCRIPT" || true
  code=$(cat "$DIR/code" 2>/dev/null || echo none)
  fold_screen
}

# The process that asks.
asking_pid() { pgrep -f -n -- "^$PARALLAX --index $INDEX (review|validate)"; }

shown() { grep -qF -- "$1" "$DIR/folded" || { echo "no '$1' in: $(tail -c 1500 "$DIR/folded")"; return 1; }; }
