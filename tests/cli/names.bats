#!/usr/bin/env bats
# Names in any spelling, from the command line.

load common.bash

setup() {
  fresh
  cat >"$DIR/names.jsonl" <<'EOF'
{"id":"a","text":"On Monday the general Soleimani spoke to reporters in the old town."}
{"id":"b","text":"On Monday the general Suleimani spoke to reporters in the old town."}
{"id":"c","text":"On Monday the singer Salman spoke to reporters in the old town."}
EOF
  plx index --no-model "$DIR/names.jsonl" 2>/dev/null
}

@test "a name finds its other spellings behind its own, and says so" {
  run plx search soleimani --format ids
  [ "$output" = $'a\nb' ]
  run plx search suleimani --format ids
  [ "$output" = $'b\na' ]
  run plx search soleimani
  has "soleimani, also spelled: suleimani"
  has "**Suleimani**"
}

@test "JSON lists the spellings used" {
  plx search soleimani --format json |
    jq -e '.spellings == [{"word": "soleimani", "used": ["suleimani"]}]'
  plx search reporters --format json | jq -e 'has("spellings") | not'
}

@test "quotes, --exact and --no-spellings take a name as typed" {
  for q in '"soleimani"' '=soleimani' 'soleimani --exact' 'soleimani --no-spellings'; do
    # shellcheck disable=SC2086
    run plx search $q --format ids
    [ "$output" = a ]
  done
}

@test "the number of jobs and the order of files do not change the table of names" {
  head -2 "$DIR/names.jsonl" >"$DIR/x.jsonl"
  tail -1 "$DIR/names.jsonl" >"$DIR/y.jsonl"
  for order in "x y" "y x"; do
    rm -rf "$INDEX"
    for f in $order; do
      plx index --no-model --jobs 2 "$DIR/$f.jsonl" 2>/dev/null
    done
    run plx search salmaan --format ids
    [ "$output" = c ]
    run plx search soleymani --format json
    echo "$output" | jq -e '.spellings[0].used == ["soleimani", "suleimani"]'
  done
}

@test "upgrade makes the table of names" {
  sed -i 's/"format": [0-9]*/"format": 2/' "$INDEX/config"
  run plx search soleimani
  [ "$status" -eq 2 ]
  plx upgrade
  run plx search soleimani --format ids
  [ "$output" = $'a\nb' ]
}

@test "analyze --names shows keys, and spellings where there is an index" {
  run plx analyze --names soleimani al-Khazali
  has "soleimani  slmn"
  has "suleimani"
  has "alkhazali  lksl ksl"
  plx analyze --names soleimani --format json |
    jq -e '.names[0].keys == ["slmn"] and .names[0].spellings[0].word == "suleimani"'
  rm -rf "$INDEX"
  plx analyze --names soleimani --format json 2>/dev/null | jq -e '.names[0].spellings == null'
}

@test "a spelling whose stem is another word's is no spelling" {
  cat >"$DIR/more.jsonl" <<'EOF'
{"id":"d","text":"On Monday the singer Saad spoke to reporters in the old town."}
{"id":"e","text":"On Monday the painter Sayed spoke to reporters in the old town."}
{"id":"f","text":"On Monday some would say that reporters saw the old town."}
{"id":"g","text":"They say little. Others say more of the old town, and say it well."}
{"id":"h","text":"What the reporters say of the old town is what the singers say."}
EOF
  plx index --no-model "$DIR/more.jsonl" 2>/dev/null
  run plx search sayyed --format ids
  [[ "$output" != *[efgh]* ]]
}
