#!/bin/sh
# Put the texts to the labelled sentences: JSON Lines for `parallax train` on stdout.
#
# usage: packaging/sentences.sh SENTENCES ARTICLES...
#
# SENTENCES is a table of article, part (title or text), start and length in code points, and label:
# A and a unfavourable to Iran (clearly, mildly), n neither, p and P favourable. ARTICLES are JSON
# Lines, zstd-compressed or not; sentences of articles that are not among them are left out.
set -eu
sentences=$1
shift
map=$(mktemp)
trap 'rm -f "$map"' EXIT
jq -R -n '
  { "A": "anti-iran", "a": "anti-iran", "n": "neutral", "p": "pro-iran", "P": "pro-iran" } as $name
  | reduce (inputs | split("\t") | select(.[4] | in($name))) as $s
      ({}; .[$s[0]] += [{ part: $s[1], start: ($s[2] | tonumber), length: ($s[3] | tonumber),
                          label: $name[$s[4]] }])' "$sentences" > "$map"
for file; do
  case $file in
    *.zst) zstd -dqc "$file" ;;
    *) cat "$file" ;;
  esac
done | jq -c --slurpfile map "$map" '
  . as $article
  | ($map[0][.id // .url // ""] // [])[] as $s
  | { source: $article.source, voice: $article.voice, synthetic: ($article.synthetic // false),
      lang: "en", unit: "sentence", label: $s.label,
      text: ($article[$s.part][$s.start : $s.start + $s.length]) }
  | del(.. | nulls)'
