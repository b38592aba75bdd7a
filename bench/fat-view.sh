#!/bin/bash
# fat-view.sh [PAIRS [ROUNDS]]: what a view of fat files costs. As root, for it mounts.
#
# - exec: a thin program against its slice in a view, run in turn (`link measure`, PAIRS (200) pairs), for
#   programs of 100 KB and 100 MB: ratio of the medians with its 95 % interval, and the same by FUSE
# - making and mounting a view over 831 fat files among 8,310 others, in a warm JVM, median of ROUNDS (30);
#   refreshing it; mounting it over loop devices
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
pairs=${1:-200}
rounds=${2:-30}
"$home/.mvn/install-packages" gcc libc6-dev libc6-arm64-cross fuse3 libfuse3-3 jq
"$home/elfwright" --version >/dev/null
read -r jdk <"$home/cli/target/dist/jdk"
read -r classpath <"$home/cli/target/dist/classpath"
work=$(mktemp -d)
cleanup() {
  for view in view fuse many-view; do
    "$home/elfwright" fat view unmount --lazy "$work/$view" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap cleanup EXIT
foreign=/usr/aarch64-linux-gnu/lib/libm.so.6

mkdir -p "$work"/{thin,root,view,fuse}
for size in 100000 100000000; do
  head -c $size /dev/urandom >"$work/data"
  printf 'int main(void) { return 0; }\n__asm__(".section .rodata\\n.incbin \\"%s\\"\\n.text");\n' "$work/data" >"$work/p.c"
  gcc -O1 -o "$work/thin/$size" "$work/p.c"
  "$home/elfwright" fat create "$work/root/$size" "$work/thin/$size" $foreign
  cat "$work/thin/$size" >/dev/null
done
"$home/elfwright" fat view mount "$work/root" "$work/view" >/dev/null
"$home/elfwright" fat view mount --backing=fuse "$work/root" "$work/fuse" >/dev/null
ratio='.ratio | map_values(. * 1000 | round / 1000) | "\(.value) (\(.low) to \(.high))"'
row() { printf '%-46s %24s  %s\n' "$@"; }
for size in 100000 100000000; do
  for view in view fuse; do
    # The pages of the view itself are read once, like those of any file.
    cat "$work/$view/$size" >/dev/null
    "$home/elfwright" link measure --json --pairs "$pairs" "$work/$view/$size" "$work/thin/$size" >"$work/measured"
    row "exec, $((size / 1000)) KB, $view (to thin)" "$(jq -r "$ratio" "$work/measured")" "$([ $view = view ] && echo 'aim 1.02')"
  done
done

mapfile -t programs < <(find /usr/bin /usr/lib/x86_64-linux-gnu -type f -size -2000k -print0 | xargs -0 grep -lm1 -a -P '^\x7fELF\x02' 2>/dev/null | head -831)
"$jdk/bin/javac" -cp "$classpath" -d "$work/classes" "$home/bench/fat/View.java"
{
  read -r mount
  read -r refresh
  read -r loop
} < <("$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$work/classes:$classpath" \
  View "$work" "$rounds" $foreign "${programs[@]}")
row "view of ${#programs[@]} files made and mounted, warm" "$mount" 'ms, aim 150'
row 'the same refreshed' "$refresh" ms
row 'the same mounted over loop devices' "$loop" ms
