#!/bin/sh
# Files as a C array: what the daemon serves is part of the program.
#
# usage: packaging/embed.sh NAME FILE...
# Prints plx_asset_NAME[] with the bytes of all files one after another, and plx_asset_NAME_bytes.
set -eu
name=$1
shift
echo '#include "daemon/page/asset.h"'
echo "const unsigned char plx_asset_$name[] = {"
cat "$@" | od -An -v -tx1 | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
echo '};'
echo "const size_t plx_asset_${name}_bytes = sizeof plx_asset_$name;"
