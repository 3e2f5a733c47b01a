#!/usr/bin/env bats
# Searching Arabic and Persian, whoever typed it, and an index of many languages.

setup() {
  load common
  fresh
  cat >"$DIR/script.jsonl" <<'EOF'
{"id":"ar1","lang":"ar","title":"الحكومة تعلن خطة جديدة","text":"قالت الحكومة العراقية يوم ٢٠١٩ إن المسؤولين في المحافظات سيعملون على إصلاح الطرق والجسور."}
{"id":"fa1","lang":"fa","title":"کتاب‌های تازه در نمایشگاه","text":"وزیر گفت که دولت می‌خواهد کتاب‌هایی برای کودکان چاپ کند و به مدرسه‌ها بفرستد، در سال ۱۳۹۸."}
{"id":"en1","lang":"en","title":"Bridge opens","text":"The old bridge opens to traffic again."}
EOF
}

found() {
  plx search --format ids "$@" | tr '\n' ' ' | sed 's/ $//'
}

index_script() {
  plx index --no-model "$DIR/script.jsonl" 2>"$DIR/index.log"
}

@test "an Arabic article is found by other spellings and forms" {
  index_script
  [ "$(found 'الحكومه')" = ar1 ]
  [ "$(found 'للحكومة')" = ar1 ]
  [ "$(found 'وحكومتهم')" = ar1 ]
  [ "$(found 'الـحـكـومـة')" = ar1 ]
  [ "$(found 'العِراقيّة')" = ar1 ]
  [ "$(found 'عراقي')" = ar1 ]
  [ "$(found 'اصلاح')" = ar1 ]
  [ "$(found 'جسور')" = ar1 ]
  [ "$(found '2019')" = ar1 ]
}

@test "a Persian article is found by other spellings and forms" {
  index_script
  [ "$(found 'كتابها')" = fa1 ]
  [ "$(found 'کتاب')" = fa1 ]
  [ "$(found 'میخواهد')" = fa1 ]
  [ "$(found 'مي‌خواهد')" = fa1 ]
  [ "$(found 'مدرسه‌های')" = fa1 ]
  [ "$(found '۱۳۹۸')" = fa1 ]
  [ "$(found '1398')" = fa1 ]
}

@test "where most articles are Arabic its function words are dropped" {
  head -1 "$DIR/script.jsonl" >"$DIR/one.jsonl"
  plx index --no-model "$DIR/one.jsonl" 2>"$DIR/index.log"
  [ "$(found 'الذي حكومة')" = ar1 ]
  run plx analyze --lang ar --format json 'في الحكومة'
  has '"stop"'
}

@test "words are searched in every language of the index" {
  for lang in en ar fa de fr es it ru tr pl uk he ur zh sv hu fi pt nl ro; do
    echo "{\"id\":\"$lang\",\"lang\":\"$lang\",\"text\":\"sanctions kommissionen nationale $lang-words\"}"
  done >"$DIR/many.jsonl"
  plx index --no-model "$DIR/many.jsonl" 2>"$DIR/index.log"
  [ "$(plx search --format ids --limit 50 sanctions | wc -l)" -eq 20 ]
  [ "$(plx search --format ids --limit 50 kommissionen | wc -l)" -eq 20 ]
}

@test "help names the languages" {
  run plx help analyze
  has "fa fi fr"
}
