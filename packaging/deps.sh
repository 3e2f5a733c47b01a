#!/bin/sh
# Install what is missing to build (or, with "test", to test) Parallax.
#
# usage: packaging/deps.sh build|test|bench [--list]
#
# On Debian and its kin by apt-get, through sudo when not root. Elsewhere it names
# the packages and ends with status 1 if a needed program or header is absent.
set -eu

build="gcc g++ make pkg-config libxapian-dev libstemmer-dev liblinear-dev libmicrohttpd-dev \
libjansson-dev libxml2-dev libarchive-dev libuchardet-dev libutf8proc-dev libzstd-dev \
libxxhash-dev libjemalloc-dev zlib1g-dev libdeflate-dev liblzma-dev libbz2-dev libbrotli-dev libgmime-3.0-dev \
libsystemd-dev"
test="$build libcmocka-dev xapian-tools libxml2-utils python3 python3-jsonschema bats curl jq zstd libarchive-tools procps clang clang-format libclang-rt-14-dev chromium \
systemd fish zsh man-db mandoc"
# Another node than Debian's does as well, and could not stand beside it.
command -v node >/dev/null && command -v npm >/dev/null || test="$test nodejs npm"
bench="$test xapian-omega time wrk python3-sklearn libsqlite3-dev libgroonga-dev groonga-token-filter-stem"

case "${1:-}" in
  build) wanted=$build ;;
  test) wanted=$test ;;
  bench) wanted=$bench ;;
  *) echo "usage: $0 build|test|bench [--list]" >&2; exit 2 ;;
esac

if [ "${2:-}" = --list ]; then
  echo "$wanted" | tr ' ' '\n'
  exit 0
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  missing=
  for tool in cc c++ pkg-config xapian-config; do
    command -v "$tool" >/dev/null || missing="$missing $tool"
  done
  [ -z "$missing" ] && exit 0
  echo "This is no Debian system, so nothing was installed. Missing:$missing" >&2
  echo "Install what corresponds to these Debian 12 packages, then run make again:" >&2
  echo "  $wanted" >&2
  exit 1
fi

missing=
for package in $wanted; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

sudo=
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Missing packages:$missing" >&2
    echo "Run as root: apt-get install$missing" >&2
    exit 1
  fi
  sudo=sudo
fi
echo "Parallax needs these packages, installing them with apt-get:$missing"
$sudo apt-get update -q
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
