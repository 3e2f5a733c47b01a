# Ranking on judged queries, how it is measured, and many queries from a file.

load common

setup() {
  fresh
}

measure() {
  run awk "$@" -f tests/bench/retrieval_eval.awk "$DIR/qrels" "$DIR/run"
}

@test "the measures are those that a small example has by hand" {
  # of 1: a and b found at 1 and 3, d not; of 2 nothing; 3 has nothing to be found
  printf '1\ta\t1\n1\tb\t2\n1\tc\t0\n1\td\t1\n2\tx\t1\n3\ty\t0\n' >"$DIR/qrels"
  printf '1 Q0 a 1 9 r\n1 Q0 z 2 8 r\n1 Q0 b 3 7 r\n1 Q0 a 4 6 r\n3 Q0 y 1 1 r\n' >"$DIR/run"
  measure -v each=1
  [ "$status" -eq 0 ]
  # precisions 1/1 and 2/3 over 3; (1 + 2/2) / (2 + 1/log2(3) + 1/2); 2 of 10; 2 of 3
  [ "${lines[0]}" = "$(printf '1\t0.5556\t0.6388\t0.2000\t0.6667')" ]
  [ "${lines[1]}" = "$(printf '2\t0.0000\t0.0000\t0.0000\t0.0000')" ]
  [ "${lines[2]}" = "$(printf '0.2778\t0.3194\t0.1000\t0.3333')" ]
}

@test "only the first ten and the first hundred count where they should" {
  printf '1 a 1\n1 b 1\n1 c 1\n1 d 1\n' >"$DIR/qrels"
  awk 'BEGIN {
    for (i = 1; i <= 101; i++)
      print 1, "Q0", i == 10 ? "a" : i == 11 ? "b" : i == 100 ? "c" : i == 101 ? "d" : "x" i, i, 1 / i, "r"
  }' >"$DIR/run"
  measure
  # (1/10 + 2/11 + 3/100 + 4/101) / 4; 1/log2(11) over the best four; 1 of 10; 3 of 4
  [ "$output" = "$(printf '0.0879\t0.1128\t0.1000\t0.7500')" ]
}

@test "judgements without anything relevant are an error" {
  printf '1 a 0\n' >"$DIR/qrels"
  : >"$DIR/run"
  measure
  [ "$status" -eq 2 ]
}

@test "judged collections are answered as well as they have to be" {
  data=../shared/data/retrieval
  [ -r "$data/cacm/qrels.tsv" ] || skip "no judged collections"
  RETRIEVAL_WORK="$DIR/work" run tests/bench/retrieval.sh \
    --floors tests/data/retrieval_floors.tsv "$PARALLAX" "" "$data"/*
  [ "$status" -eq 0 ] || { echo "$output"; false; }
}

@test "a collection that is not there is skipped" {
  RETRIEVAL_WORK="$DIR/work" run tests/bench/retrieval.sh "$PARALLAX" "" "$DIR/nowhere"
  [ "$status" -eq 0 ]
  has "skipped"
}

@test "a batch takes a byte order mark, CR LF, comments and bytes that are no UTF-8" {
  index_six
  printf '\357\273\277a\tpier\r\n# no query\r\n\r\nb\tp\377er pier\nc\tpier' >"$DIR/q"
  run plx search --batch "$DIR/q" --format trec -n 1
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 3 ]
  [[ "${lines[0]}" = "a Q0 "* ]]
  [[ "${lines[2]}" = "c Q0 "* ]]
  plx search --batch "$DIR/q" --format jsonl -n 1 | jq -e .qid >"$DIR/qids"
  [ "$(tr -d '\n' <"$DIR/qids")" = '"a""b""c"' ]
}

@test "a NUL byte or an endless query fails its line and no other" {
  index_six
  { printf 'a\tpi\0er\nb\t'; head -c 1500000 /dev/zero | tr '\0' x; printf '\nc\tpier\n'; } >"$DIR/q"
  run plx search --batch "$DIR/q" --format trec -n 1
  [ "$status" -eq 2 ]
  has "$DIR/q:1: a NUL byte"
  has "$DIR/q:2: "
  has "c Q0 "
}

@test "--recency puts the newer first, by a half-life" {
  printf '{"id":"old","date":"2001-01-01","title":"Ore","text":"Copper rose on that day."}\n{"id":"new","date":"2025-12-30","title":"Ore","text":"Copper rose on that day."}\n' |
    plx index --no-model - 2>/dev/null
  run plx search copper --format ids
  [ "${lines[0]}" = old ]
  run plx search copper --format ids --recency 30y
  [ "${lines[0]}" = new ]
  fails 2 "is no half-life" plx search copper --recency soon
  fails 2 "--recency goes with --sort relevance" plx search copper --recency 30d --sort date
}
