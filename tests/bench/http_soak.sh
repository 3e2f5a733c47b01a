#!/bin/sh
# The daemon at full load for a long time, while the index changes under it: wrk asks the 1,000 queries from
# 32 connections without pause; beside it articles are added in batches, and now and then all labels are
# given anew (`parallax relabel`, with another model each time). Told at the end: requests and errors, the longest
# time from the end of a writing command to its articles being found, and memory minute by minute.
#
# usage: tests/bench/http_soak.sh PROGRAM BUILD NEWS.jsonl.zst MINUTES
#
# BUILD holds bench_search and the index of `make bench-search`, of which a copy is used.
set -eu
program=$(realpath "$1")
build=$(realpath "$2")
news=$3
minutes=$4
[ -r "$news" ] || { echo "skipped: no $news"; exit 0; }
here=$(dirname "$(realpath "$0")")
models=$here/../../models/iran
work=$(mktemp -d)
daemon= load=
trap '[ -z "$load" ] || kill "$load" 2>/dev/null; [ -z "$daemon" ] || kill "$daemon" 2>/dev/null; rm -rf "$work"' EXIT

zstd -qdc "$news" | "$program" --index "$work/index" index --model "$models/without-demo.model" --facet lean - >/dev/null 2>&1
"$build/bench_search" draw "$work/index" >"$work/queries.tsv"
"$build/bench_search" addresses "$work/queries.tsv" >"$work/addresses"
"$program" --index "$work/index" serve --listen 127.0.0.1:0 --quiet 2>"$work/daemon.log" &
daemon=$!
until grep -q 'listening on' "$work/daemon.log"; do sleep 0.05; done
url=$(sed -n 's/.*listening on \(http:[^ ]*\)$/\1/p' "$work/daemon.log")
wrk -t 2 -c 32 -d "$((minutes * 60))s" --timeout 30s -s "$here/http.lua" "$url" -- "$work/addresses" >"$work/wrk.out" &
load=$!

now_ms() { date +%s%3N; }
rss() { awk '/VmRSS/ { print $2 / 1024 }' "/proc/$daemon/status"; }
# No other spellings: the words of two rounds would be taken for one name.
total() { curl -s -m 30 "$url/api/v1/search?q=$1&no_spellings=1&no_hits=1" | sed 's/.*"total":\([0-9]*\),.*/\1/'; }

end=$(($(now_ms) + minutes * 60000 - 5000))
round=0 worst=0 written=0
sample=$(now_ms)
: >"$work/rss"
while [ "$(now_ms)" -lt "$end" ]; do
  round=$((round + 1))
  word="soakword$(printf %05d $round | tr 0-9 a-j)zq" # no stem of another
  seq 20 | sed "s/.*/{\"id\":\"$word-&\",\"title\":\"$word report &\",\"source\":\"Soak Wire\",\"date\":\"2020-01-02\",\"text\":\"The $word was reported from Baghdad and Tehran in dispatch & of the day, officials said, and no details were given.\"}/" >"$work/batch.jsonl"
  "$program" --index "$work/index" index "$work/batch.jsonl" >/dev/null 2>&1
  done_at=$(now_ms)
  until [ "$(total $word)" = 20 ]; do :; done
  late=$(($(now_ms) - done_at))
  [ "$late" -le "$worst" ] || worst=$late
  written=$((written + 20))
  if [ $((round % 10)) = 0 ]; then
    model=$models/without-demo.model
    [ $((round % 20)) = 0 ] || model=$(ls "$models"/*.model | grep -v without-demo | head -1)
    "$program" --index "$work/index" relabel --model "$model" >/dev/null 2>&1 || echo "relabel failed"
  fi
  if [ "$(now_ms)" -ge "$sample" ]; then
    rss >>"$work/rss"
    sample=$((sample + 60000))
  fi
  sleep 1
done
wait "$load" || true
load=
awk -F '\t' '$1 == "result" { printf "%d requests, %.0f a second, p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, %d errors\n", $2, $3, $4, $5, $6, $7 }' "$work/wrk.out"
grep -i 'socket errors\|non-2xx' "$work/wrk.out" || true
echo "$written articles added in $round batches, $((round / 10)) times relabelled; found at the latest $worst ms after their command ended, the question itself included"
echo "memory by the minute, MB: $(tr '\n' ' ' <"$work/rss")"
grep -c '"error"' "$work/daemon.log" | sed 's/$/ errors in the log of the daemon/'
