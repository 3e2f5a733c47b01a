# What durability.bats and disk_full.bats share: input, what an index must be after a mishap, and
# the library that watches the disk or makes it fail (tests/preload/disk_watch.c).

# JSON Lines with short articles, each whole only if its text ends with "number N end":
# records FROM TO [EVERY]; those whose number EVERY divides are of the second version.
records() {
  awk -v from="$1" -v to="$2" -v every="${3:-0}" 'BEGIN {
    split("harbour ferry council bridge storm market school tower garden letter river winter", w, " ")
    srand(from)
    for (i = from; i <= to; i++) {
      text = ""
      for (j = 0; j < 20; j++)
        text = text w[int(rand() * 12) + 1] " "
      printf "{\"id\":\"g%d\",\"title\":\"Article %d\",\"source\":\"Source %d\"," \
             "\"date\":\"2020-%02d-%02d\",\"text\":\"everywhere %s%s number %d end\"}\n",
             i, i, i % 7, i % 12 + 1, i % 28 + 1, text,
             every && i % every == 0 ? "second" : "first", i
    }
  }'
}

# Lines of exported JSON Lines that are no whole article of records() EVERY.
half_articles() {
  awk -v every="$1" '{
    id = $0; sub(/.*"id": ?"g/, "", id); sub(/".*/, "", id)
    whole = index($0, "number " id " end\"") && index($0, "\"Article " id "\"")
    if (!whole || $0 !~ / (first|second) number / ||
        ($0 ~ / second number / && (!every || id % every)))
      print
  }'
}

# How many articles are committed; "none" where there is no index yet, and it is said so.
committed() {
  local out
  if out=$(plx stats --format json 2>"$DIR/stats.err"); then
    sed -n 's/^  "articles": \([0-9]*\),$/\1/p' <<<"$out"
  elif grep -q "no index at" "$DIR/stats.err"; then
    echo none
  else
    echo "broken: $(cat "$DIR/stats.err")"
  fi
}

# How many articles hold a word, by a search.
found() {
  local out code=0
  out=$(plx search "$1" --format json 2>"$DIR/search.err") || code=$?
  [ "$code" -le 1 ] || { echo "broken: $(cat "$DIR/search.err")"; return; }
  sed -n 's/^  "total": \([0-9]*\),$/\1/p' <<<"$out"
}

# The last commit opens, all commands agree on it, nothing that was committed before (numbers, or
# "none") is gone: is_sound BEFORE...
is_sound() {
  local now before
  now=$(committed)
  for before; do
    [ "$now" = "$before" ] || [ "$now" -ge "${before/none/0}" ] ||
      { echo "there were $before articles, now: $now"; return 1; }
  done
  [ "$now" != none ] || return 0
  [ "$(found everywhere)" = "$now" ] || { echo "stats: $now, search: $(found everywhere)"; return 1; }
  plx check >"$DIR/check.out" 2>&1 || { cat "$DIR/check.out"; return 1; }
}

# The names of all files of an index, whatever the number of its generation.
files_of() {
  (cd "$1" && find . | sed 's/gen-[0-9]*/gen-N/' | sort)
}

# An index has the files of another that never met a mishap, and no others.
has_no_leftovers() {
  diff <(files_of "$1") <(files_of "$INDEX")
}

# 10000 as 10,000: numbers in summaries.
grouped() {
  sed ':a;s/\B[0-9]\{3\}\>/,&/;ta' <<<"$1"
}

is_sanitised() {
  grep -qa __asan_init "$PARALLAX"
}

# Skip where the disk cannot be watched; the program's own folders are told from others by $DIR.
need_watch() {
  ! is_sanitised || skip "nothing can be put under a sanitised program"
  WATCH=${PLX_PRELOAD:-$(dirname "$PARALLAX")/preload}/disk_watch.so
  [ -e "$WATCH" ] || WATCH=build/rel/preload/disk_watch.so
  [ -e "$WATCH" ] || [ -z "${PLX_PRELOAD:-}" ] || { echo "no $WATCH"; return 1; }
  [ -e "$WATCH" ] || skip "make unit-tests builds the library for this"
  WATCH=$(realpath "$WATCH")
}

# parallax on the test's index, watched: WATCH_LOG=... WATCH_FAIL=... watched COMMAND...
watched() {
  LD_PRELOAD="$WATCH" WATCH_DIR="$(realpath "$DIR")" "$PARALLAX" --index "$INDEX" "$@"
}

# What a log of the watched disk shows to be unsafe, if success is a line with TEXT on the
# terminal: unsafe LOG TEXT. Locks need not survive.
unsafe() {
  awk -v success="$2" '
    function folder(p) { return match(p, /\/[^\/]*$/) ? substr(p, 1, RSTART - 1) : "." }
    function demand(pattern, what,   p) {
      for (p in dirty)
        if (p ~ pattern)
          print NR ": " p " is not synced, but " what
    }
    $2 ~ /(owner|owner\.lock|flintlock)$/ { next }
    $2 ~ /manifest/ && $1 == "write" { demand("/xapian/", "the manifest speaks of it") }
    $1 == "write" { dirty[$2] }
    $1 == "sync" || $1 == "unlink" { delete dirty[$2] }
    $1 == "mkdir" { dirty[folder($2)] }
    $1 == "rename" && $2 in dirty { print NR ": " $2 " is renamed unsynced" }
    $1 == "rename" && $3 ~ /iamglass$/ { demand("[.]glass$", "a revision refers to it") }
    $1 == "rename" && $3 ~ /XAPIANDB$/ { demand("/gen-", "its generation is made current") }
    $1 == "rename" { delete dirty[$2]; delete dirty[$3]; dirty[folder($3)] }
    $1 == "say" && index($0, success) { reported++; demand(".", "success is reported") }
    END {
      if (!reported)
        print "no success is reported"
    }' "$1"
}
