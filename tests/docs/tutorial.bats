#!/usr/bin/env bats
# docs/tutorial.md: ten minutes, as a reader goes through them

setup() {
  load examples
  as_reader
}

@test "tutorial: every command says what the tutorial shows" {
  examples docs/tutorial.md
}

@test "tutorial: at the terminal keys answer as it says, and the same command goes on" {
  load ../cli/terminal
  needs_terminal
  export PARALLAX_INDEX="$DIR/index"
  jq -c 'del(.synthetic)' models/iran/demo/*.jsonl >articles.jsonl
  parallax index --model "$DEMO_MODEL" articles.jsonl >/dev/null 2>&1
  start_asking 80 parallax validate --sample 50 --coder you
  press n o s p u a q
  end_asking
  [ "$(parallax labels list --standing --format jsonl | jq -r .label | xargs)" = 'neutral off-topic anti-iran' ]
  start_asking 80 parallax validate --sample 50 --coder you
  press p q
  end_asking
  [ "$(parallax labels list --standing --format jsonl | wc -l)" -eq 4 ]
  [ "$(parallax validate --list --sample 50 --coder you --format jsonl | wc -l)" -eq 45 ]
}
