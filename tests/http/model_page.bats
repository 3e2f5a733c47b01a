# The card of the model: /model

load one_daemon

@test "model page: what it is, by the checksum of its file" {
  run get /model
  [[ "$output" == *'<h1>Model <bdi>iran-without-demo</bdi></h1>'* ]]
  for member in digest target language date; do
    value=$("$PARALLAX" model show "$PARALLAX_MODEL" --format json | jq -r ".$member")
    [[ "$output" == *"$value"* ]]
  done
}

@test "model page: labels with names and definitions, and the words that are no label" {
  run get /model
  [[ "$output" == *'<b>pro-iran</b></dt><dd>pro-Iran framing: frames'* ]]
  [[ "$output" == *'<b>neutral</b></dt><dd>no dominant lean: '* ]]
  for word in unclear off-topic not-judged; do
    [[ "$output" == *"<b>$word</b>"* ]]
  done
}

@test "model page: what it must not be used for" {
  run get /model
  [[ "$output" == *'Not for sanctions, moderation, employment, visas, policing'* ]]
  [[ "$output" == *'not whether it is true'* ]]
}

@test "model page: its measures are those of the file, each chart beside a table" {
  run get /model
  figures=$("$PARALLAX" model show "$PARALLAX_MODEL" --format json | jq -r '.summary.cross_validation |
    [.macro_f1, .macro_f1_interval[], .accuracy, .calibration_error, (.labels[] | .f1, .precision)][]' |
    xargs printf '%.3f\n')
  [ "$(wc -w <<<"$figures")" -eq 11 ]
  for figure in $figures; do
    [[ "$output" == *"$figure"* ]]
  done
  [[ "$output" == *'<h2>Do the probabilities hold?</h2>'* ]]
  [ "$(grep -o '<svg [^>]*role="img"' <<<"$output" | wc -l)" -eq 2 ]
  [[ "$output" != *' style='* ]]
}

@test "model page: parameters are refused" {
  [ "$(status '/model?x=1')" = 400 ]
}

@test "model page: of articles that were not judged it says which command judges them" {
  local url=$URL pid=$DAEMON log=$LOG index=$INDEX
  export INDEX="$BATS_TEST_TMPDIR/index"
  "$PARALLAX" --index "$INDEX" index --no-model models/iran/demo >/dev/null 2>&1
  start_daemon "$BATS_TEST_TMPDIR"
  model=$(get /model)
  article=$(get '/article/demo-n01?weights=1')
  stop_daemon
  URL=$url DAEMON=$pid LOG=$log INDEX=$index
  [[ "$model" == *'The articles of this index were not judged'*'parallax relabel --model FILE'* ]]
  [[ "$article" == *'not-judged'* ]]
  [[ "$article" != *'class="weighed"'* ]]
}
