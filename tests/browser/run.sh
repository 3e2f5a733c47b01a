#!/bin/sh
# Run a script of this folder in node, with the modules it needs and Debian's Chromium.
#
# usage: tests/browser/run.sh BUILD PROGRAM [SCRIPT]
#
# SCRIPT is all.mjs, smoke.mjs or screenshots.mjs; without it all.mjs, or smoke.mjs with SAN=1. Output
# is TAP. Where the browser or the modules cannot be had it is one test that is skipped.
set -eu
here=$(realpath "$(dirname "$0")")
mkdir -p "$1/browser"
PLX_BROWSER_MODULES=$(realpath "$1/browser")
PARALLAX=$(realpath "$2")
PLX_CHROMIUM=${PLX_CHROMIUM:-/usr/bin/chromium}
export PLX_BROWSER_MODULES PARALLAX PLX_CHROMIUM
script=${3:-$([ "${SAN:-}" ] && echo smoke.mjs || echo all.mjs)}

skip() {
  echo "ok 1 - browser # SKIP $1"
  exit 0
}

for tool in node npm "$PLX_CHROMIUM"; do
  { command -v "$tool" >/dev/null && [ ! -d "$tool" ]; } || skip "no $tool here: packaging/deps.sh test"
done
[ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] || skip "node is older than 18"

# The modules of the lock file, once.
if ! cmp -s "$here/package-lock.json" "$PLX_BROWSER_MODULES/installed"; then
  cp "$here/package.json" "$here/package-lock.json" "$PLX_BROWSER_MODULES"
  (cd "$PLX_BROWSER_MODULES" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1) ||
    skip "npm ci failed: $PLX_BROWSER_MODULES/npm.log"
  cp "$here/package-lock.json" "$PLX_BROWSER_MODULES/installed"
fi

case $script in
  all.mjs | smoke.mjs) exec timeout 900 node --test-reporter=tap "$here/$script" ;;
  *) exec node "$here/$script" ;;
esac
