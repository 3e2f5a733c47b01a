# For files whose tests ask one daemon over one index: `load one_daemon` at the top.

load daemon

setup_file() {
  make_index "$BATS_FILE_TMPDIR"
  start_daemon "$BATS_FILE_TMPDIR"
}

teardown_file() {
  stop_daemon
}
