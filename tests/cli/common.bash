# Helpers of the command-line tests. Each file has a folder of its own ($DIR) and an index in it.

PARALLAX=$(realpath "${PARALLAX:-./parallax}")
# first_seen and changed are those of 2 January 2026
export PARALLAX LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1767312000
# the aliases of whoever runs the tests play no part
export XDG_CONFIG_HOME=/nonexistent
unset PARALLAX_INDEX PARALLAX_MODEL NO_COLOR COLUMNS
DATA=$(realpath tests/data/cli)
DEMO=$(realpath models/iran/demo)
GOLDEN=$(realpath tests/cli/golden)

# A fresh folder for one test; $INDEX in it does not exist yet.
fresh() {
  DIR="$BATS_TEST_TMPDIR"
  INDEX="$DIR/index"
  export DIR INDEX
}

# parallax on the test's index.
plx() {
  "$PARALLAX" --index "$INDEX" "$@"
}

# jq over what a command gives as JSON: ask_json COMMAND FILTER ARGUMENT...
ask_json() {
  local command=$1 filter=$2
  shift 2
  plx "$command" --format json "$@" | jq -c "$filter"
}

# The six small articles, not judged.
index_six() {
  plx index --no-model --facet topic "$DATA/six.jsonl" 2>"$DIR/index.log"
}

# A model made of the bundled articles, once a file; in $MODEL.
make_model() {
  MODEL="$BATS_FILE_TMPDIR/test.model"
  export MODEL
  [ -e "$MODEL" ] || "$PARALLAX" train --from-scratch "$DEMO"/*.jsonl --name test-model --date 2026-01-02 \
    --order pro-iran,neutral,anti-iran -o "$MODEL" >/dev/null 2>&1
}

# The bundled articles, judged by that model.
index_demo() {
  make_model
  plx index --model "$MODEL" "$DEMO" 2>"$DIR/index.log"
}

# Exit code and message of a command that must fail: fails CODE TEXT COMMAND...
fails() {
  local code=$1 text=$2
  shift 2
  run "$@"
  [ "$status" -eq "$code" ] || { echo "exit $status, not $code: $output"; return 1; }
  has "$text"
}

# The output of the last `run` holds a text.
has() {
  case "$output" in
  *"$1"*) return 0 ;;
  esac
  echo "no '$1' in: $output"
  return 1
}

lacks() {
  case "$output" in
  *"$1"*) echo "there is '$1' in: $output"; return 1 ;;
  esac
  return 0
}

# The output of the last `run` is that of a file. UPDATE_GOLDEN=1 writes it.
is_golden() {
  [ -z "${UPDATE_GOLDEN:-}" ] || printf '%s\n' "$output" >"$GOLDEN/$1"
  printf '%s\n' "$output" | diff "$GOLDEN/$1" -
}

# As another user, where tests run as root, so that permissions count.
unprivileged() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  else
    "$@"
  fi
}

# Lines of JSON Lines with N generated articles: generate FROM TO
generate() {
  awk -v from="$1" -v to="$2" 'BEGIN {
    split("harbour ferry council bridge storm market school tower garden letter river winter " \
          "summer window record budget engine museum forest signal", w, " ")
    srand(from)
    for (i = from; i <= to; i++) {
      text = ""
      for (j = 0; j < 120; j++)
        text = text w[int(rand() * 20) + 1] " "
      printf "{\"id\":\"g%d\",\"title\":\"Article %d\",\"source\":\"Source %d\"," \
             "\"date\":\"2020-%02d-%02d\",\"text\":\"%s number%d\"}\n",
             i, i, i % 7, i % 12 + 1, i % 28 + 1, text, i
    }
  }'
}
