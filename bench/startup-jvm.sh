#!/bin/bash
# startup-jvm.sh [PAIRS]: how long `elfwright --version` and `elfwright elf inspect` take, against the
# least that this JDK can do.
#
# The other side is a class that prints one line, with an AOT cache of its own, started directly and
# without any option, so the launcher script counts on our side only. Both run in turn, A B A B.
# Prints the medians and their ratios; exit code 1 when that of --version is above 2.0, or that of
# elf inspect above 3.5; the aim is 2.0 for both.
set -euo pipefail
pairs=${1:-100}
home=$(cd "$(dirname "$0")/.." && pwd)
"$home/elfwright" --version >/dev/null
read -r jdk <"$home/cli/target/dist/jdk"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/Hello.java" <<'JAVA'
public class Hello {
  public static void main(String[] args) {
    System.out.println("hello");
  }
}
JAVA
"$jdk/bin/javac" -d "$work" "$work/Hello.java"
"$jdk/bin/jar" --create --file "$work/hello.jar" -C "$work" Hello.class
"$jdk/bin/java" -XX:AOTCacheOutput="$work/hello.aot" -cp "$work/hello.jar" Hello >/dev/null 2>&1
hello=("$jdk/bin/java" -XX:AOTCache="$work/hello.aot" -cp "$work/hello.jar" Hello)
ours=("$home/elfwright" --version)
inspect=("$home/elfwright" elf inspect /usr/bin/ls)

micros() { # NAME COMMAND...: appends the run's wall time to a file
  local name=$1 start=$EPOCHREALTIME end
  shift
  "$@" >/dev/null
  end=$EPOCHREALTIME
  echo $((${end/[.,]/} - ${start/[.,]/})) >>"$work/$name"
}
median() { sort -n "$work/$1" | sed -n "$(((pairs + 1) / 2))p"; }

for _ in 1 2 3 4 5; do
  "${hello[@]}" >/dev/null
  "${ours[@]}" >/dev/null
  "${inspect[@]}" >/dev/null
done
for ((i = 0; i < pairs; i++)); do
  micros hello "${hello[@]}"
  micros ours "${ours[@]}"
  micros inspect "${inspect[@]}"
done

awk -v a="$(median hello)" -v b="$(median ours)" -v c="$(median inspect)" -v n="$pairs" 'BEGIN {
  printf "bare JVM hello        %6.1f ms\nelfwright --version   %6.1f ms\nelfwright elf inspect %6.1f ms\n",
    a / 1000, b / 1000, c / 1000
  printf "ratio of --version   %7.2f\nratio of elf inspect %7.2f  (medians of %d rounds)\n", b / a, c / a, n
  exit b / a > 2.0 || c / a > 3.5
}'
