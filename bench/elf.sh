#!/bin/bash
# elf.sh [FILES [ROUNDS]]: reading and editing ELF files, against C and the usual tools, in one run.
#
# Takes the first FILES (2,334) ELF files below /usr/bin and /usr/lib. Prints the fastest of ROUNDS (10)
# rounds each and the ratio to its peer, with the ratio that is aimed at:
# - warm: all symbols with their names hashed, relocations and dynamic entries; C and Java in turn
# - whole processes, page cache warm: the same in one round, against readelf's that print them
# - editing 60 libraries in process against copying them
# - `elfwright elf inspect` against a JVM that prints one line, both with an AOT cache
# All contestants of the first part have to agree on the sum of all fields. Exit code 1 when they do not.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
count=${1:-2334}
rounds=${2:-10}
"$home/.mvn/install-packages" gcc libc6-dev binutils elfutils python3
"$home/elfwright" --version >/dev/null
read -r jdk <"$home/cli/target/dist/jdk"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

gcc -O2 -o "$work/walk" "$home/bench/elf/walk.c"
"$jdk/bin/javac" -cp "$home/elf/target/classes" -d "$work/classes" "$home"/bench/elf/*.java
"$jdk/bin/jar" --create --file "$work/walk.jar" -C "$work/classes" . -C "$home/elf/target/classes" .
python3 - "$count" >"$work/list" <<'PYTHON'
import os, stat, sys
found = []
for root in "/usr/bin", "/usr/lib":
    for folder, _, names in os.walk(root):
        for path in (os.path.join(folder, n) for n in names):
            if stat.S_ISREG(os.lstat(path).st_mode) and os.access(path, os.R_OK):
                with open(path, "rb") as f:
                    if f.read(4) == b"\x7fELF":
                        found.append(path)
print("\n".join(sorted(found)[: int(sys.argv[1])]))
PYTHON
awk '/\/lib[^/]*\.so[^/]*$/' "$work/list" | awk 'NR <= 60' >"$work/libraries"
java=("$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Xlog:disable)
"${java[@]}" -XX:AOTCacheOutput="$work/walk.aot" -cp "$work/walk.jar" Walk "$work/list" raw 1 1 >/dev/null 2>&1

row() { # WHAT MILLISECONDS PEER AIM
  awk -v w="$1" -v a="$2" -v b="$3" -v aim="$4" \
    'BEGIN { printf "%-44s %9.1f ms  %5.2f  %s\n", w, a, a / b, aim == "-" ? "" : "aim " aim }'
}
walk() { "${java[@]}" -cp "$work/walk.jar" Walk "$work/list" "$1" "$2" "$rounds"; }
millis() { # COMMAND...: whole process, fastest of three
  local best=999999999 i start took
  for i in 1 2 3; do
    start=$EPOCHREALTIME
    "$@" >/dev/null 2>&1 || true
    took=$((${EPOCHREALTIME/./} - ${start/./}))
    [ $took -ge $best ] || best=$took
  done
  awk -v t=$best 'BEGIN { print t / 1000 }'
}

read -r entries sum c < <("$work/walk" "$work/list" "$rounds")
read -r _ sum1 raw < <(walk raw 1)
read -r _ _ objects < <(walk objects 1)
read -r _ sum2 all < <(walk raw "$(nproc)")
echo "$(wc -l <"$work/list") files, $entries symbols, relocations and dynamic entries"
[ "$sum $sum" = "$sum1 $sum2" ] || { echo "elf.sh: sums differ: $sum $sum1 $sum2" >&2; exit 1; }
row 'C, mmap, one thread' "$c" "$c" -
row 'Java, columns, one thread (to C)' "$raw" "$c" 1.0
row 'Java, values, one thread (to columns)' "$objects" "$raw" 2.0
row "Java, columns, $(nproc) threads (to one)" "$all" "$raw" -

mapfile -t files <"$work/list"
cold=$(millis "${java[@]}" -XX:AOTCache="$work/walk.aot" -cp "$work/walk.jar" Walk "$work/list" raw "$(nproc)" 1)
eu=$(millis eu-readelf -s -r -d "${files[@]}")
row 'eu-readelf -s -r -d, whole process' "$eu" "$eu" -
row 'readelf -s -r -d, whole process' "$(millis readelf -W -s -r -d "${files[@]}")" "$eu" -
row 'C, whole process' "$(millis "$work/walk" "$work/list" 1)" "$eu" -
row 'Java, whole process (to eu-readelf)' "$cold" "$eu" 0.3

read -r copy rpath strip < <("${java[@]}" -cp "$work/walk.jar" Edit "$work/libraries" "$rounds")
row 'copying 60 libraries' "$copy" "$copy" -
row 'set rpath (to copying)' "$rpath" "$copy" 3.0
row 'strip (to copying)' "$strip" "$copy" 3.0

printf 'public class Hello { public static void main(String[] a) { System.out.println("hello"); } }\n' >"$work/Hello.java"
"$jdk/bin/javac" -d "$work" "$work/Hello.java"
"$jdk/bin/jar" --create --file "$work/hello.jar" -C "$work" Hello.class
"$jdk/bin/java" -XX:AOTCacheOutput="$work/hello.aot" -cp "$work/hello.jar" Hello >/dev/null 2>&1
hello=$(millis "$jdk/bin/java" -XX:AOTCache="$work/hello.aot" -cp "$work/hello.jar" Hello)
row 'a JVM that prints one line' "$hello" "$hello" -
if "$home/elfwright" elf inspect /usr/bin/true >/dev/null 2>&1; then
  row 'elfwright elf inspect (to that)' "$(millis "$home/elfwright" elf inspect /usr/bin/true)" "$hello" 2.0
fi
