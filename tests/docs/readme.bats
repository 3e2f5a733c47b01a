#!/usr/bin/env bats
# README.md, and the links of all documents

setup() {
  load examples
}

teardown() {
  stop_serving
}

@test "readme: its session is what a newcomer sees" {
  as_reader
  serve_demo
  unset PARALLAX_INDEX
  examples README.md
}

@test "readme: no link of any document leads nowhere" {
  python3 tests/docs/links.py README.md CONTRIBUTING.md CHANGELOG.md docs/*.md models/*/README.md
}

@test "readme: the index of the documents and the README name every document" {
  for document in docs/*.md; do
    name=${document##*/}
    [ "$name" = README.md ] && continue
    grep -qF "]($name)" docs/README.md
    grep -qF "](docs/$name)" README.md
  done
}
