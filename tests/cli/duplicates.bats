#!/usr/bin/env bats
# Near-copies: grouped when indexed, shown once by `search --collapse`, found by `dup:`.

setup() {
  load common
  fresh
}

# The same story at three outlets, once cut and once with another beginning, and another story.
index_copies() {
  local story="The ferry to the northern island will not run before the spring because the old pier has sunk by a hand's breadth since the storm and the harbour office has no money for new piles this year said its head who asked the islanders for patience and the town for a loan of two million that it would pay back from the fees of the summer guests"
  {
    printf '{"id":"wire","title":"Ferry stopped until spring","source":"Harbour Wire","date":"2020-02-01","text":"%s. Nobody was hurt."}\n' "$story"
    printf '{"id":"https://ledger.example/a?b=1","title":"Islanders cut off","source":"Coast Ledger","date":"2020-02-02","text":"Our reporter writes: %s."}\n' "$story"
    printf '{"id":"post","title":"Pier sinks","source":"The Post","original_source":"Harbour Wire","date":"2020-02-03","text":"%s"}\n' "${story% and the town*}"
    printf '{"id":"other","title":"Ferry race","source":"The Post","date":"2020-02-04","text":"Six crews rowed round the lighthouse on Sunday in the yearly ferry race and the youngest of them won it by two lengths although one of their oars had broken at the start of the second lap."}\n'
  } >"$DIR/copies.jsonl"
  plx index --no-model "$DIR/copies.jsonl" >/dev/null 2>"$DIR/index.log"
}

@test "near-copies are one hit with the count of the others" {
  index_copies
  run plx search ferry --collapse --sort date --format json
  [ "$status" -eq 0 ]
  [ "$(jq -c '[.total, .collapsed, (.hits | length)]' <<<"$output")" = '[4,2,2]' ]
  [ "$(jq -c '[.hits[] | [.id, .duplicates]]' <<<"$output")" = '[["other",null],["post",2]]' ]
  run plx search ferry --collapse --sort date-asc --format ids
  [ "${lines[0]}" = wire ]
  [ "${#lines[@]}" -eq 2 ]
}

@test "the text output says how to see the others" {
  index_copies
  run plx search ferry --collapse --source 'the post' --source 'coast ledger'
  [[ "$output" == *'+1 near-copy: dup:'* ]]
  [[ "$output" == *'; without near-copies 2'* ]]
  name=${output#*dup:}
  run plx search "dup:${name%%[[:space:]]*}" --format ids
  [ "${#lines[@]}" -eq 3 ]
}

@test "dup: takes the id of an article" {
  index_copies
  run plx search 'dup:"https://ledger.example/a?b=1"' --sort date-asc --format ids
  [ "${lines[*]}" = 'wire https://ledger.example/a?b=1 post' ]
  run plx search dup:other --format ids
  [ "$output" = other ]
  run plx search dup:nobody
  [ "$status" -eq 1 ]
}

@test "a copy that goes leaves the group" {
  index_copies
  plx delete post wire >/dev/null
  run plx search ferry --collapse --format json
  [ "$(jq -c '[.total, .collapsed, ([.hits[].duplicates] | add)]' <<<"$output")" = '[2,2,null]' ]
}

@test "the credited outlet is a field, a filter and a facet" {
  index_copies
  run plx search --original-source 'harbour wire' --format json --facets original_source
  [ "$(jq -c '[.total, .facets.original_source[0].value]' <<<"$output")" = '[1,"Harbour Wire"]' ]
  run plx search 'original_source:"harbour wire"' --format ids
  [ "$output" = post ]
}

@test "near-copies once for many queries" {
  index_copies
  printf 'q1\tferry\n' >"$DIR/topics.tsv"
  run plx search --batch "$DIR/topics.tsv" --collapse --sort date --format trec
  [ "${#lines[@]}" -eq 2 ]
}
