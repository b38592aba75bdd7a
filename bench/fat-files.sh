#!/bin/bash
# fat-files.sh [FATELF [ROUNDS [MEGABYTES...]]]: making and taking apart fat files, against cp and FatELF's own tools.
#
# Prints the medians of ROUNDS (15) rounds, in turn with the peer, and the median of the ratios with its 95 %
# interval:
# - in a warm JVM: create of 200 MB and thin of 100 MB, against cp of the same bytes, in turn
# - whole processes, start of the JVM included, as installed: `elfwright fat create|thin` against fatelf-glue
#   and fatelf-extract in the folder FATELF, when it is given (they are in no package of Debian's). One row each
#   for slices of MEGABYTES (100), two of which make a fat file.
# The files are below TMPDIR: name a folder on btrfs or xfs, and slices are shared instead of copied.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
peer=${1-}
rounds=${2:-15}
"$home/.mvn/install-packages" gcc libc6-dev clang-14 lld
"$home/elfwright" --version >/dev/null
read -r jdk <"$home/cli/target/dist/jdk"
read -r classpath <"$home/cli/target/dist/classpath"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Programs with bytes that do not compress, for two machines.
programs() { # MEGABYTES
  head -c "${1}000000" /dev/urandom >"$work/data"
  printf '.globl _start\n_start:\n.data\n.incbin "%s"\n' "$work/data" >"$work/big.s"
  for machine in x86_64 aarch64; do
    clang-14 --target=$machine-linux-gnu -fuse-ld=lld -nostdlib -static -o "$work/$machine" "$work/big.s"
  done
  rm "$work/data"
}
programs 100
"$jdk/bin/javac" -cp "$classpath" -d "$work/classes" "$home/bench/fat/Glue.java"

row() { # WHAT MILLISECONDS PEER RATIO LOW HIGH AIM
  awk -v w="$1" -v a="$2" -v b="$3" -v r="$4" -v l="$5" -v h="$6" -v aim="$7" \
    'BEGIN { printf "%-40s %7.1f ms, peer %6.1f ms, ratio %.2f (%.2f to %.2f), aim %s\n", w, a, b, r, l, h, aim }'
}
{
  read -r -a create
  read -r -a thin
} < <("$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$work/classes:$classpath" \
  Glue "$work" "$rounds" "$work/x86_64" "$work/aarch64")
row 'create 200 MB, warm (to cp)' "${create[@]}" 1.3
row 'thin 100 MB, warm (to cp)' "${thin[@]}" 1.3

[ -n "$peer" ] || exit 0
millis() { # COMMAND...
  local start=$EPOCHREALTIME
  "$@" >/dev/null
  awk -v s="$start" -v e="$EPOCHREALTIME" 'BEGIN { printf "%.2f ", (e - s) * 1000 }'
}
column() { awk -v n="$1" '{ print $n }' "$work/processes" | sort -n; }
ratios() { awk -v a="$1" -v b="$2" '{ print $a / $b }' "$work/processes" | sort -n; }
middle() { awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
interval() { # of the median, by the binomial distribution
  awk '{ v[NR] = $1 } END {
    o = int(0.98 * sqrt(NR) + 0.999); m = int((NR + 1) / 2); l = m - o; h = m + o
    if (l < 1) l = 1
    if (h > NR) h = NR
    print v[m], v[l], v[h] }'
}
processes() { # WHAT OURS THEIRS: the columns
  local ratio
  read -r -a ratio < <(ratios "$2" "$3" | interval)
  row "$1" "$(column "$2" | middle)" "$(column "$3" | middle)" "${ratio[@]}" 1.0
}
"$home/install" "$work/installed" >/dev/null
elfwright=$work/installed/bin/elfwright
shift 2 || shift $#
for megabytes in "${@:-100}"; do
  [ "$megabytes" = 100 ] || programs "$megabytes"
  : >"$work/processes"
  for ((i = 0; i < rounds; i++)); do
    rm -f "$work/fat" "$work/glued" "$work/one" "$work/other"
    {
      millis "$elfwright" fat create "$work/fat" "$work/x86_64" "$work/aarch64"
      millis "$peer/fatelf-glue" "$work/glued" "$work/x86_64" "$work/aarch64"
      millis "$elfwright" fat thin "$work/fat" amd64 -o "$work/one"
      millis "$peer/fatelf-extract" "$work/other" "$work/glued" x86_64
      echo
    } >>"$work/processes"
  done
  cmp "$work/one" "$work/other"
  processes "fat create $((2 * megabytes)) MB (to fatelf-glue)" 1 2
  processes "fat thin $megabytes MB (to fatelf-extract)" 3 4
done
