#!/bin/bash
# elf.sh [FILES [ROUNDS]]: reading and editing ELF files, against C and the usual tools, in one run.
#
# Takes the first FILES (2,334) ELF files below /usr/bin and /usr/lib. Prints the fastest of ROUNDS (40)
# rounds each and the ratio to its peer, of wall time and of processor time, with the ratio that is aimed at:
# - warm: all symbols with their names hashed, relocations and dynamic entries; C and Java in turn.
#   C maps every file; in the second row it reads those up to 256 KiB, as Elf.open does
# - whole processes, page cache warm: the same in one round, against readelf's that print them
# - editing 60 libraries in process against copying them
# - `elfwright elf inspect` against a JVM that prints one line, both with an AOT cache
# All contestants of the first part have to agree on the sum of all fields. Exit code 1 when they do not.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
count=${1:-2334}
rounds=${2:-40}
"$home/.mvn/install-packages" gcc libc6-dev binutils elfutils python3
"$home/elfwright" --version >/dev/null
read -r jdk <"$home/cli/target/dist/jdk"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

gcc -O2 -o "$work/walk" "$home/bench/elf/walk.c"
gcc -O2 -DSMALL='(256 << 10)' -o "$work/walk-read" "$home/bench/elf/walk.c"
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
                    # Those of compilers for other machines are not what walk.c reads.
                    if f.read(6) in (b"\x7fELF\1\1", b"\x7fELF\2\1"):
                        found.append(path)
print("\n".join(sorted(found)[: int(sys.argv[1])]))
PYTHON
awk '/\/lib[^/]*\.so[^/]*$/' "$work/list" | awk 'NR <= 60' >"$work/libraries"
java=("$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Xlog:disable)
"${java[@]}" -XX:AOTCacheOutput="$work/walk.aot" -cp "$work/walk.jar" Walk "$work/list" raw 1 <<<once >/dev/null 2>&1

row() { # WHAT MILLISECONDS PEER AIM [PROCESSOR-MILLISECONDS PEER]
  awk -v w="$1" -v a="$2" -v b="$3" -v aim="$4" -v p="${5-}" -v q="${6-}" \
    'BEGIN { printf "%-44s %9.1f ms  %5.2f  %5s  %s\n", w, a, a / b, p == "" ? "" : sprintf("%.2f", p / q),
             aim == "-" ? "" : "aim " aim }'
}
walk() { echo "${java[*]} -cp $work/walk.jar Walk $work/list $1 $2"; }
edit() { echo "${java[*]} -cp $work/walk.jar Edit $work/libraries $1"; }
once() { # COMMAND...: microseconds of a whole process, which has one line to read
  local start=$EPOCHREALTIME
  "$@" >/dev/null 2>&1 <<<once || true
  echo $((${EPOCHREALTIME/./} - ${start/./}))
}
least() { sort -n | awk 'NR == 1 { print $1 / 1000 }'; }
millis() { for _ in 1 2 3; do once "$@"; done | least; } # COMMAND...: the fastest of three

python3 "$home/bench/elf/turns.py" "$rounds" "$work/walk $work/list" "$work/walk-read $work/list" \
  "$(walk raw 1)" "$(walk objects 1)" "$(walk raw "$(nproc)")" >"$work/turns"
{
  read -r c c_cpu entries sum
  read -r small small_cpu _ sum0
  read -r raw raw_cpu _ sum1
  read -r objects objects_cpu _
  read -r all _ _ sum2
} <"$work/turns"
echo "$(wc -l <"$work/list") files, $entries symbols, relocations and dynamic entries"
printf '%56s  %5s  %5s\n' '' ratio 'of processor time'
[ "$sum $sum $sum" = "$sum0 $sum1 $sum2" ] || { echo "elf.sh: sums differ: $sum $sum0 $sum1 $sum2" >&2; exit 1; }
row 'C, mmap, one thread' "$c" "$c" -
row 'C, small files read, one thread' "$small" "$c" - "$small_cpu" "$c_cpu"
row 'Java, columns, one thread (to C, mmap)' "$raw" "$c" 1.0 "$raw_cpu" "$c_cpu"
row 'Java, values, one thread (to columns)' "$objects" "$raw" 2.0 "$objects_cpu" "$raw_cpu"
row "Java, columns, $(nproc) threads (to one)" "$all" "$raw" -

mapfile -t files <"$work/list"
cold=$(millis "${java[@]}" -XX:AOTCache="$work/walk.aot" -cp "$work/walk.jar" Walk "$work/list" raw "$(nproc)")
eu=$(millis eu-readelf -s -r -d "${files[@]}")
row 'eu-readelf -s -r -d, whole process' "$eu" "$eu" -
row 'readelf -s -r -d, whole process' "$(millis readelf -W -s -r -d "${files[@]}")" "$eu" -
row 'C, whole process' "$(millis "$work/walk" "$work/list")" "$eu" -
row 'Java, whole process (to eu-readelf)' "$cold" "$eu" 0.3

python3 "$home/bench/elf/turns.py" "$rounds" "$(edit copy)" "$(edit rpath)" "$(edit strip)" >"$work/turns"
{
  read -r copy copy_cpu _
  read -r rpath rpath_cpu _
  read -r strip strip_cpu _
} <"$work/turns"
row 'copying 60 libraries' "$copy" "$copy" -
row 'set rpath (to copying)' "$rpath" "$copy" 3.0 "$rpath_cpu" "$copy_cpu"
row 'strip (to copying)' "$strip" "$copy" 3.0 "$strip_cpu" "$copy_cpu"

printf 'public class Hello { public static void main(String[] a) { System.out.println("hello"); } }\n' >"$work/Hello.java"
"$jdk/bin/javac" -d "$work" "$work/Hello.java"
"$jdk/bin/jar" --create --file "$work/hello.jar" -C "$work" Hello.class
"$jdk/bin/java" -XX:AOTCacheOutput="$work/hello.aot" -cp "$work/hello.jar" Hello >/dev/null 2>&1
hello=("$jdk/bin/java" -XX:AOTCache="$work/hello.aot" -cp "$work/hello.jar" Hello)
"$home/install" "$work/prefix" >/dev/null
inspect=("$work/prefix/bin/elfwright" elf inspect /usr/bin/ls)
for ((i = 0; i < rounds; i++)); do
  once "${hello[@]}" >>"$work/hello.micros"
  once "${inspect[@]}" >>"$work/inspect.micros"
done
row 'a JVM that prints one line' "$(least <"$work/hello.micros")" "$(least <"$work/hello.micros")" -
row 'elfwright elf inspect (to that)' "$(least <"$work/inspect.micros")" "$(least <"$work/hello.micros")" 2.0
