#!/bin/sh
# The daemon under load: the 1,000 queries of `make bench-search` with three facets and ten snippets, from
# 1, 8 and 64 connections; then at 70 % of the top rate; then with answers kept. Beside it the same searches
# in process, once alone and once on all processors at a time.
#
# usage: tests/bench/http.sh PROGRAM BUILD NEWS.jsonl.zst
#
# BUILD holds bench_search; the index is that of `make bench-search`, kept in BUILD/bench. SECONDS_EACH=20:
# how long each load lasts. Latency is what wrk sees; CPU is the daemon's, user and system.
set -eu
program=$(realpath "$1")
build=$(realpath "$2")
news=$3
each=${SECONDS_EACH:-20}
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
here=$(dirname "$(realpath "$0")")
work=$build/bench
index=$work/parallax
mkdir -p "$work"
daemon=
trap '[ -z "$daemon" ] || kill "$daemon"' EXIT

"$program" --index "$index" search --limit 1 >/dev/null 2>&1 || {
  rm -rf "$index"
  zstd -qdc "$news" | "$program" --index "$index" index --facet lean - >/dev/null 2>&1
}
"$build/bench_search" draw "$index" >"$work/queries.tsv"
"$build/bench_search" addresses "$work/queries.tsv" >"$work/addresses"

# Start the daemon with these options; sets url and daemon.
start() {
  [ -z "$daemon" ] || { kill "$daemon"; wait "$daemon" || true; }
  "$program" --index "$index" serve --listen 127.0.0.1:0 --quiet "$@" 2>"$work/daemon.log" &
  daemon=$!
  until grep -q 'listening on' "$work/daemon.log"; do sleep 0.05; done
  url=$(sed -n 's/.*listening on \(http:[^ ]*\)$/\1/p' "$work/daemon.log")
}

# CPU milliseconds of the daemon so far.
cpu() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) * 1000 / hz }' "/proc/$daemon/stat"; }

# load NAME CONNECTIONS [MILLISECONDS between requests]: a line of results, kept in $work/http.tsv.
load() {
  name=$1 connections=$2
  shift 2
  threads=1
  [ "$connections" -lt 8 ] || threads=2
  before=$(cpu)
  wrk -t "$threads" -c "$connections" -d "${each}s" --timeout 30s -s "$here/http.lua" "$url" -- \
    "$work/addresses" "$@" >"$work/wrk.out"
  awk -F '\t' -v name="$name" -v c="$connections" -v cpu="$(echo "$(cpu) $before" | awk '{ print $1 - $2 }')" '
    $1 == "result" { printf "%s\t%d\t%.1f\t%.3f\t%.3f\t%.3f\t%.4f\t%d\n", name, c, $3, $4, $5, $6, cpu / $2, $7 }' \
    "$work/wrk.out" | tee -a "$work/http.tsv" |
    awk -F '\t' '{ printf "%-14s %4d %9.0f %8.2f %8.2f %8.2f %9.3f %6d\n", $1, $2, $3, $4, $5, $6, $7, $8 }'
}
rss() { awk '/VmRSS/ { print $2 / 1024 }' "/proc/$daemon/status"; }

: >"$work/http.tsv"
printf 'in process, CPU ms of a search (with its JSON): alone '
"$build/bench_search" cost "$index" "$work/queries.tsv" 5 | tee "$work/cost.alone" | awk '{ printf "%.3f (%.3f)", $1, $2 }'
for i in $(seq "$(nproc)"); do
  "$build/bench_search" cost "$index" "$work/queries.tsv" 5 >"$work/cost.$i" &
done
wait
cat "$work"/cost.[0-9]* | awk '{ a += $1; b += $2; n++ } END { printf ", %d at a time %.3f (%.3f)\n\n", n, a / n, b / n }' | tee "$work/cost.all"

printf '%-14s %4s %9s %8s %8s %8s %9s %6s\n' load conn req/s 'p50 ms' 'p99 ms' 'p99.9 ms' 'CPU ms' errors
start --cache 0
load warm 8 >/dev/null
for connections in 1 8 64; do load closed "$connections"; done
top=$(awk -F '\t' '$1 == "closed" && $3 > most { most = $3 } END { print most }' "$work/http.tsv")
load '70 % of top' 64 "$(awk -v r="$top" 'BEGIN { printf "%.0f", 64 / (r * .7) * 1000 }')"
printf 'memory after it: %.0f MB\n' "$(rss)"
start
load warm 8 >/dev/null
load 'kept answers' 8
