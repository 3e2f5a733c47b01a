# A folder of 300 files of which most are hostile: hostile_folder DIR
#
# Writes DIR/good (names of files that hold one article with the word "goodmarker" each) and DIR/bad
# (names of files of which a failure must be reported) beside the folder DIR/in.

sentence() {
  printf 'The goodmarker harbour council number %s met on Tuesday to hear how the ferries had fared, ' "$1"
  printf 'and agreed after a long evening to mend the northern pier before winter comes.'
}

# Names may hold newlines: the lists are NUL-separated.
good() { printf '%s\0' "$1" >>"$ROOT/good"; }
bad() { printf '%s\0' "$1" >>"$ROOT/bad"; }

page() {
  printf '<html><head><title>Pier %s</title></head><body><h1>Pier %s</h1>' "$1" "$1"
  printf '<article><p>%s</p><p>%s</p></article></body></html>' "$(sentence "$1")" "$(sentence "$1")"
}

record() {
  printf '{"id":"r%s","title":"Pier %s","text":"%s"}\n' "$1" "$1" "$(sentence "$1")"
}

feed() {
  printf '<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title><item>'
  printf '<title>Pier %s</title><guid>f%s</guid><description>%s</description></item>' \
    "$1" "$1" "$(sentence "$1")"
  printf '</channel></rss>'
}

# Bytes that differ from file to file, without a source of chance.
noise() {
  awk -v seed="$1" -v n="$2" 'BEGIN { srand(seed); for (i = 0; i < n; i++) printf "%c", 1 + int(rand() * 254) }'
}

good_files() {
  local i=$1
  sentence "t$i" >"text-$i.txt" && good "text-$i.txt"
  page "h$i" >"page-$i" && good "page-$i"
  record "j$i" >"records-$i.txt" && good "records-$i.txt"
  page "z$i" | gzip >"page-$i.html.gz" && good "page-$i.html.gz"
  printf 'title,text\n"Pier","%s"\n' "$(sentence "c$i")" >"table-$i.csv" && good "table-$i.csv"
  feed "f$i" >"feed-$i" && good "feed-$i"
  page "a$i" >"../member-$i.html"
  bsdtar -C .. --format zip -cf "archive-$i" "member-$i.html" && good "archive-$i"
  bsdtar -C .. -cf - "member-$i.html" | zstd -q >"archive-$i.tar.zst" && good "archive-$i.tar.zst"
  rm "../member-$i.html"
  sentence "n$i" >"$(printf 'name\n%s\t\x01\xff' "$i")" && good "$(printf 'name\n%s\t\x01\xff' "$i")"
  { printf '{"id":broken\n'; record "m$i"; } >"mixed-$i.jsonl"
  good "mixed-$i.jsonl" && bad "mixed-$i.jsonl"
  # the charset it claims is wrong
  { printf '<html><head><meta charset="shift_jis"><title>Pier</title></head><body>'
    printf '<p>Caf\xc3\xa9. %s</p></body></html>' "$(sentence "w$i")"; } >"charset-$i"
  good "charset-$i"
}

bad_files() {
  local i=$1
  : >"empty-$i" && bad "empty-$i"
  noise "$i" 3000 | tr '\1-\10' '\0' >"binary-$i" && bad "binary-$i"
  page "x$i" | gzip | head -c $((60 + i)) >"cut-$i.gz" && bad "cut-$i.gz"
  noise "$i" 4000 >"../inner-$i"
  bsdtar -C .. --format zip -cf - "inner-$i" | head -c $((1000 + 50 * i)) >"cut-$i.zip"
  bad "cut-$i.zip"
  bsdtar -C .. -cf - "inner-$i" | head -c $((700 + 50 * i)) >"cut-$i.tar" && bad "cut-$i.tar"
  rm "../inner-$i"
  printf '%%PDF-1.7\n%s' "$i" >"paper-$i.pdf" && bad "paper-$i.pdf"
  printf '{"title": "cut %s", "text": "and then' "$i" >"cut-$i.json" && bad "cut-$i.json"
  printf '\x28\xb5\x2f\xfd%s' "$(noise "$i" 300)" >"noise-$i.zst" && bad "noise-$i.zst"
}

# One of each: too costly to make many.
large_files() {
  head -c 100000000 /dev/zero | tr '\0' x >long-line.txt && bad long-line.txt
  { printf '{"text":"'; head -c 100000000 /dev/zero | tr '\0' x; printf '"}\n'; record long; } >long.jsonl
  good long.jsonl && bad long.jsonl
  head -c 2000000000 /dev/zero | zstd -q -1 >bomb.zst && bad bomb.zst
  head -c 400000000 /dev/zero | gzip -1 | gzip -1 >bomb.gz.gz && bad bomb.gz.gz
  sentence deep | gzip >../nest
  for _ in 1 2 3 4 5 6 7 8; do
    bsdtar -C .. --format zip -cf ../nest.new nest && mv ../nest.new ../nest
  done
  mv ../nest nested.zip && bad nested.zip
  { printf '<html><body>'; printf '<div>%.0s' $(seq 1000); sentence nested; } >nested.html
  bad nested.html
  { printf '<html><body><article><p>%s</p></article>' "$(sentence deep)"
    printf '<div>%.0s' $(seq 1000); } >deep.html && good deep.html
}

special_files() {
  ln -s loop-a loop-b && ln -s loop-b loop-a && bad loop-a && bad loop-b
  ln -s nowhere dangling && bad dangling
  ln -s . folder-loop
  mkfifo pipe
  sentence locked >locked.txt && chmod 0 locked.txt && bad locked.txt
  mkdir closed && sentence closed >closed/a.txt && chmod 0 closed && bad closed
  printf 'hidden' >.hidden
}

hostile_folder() {
  local i
  ROOT=$1
  mkdir -p "$ROOT/in"
  (
    cd "$ROOT/in" || exit 1
    for i in $(seq 15); do
      good_files "$i"
      bad_files "$i"
    done
    large_files
    special_files
  )
}
