#!/usr/bin/env bats
# Completion in bash, zsh and fish, from the tables of commands and options.

setup() {
  load common
  fresh
  cd "$DIR"
  touch 'an article.txt'
  plx help --completion bash >complete.bash
  plx help --completion zsh >_parallax
  plx help --completion fish >parallax.fish
}

# in_bash WORD... : what is offered for the last one, in one line.
in_bash() {
  run bash -c '. ./complete.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _parallax; printf "%s|" "${COMPREPLY[@]}"' \
    bash parallax "$@"
  echo "$output"
}

# in_fish LINE: what is offered, without the explanations, in one line.
in_fish() {
  command -v fish >/dev/null || skip "no fish"
  # a home of its own: fish makes folders there
  run env XDG_CONFIG_HOME="$BATS_TEST_TMPDIR" XDG_DATA_HOME="$BATS_TEST_TMPDIR" fish --no-config -c "source parallax.fish; complete -C '$1'"
  output=$(echo "$output" | cut -f1 | tr '\n' '|')
  echo "$output"
}

@test "bash: commands, options and values are offered" {
  bash -n complete.bash
  in_bash sea
  [ "$output" = "search|searches|" ]
  in_bash search --stan
  [ "$output" = "--stance|" ]
  in_bash search --format js
  [ "$output" = "json|jsonl|" ]
  in_bash search --format = js
  [ "$output" = "json|jsonl|" ]
  in_bash search --format =
  [[ "$output" == text\|json\|* ]]
  in_bash --index somewhere searc
  [ "$output" = "search|searches|" ]
}

@test "bash: operands are what the usage line names" {
  in_bash index an
  [ "$output" = "an article.txt|" ]
  in_bash show an
  [ "$output" = "|" ]
  in_bash help searc
  [ "$output" = "search|searches|" ]
  in_bash labels ex
  [ "$output" = "export|" ]
  in_bash serve --token-file an
  [ "$output" = "an article.txt|" ]
}

@test "fish: commands, options, values and operands are offered" {
  in_fish 'parallax sea'
  [ "$output" = "search|searches|" ]
  in_fish 'parallax search --stan'
  [ "$output" = "--stance|" ]
  in_fish 'parallax --index somewhere search --format js'
  [ "$output" = "json|jsonl|" ]
  in_fish 'parallax index an'
  [ "$output" = "an article.txt|" ]
  in_fish 'parallax show an'
  [ -z "$output" ] || [ "$output" = "|" ]
  in_fish 'parallax labels ex'
  [ "$output" = "export|" ]
  in_fish 'parallax index --prune'
  [ "$output" = "--prune|--prune=all|" ]
}

@test "zsh: the script is valid" {
  [ "$(head -1 _parallax)" = '#compdef parallax' ]
  command -v zsh >/dev/null || skip "no zsh"
  zsh -n _parallax
}

@test "every option of every command is in all three" {
  for c in $(plx help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
    for o in $(plx help "$c" | sed -n 's/^  \(-., \|    \)--\([a-z-]*\).*/\2/p'); do
      grep -q -- "--$o" complete.bash
      grep -q -- "--$o" _parallax
      grep -q -- "-l $o " parallax.fish
    done
  done
}

@test "another shell is named with those there are" {
  fails 2 "no completion for 'tcsh': bash, zsh or fish" plx help --completion tcsh
}
