#!/bin/sh
# Extraction measured: quality and speed on pages with known texts, beside Mozilla's readability
# where node and npm are there; speed on JSON Lines and plain text.
#
# usage: tests/bench/extract.sh BENCH_EXTRACT DATA
#
# DATA/pages holds ID.html.gz and ground-truth.json, DATA/news.jsonl.zst articles.
set -eu
bench=$(realpath "$1")
data=$2
here=$(dirname "$(realpath "$0")")
tools=${TOOLS:-build/readability}
[ -r "$data/pages/ground-truth.json" ] || { echo "skipped: no $data/pages"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir "$work/pages"
for page in "$data"/pages/*.html.gz; do
  name=$(basename "$page" .gz)
  gzip -dc "$page" >"$work/pages/$name"
done

theirs=
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "readability: skipped: no node/npm"
else
  mkdir -p "$tools"
  cmp -s "$here/package.json" "$tools/package.json" || cp "$here/package.json" "$tools/"
  if [ -d "$tools/node_modules/jsdom" ] ||
    npm --prefix "$tools" install --silent --no-audit --no-fund --no-package-lock >/dev/null 2>&1; then
    NODE_MODULES_OF=$tools node "$here/readability.mjs" "$work/pages" >"$work/theirs.json"
    theirs=$work/theirs.json
  else
    echo "readability: skipped: npm could not install it"
  fi
fi

# shellcheck disable=SC2086
"$bench" pages "$work/pages" "$data/pages/ground-truth.json" $theirs

[ -r "$data/news.jsonl.zst" ] || { echo "skipped: no $data/news.jsonl.zst"; exit 0; }
echo
echo "articles to the clean article, on one core"
zstd -qdc "$data/news.jsonl.zst" >"$work/news.jsonl"
"$bench" jsonl "$work/news.jsonl"
