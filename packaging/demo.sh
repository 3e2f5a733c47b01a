#!/bin/sh
# What `make run` shows: the bundled articles indexed, labelled, searched, and compared.
#
# usage: packaging/demo.sh PROGRAM INDEX
#
# The index is the demo's own. The labels come from a model that has not been
# trained on these articles.
set -eu
program=$1
index=$2
here=$(dirname "$0")/..
articles=$here/models/iran/demo
model=$here/models/iran/without-demo.model

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }
[ -t 1 ] || say() { printf '\n$ %s\n' "$*"; }

rm -rf "$index"
say "$program --index $index index models/iran/demo"
"$program" --index "$index" index --model "$model" "$articles"

say "$program --index $index search 'embassy attack' --facets stance,source,month --facet-top 4 --limit 3"
"$program" --index "$index" search 'embassy attack' --facets stance,source,month --facet-top 4 \
  --limit 3

say "$program --index $index timeline protest --by year"
"$program" --index "$index" timeline protest --by year

say "$program --index $index similar demo-n16 --limit 2 --no-snippets"
"$program" --index "$index" similar demo-n16 --limit 2 --no-snippets

cat <<END

These sixty articles were written for this project; real outlets' texts are not shipped.
Labels describe how an article is framed, not whether it is true: check by hand.

Next, try:
  $program --index $index search 'green zone' --stance anti-iran
  $program --index $index search pmf --since 2019-12 --until 2020-01     # by its other names, too
  $program --index $index compare protest --by source
  $program --index $index show demo-n01 --explain
  $program --index $index label demo-n01 neutral --coder you
  $program --index $index serve          # then open http://127.0.0.1:8642/
  $program index YOUR-FOLDER             # your own articles, in your own index
  $program help
END
