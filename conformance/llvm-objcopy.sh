#!/bin/bash
# llvm-objcopy.sh [--genuine] [14|19 [SOURCES]]: LLVM's tests of llvm-objcopy and llvm-strip on ELF, with ours.
#
# `elfwright elf copy` and `elfwright elf strip` stand for llvm-objcopy and llvm-strip; every other tool
# that the tests use is Debian's of that version (14 unless told otherwise), and so is lit. With
# --genuine the tools under test are LLVM's too: what fails then is the harness' fault.
# SOURCES is a folder with Debian's source package of LLVM; it is downloaded when it is not there.
#
# Each test's result is one of
#   pass           as LLVM expects
#   differs        by choice; the reason stands in llvm/differs.txt
#   unsupported    it uses an option that ours does not have: the message says so
#   FAIL           neither
# Exit code 1 when there is a FAIL, or when a test that llvm/differs.txt excuses passes. What ours printed
# is left in the folder that the last line names.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${here%/*}
genuine=
[ "${1-}" != --genuine ] || { genuine=yes; shift; }
version=${1:-14}
"$home/.mvn/install-packages" "llvm-$version" "llvm-$version-tools" python3
tools=/usr/lib/llvm-$version/bin
work=$(mktemp -d)
archive=$("$here/debian-source" "llvm-toolchain-$version" ${2:+"$2"})
# From 15 on Debian keeps one archive for each part.
tar xf "$archive" -C "$work" --strip-components=2 --wildcards \
  '*/llvm/test/tools/llvm-objcopy/*' '*/llvm/test/tools/llvm-strip/*' 2>/dev/null || true
[ -d "$work/test/tools/llvm-objcopy/ELF" ] || { echo "llvm-objcopy.sh: no tests in $archive" >&2; exit 3; }
cp "$here/llvm/elfwright.cfg.py" "$work/test/"

mkdir "$work/instead"
if [ -z "$genuine" ]; then
  printf '#!/bin/sh\nexec timeout 60 "%s" elf copy "$@"\n' "$home/elfwright" >"$work/instead/llvm-objcopy"
  printf '#!/bin/sh\nexec timeout 60 "%s" elf strip "$@"\n' "$home/elfwright" >"$work/instead/llvm-strip"
  chmod +x "$work/instead/"*
  "$home/elfwright" --version >/dev/null
fi

python3 "/usr/lib/llvm-$version/build/utils/lit/lit.py" --config-prefix elfwright -j 2 -v \
  --output "$work/results.json" -Dtools="$tools" -Dinstead="$work/instead" \
  -Dscratch="$work/scratch" -Dversion="$version" "$work/test/tools/llvm-objcopy/ELF" \
  >"$work/lit.log" 2>&1 || true

python3 "$here/llvm/table.py" "$work/results.json" "$here/llvm/differs.txt" || code=$?
echo "everything that was printed: $work/lit.log"
exit "${code:-0}"
