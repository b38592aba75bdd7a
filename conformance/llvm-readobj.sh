#!/bin/bash
# llvm-readobj.sh [14|19 [SOURCES]]: the inputs of LLVM's tests of llvm-readobj, held against GNU readelf.
#
# llvm-readobj's own format is not ours, but its tests describe some 900 small files, many of them
# broken in one place. Each is made by Debian's yaml2obj of that version, then read three times:
#   elf inspect --readelf=hlSsdrnV   byte by byte what readelf prints on standard output
#   elf inspect --json               valid JSON, or a refusal in one line
#   elf verify --json                ends with exit code 0, 1 or 3
# SOURCES is a folder with Debian's source package of LLVM; it is downloaded when it is not there.
#
# Each test's result is one of
#   equal          all of its inputs print the same
#   refused        an input is so broken that ours says so in one line where readelf goes on; the others
#                  are equal
#   differs        by choice; the reason stands in llvm/readobj-differs.txt
#   no input       it makes none by yaml2obj
#   FAIL           none of these: the first line that differs, or what should not have been said
# Exit code 1 when there is a FAIL, or when a test that llvm/readobj-differs.txt excuses is equal.
set -euo pipefail
version=${1:-14}
. "$(dirname "$0")/llvm/suite"
"$home/.mvn/install-packages" binutils
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unpack_tests "$work" "${2-}" '*/llvm/test/tools/llvm-readobj/*'
"$home/elfwright" --version >/dev/null
python3 "$here/llvm/readobj.py" "$tools/yaml2obj" "$home/elfwright" "$work" "$here/llvm/readobj-differs.txt"
