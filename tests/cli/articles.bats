#!/usr/bin/env bats
# The written articles: what each says of itself, how they are spread, and that none repeats another.

setup() {
  load common
  fresh
  IRAN=$(realpath models/iran)
  OUTLETS=$(realpath tests/data/outlets.txt)
}

# The articles for training; with the demo and the short passages.
written() { cat "$IRAN"/articles/*.jsonl; }
all_written() { cat "$IRAN"/articles/*.jsonl "$IRAN"/demo/*.jsonl "$IRAN"/training/*.jsonl; }

# Id and text of each, on one line.
lines_of_words() { jq -r '.id + " " + (.text | split("\n") | join(" "))'; }

# Fails with the lines of standard input, if there are any: none WHAT
none() {
  local found
  found=$(head -20)
  [ -z "$found" ] || { printf '%s:\n%s\n' "$1" "$found"; return 1; }
}

# Runs of so many words that two of the texts on standard input share: shared_runs WORDS
shared_runs() {
  lines_of_words | awk -v words="$1" '{
      id = $1
      $1 = ""
      n = split(tolower($0), w, /[^a-z0-9]+/)
      for (i = 2; i + words - 1 <= n; i++) {
        run = w[i]
        for (j = i + 1; j < i + words; j++)
          run = run " " w[j]
        if (run in first && first[run] != id)
          print first[run], id ": " run
        else
          first[run] = id
      }
    }'
}

# Names of outlets, to compare: lower case, no article, no host, words only.
bare() {
  tr '[:upper:]' '[:lower:]' |
    sed -E 's/^www\.//; s/\.[a-z]{2,}(\.[a-z]{2})?$//; s/[^a-z0-9]+/ /g; s/^ ?(the )?//; s/ $//' | grep .
}

@test "at least 900 articles, each marked as written, with voice, label, source and language" {
  [ "$(written | wc -l)" -ge 900 ]
  all_written | jq -r 'def said: type == "string" and . != "";
    select((.synthetic == true and .lang == "en" and (.title | said) and (.text | said)
      and (.voice | said) and (.source | said)
      and (.label | IN("pro-iran", "neutral", "anti-iran", "off-topic"))) | not) | .id' |
    none "articles that do not say what they are"
}

@test "no id twice, no title twice" {
  all_written | jq -r .id | sort | uniq -d | none "ids of more than one article"
  all_written | jq -r '.title | ascii_downcase' | sort | uniq -d | none "titles of more than one article"
}

@test "180 to 350 words each" {
  written | lines_of_words | awk 'NF - 1 < 180 || NF - 1 > 350 { print $1, NF - 1 }' |
    none "articles too short or too long"
}

@test "as many of one label as of another, within a twentieth" {
  written | jq -s -e '[.[].label | select(. != "off-topic")] | group_by(.) | map(length)
    | length == 3 and max - min <= 0.05 * max'
}

@test "at least 24 voices, half of them or more under two labels" {
  written | jq -s -e 'map(select(.label != "off-topic")) | group_by(.voice)
    | map(map(.label) | unique | length)
    | length >= 24 and (map(select(. >= 2)) | length) * 2 >= length'
}

@test "at least 90 off-topic articles, which name the target once to three times" {
  [ "$(written | jq -r 'select(.label == "off-topic") | .id' | wc -l)" -ge 90 ]
  written | jq -r 'select(.label == "off-topic")
    | ([.title, .text | match("iran|tehe?ran|islamic republic|revolutionary guard|h[ei]zb.?ollah|hizb.?u?llah|ho?uthi|assad|hashd"; "gi")]
       | length) as $n | select($n < 1 or $n > 3) | "\(.id) \($n)"' |
    none "off-topic articles that name the target never, or often"
}

@test "no two articles, demo articles or passages share a run of eight words" {
  { written; cat "$IRAN"/demo/*.jsonl "$IRAN"/training/voices.jsonl; } | shared_runs 8 |
    none "runs that two texts share"
}

@test "no two texts at all share a run of twelve words, plain reports of the same facts included" {
  all_written | shared_runs 12 | none "runs that two texts share"
}

@test "the program itself finds no near-copies among them" {
  all_written | plx index --no-model - >/dev/null 2>"$DIR/index.log"
  plx search '*' --collapse --limit 1 --format json >"$DIR/found.json"
  jq -e --argjson all "$(all_written | wc -l)" '.total == $all' "$DIR/found.json"
  jq -e '.collapsed == .total' "$DIR/found.json" || {
    plx search '*' --collapse --limit 1000 --format json |
      jq -r '.hits[] | select(.duplicates) | "near-copies of \(.id): \(.duplicates)"'
    return 1
  }
}

@test "no real outlet is the source of one" {
  all_written | jq -r .source | bare | sort -u >"$DIR/sources"
  grep -v '^#' "$OUTLETS" | bare >"$DIR/real"
  [ "$(wc -l <"$DIR/real")" -ge 60 ]
  [ ! -e ../shared/data/framing.jsonl.zst ] ||
    zstdcat ../shared/data/framing.jsonl.zst | jq -r '.source // empty' | bare >>"$DIR/real"
  sort -u "$DIR/real" | comm -12 - "$DIR/sources" | none "real outlets"
}
