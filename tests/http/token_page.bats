# The page to sign in: /token

setup_file() {
  load daemon
  make_index "$BATS_FILE_TMPDIR"
  printf 'kX3v9qLr7TzWm2NdpQ5c Ann Example\n' >"$BATS_FILE_TMPDIR/tokens"
  chmod 600 "$BATS_FILE_TMPDIR/tokens"
  start_daemon "$BATS_FILE_TMPDIR" --token-file "$BATS_FILE_TMPDIR/tokens"
}

teardown_file() {
  load daemon
  stop_daemon
}

setup() {
  load daemon
}

@test "token page: a password field, the way back, and nothing that is kept" {
  run get '/token?back=%2Farticle%2Fdemo-n01%3Fq%3Dx' -D -
  [[ "$output" == *'Cache-Control: no-store'* ]]
  [[ "$output" == *'type="password" name="token" required'* ]]
  [[ "$output" == *'autocomplete="current-password"'* ]]
  [[ "$output" == *'name="back" value="/article/demo-n01?q=x"'* ]]
  [[ "$output" != *'role="alert"'* ]]
}

@test "token page: nobody is led elsewhere" {
  for back in '//evil.example/' '/%5Cevil.example' 'https://evil.example/' 'javascript:alert(1)'; do
    [[ "$(get "/token?back=$back")" == *'name="back" value="/">'* ]]
    [[ "$(get "/token?back=$back" -b parallax_token=kX3v9qLr7TzWm2NdpQ5c)" == *'<a href="/">Go on</a>'* ]]
  done
  run get '/token?back=/%22%3E%3Cscript%3E'
  [[ "$output" == *'value="/&quot;&gt;&lt;script&gt;"'* ]]
}

@test "token page: a wrong token brings the form back, with what is wrong and the way back" {
  run get /token -w '%{http_code}' -d 'token=nothing-like-it' --data-urlencode 'back=/article/demo-n01?q=x'
  [[ "$output" == *401 ]]
  [[ "$output" == *'role="alert" id="wrong">This token is not known'* ]]
  [[ "$output" == *'aria-describedby="wrong"'* ]]
  [[ "$output" == *'name="back" value="/article/demo-n01?q=x"'* ]]
  [[ "$output" != *'nothing-like-it'* ]]
}

@test "token page: in, and out again" {
  local jar="$BATS_TEST_TMPDIR/jar"
  run curl -s -m 20 -c "$jar" -o /dev/null -w '%{http_code} %header{location}' \
    -d token=kX3v9qLr7TzWm2NdpQ5c -d back=/article/demo-n01 "$URL/token"
  [ "$output" = '303 /article/demo-n01' ]
  run get /token -b "$jar"
  [[ "$output" == *'You are signed in'* ]]
  [[ "$output" == *'<bdi>Ann Example</bdi>'* ]]
  [[ "$output" == *'action="/token?out=1"'* ]]
  [[ "$output" != *'type="password"'* ]]
  [ "$(status '/token?out=1' -b "$jar" -c "$jar" -d back=/ -H "Origin: $URL")" = 303 ]
  [[ "$(get /token -b "$jar")" == *'type="password"'* ]]
}

@test "token page: a daemon that only reads says so, and offers no correction" {
  local url=$URL pid=$DAEMON log=$LOG
  start_daemon "$BATS_TEST_TMPDIR"
  token=$(get /token)
  article=$(get /article/demo-n01)
  stop_daemon
  URL=$url DAEMON=$pid LOG=$log
  [[ "$token" == *'This daemon only reads'* ]]
  [[ "$token" != *'type="password"'* ]]
  [[ "$article" != *'/token'* ]]
}
