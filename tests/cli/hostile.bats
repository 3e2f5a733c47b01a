#!/usr/bin/env bats
# What careless and hostile input does to the commands: each is answered, the rest goes on.

setup() {
  load common
  fresh
}

@test "a facet value too long to show whole is cut between letters and can be chosen" {
  long=$(printf 'é%.0s' $(seq 200)) # 400 bytes
  printf '{"id":"1","title":"Harbour","source":"x%s","text":"The harbour is closed."}\n' "$long" |
    plx index --no-model - 2>/dev/null
  shown=$(plx search harbour --facets source --format json | jq -r '.facets.source[0].value')
  [ "${#shown}" -gt 50 ]
  [[ "x$long" == "$shown"* ]]
  [ "$(plx search harbour --source "$shown" --format ids)" = 1 ]
}

@test "a path that cannot be reached does not keep the others from being read" {
  ln -s ring "$DIR/ring"
  echo 'The harbour is closed today.' >"$DIR/a.txt"
  fails 2 "ring: Too many levels of symbolic links" plx index --no-model "$DIR/ring" "$DIR/a.txt"
  [ "$(plx search harbour --format ids | wc -l)" -eq 1 ]
}

@test "damage to the index is told with what to do about it" {
  echo 'The harbour is closed today.' >"$DIR/a.txt"
  plx index --no-model "$DIR/a.txt" 2>/dev/null
  cp -r "$INDEX" "$DIR/good"
  for config in '' '{' '{}'; do
    echo "$config" >"$INDEX/config"
    fails 2 "index anew into another directory" plx search harbour
  done
  rm "$INDEX/config"
  fails 2 "config is missing: restore a copy" plx search harbour
  cp "$DIR/good/config" "$INDEX/config"
  echo garbage >"$INDEX/xapian/XAPIANDB"
  fails 2 "names no generation; restore a copy" plx search harbour
  cp "$DIR/good/xapian/XAPIANDB" "$INDEX/xapian/XAPIANDB"
  head -c 100 /dev/zero >"$INDEX/xapian/gen-2/iamglass"
  fails 2 "is damaged: Rev file magic incorrect; restore a copy" plx search harbour
}
