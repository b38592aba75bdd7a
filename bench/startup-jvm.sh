#!/bin/bash
# startup-jvm.sh [PAIRS]: how long `elfwright --version` and `elfwright elf inspect` take, from the checkout
# and installed, against the least that this JDK can do.
#
# The other side is a class that prints one line, with an AOT cache of its own, started directly and
# without any option, so the launcher script counts on our side only. All run in turn.
# Prints the medians and their ratios; exit code 1 when that of --version from the checkout is above 2.0, that
# of elf inspect above 3.5, or an installed one cannot use its AOT cache; the aim is 2.0 for all.
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
"$home/install" "$work/prefix" >/dev/null
installed=("$work/prefix/bin/elfwright" --version)
installed_inspect=("$work/prefix/bin/elfwright" elf inspect /usr/bin/ls)
JDK_JAVA_OPTIONS=-XX:AOTMode=on "${installed_inspect[@]}" >/dev/null 2>&1 || {
  echo 'startup-jvm.sh: the installed program does not start from its AOT cache' >&2
  exit 1
}

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
  "${installed_inspect[@]}" >/dev/null
done
for ((i = 0; i < pairs; i++)); do
  micros hello "${hello[@]}"
  micros ours "${ours[@]}"
  micros inspect "${inspect[@]}"
  micros installed "${installed[@]}"
  micros installed_inspect "${installed_inspect[@]}"
done

awk -v a="$(median hello)" -v b="$(median ours)" -v c="$(median inspect)" -v d="$(median installed)" \
  -v e="$(median installed_inspect)" -v n="$pairs" 'BEGIN {
  printf "bare JVM hello                   %6.1f ms  (medians of %d rounds)\n", a / 1000, n
  row("elfwright --version", b); row("elfwright elf inspect", c)
  row("installed, elfwright --version", d); row("installed, elfwright elf inspect", e)
  exit b / a > 2.0 || c / a > 3.5
}
function row(what, micros) { printf "%-32s %6.1f ms  %5.2f times\n", what, micros / 1000, micros / a }'
