# docs/operations.md: its commands run, its web servers serve

setup() {
  load daemon
  DOC="$PWD/docs/operations.md"
  make_index "$BATS_TEST_TMPDIR"
}

teardown() {
  [ -z "${DAEMON:-}" ] || stop_daemon
  [ -z "${SERVER:-}" ] || { kill "$SERVER" && wait "$SERVER"; } 2>/dev/null || true
}

needs() {
  for tool in "$@"; do
    command -v "$tool" >/dev/null || skip "no $tool"
  done
}

# The fenced block of a language.
block() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "$DOC" | sed '1d;$d'; }

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

serve_socket() {
  TOKEN=$(printf 'k%.0s' $(seq 40))
  (umask 077 && echo "$TOKEN anna" >"$BATS_TEST_TMPDIR/tokens")
  start_daemon "$BATS_TEST_TMPDIR" --listen "unix:$BATS_TEST_TMPDIR/s" --public-url https://search.example.org/ \
    --token-file "$BATS_TEST_TMPDIR/tokens"
}

# What the web server in front, at $FRONT, is to do. Its password is anna's: secret.
check_front() {
  for _ in $(seq 100); do
    curl -s -k -o "$BATS_TEST_TMPDIR/body" "$FRONT/healthz" && break
    sleep 0.05
  done
  URL=$FRONT
  [ "$(status / -k)" = 401 ]
  [ "$(status / -k -u anna:wrong)" = 401 ]
  [ "$(status / -k -u anna:secret)" = 200 ]
  [ "$(status /metrics -k -u anna:secret)" = 403 ]
  # who writes with a token needs no password, and can do nothing else without
  [ "$(status /api/v1/articles -k -d '{"text":"x"}')" = 401 ]
  [ "$(status /api/v1/articles -k -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
    -d '{"id":"new","text":"A new article."}')" = 200 ]
  [ "$(status /api/v1/articles/new -k -H "Authorization: Bearer $TOKEN")" = 401 ]
  [ "$(get '/api/v1/search?q=harbour' -k -u anna:secret | jq .total)" -eq 3 ]
  curl -s -k -u anna:secret -H 'Accept-Encoding: gzip' -D "$BATS_TEST_TMPDIR/head" -o "$BATS_TEST_TMPDIR/body" \
    "$FRONT/api/v1/search?q=harbour"
  grep -i '^content-security-policy' "$BATS_TEST_TMPDIR/head"
  grep -i '^content-encoding: gzip' "$BATS_TEST_TMPDIR/head"
  for size in 2000000 10000000; do
    { echo '[{"text":"x"}'; head -c "$size" /dev/zero | tr '\0' ' '; echo ']'; } >"$BATS_TEST_TMPDIR/$size"
  done
  [ "$(status /api/v1/classify -k -u anna:secret --data-binary "@$BATS_TEST_TMPDIR/2000000")" = 200 ]
  # too large: refused before it is read, which Caddy, still sending, may tell as its own 502
  [[ "$(status /api/v1/classify -k -u anna:secret --data-binary "@$BATS_TEST_TMPDIR/10000000")" =~ ^(413|502)$ ]]
}

@test "operations: the commands for anybody run" {
  needs flock zstd
  start_daemon "$BATS_TEST_TMPDIR"
  mkdir "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/units"
  ln -s "$PARALLAX" "$BATS_TEST_TMPDIR/bin/parallax"
  sed "s|@bindir@|$BATS_TEST_TMPDIR/bin|" packaging/systemd/parallax.service.in \
    >"$BATS_TEST_TMPDIR/units/parallax.service"
  export PATH="$BATS_TEST_TMPDIR/bin:$PATH" PARALLAX_INDEX="$INDEX" SYSTEMD_UNIT_PATH="$BATS_TEST_TMPDIR/units:"
  "$PARALLAX" --index "$INDEX" label undated-1 neutral --coder anna 2>&1
  cd "$BATS_TEST_TMPDIR"
  sed -n 's/^    \$ //p' "$DOC" | sed "s,localhost:8642,${URL#http://},g" >commands
  [ "$(wc -l <commands)" -ge 8 ]
  while read -r line; do
    case $line in systemd-analyze*) command -v systemd-analyze >/dev/null || continue ;; esac
    echo "$line"
    bash -o pipefail -c "$line" </dev/null
  done <commands
  cmp "$INDEX/labels.jsonl" backup/labels.jsonl
  [ "$(zstd -qdc backup/articles.jsonl.zst | wc -l)" -eq 63 ]
  [ "$(parallax --index backup/again search --limit 100 --format ids | wc -l)" -eq 63 ]
}

@test "operations: a copy under the lock is whole while others write" {
  needs flock
  for i in $(seq 20); do
    echo "{\"id\":\"more-$i\",\"title\":\"Report $i\",\"text\":\"Report $i of the harbour.\"}" |
      "$PARALLAX" --index "$INDEX" index --wait 60 - >/dev/null 2>&1 || echo failed
  done >"$BATS_TEST_TMPDIR/writers" 3>&- &
  writers=$!
  copies=0
  while kill -0 "$writers" 2>/dev/null; do
    rm -rf "$BATS_TEST_TMPDIR/copy"
    flock "$INDEX/owner.lock" cp -a "$INDEX" "$BATS_TEST_TMPDIR/copy"
    "$PARALLAX" --index "$BATS_TEST_TMPDIR/copy" check
    copies=$((copies + 1))
  done
  [ "$copies" -gt 1 ]
  [ ! -s "$BATS_TEST_TMPDIR/writers" ]
}

@test "operations: nginx in front, as documented" {
  needs nginx openssl
  serve_socket
  port=$(free_port)
  cd "$BATS_TEST_TMPDIR"
  openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=x 2>/dev/null
  echo "anna:$(openssl passwd -apr1 secret)" >htpasswd
  {
    echo "user $(id -un) $(id -gn); pid $PWD/pid; error_log $PWD/error.log; daemon off; events {} http { access_log off;"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $PWD/$kind;"; done
    block nginx | sed "s,/run/parallax.sock,$PWD/s,; s,listen 443,listen 127.0.0.1:$port,; s,/etc/ssl/.*pem,$PWD/cert.pem,
      s,/etc/ssl/.*key,$PWD/key.pem,; s,/etc/nginx/parallax.htpasswd,$PWD/htpasswd,"
    echo "}"
  } >nginx.conf
  nginx -c "$PWD/nginx.conf" -p "$PWD" >nginx.log 2>&1 3>&- &
  SERVER=$!
  FRONT="https://127.0.0.1:$port"
  check_front
  [ "$(status /api/v1/articles -k)" = 403 ]
}

@test "operations: Caddy in front, as documented" {
  needs caddy
  serve_socket
  port=$(free_port)
  cd "$BATS_TEST_TMPDIR"
  export XDG_DATA_HOME="$PWD" XDG_CONFIG_HOME="$PWD"
  hash=$(caddy hash-password --plaintext secret)
  {
    printf '{\n\tadmin off\n}\n'
    block caddy | sed "s,^search.example.org,http://127.0.0.1:$port,; s,unix//run/parallax.sock,unix/$PWD/s,
      s,anna .*,anna $hash,"
  } >Caddyfile
  caddy run --config Caddyfile --adapter caddyfile >caddy.log 2>&1 3>&- &
  SERVER=$!
  FRONT="http://127.0.0.1:$port"
  check_front
}
