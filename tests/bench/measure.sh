# tests/bench/measure.sh - what the benchmarks of indexing share; sourced by them
#
# They set $work, a folder of their own.
# shellcheck shell=sh disable=SC2154

# Run a command; append to $work/all a line of NAME, CPU seconds (user and system), wall seconds, peak
# MB, MB of PATH afterwards. What it printed is in $work/out. What the run before left to be written to
# the disk is written first, so that no run pays for another.
#
# measure NAME PATH COMMAND...
measure() {
  name=$1
  path=$2
  shift 2
  sync
  /usr/bin/time -f '%U %S %e %M' -o "$work/time" "$@" >"$work/out" 2>"$work/err" ||
    { tail -3 "$work/err" >&2; exit 1; }
  awk -v name="$name" -v bytes="$(du -sb "$path" | cut -f1)" '{
    printf "%s %.2f %.2f %.0f %.1f\n", name, $1 + $2, $3, $4 * 1024 / 1e6, bytes / 1e6 }' \
    "$work/time" | tee -a "$work/all" | awk '{
    printf "%-14s cpu %7.2f s   wall %7.2f s   peak %5d MB   index %7.1f MB\n", $1, $2, $3, $4, $5 }'
}

# The median of a column of NAME's lines: median NAME COLUMN (2 CPU, 3 wall, 4 peak, 5 size)
median() {
  awk -v name="$1" -v column="$2" '$1 == name { print $column }' "$work/all" | sort -n |
    awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'
}

# Whether the machine was ours: other work on it makes the clock lie.
load() { echo "load of the machine at the $1: $(cut -d ' ' -f 1-3 /proc/loadavg), $(nproc) cores"; }
