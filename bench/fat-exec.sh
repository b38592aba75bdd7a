#!/bin/bash
# fat-exec.sh [PAIRS]: what an exec of a fat file costs. As root, for it registers with the kernel.
#
# A dynamic program of 100 KB and one of 100 MB, fat and thin in turn (PAIRS pairs, 1000): by the launcher
# called by hand, by the kernel through binfmt_misc, and as a script that runs itself. Prints the medians,
# their ratio, and the median of the differences with its 95 % interval; the aim is at most 60 us by the launcher, at any size.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
pairs=${1:-1000}
"$home/.mvn/install-packages" gcc libc6-dev libc6-arm64-cross
"$home/elfwright" --version >/dev/null
work=$(mktemp -d)
registered=
cleanup() {
  [ -z "$registered" ] || "$home/elfwright" fat unregister >/dev/null
  rm -rf "$work"
}
trap cleanup EXIT
gcc -O2 -o "$work/turns" "$home/bench/fat/turns.c" -lm
launcher=$work/launcher
cp "$home/native/target/resources/dev/elfwright/fat/launcher-$(uname -m)" "$launcher"

row() { # WHAT COMMAND...: the command against thin
  local what=$1
  shift
  read -r fat thin more low high < <("$work/turns" "$count" "$@" -- "$work/thin")
  awk -v w="$what" -v a="$fat" -v b="$thin" -v d="$more" -v l="$low" -v h="$high" \
    'BEGIN { printf "%-34s %8.0f us  thin %6.0f us  ratio %5.2f  %+7.0f us (%+.0f to %+.0f)\n", w, a, b, a / b, d, l, h }'
}
"$home/elfwright" fat register >/dev/null && registered=yes
for size in 100 100000; do
  head -c $((size * 1000)) /dev/urandom >"$work/data"
  printf 'int main(void) { return 0; }\n__asm__(".section .rodata\\n.incbin \\"%s\\"\\n.text");\n' "$work/data" >"$work/p.c"
  gcc -O1 -o "$work/thin" "$work/p.c"
  foreign=/usr/aarch64-linux-gnu/lib/libm.so.6
  "$home/elfwright" fat create "$work/fat" "$work/thin" "$foreign"
  "$home/elfwright" fat create --form=script "$work/script" "$work/thin" "$foreign"
  cat "$work/fat" "$work/thin" "$work/script" >/dev/null
  count=$pairs
  row "$size KB, launcher" "$launcher" "$work/fat"
  row "$size KB, kernel (binfmt_misc)" "$work/fat"
  count=$((pairs / 5 + 1))
  row "$size KB, script" "$work/script"
done
