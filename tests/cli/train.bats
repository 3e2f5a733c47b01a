#!/usr/bin/env bats
# train: report, warnings, adapting, recalibration, curves, another target from end to end.

SHARED=../shared/data

setup() {
  load common
  fresh
  make_model
}

# Articles of made-up outlets on town politics, their lean as `lean`: lean_news FROM TO, of outlets
# 1 to 12, eight articles each. Every outlet has a lean and words of its own.
lean_news() {
  awk -v from="$1" -v to="$2" 'BEGIN {
    split("left center right", lean, " ")
    w["left"] = "workers union solidarity welfare landlords eviction strike equality justice profiteers"
    w["center"] = "committee figures report schedule spokesman estimate hearing agenda statement survey"
    w["right"] = "taxpayers liberty tradition crime border faith bureaucrats patriots enterprise family"
    split("the council on tuesday voted about a plan for old harbour street and said it would come back", plain, " ")
    srand(7)
    for (s = 1; s <= 12; s++)
      for (i = 1; i <= 8; i++) {
        l = lean[s % 3 + 1]
        n = split(w[l], own, " ")
        text = ""
        for (j = 0; j < 90; j++)
          text = text (rand() < .3 ? own[int(rand() * n) + 1] : plain[int(rand() * 18) + 1]) " "
        if (s >= from && s <= to)
          printf "{\"id\":\"t%d-%d\",\"title\":\"Council meets, day %d\",\"source\":\"Town Paper %d\"," \
                 "\"date\":\"2020-%02d-10\",\"lean\":\"%s\",\"text\":\"%s note%d.\"}\n",
                 s, i, i, s, i, l, text, s * 100 + i
      }
  }'
}

# The bundled articles, not marked as written, so that they are measured.
real_demo() {
  sed 's/"synthetic": true, //' "$DEMO"/demo-*.jsonl >"$DIR/real.jsonl"
}

@test "what does not go together is refused with the reason" {
  real_demo
  fails 2 "-o MODEL" plx train --recalibrate "$DIR/real.jsonl"
  fails 2 "learns no words" plx train --recalibrate --from-scratch -o "$DIR/m" "$DIR/real.jsonl"
  fails 2 "adapt a model, or none" plx train --base "$MODEL" --from-scratch -o "$DIR/m" "$DIR/real.jsonl"
  fails 2 "try costs, or take one" plx train --grid --cost 1 -o "$DIR/m" "$DIR/real.jsonl"
  fails 2 "is toward iran, not mars" plx train --base "$MODEL" --target mars -o "$DIR/m" "$DIR/real.jsonl"
}

@test "the report is one page, its titles harmless" {
  real_demo
  sed -i '1s/"title": "[^"]*"/"title": "<script>alert(1)<\/script>"/; s/"source": "Tigris Wire"/"source": "Wire \& <i>Co<\/i>"/' "$DIR/real.jsonl"
  run plx train --from-scratch --target iran --errors 60 --report "$DIR/r.html" "$DIR/real.jsonl"
  [ "$status" -eq 0 ]
  has "wrote $DIR/r.html"
  has "The surest errors"
  has "learned from macro F1"
  run cat "$DIR/r.html"
  lacks "<script"
  lacks "<i>"
  lacks "http://"
  lacks "https://"
  has "<svg role=\"img\""
  has "Content-Security-Policy"
  has "prefers-color-scheme:dark"
  has "@media print"
  has "too few to say"
  has "</html>"
}

@test "the report as JSON has every part" {
  real_demo
  plx train --from-scratch --target iran --learning-curve -k 3 --format json "$DIR/real.jsonl" 2>/dev/null >"$DIR/r.json"
  run jq -r '[.schema, .model.target, .data.articles, (.data.by_source | length > 3), (.grid | length),
    (.learning_curve | length > 1), (.cross_validation.labels[0].too_few), (.errors[0].evidence | length > 0),
    (.warnings | length > 0), .outlet_curves, .options.folds_by] | map(tostring) | join(" ")' "$DIR/r.json"
  [ "$output" = "1 iran 60 true 5 true true true true null source" ] || { echo "$output"; return 1; }
}

@test "the same input and seed give the same model, report and JSON" {
  real_demo
  for i in 1 2; do
    plx train --seed 5 --date 2026-01-02 --from-scratch --target iran -o "$DIR/m$i" --report "$DIR/r$i.html" \
      --format json "$DIR/real.jsonl" >"$DIR/j$i" 2>/dev/null
  done
  cmp "$DIR/m1" "$DIR/m2"
  cmp "$DIR/j1" "$DIR/j2"
  cmp "$DIR/r1.html" "$DIR/r2.html"
}

@test "without any model to adapt, it trains from scratch and says so" {
  cp "$PARALLAX" "$DIR/alone"
  run "$DIR/alone" --index "$INDEX" train -o "$DIR/m" "$DEMO"/demo-*.jsonl
  [ "$status" -eq 0 ]
  has "no model to adapt"
  has "from scratch"
  fails 2 "no.model" "$DIR/alone" --index "$INDEX" train --base "$DIR/no.model" -o "$DIR/m" "$DEMO"/demo-*.jsonl
}

@test "a shipped model of another version does not stand in the way of a new one" {
  mkdir -p "$DIR/old/models/iran"
  cp "$PARALLAX" "$DIR/old/alone"
  cp "$MODEL" "$DIR/old/models/iran/iran.model"
  printf '\377' | dd of="$DIR/old/models/iran/iran.model" bs=1 seek=8 conv=notrunc 2>/dev/null
  run "$DIR/old/alone" --index "$INDEX" train -o "$DIR/m" "$DEMO"/demo-*.jsonl
  [ "$status" -eq 0 ]
  has "cannot be adapted: training from scratch"
  fails 2 "format" "$DIR/old/alone" --index "$INDEX" train --base "$DIR/old/models/iran/iran.model" -o "$DIR/m" "$DEMO"/demo-*.jsonl
}

@test "one label alone adapts a model; from scratch it is refused" {
  run plx train --base "$MODEL" -o "$DIR/m" "$DEMO/demo-neutral.jsonl"
  [ "$status" -eq 0 ]
  has "all articles have one label, neutral"
  fails 2 "one label" plx train --from-scratch --target iran -o "$DIR/n" "$DEMO/demo-neutral.jsonl"
  [ ! -e "$DIR/n" ]
}

@test "a label that the base lacks is refused by name" {
  sed 's/"label": "neutral"/"label": "netural"/' "$DEMO"/demo-*.jsonl >"$DIR/typo.jsonl"
  fails 2 "netural" plx train --base "$MODEL" -o "$DIR/m" "$DIR/typo.jsonl"
  has "scratch"
}

@test "a label in two spellings is one label, and evaluate knows both" {
  real_demo
  awk '{ if (NR % 2) sub(/"label": "pro-iran"/, "\"label\": \"Pro_Iran\""); print }' "$DIR/real.jsonl" \
    >"$DIR/spelt.jsonl"
  grep -q Pro_Iran "$DIR/spelt.jsonl"
  plx train "$DIR/spelt.jsonl" --from-scratch --cross-validate 2 --format json 2>/dev/null >"$DIR/r.json"
  [ "$(jq '.cross_validation.labels | length' "$DIR/r.json")" -eq 3 ]
  head -30 "$DIR/real.jsonl" | plx train --from-scratch --target iran -o "$DIR/half.model" 2>/dev/null
  plx evaluate -m "$DIR/half.model" "$DIR/real.jsonl" --format json >"$DIR/one.json"
  plx evaluate -m "$DIR/half.model" "$DIR/spelt.jsonl" --format json >"$DIR/two.json"
  cmp "$DIR/one.json" "$DIR/two.json"
}

@test "articles without source are not said to be left out where they are measured" {
  sed 's/"synthetic": true, //; s/"source": "[^"]*", //; s/"url": "[^"]*", //' "$DEMO"/demo-*.jsonl >"$DIR/bare.jsonl"
  run plx train "$DIR/bare.jsonl" --from-scratch --cross-validate 2
  [ "$status" -eq 0 ]
  has '60 articles have no source: they train the model, and are measured only where parts are made at random'
  has 'without source    60, each counted as its own'
}

@test "where nothing can be measured no figure is given" {
  run plx train --base "$MODEL" "$DEMO"/demo-*.jsonl -o "$DIR/m.model"
  [ "$status" -eq 0 ]
  has 'nothing measured'
  lacks 'macro F1          0'
  plx train --base "$MODEL" "$DEMO"/demo-*.jsonl -o "$DIR/m.model" --format json 2>/dev/null |
    jq -e '.cross_validation | .macro_f1 == null and .accuracy == null and .calibration_error == null'
}

@test "names and dates that are none, and terms that are no text, are refused" {
  local option
  for option in name target; do
    fails 2 "--$option is to be" plx train "$DEMO"/demo-*.jsonl -o "$DIR/m" --$option ''
    fails 2 "--$option is to be" plx train "$DEMO"/demo-*.jsonl -o "$DIR/m" --$option "$(printf 'a\nb')"
    fails 2 "--$option is to be" plx train "$DEMO"/demo-*.jsonl -o "$DIR/m" --$option "$(printf 'a\033[31mb')"
    fails 2 "--$option is to be" plx train "$DEMO"/demo-*.jsonl -o "$DIR/m" --$option "$(printf '%0101d' 0)"
  done
  fails 2 "2026-13-45" plx train "$DEMO"/demo-*.jsonl -o "$DIR/m" --date 2026-13-45
  fails 2 "yesterday" plx train "$DEMO"/demo-*.jsonl -o "$DIR/m" --date yesterday
  printf 'iran\n\0\n' >"$DIR/bad.terms"
  fails 2 "no text" plx train "$DEMO"/demo-*.jsonl --from-scratch --target x --target-terms "$DIR/bad.terms" -o "$DIR/m"
  [ ! -e "$DIR/m" ]
}

@test "articles in another language than the model's are left out, and that is said" {
  real_demo
  sed "0~10s/\"lang\": \"en\"/\"lang\": \"de\"/" "$DIR/real.jsonl" >"$DIR/mixed.jsonl"
  run plx train "$DIR/mixed.jsonl" --from-scratch --cross-validate 2
  [ "$status" -eq 0 ]
  has "6 articles are in another language than the model's, en, and left out"
}

@test "evaluate says so where no article has a label of the model, off-topic ones or not" {
  sed 's/"label": "[^"]*"/"label": "left"/; s/"synthetic": true, //' "$DEMO"/demo-*.jsonl |
    sed '1s/"label": "left"/"label": "off-topic"/' >"$DIR/other.jsonl"
  fails 2 "has a label of model" plx evaluate -m "$MODEL" "$DIR/other.jsonl"
}

@test "the report does not replace the model" {
  fails 2 'name the same file' plx train "$DEMO"/demo-*.jsonl -o "$DIR/m" --report "$DIR/m"
  [ ! -e "$DIR/m" ]
}

@test "contradictory and repeated texts are said and left out" {
  real_demo
  head -2 "$DIR/real.jsonl" | sed '1s/"label": "[^"]*"/"label": "neutral"/' >"$DIR/again.jsonl"
  run plx train --from-scratch --target iran -k 3 "$DIR/real.jsonl" "$DIR/again.jsonl"
  [ "$status" -eq 0 ]
  has "59 labelled articles, 1 repeated ones left out"
  has "1 texts came with two labels and are left out"
}

@test "a label given in the index outranks that of a file" {
  index_demo
  plx label demo-n01 pro-iran --coder ana
  run plx train --from-index "$DEMO"/demo-*.jsonl --from-scratch --target iran --format json -k 3
  [ "$status" -eq 0 ]
  has '"outranked": 1'
  has '"contested": 0'
}

@test "articles that review picked train and are not measured" {
  index_demo
  awk 'BEGIN { for (i = 1; i <= 9; i++) printf "{\"id\":\"demo-n%02d\",\"label\":\"neutral\",\"coder\":\"ana\",\"how\":\"%s\"}\n", i, i < 5 ? "review" : "given" }' >"$DIR/l.jsonl"
  plx labels import "$DIR/l.jsonl" 2>/dev/null
  run plx train --from-index --base "$MODEL" --format json -k 2
  [ "$status" -eq 0 ]
  has '"picked": 4'
  has "4 articles were picked by \`review\`"
}

@test "recalibration takes a random sample, and from the index labels of validate only" {
  lean_news 1 12 >"$DIR/lean.jsonl"
  head -48 "$DIR/lean.jsonl" >"$DIR/learn.jsonl"
  plx train --map label=lean --target lean --name lean -o "$DIR/lean.model" "$DIR/learn.jsonl" >/dev/null 2>&1
  plx index --model "$DIR/lean.model" "$DIR/lean.jsonl" 2>/dev/null
  jq -c 'select(.id | test("^t([7-9]|10|11|12)-")) | {id, label: .lean, coder: "ana", how: "validate"}' "$DIR/lean.jsonl" >"$DIR/v.jsonl"
  head -20 "$DIR/v.jsonl" | plx labels import - 2>/dev/null
  fails 2 "only 20 articles to recalibrate on" plx train --recalibrate --base "$DIR/lean.model" --from-index -o "$DIR/n.model"
  plx labels import "$DIR/v.jsonl" 2>/dev/null
  plx label t1-1 left --coder ben
  run plx train --recalibrate --base "$DIR/lean.model" --from-index -o "$DIR/n.model"
  [ "$status" -eq 0 ]
  has "1 labels of the index were not given in \`validate\`"
  has "from 48 articles"
  has "Before"
  has "After, each tenth measured by what the others gave"
  has "model lean-recalibrated"
  run plx train --recalibrate --base "$DIR/lean.model" --from-index -o "$DIR/n.model" --format json --name again
  has '"schema": 1'
  has '"temperature"'
  run plx classify --model "$DIR/n.model" --format jsonl "$DIR/lean.jsonl"
  has '"model":"again"'
}

@test "curves by outlet: what an outlet not seen costs, and what thirty of its articles save" {
  lean_news 1 12 >"$DIR/lean.jsonl"
  # an outlet that speaks like the right and is of the left
  lean_news 2 2 | sed 's/Town Paper 2/Mockingbird/; s/"id":"t/"id":"a/; s/"lean":"[a-z]*"/"lean":"left"/' >"$DIR/m1"
  for i in 1 2 3 4 5 6; do sed "s/\"id\":\"a/\"id\":\"a$i-/; s/ note/ verse$i hill$i note/" "$DIR/m1"; done >>"$DIR/lean.jsonl"
  plx train --map label=lean --target lean --cost 3 --outlet-curves --format json "$DIR/lean.jsonl" 2>/dev/null >"$DIR/j"
  run jq -r '.outlet_curves | [(.outlets | length), .outlets[0].source, .outlets[0].errors[0].added,
    (.outlets[0].errors[0].error > .outlets[0].errors[3].error)] | map(tostring) | join(" ")' "$DIR/j"
  [ "$output" = "1 mockingbird 0 true" ] || { echo "$output"; return 1; }
}

@test "curves by outlet of the bundled articles: none is large enough, and that is said" {
  run plx train --from-scratch --target iran --cost 3 --outlet-curves "$DEMO"/demo-*.jsonl
  [ "$status" -eq 0 ]
  has "no source has enough articles"
}

@test "on real outlets the mean error falls with thirty of their articles" {
  [ -r "$SHARED/framing.jsonl.zst" ] || skip "no labelled set beside the repository"
  plx train --from-scratch --target iran --cost 3 --outlet-curves --format json "$SHARED/framing.jsonl.zst" 2>/dev/null >"$DIR/j"
  run jq -r '.outlet_curves | [(.outlets | length >= 5), (.mean[3].error < .mean[0].error - 0.03)] | map(tostring) | join(" ")' "$DIR/j"
  [ "$output" = "true true" ] || { jq .outlet_curves.mean "$DIR/j"; return 1; }
}

# Train on some sources, judge others, and use the stance as a facet: lean_flow TRAIN TEST
lean_flow() {
  plx train --map label=lean --target lean --order left,center,right --name lean --date 2026-01-02 \
    -o "$DIR/lean.model" --format json "$1" >"$DIR/train.json" 2>"$DIR/train.log"
  grep -q "no article will be off-topic" "$DIR/train.log"
  [ "$(jq -r .options.folds_by "$DIR/train.json")" = source ]
  plx evaluate --map label=lean --model "$DIR/lean.model" --format json "$2" >"$DIR/test.json" 2>/dev/null
  [ "$(jq -r '[.labels[].label] | join(" ")' "$DIR/test.json")" = "left center right" ]
  plx index --model "$DIR/lean.model" --facet lean "$2" 2>/dev/null
  run plx search --facets stance,lean -n 1
  has "left"
  has "center"
  has "right"
  lacks "off-topic"
}

@test "another target, end to end: left, center, right" {
  lean_news 1 9 >"$DIR/learn.jsonl"
  lean_news 10 12 >"$DIR/held-out.jsonl"
  lean_flow "$DIR/learn.jsonl" "$DIR/held-out.jsonl"
  run jq '.accuracy > .8 and .articles == 24' "$DIR/test.json"
  [ "$output" = true ]
  run plx search council --stance left --format ids
  [ "$status" -eq 0 ]
}

@test "another target on real news: better than chance (.33) on outlets not seen" {
  [ -r "$SHARED/news.jsonl.zst" ] || skip "no news corpus beside the repository"
  # every tenth article; outlets fall to one side or the other by the first letter of their name
  zstdcat "$SHARED/news.jsonl.zst" | awk 'NR % 10 == 0' >"$DIR/news.jsonl"
  jq -c 'select(.source and (.source | ascii_downcase | test("^[a-m]")))' "$DIR/news.jsonl" >"$DIR/held-out.jsonl"
  jq -c 'select(.source and (.source | ascii_downcase | test("^[a-m]") | not))' "$DIR/news.jsonl" >"$DIR/learn.jsonl"
  lean_flow "$DIR/learn.jsonl" "$DIR/held-out.jsonl"
  run jq '.macro_f1 > 0.34' "$DIR/test.json"
  [ "$output" = true ] || { jq .macro_f1 "$DIR/test.json"; return 1; }
}

@test "a label in the order that no article has is named" {
  fails 2 "the order names 'neutrall', which is no label of any article" \
    plx train --from-scratch --order pro-iran,neutrall,anti-iran -o "$DIR/m" "$DEMO"
  [ ! -e "$DIR/m" ]
}

@test "labels in other spellings adapt a model, too" {
  make_model
  jq -c '.label = (if .label == "pro-iran" then "Pro Iran" else .label end)' \
    "$DEMO"/demo-pro-iran.jsonl >"$DIR/spelled.jsonl"
  plx train --base "$MODEL" -o "$DIR/m" "$DIR/spelled.jsonl" 2>/dev/null
  plx model show "$DIR/m" --format json | jq -e '[.labels[].name] | index("Pro Iran") == null' >/dev/null
}
