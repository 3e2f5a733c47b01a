#!/usr/bin/env bats
# docs/api.md: each example asked of a daemon over the bundled articles

setup() {
  load examples
  as_reader
  serve_demo
}

teardown() {
  stop_serving
}

@test "api: every example answers what the guide shows" {
  examples docs/api.md
}
