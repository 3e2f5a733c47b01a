#!/usr/bin/env bats
# Tags and saved searches: tag, tag: in queries, search --save, @NAME, --new, searches.

load common.bash

setup() {
  fresh
  index_six
}

@test "tags are put on, found, shown and taken off" {
  run plx tag s1 s2 +case +draft
  [ "$status" -eq 0 ]
  has "4 changes to the tags of 2 articles"
  [ "$(plx search tag:case --format ids | sort | tr '\n' ' ')" = "s1 s2 " ]
  plx tag s1 -draft 2>/dev/null
  [ "$(plx search tag:draft --format ids)" = s2 ]
  [ "$(plx search 'tag:case -tag:draft' --format ids)" = s1 ]
  run plx tag s1 s2
  [ "$output" = "s1 +case
s2 +case +draft" ]
  run plx tag
  [ "${lines[0]}" = "      2  case" ]
  [ "${lines[1]}" = "      1  draft" ]
  plx tag --format json | jq -e '.tags == [{"tag":"case","articles":2},{"tag":"draft","articles":1}]'
  plx tag s2 --format json | jq -e '.articles[0].tags == ["case","draft"]'
}

@test "a tag of a word that begins like an option" {
  plx tag s1 +iran +n5 2>/dev/null
  plx tag s1 -iran 2>/dev/null
  run plx tag s1
  [ "$output" = "s1 +n5" ]
}

@test "all that a query finds can be tagged" {
  n=$(plx search harbour --format json -n 1 | jq .total)
  run plx tag --matching harbour +port
  has "to the tags of $n articles"
  [ "$(plx search tag:port --format json -n 1 | jq .total)" -eq "$n" ]
  run plx tag --matching zebra +port
  [ "$status" -eq 1 ]
}

@test "tags are a facet, a filter, and one side of a table" {
  plx tag s1 s2 +case 2>/dev/null
  plx tag s2 +draft 2>/dev/null
  plx search --facets tag,source*tag --format json -n 1 | jq -e '
    (.facets.tag | map([.value, .count]) == [["case",2],["draft",1]]) and
    (.tables[0] | .columns.missing // .n) != null'
  [ "$(plx search --facet tag=CASE --format ids | sort | tr '\n' ' ')" = "s1 s2 " ]
  [ "$(plx search --facet tag=case --facet tag=draft --format ids | wc -l)" -eq 2 ]
  plx tag s1 -case 2>/dev/null
  [ "$(plx search --facets tag --format json -n 1 | jq -c '.facets.tag | map(.count)')" = '[1,1]' ]
  fails 2 "there is no tag 'nothing'" plx search --facet tag=nothing
  fails 2 "" plx index --no-model --facet tag "$DATA/six.jsonl"
}

@test "tags survive indexing again, and count for new commits of the same article" {
  plx tag s1 +case 2>/dev/null
  jq -c 'select(.id == "s1") | .text += " And more."' "$DATA/six.jsonl" >"$DIR/changed.jsonl"
  plx index --no-model "$DIR/changed.jsonl" 2>/dev/null
  plx compact 2>/dev/null
  [ "$(plx search tag:case --format ids)" = s1 ]
}

@test "an unknown tag names those that exist; a bad one says what a tag is" {
  fails 2 "no article has any yet" plx search tag:case
  plx tag s1 +case +harbour-talks 2>/dev/null
  fails 2 "there is no tag 'cas'; tags are case, harbour-talks" plx search tag:cas
  fails 2 "letters, digits" plx tag s1 '+two words'
  fails 2 "letters, digits" plx tag s1 +
  fails 2 "longer than 64 bytes" plx tag s1 "+$(printf 'x%.0s' {1..65})"
  fails 2 "name the articles" plx tag +case
  fails 1 "no article 'nobody'" plx tag nobody +case
}

@test "lines of tags.jsonl that are none are passed over and told" {
  plx tag s1 +case 2>/dev/null
  printf 'nonsense\n{"id":"s2","tag":"case","on":1}\n{"id":"s3","tag":"case","on":true}\n{"id":"s4","ta' >>"$INDEX/tags.jsonl"
  run plx tag
  has "tags.jsonl:2:"
  has "2 lines"
  [ "$(plx search tag:case --format ids | sort | tr '\n' ' ')" = "s1 s3 " ]
  plx tag s4 +case 2>/dev/null
  [ "$(plx search tag:case --format ids | sort | tr '\n' ' ')" = "s1 s3 s4 " ]
}

@test "a saved search stands for its query and filters, inside of others too" {
  run plx search harbour --source 'Harbour Wire' --source 'Coast Ledger' --since 2019 --save port
  has 'saved as @port: (harbour) source:("Harbour Wire" OR "Coast Ledger") since:2019'
  [ "$(plx search @port --format ids | sort)" = "$(plx search harbour --source 'Harbour Wire' --source 'Coast Ledger' --since 2019 --format ids | sort)" ]
  [ "$(plx search '@port AND sanctions' --format ids | sort)" = "$(plx search 'harbour AND sanctions' --since 2019 --source 'Harbour Wire' --source 'Coast Ledger' --format ids | sort)" ]
  [ "$(plx search 'NOT @port' --format json | jq .total)" -eq $((6 - $(plx search 'harbour since:2019 source:("Harbour Wire" OR "Coast Ledger")' --format json | jq .total))) ]
  plx search '@port sanctions' --save both >/dev/null 2>&1
  [ "$(plx search @both --format ids)" = "$(plx search '@port sanctions' --format ids)" ]
}

@test "names that are no saved search are words, in quotes always" {
  run plx search 'lighthouse @nobody'
  [ "$status" -eq 0 ]
  has "there is no saved search 'nobody': it is read as a word"
  run plx search '"lighthouse @nobody"'
  lacks "saved search"
  run plx search 'ann@example.org'
  lacks "saved search"
}

@test "searches that name each other end in a clear error" {
  plx search lighthouse --save one >/dev/null 2>&1
  plx search @one --save two >/dev/null 2>&1
  plx search @two --save one >/dev/null 2>&1 || true
  fails 2 "do some name each other?" plx search @one
}

@test "a malformed query, a bad name and no query are not saved" {
  fails 2 "bracket" plx search '(lighthouse' --save one
  fails 2 "letters, digits" plx search lighthouse --save 'a b'
  fails 2 "there is none" plx search --save all
  fails 2 "quotation mark" plx search --source 'a"b' --save one
  run plx searches
  [ "$status" -eq 1 ]
}

@test "--new shows what was added since it was asked last" {
  plx search harbour --save port >/dev/null 2>&1
  n=$(plx search harbour --format json -n 1 | jq .total)
  [ "$(plx search @port --new -n 100 --format ids | wc -l)" -eq "$n" ]
  run plx search @port --new
  [ "$status" -eq 1 ]
  echo '{"id":"n1","title":"Old news of the harbour","date":"2001-01-01","text":"The harbour was empty."}' >"$DIR/new.jsonl"
  plx index --no-model "$DIR/new.jsonl" 2>/dev/null
  plx searches --format json | jq -e --argjson n "$n" '.searches == [.searches[0]] and
    (.searches[0] | .name == "port" and .query == "harbour" and .total == $n + 1 and .new == 1)'
  [ "$(plx search @port --new --format ids)" = n1 ]
  [ -z "$(plx search @port --new --format ids)" ]
}

@test "what does not fit on the page stays new" {
  plx search harbour --save port >/dev/null 2>&1
  n=$(plx search harbour --format json -n 1 | jq .total)
  run plx search @port --new -n 1
  has "$((n - 1)) more are new and not shown"
  [ "$(plx search @port --new -n 100 --format ids | wc -l)" -eq "$n" ]
}

@test "an index made anew has been looked at not at all" {
  plx search harbour --save port >/dev/null 2>&1
  plx search @port --new -n 100 >/dev/null
  cp "$INDEX/searches.jsonl" "$DIR/"
  rm -rf "$INDEX"
  head -2 "$DATA/six.jsonl" >"$DIR/two.jsonl"
  plx index --no-model "$DIR/two.jsonl" 2>/dev/null
  cp "$DIR/searches.jsonl" "$INDEX/"
  run plx search @port --new --format ids
  [ "$status" -eq 0 ]
}

@test "saved searches are listed and deleted" {
  plx search lighthouse --save b >/dev/null 2>&1
  plx search harbour --save a >/dev/null 2>&1
  run plx searches
  [ "$status" -eq 0 ]
  [[ "${lines[0]}" == "@a  harbour" ]]
  has "new: never looked at with --new"
  plx searches delete @a
  run plx searches
  lacks "@a"
  has "@b"
  fails 1 "there is no saved search 'a'" plx searches delete a
  fails 2 "did you mean @b" plx search @bb --new
  fails 2 "--new goes with one saved search" plx search lighthouse --new
}

@test "show says the tags of an article" {
  plx tag s1 +case +Zürich 2>/dev/null
  run plx show s1 --no-explain
  has "tags    case, zürich"
  plx show s1 --no-explain --format json | jq -e '.tagged == ["case","zürich"]'
  plx show s2 --no-explain --format json | jq -e '.tagged == []'
  fails 2 "exclude each other" plx tag s1 +case -case
}

@test "only what is sound by itself is saved, and names count in any case" {
  fails 2 "never opened" plx search 'a) OR (b' --source x --save odd
  fails 2 "not a date" plx search harbour --since '2019 OR zebra' --save odd
  plx search harbour --save Harbours >/dev/null 2>&1
  echo '{"name":"bad","query":"since:x"}' >>"$INDEX/searches.jsonl"
  run plx searches
  [ "$status" -eq 2 ]
  has "cannot be searched for"
  run plx searches --format json
  has '"total": null'
  plx searches delete HARBOURS @Bad
  fails 1 "no search is saved" plx searches
}

@test "a file of searches that cannot be read is not in the way of an address" {
  mkdir "$INDEX/searches.jsonl"
  plx search 'mail@example' --format ids || [ "$?" -eq 1 ]
  fails 2 "searches.jsonl" plx search @zone
}

@test "searches counts what --new shows" {
  plx search 'harbour sanctions' --save both >/dev/null 2>&1
  n=$(plx searches --format json | jq '.searches[0].new')
  [ "$(plx search @both --new -n 100 --format ids | wc -l)" -eq "$n" ]
  plx searches --format json | jq -e '.searches[0].new == 0 and .searches[0].total > 0'
}

@test "saved searches and tags by query look for other names, as search does" {
  mkdir -p "$DIR/config/parallax"
  export XDG_CONFIG_HOME="$DIR/config"
  printf 'zebra\tlighthouse\n' >"$XDG_CONFIG_HOME/parallax/aliases.tsv"
  n=$(plx search zebra --format json | jq .total)
  [ "$n" -gt 0 ]
  plx search zebra --save z >/dev/null 2>&1
  [ "$(plx searches --format json | jq '.searches[0].total')" -eq "$n" ]
  [ "$(plx search @z --new -n 100 --format ids | wc -l)" -eq "$n" ]
  plx tag --matching zebra +seen 2>/dev/null
  [ "$(plx search tag:seen --format ids | wc -l)" -eq "$n" ]
}
