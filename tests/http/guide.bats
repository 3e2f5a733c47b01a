# docs/http.md: every command in it works as it stands

setup_file() {
  load daemon
  make_index "$BATS_FILE_TMPDIR"
  echo 'a-token-for-the-guide guide' >"$BATS_FILE_TMPDIR/tokens"
  chmod 600 "$BATS_FILE_TMPDIR/tokens"
  head -3 models/iran/demo/demo-neutral.jsonl >"$BATS_FILE_TMPDIR/articles.jsonl"
  start_daemon "$BATS_FILE_TMPDIR" --token-file "$BATS_FILE_TMPDIR/tokens"
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
  export TOKEN=a-token-for-the-guide
}

# The commands of the guide, one a line, for the daemon of this test.
commands() {
  awk '/^    \$ / { sub(/^    \$ /, ""); on = 1 }
       on { line = line $0; if (sub(/\\$/, "", line)) next
            open = gsub(/\047/, "\047", line) % 2; if (open) { line = line " "; next }
            print line; line = ""; on = 0 }' docs/http.md |
    sed "s#localhost:8642#${URL#http://}#g"
}

@test "guide: every command answers, and only the example of a refusal is refused" {
  local n=0
  commands >"$BATS_TEST_TMPDIR/commands"
  cd "$BATS_FILE_TMPDIR"
  while read -r command; do
    run bash -o pipefail -c "$command" </dev/null
    echo "$command"
    echo "$output" | head -5
    [ "$status" -eq 0 ]
    [ -n "$output" ]
    case "$command" in
      *foo:bar*) [[ "$output" == *'"status":400'* ]] ;;
      *) [[ "$output" != *'"type":"about:blank"'* ]] ;;
    esac
    n=$((n + 1))
  done <"$BATS_TEST_TMPDIR/commands"
  [ "$n" -ge 15 ]
}

@test "guide: the loop over an export gives all of it" {
  cd "$BATS_TEST_TMPDIR"
  sed -n "/^    next='/,/^    done/s/^    //p" "$BATS_TEST_DIRNAME/../../docs/http.md" |
    sed "s#localhost:8642#${URL#http://}#; s#no_text=1#no_text=1\&limit=10#" >loop
  bash loop
  [ "$(wc -l <all.jsonl)" -ge 60 ]
  [ "$(jq -r .id all.jsonl | sort -u | wc -l)" -eq "$(wc -l <all.jsonl)" ]
}
