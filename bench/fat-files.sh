#!/bin/bash
# fat-files.sh [FATELF [ROUNDS]]: making and taking apart fat files of 200 MB, against cp and FatELF's own tools.
#
# Prints the median of ROUNDS (15) rounds each and the ratio to its peer, with the ratio that is aimed at:
# - in a warm JVM: create and thin, against cp of the same bytes, in turn
# - whole processes, start of the JVM included: `elfwright fat create|thin` against fatelf-glue and
#   fatelf-extract in the folder FATELF, when it is given (they are in no package of Debian's).
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

# Two programs of 100 MB with bytes that do not compress, for two machines.
head -c 100000000 /dev/urandom >"$work/data"
printf '.globl _start\n_start:\n.data\n.incbin "%s"\n' "$work/data" >"$work/big.s"
for machine in x86_64 aarch64; do
  clang-14 --target=$machine-linux-gnu -fuse-ld=lld -nostdlib -static -o "$work/$machine" "$work/big.s"
done
"$jdk/bin/javac" -cp "$classpath" -d "$work/classes" "$home/bench/fat/Glue.java"

row() { # WHAT MILLISECONDS PEER AIM
  awk -v w="$1" -v a="$2" -v b="$3" -v aim="$4" \
    'BEGIN { printf "%-46s %9.1f ms  %5.2f  %s\n", w, a, a / b, aim == "-" ? "" : "aim " aim }'
}
read -r create copy thin copy1 < <("$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$work/classes:$classpath" \
  Glue "$work" "$rounds" "$work/x86_64" "$work/aarch64")
row 'cp of two files, 200 MB' "$copy" "$copy" -
row 'create, warm (to cp)' "$create" "$copy" 1.3
row 'cp of one file, 100 MB' "$copy1" "$copy1" -
row 'thin, warm (to cp)' "$thin" "$copy1" 1.3

[ -n "$peer" ] || exit 0
millis() { # COMMAND...
  local start=$EPOCHREALTIME
  "$@" >/dev/null
  awk -v s="$start" -v e="$EPOCHREALTIME" 'BEGIN { print (e - s) * 1000 }'
}
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
for ((i = 0; i < rounds; i++)); do
  rm -f "$work/fat" "$work/glued" "$work/one" "$work/other"
  millis "$home/elfwright" fat create "$work/fat" "$work/x86_64" "$work/aarch64" >>"$work/ours"
  millis "$peer/fatelf-glue" "$work/glued" "$work/x86_64" "$work/aarch64" >>"$work/theirs"
  millis "$home/elfwright" fat thin "$work/fat" amd64 -o "$work/one" >>"$work/ours-thin"
  millis "$peer/fatelf-extract" "$work/other" "$work/glued" x86_64 >>"$work/theirs-thin"
done
row 'fatelf-glue, 200 MB' "$(median "$work/theirs")" "$(median "$work/theirs")" -
row 'elfwright fat create (to that)' "$(median "$work/ours")" "$(median "$work/theirs")" 1.0
row 'fatelf-extract, 100 MB' "$(median "$work/theirs-thin")" "$(median "$work/theirs-thin")" -
row 'elfwright fat thin (to that)' "$(median "$work/ours-thin")" "$(median "$work/theirs-thin")" 1.0
