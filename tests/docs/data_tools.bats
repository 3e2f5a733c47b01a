#!/usr/bin/env bats
# docs/data-tools.md: its commands, then its Python and its R, where they are

setup() {
  load examples
  as_reader
  serve_demo
}

teardown() {
  stop_serving
}

has_r() { Rscript -e 'for (p in c("jsonlite", "httr2", "vctrs")) if (!requireNamespace(p, quietly = TRUE)) q(status = 1)'; }

@test "data tools: the files are written as shown, and Python's standard library reads them" {
  examples docs/data-tools.md
  examples docs/data-tools.md --language python --leave-out 'pd.'
}

@test "data tools: pandas reads them, too" {
  python3 -c 'import pandas' 2>/dev/null || skip "no pandas"
  examples docs/data-tools.md >/dev/null
  examples docs/data-tools.md --language python
}

@test "data tools: R reads them, too" {
  command -v Rscript >/dev/null || skip "no R"
  has_r >/dev/null 2>&1 || skip "no jsonlite, httr2 and vctrs for R"
  examples docs/data-tools.md >/dev/null
  examples docs/data-tools.md --language r
}
