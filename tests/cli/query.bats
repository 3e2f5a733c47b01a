#!/usr/bin/env bats
# The query language on the command line: NEAR, weights, --all, --strict, --explain, hostile queries,
# and its manual page.

setup() {
  load common
  fresh
}

ids() {
  plx search --format ids "$@" | tr '\n' ' ' | sed 's/ $//'
}

@test "NEAR, with and without a number, and a weight" {
  index_six
  [ "$(ids 'green NEAR/1 zone' | wc -w)" -eq 2 ]
  [ "$(ids 'zone NEAR green' | wc -w)" -ge 2 ]
  [ "$(ids 'pier^10 lighthouse --any' | wc -w)" -ge 1 ]
}

@test "--all lists only what holds all words; --any and --all exclude each other" {
  index_six
  [ "$(ids ferry night --all)" = "s5" ]
  [ "$(ids ferry night | wc -w)" -eq 2 ]
  run plx search ferry lighthouse --all
  [ "$status" -eq 1 ]
  fails 2 "--any and --all exclude each other" plx search x --any --all
}

@test "what is malformed is repaired with a notice, or refused with column and hint" {
  index_six
  run plx search 'ferry NEAR/0 night'
  has "'NEAR/0' at column 7 does not give a distance of 1 to 1000 and is read as NEAR/1"
  fails 2 "query, column 7: 'NEAR/0' does not give a distance of 1 to 1000: write NEAR/5" \
    plx search --strict 'ferry NEAR/0 night'
  fails 2 "did you mean 'title'" plx search titel:ferry
  run plx search 'ferry^x'
  has "'^x' at column 6"
}

@test "--explain says the reading as a sentence and as a tree" {
  index_six
  run plx search 'the ferry -night topic:trade' --explain --no-snippets
  has "articles that have all, or some, of: the, ferry; must not have: night; topic is trade"
  has "stop words left out: the"
  plx search 'ferry NEAR/5 night' --explain --format json >"$DIR/out"
  [ "$(jq -r .reading "$DIR/out")" = "articles that have (ferry, night within 5 words)" ]
  [ "$(jq -r .tree.kind "$DIR/out")" = "near" ]
  [ "$(jq -r '.tree.children[0].alternatives[0].terms[0].term' "$DIR/out")" = "ferri" ]
  [ "$(jq '.tree.children[0].alternatives[0].terms[0].articles' "$DIR/out")" -eq 2 ]
}

@test "a query of a megabyte is refused by the limit, as operands and in a batch" {
  index_six
  big=$(head -c 100000 /dev/zero | tr '\0' x)
  fails 2 "at most 16384 are allowed" plx search "$big" "$big" "$big" "$big" "$big" "$big"
  many=$(yes x | head -n 20000 | tr '\n' ' ')
  # shellcheck disable=SC2086
  fails 2 "at most 16384 are allowed" plx search $many
  { printf '1\t'; head -c 1048576 /dev/zero | tr '\0' x; printf '\n2\tferry\n'; } >"$DIR/q"
  run plx search --batch "$DIR/q" --format trec
  [ "$status" -eq 2 ]
  has "$DIR/q:1: the query has 1048576 bytes, at most 16384 are allowed"
  has "2 Q0 "
}

@test "hardly anything is everything: nothing, blanks, stars, punctuation" {
  index_six
  for q in '' ' ' '*' '?!' '""' '()' '- + ='; do
    [ "$(ids -- "$q" | wc -w)" -eq 6 ]
  done
}

@test "a far page is empty, a farther one refused" {
  index_six
  run plx search ferry --offset 1000000
  [ "$status" -eq 1 ]
  fails 2 "offset" plx search ferry --offset 1000001
}

@test "help query is docs/query.md, and its manual page has each of its headings" {
  plx help query >"$DIR/text"
  diff "$DIR/text" "$BATS_TEST_DIRNAME/../../docs/query.md"
  plx help --man query >"$DIR/man"
  head -n 1 "$DIR/man" | grep -q '^\.TH PARALLAX\\-QUERY 7'
  [ "$(grep -c '^## ' "$DIR/text")" -eq "$(($(grep -c '^\.SH' "$DIR/man") - 3))" ]
  [ "$(grep -c '^\.nf' "$DIR/man")" -eq "$(grep -c '^\.fi' "$DIR/man")" ]
  ! grep -q '`\|\](' "$DIR/man"
  if command -v groff >/dev/null; then
    [ -z "$(groff -man -Tutf8 -k -ww "$DIR/man" 2>&1 >/dev/null)" ]
  fi
}
