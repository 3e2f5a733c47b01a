#!/usr/bin/env bats
# Other names of what a query names: the shipped file, the user's, and what the answer says.

setup() {
  load common
  fresh
  export XDG_CONFIG_HOME="$DIR/config"
  OWN="$XDG_CONFIG_HOME/parallax/aliases.tsv"
  mkdir -p "${OWN%/*}"
  cat >"$DIR/articles.jsonl" <<'END'
{"id":"short","title":"A convoy on the move","text":"The PMF sent a convoy to the border town, and the PMF stayed there."}
{"id":"long","title":"Fighters leave the border town","text":"Units of the Popular Mobilization Forces left the town after a week of rain."}
{"id":"arabic","title":"بيان","text":"أعلن الحشد الشعبي انتهاء العملية في البلدة.","lang":"ar"}
{"id":"words","title":"Forces of habit","text":"A popular mobilization of volunteers; no forces were needed on the border."}
{"id":"boat","title":"The ferry","text":"The ferry came late and the harbour master was not pleased."}
{"id":"vessel","title":"The night boat","text":"The passenger boat came late, too."}
END
  plx index --no-model "$DIR/articles.jsonl" 2>"$DIR/index.log"
}

own() {
  printf "$1" >"$OWN"
}

ids() {
  plx search --format ids "$@" | tr '\n' ' ' | sed 's/ $//'
}

@test "shipped names find each other, and what was typed comes first" {
  [ "$(ids pmf)" = "short long arabic" ] || [ "$(ids pmf)" = "short arabic long" ]
  [ "$(ids الحشد الشعبي | wc -w)" -ge 3 ]
  [ "$(ids الحشد الشعبي | cut -d' ' -f1)" = arabic ]
  run plx search popular mobilization forces --format json
  [ "$(jq -c '[.total, (.aliases[0].used | sort)]' <<<"$output")" = '[4,["PMF","الحشد الشعبي"]]' ]
  [ "$(jq -r '.aliases[0].typed' <<<"$output")" = "popular mobilization forces" ]
  [ "$(ids popular mobilization forces | cut -d' ' -f1,2)" != "arabic short" ]
}

@test "the answer says what was looked for besides, and only what is there" {
  run plx search pmf --no-snippets
  has "pmf, also: Popular Mobilization Forces, "
  lacks "Hashd al-Shaabi"
  run plx search ferry --no-snippets
  lacks "also:"
  run plx search ferry --format json
  [ "$(jq .aliases <<<"$output")" = null ]
}

@test "quotes, = and --exact and --no-aliases mean just what was typed" {
  [ "$(ids '"popular mobilization forces"')" = long ]
  [ "$(ids =pmf)" = short ]
  [ "$(ids --exact PMF)" = short ]
  [ "$(ids --no-aliases pmf)" = short ]
}

@test "a name that is excluded is excluded by all its names" {
  [ "$(ids -- 'border -pmf')" = words ]
  [ "$(ids 'town AND NOT (popular mobilization forces)')" = "" ]
  run plx search -- 'border -pmf'
  has "pmf, also: "
}

@test "the user's file: both ways, one way, in titles, taken out" {
  [ "$(ids ferry)" = boat ]
  own 'ferry\tpassenger boat\n'
  [ "$(ids ferry)" = "boat vessel" ]
  [ "$(ids passenger boat | wc -w)" -eq 2 ]
  own 'ferry => passenger boat\n'
  [ "$(ids ferry)" = "boat vessel" ]
  [ "$(ids passenger boat)" = vessel ]
  own 'ferry\tnight boat\n'
  [ "$(ids title:ferry)" = "boat vessel" ]
  echo '- PMF' >"$OWN"
  [ "$(ids pmf)" = short ]
  printf '%s\n' '- PMF' 'PMF	ferry' >"$OWN"
  [ "$(ids pmf | wc -w)" -eq 2 ]
}

@test "--aliases takes another file than the user's" {
  own 'ferry\tpassenger boat\n'
  printf 'ferry\tconvoy\n' >"$DIR/other.tsv"
  [ "$(ids ferry --aliases "$DIR/other.tsv")" = "boat short" ]
  [ "$(ids pmf --aliases "$DIR/other.tsv" | wc -w)" -eq 3 ]
  fails 2 "aliases (--no-aliases does without): " plx search ferry --aliases "$DIR/missing.tsv"
  fails 2 "exclude each other" plx search ferry --aliases "$DIR/other.tsv" --no-aliases
}

@test "bad lines are told, three of a file, and the others count" {
  own 'one\ntwo\nthree\nfour\nferry\tpassenger boat\n'
  run plx search ferry --format ids
  [ "$status" -eq 0 ]
  has "aliases.tsv:1: one name only"
  has "aliases.tsv:3: "
  lacks "aliases.tsv:4: "
  has "1 more lines left out: \`parallax aliases\` lists them"
  has vessel
}

@test "a file that is no text does not get in the way for long" {
  head -c 3000 /dev/urandom >"$OWN"
  run plx search pmf --format ids
  [ "$status" -eq 0 ]
  rm "$OWN" && mkdir "$OWN"
  fails 2 "aliases (--no-aliases does without): " plx search pmf
  [ "$(ids pmf --no-aliases)" = short ]
}

@test "parallax aliases: a name, and a check of the files" {
  own 'ferry\tpassenger boat\nnonsense\npmf\tferry\n'
  run plx aliases ferry
  [ "$status" -eq 0 ] || [ "$status" -eq 2 ]
  has "= passenger boat	$OWN:1"
  has "models/aliases.tsv:"
  run plx aliases Popular Mobilization Force
  has "= PMF"
  run plx aliases nuclear deal
  has "=> JCPOA"
  run plx aliases no such name
  [ "$status" -eq 1 ]
  run plx aliases
  [ "$status" -eq 2 ]
  has "aliases.tsv:2: one name only"
  has "$OWN: 2 groups, 0 one-way, 0 taken out, 1 bad lines"
}

@test "export and batches look for other names, too" {
  [ "$(plx export pmf --format jsonl | wc -l)" -eq 3 ]
  printf 'q1\tpmf\n' >"$DIR/queries.tsv"
  [ "$(plx search --batch "$DIR/queries.tsv" --format trec | wc -l)" -eq 3 ]
  [ "$(plx search --batch "$DIR/queries.tsv" --format trec --no-aliases | wc -l)" -eq 1 ]
}
