#!/usr/bin/env bats
# The manual pages, made from the tables of commands and options.

setup() {
  load common
  fresh
}

commands() { plx help | sed -n 's/^  \([a-z]*\)  .*/\1/p'; }
options_of() { plx help "$1" | sed -n 's/^  \(-., \|    \)--\([a-z-]*\).*/\2/p'; }

# clean FILE: neither groff nor man nor mandoc has anything to say, but for the date that is left out.
clean() {
  if command -v groff >/dev/null; then
    groff -man -ww -z "$1" 2>"$DIR/said"
    [ ! -s "$DIR/said" ]
  fi
  if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning "$1" >"$DIR/said" || true
    run grep -v 'missing date' "$DIR/said"
    echo "$output"
    [ -z "$output" ]
  fi
  if command -v man >/dev/null; then
    LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$1" >"$DIR/page" 2>"$DIR/said"
    [ ! -s "$DIR/said" ]
  fi
}

@test "parallax(1) is clean and has every command with every option" {
  plx help --man >"$DIR/parallax.1"
  clean "$DIR/parallax.1"
  for c in $(commands); do
    # from the heading of the command to the next one
    sed -n "/^\\.SS \"$c[ \"]/,/^\\.S[SH]/p" "$DIR/parallax.1" >"$DIR/section"
    [ -s "$DIR/section" ]
    grep -A1000 'OPTIONS OF EVERY COMMAND' "$DIR/parallax.1" >>"$DIR/section"
    for o in $(options_of "$c"); do
      grep -q -- "^\.B .*\\\\-\\\\-${o//-/\\\\-}" "$DIR/section" || { echo "$c --$o"; false; }
    done
  done
  for heading in 'EXIT STATUS' ENVIRONMENT FILES '"SEE ALSO"'; do
    grep -q "^.SH $heading$" "$DIR/parallax.1"
  done
}

@test "every command has a page of its own, clean and with all its options" {
  for c in $(commands); do
    plx help --man "$c" >"$DIR/parallax-$c.1"
    clean "$DIR/parallax-$c.1"
    grep -q "^.TH PARALLAX.*-${c^^} 1 " "$DIR/parallax-$c.1"
    for o in $(options_of "$c"); do
      grep -q -- "^\.B .*\\\\-\\\\-${o//-/\\\\-}" "$DIR/parallax-$c.1" || { echo "$c --$o"; false; }
    done
  done
}

@test "the environment variables that the program reads are in the manual" {
  plx help --man >"$DIR/parallax.1"
  for name in $(grep -rhoE 'getenv\("[A-Z_]+' base collection cli daemon | sed 's/.*"//' | sort -u); do
    case $name in HOME | TERM | CREDENTIALS_DIRECTORY) continue ;; esac
    grep -q "^.B $name$" "$DIR/parallax.1" || { echo "$name"; false; }
  done
}
