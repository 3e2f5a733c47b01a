# Helpers of the HTTP tests of writing: tokens, and asking with one. After daemon.bash.

ANN=anns-token-0123456789
HARVESTER=harvesters-token-0123

# A file of tokens in a folder; sets TOKENS.
make_tokens() {
  TOKENS="$1/tokens"
  printf '# newsroom\n%s Ann Example\n%s # no coder\n' "$ANN" "$HARVESTER" >"$TOKENS"
  chmod 600 "$TOKENS"
}

# As get, status and problem, with Ann's token.
ann() { get "$@" -H "Authorization: Bearer $ANN"; }
ann_status() { status "$@" -H "Authorization: Bearer $ANN"; }
ann_problem() { problem "$@" -H "Authorization: Bearer $ANN"; }

# Hold the index as another process does, until free_index.
hold_index() {
  (
    exec 9<>"$INDEX/owner.lock"
    flock 9
    exec sleep 60 3>&-
  ) &
  HOLDER=$!
  while flock -n "$INDEX/owner.lock" true; do sleep 0.02; done
  echo '{"pid":4711,"host":"desk","what":"parallax relabel","since":"2026-01-02T03:04:05Z"}' >"$INDEX/owner"
}

free_index() {
  rm -f "$INDEX/owner"
  kill "$HOLDER" 2>/dev/null || true
  wait "$HOLDER" 2>/dev/null || true
}
