#!/bin/bash
# startup-jvm.sh [PAIRS]: how long `elfwright --version` and `elfwright elf inspect` take to their first
# output and to their end, from the checkout and installed, against the least that this JDK can do.
#
# The other side is a class that prints one line, with an AOT cache of its own, started directly and
# without any option, so the launcher script counts on our side only. All run in turn.
# Prints the medians and their ratios; exit code 1 when the whole of --version from the checkout is above 2.0,
# of elf inspect above 3.5, or an installed one cannot use its AOT cache; the aim is 2.0 for the first output.
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

# Whatever is printed fits into the pipe, so that nobody has to read on for the program to end.
micros() { # NAME COMMAND...: appends the wall time to the first output and to the end to two files
  local name=$1 start=$EPOCHREALTIME first end output
  shift
  exec {output}< <(exec "$@")
  read -r -N 1 -u "$output"
  first=$EPOCHREALTIME
  wait $!
  end=$EPOCHREALTIME
  exec {output}<&-
  echo $((${first/[.,]/} - ${start/[.,]/})) >>"$work/$name.first"
  echo $((${end/[.,]/} - ${start/[.,]/})) >>"$work/$name.end"
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

row() { # WHAT NAME: prints both medians and their ratios to the bare JVM's
  awk -v what="$1" -v first="$(median "$2.first")" -v end="$(median "$2.end")" \
    -v least="$(median hello.first)" -v all="$(median hello.end)" 'BEGIN {
    printf "%-32s %6.1f ms %6.2f times   %6.1f ms %6.2f times\n", \
      what, first / 1000, first / least, end / 1000, end / all }'
}
echo "medians of $pairs rounds                   first output               end"
row 'bare JVM hello' hello
row 'elfwright --version' ours
row 'elfwright elf inspect' inspect
row 'installed, elfwright --version' installed
row 'installed, elfwright elf inspect' installed_inspect
awk -v hello="$(median hello.end)" -v version="$(median ours.end)" -v inspect="$(median inspect.end)" \
  'BEGIN { exit version / hello > 2.0 || inspect / hello > 3.5 }'
