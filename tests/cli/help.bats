#!/usr/bin/env bats
# Help, version, and what is said to mistakes on the command line.

setup() {
  load common
  fresh
}

@test "--version names program and version" {
  run plx --version
  [ "$status" -eq 0 ]
  [[ "$output" =~ ^parallax\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "help lists the commands" {
  run plx help
  [ "$status" -eq 0 ]
  has "usage: parallax [--index DIR] COMMAND"
  has "search"
  has "$(printf '  index     ')"
  run plx --help
  [ "$status" -eq 0 ]
  has "commands:"
}

@test "help of a command is the same both ways" {
  plx help search >"$DIR/a"
  plx search --help >"$DIR/b"
  diff "$DIR/a" "$DIR/b"
  grep -q -- '--stance STANCE' "$DIR/a"
  grep -q -- '-h, --help' "$DIR/a"
}

@test "every command has help" {
  for c in $(plx help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
    plx help "$c" >"$DIR/help"
    grep -q "usage: parallax $c" "$DIR/help"
  done
}

@test "no command is an error" {
  fails 2 "no command given" plx
}

@test "an unknown command names the nearest" {
  fails 2 "unknown command 'serch', did you mean 'search'?" plx serch
  fails 2 "unknown command 'qqqqqq': \`parallax help\` lists" plx qqqqqq
}

@test "an unknown option names the nearest" {
  fails 2 "unknown option --stanse, did you mean --stance?" plx search --stanse x
  fails 2 "unknown option --zzzzzzzz" plx search --zzzzzzzz
  fails 2 "unknown option -Z" plx search -Z
}

@test "wrong values of options are named" {
  fails 2 "--limit needs a number, not 'many'" plx search --limit many
  fails 2 "--limit needs a whole number, not '1.5'" plx search --limit=1.5
  fails 2 "--limit must be at least 1, not 0" plx search -n0
  fails 2 "--limit can be at most 1000, not 1001" plx search -n 1001
  fails 2 "--format can be text, json, jsonl, csv, ids, trec, not 'xml'" plx search --format xml
  fails 2 "--limit needs a value" plx search --limit
  fails 2 "--any takes no value" plx search --any=1
}

@test "operands that are missing or too many are named" {
  fails 2 "usage: parallax show ID" plx show
  fails 2 "'b' is too much here" plx show a b
  fails 2 "'x' is too much here" plx check x
}

@test "the manual page is roff without errors" {
  plx help --man >"$DIR/parallax.1"
  grep -q '^.TH PARALLAX 1' "$DIR/parallax.1"
  grep -q 'stance' "$DIR/parallax.1"
  if command -v groff >/dev/null; then
    groff -man -ww -z "$DIR/parallax.1" 2>"$DIR/groff.log"
    [ ! -s "$DIR/groff.log" ]
  fi
}

@test "the completion is valid bash and completes" {
  plx help --completion bash >"$DIR/complete.bash"
  bash -n "$DIR/complete.bash"
  run bash -c ". '$DIR/complete.bash'; COMP_WORDS=(parallax sea); COMP_CWORD=1; _parallax; echo \"\${COMPREPLY[@]}\""
  [ "$output" = "search searches" ]
  run bash -c ". '$DIR/complete.bash'; COMP_WORDS=(parallax search --stan); COMP_CWORD=2; _parallax; echo \"\${COMPREPLY[@]}\""
  [ "$output" = "--stance" ]
  run bash -c ". '$DIR/complete.bash'; COMP_WORDS=(parallax search --format js); COMP_CWORD=3; _parallax; echo \"\${COMPREPLY[@]}\""
  [ "$output" = "json jsonl" ]
}

@test "the completion for zsh is valid where zsh is" {
  plx help --completion zsh >"$DIR/_parallax"
  head -1 "$DIR/_parallax" | grep -q '^#compdef parallax$'
  command -v zsh >/dev/null || skip "no zsh"
  zsh -n "$DIR/_parallax"
}

@test "no completion for an unknown shell" {
  fails 2 "no completion for 'tcsh'" plx help --completion tcsh
}

@test "a device that is full is an error" {
  [ -e /dev/full ] || skip "no /dev/full"
  run sh -c '"$PARALLAX" help >/dev/full'
  [ "$status" -eq 2 ]
  has "standard output"
}
