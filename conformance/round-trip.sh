#!/bin/bash
# round-trip.sh [SOURCES]: parse -> write gives back every byte of every ELF file there is to be had.
#
# - all ELF files below /usr
# - what LLVM's own tests make and ship: its inputs for tools and libraries of object files, and what
#   yaml2obj, llvm-mc and others write while Debian's lit runs these tests
# - the test files of elfutils
# SOURCES is a folder with Debian's source packages of LLVM 14 and elfutils; they are downloaded when
# they are not there. Prints the totals of each, and each file that is refused, with the reason: many
# of LLVM's are malformed on purpose. Exit code 1 when a file came back changed.
set -euo pipefail
version=14
. "$(dirname "$0")/llvm/suite"
. "$home/.mvn/find-jdk"
find_jdk
"$home/.mvn/install-packages" bzip2 xz-utils
"$home/mvnw" -f "$home/pom.xml" -q -B -Dquick -DskipTests -pl elf -am package
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
round_trip() { "$JAVA_HOME/bin/java" -Xmx2g -cp "$home/elf/target/classes" "$here/RoundTrip.java" "$@"; }
failed=0

echo "== /usr"
round_trip /usr || failed=1

mkdir -p "$work/elfutils"
tar xf "$("$here/debian-source" elfutils ${1:+"$1"})" -C "$work/elfutils" --strip-components=2 \
  --wildcards '*/tests/*.bz2'
bunzip2 -q "$work"/elfutils/*.bz2
for archive in "$work"/elfutils/*.tar; do
  [ ! -e "$archive" ] || { mkdir "$archive.d" && tar xf "$archive" -C "$archive.d"; }
done
echo "== elfutils"
round_trip "$work/elfutils" || failed=1

unpack_tests "$work" "${1-}" '*/llvm/test/tools/*' '*/llvm/test/Object/*' '*/llvm/test/MC/*'
folders=()
for folder in tools/{llvm-{objcopy,readobj,objdump,nm,ar,size,symbolizer,dwarfdump,dwp,elfabi,ifs,strings,cxxfilt,lipo},yaml2obj,obj2yaml} Object MC/ELF; do
  [ ! -d "$work/test/$folder" ] || folders+=("$work/test/$folder")
done
# Of the assembler's tests only those that leave an object file.
mapfile -t assembled < <(grep -rlE -e '-filetype=obj.* -o %t' "$work/test/MC" --include='*.s' --exclude-dir=ELF)
run_lit "$work" "${folders[@]}" "${assembled[@]}"
echo "== LLVM: $(grep -cE '^(PASS|FAIL):' "$work/lit.log") tests run"
round_trip "$work/test" "$work/scratch" || failed=1
exit $failed
