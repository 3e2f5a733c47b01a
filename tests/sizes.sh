#!/bin/sh
# Functions over 70 lines and files over 600: places to look, not a verdict.
cd "$(dirname "$0")/.." || exit 2
for file in */*.c */*.cc */*.h daemon/*/*.[ch]; do
  case "$file" in tests/* | build/*) continue ;; esac
  awk -v file="$file" '
    /^[a-zA-Z].*\)$|^    .*\)$/ { head = $0 }
    /^{/ { start = NR; name = head }
    /^}/ && start { if (NR - start > 70) print file ":" start ": " NR - start " lines: " name; start = 0 }
    END { if (NR > 600) print file ": " NR " lines" }' "$file"
done
