#!/bin/sh
# Files as a C array: what the daemon serves is part of the program.
#
# usage: packaging/embed.sh NAME FILE...
# Prints plx_asset_NAME[] with the bytes of all files one after another, and plx_asset_NAME_bytes.
# Style and scripts go without what only readers of the source need: indents, empty lines, comments
# that have their lines to themselves, the blanks in front of '{' at an end and behind "name:" at a begin.
set -eu
name=$1
shift

# What single lines do not tell is refused: code behind a comment, a string over several lines.
for file; do
  case $file in
    *.css | *.js)
      ! grep -Hn -e '\*/.*[^[:blank:]]' -e '^[^`]*`\([^`]*`[^`]*`\)*[^`]*$' "$file" >&2 ||
        { echo "$file: end the comment, or the string, on a line of its own" >&2; exit 1; } ;;
  esac
done

bytes() {
  for file; do
    case $file in
      *.css | *.js)
        sed -e 's/^[[:blank:]]*//' -e '/^\/\*.*\*\/$/d' -e '/^\/\*/,/\*\/$/d' -e '/^$/d' \
          -e 's/ {$/{/' -e 's/^\([a-z-]*\): /\1:/' "$file" ;;
      *) cat "$file" ;;
    esac
  done
}

echo '#include "daemon/asset.h"'
echo "const unsigned char plx_asset_$name[] = {"
bytes "$@" | od -An -v -tx1 | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
echo '};'
echo "const size_t plx_asset_${name}_bytes = sizeof plx_asset_$name;"
