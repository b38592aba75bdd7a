#!/bin/bash
# llvm-objcopy.sh [--genuine] [14|19 [SOURCES]]: LLVM's tests of llvm-objcopy and llvm-strip on ELF, with ours.
#
# `elfwright llvm-objcopy` and `elfwright llvm-strip` stand for llvm-objcopy and llvm-strip; every other tool
# that the tests use is Debian's of that version (14 unless told otherwise), and so is lit. With
# --genuine the tools under test are LLVM's too: what fails then is the harness' fault.
# SOURCES is a folder with Debian's source package of LLVM; it is downloaded when it is not there.
#
# Each test's result is one of
#   pass           as LLVM expects
#   differs        by choice; the reason stands in llvm/differs.txt. Where it is the words of a message, the
#                  rest of the test must pass (llvm/FileCheck.py)
#   unsupported    it uses an option that ours does not have: the message says so
#   FAIL           neither
# Exit code 1 when there is a FAIL, or when a test that llvm/differs.txt excuses passes. What was printed
# stays in the file that the last line names.
set -euo pipefail
genuine=
[ "${1-}" != --genuine ] || { genuine=yes; shift; }
version=${1:-14}
. "$(dirname "$0")/llvm/suite"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unpack_tests "$work" "${2-}" '*/llvm/test/tools/llvm-objcopy/*'

excuses=$here/llvm/differs.txt
if [ -n "$genuine" ]; then
  excuses=/dev/null
else
  for tool in llvm-objcopy llvm-strip; do
    printf '#!/bin/sh\nexec timeout 60 "%s" %s "$@"\n' "$home/elfwright" "$tool" >"$work/instead/$tool"
  done
  cp "$here/llvm/FileCheck.py" "$work/instead/FileCheck"
  chmod +x "$work/instead/"*
  "$home/elfwright" --version >/dev/null
fi

mkdir -p "$work/scratch"
run_lit "$work" "$work/test/tools/llvm-objcopy/ELF"
code=0
python3 "$here/llvm/table.py" "$work/results.json" "$excuses" "$work/scratch/refusals" "$version" || code=$?
log=${TMPDIR:-/tmp}/llvm-objcopy-$version.log
mv "$work/lit.log" "$log"
echo "all that was printed: $log"
exit "$code"
