#!/bin/bash
# startup-fused.sh [PAIRS [PROGRAM...]]: how much faster programs start when they are fused.
#
# Each program is fused in both address modes; original and fused then run in turn, A B A B, whole
# processes, PAIRS times (50). The ratio of the medians stands beside its floor, which is what a
# throwaway prototype reached on the same programs of Debian 12. Programs that are not installed are
# named and left out. Exit code 1 when a ratio is below its floor, or a fused program ends otherwise.
set -euo pipefail
pairs=${1:-50}
shift || true
home=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# name, argument, floor per process, floor per epoch
table='ffmpeg -version 4.1 6.3
mpv --version 3.7 5.2
inkscape --version 4.0 5.1
clang-14 --version 1.85 5.2
qemu-system-x86_64 --version 2.0 4.1
postgres --version 2.5 3.4
abidiff --version 2.0 2.4
curl --version 1.47 1.63'

measure() { # MODE PROGRAM ARGUMENT FLOOR
  local mode=$1 program=$2 argument=$3 floor=$4 fused begin took answer ratio
  mkdir -p "$work/$mode"
  fused=$work/$mode/${program##*/}
  begin=$EPOCHREALTIME
  "$home/elfwright" link fuse "$program" -o "$fused" --aslr="$mode" >/dev/null 2>"$work/errors" || {
    printf '%-20s %-8s %s\n' "${program##*/}" "$mode" "$(tail -n 1 "$work/errors")"
    return 1
  }
  took=$(((${EPOCHREALTIME/./} - ${begin/./}) / 1000))
  answer=$("$home/elfwright" link measure --pairs "$pairs" "$program" "$fused" -- "$argument" 2>&1) || {
    printf '%-20s %-8s %s\n' "${program##*/}" "$mode" "$(tail -n 1 <<<"$answer")"
    return 1
  }
  rm "$fused"
  ratio=$(sed -n 's/.*: \([0-9.]*\) times as fast.*/\1/p' <<<"$answer")
  printf '%-20s %-8s %6s  %5s  %-40s %5s ms\n' "${program##*/}" "$mode" "$ratio" "$floor" \
    "$(sed -n 's/: [0-9.]* times.*95 % interval \([^,]*\),.*/ (\1)/p' <<<"$answer")" "$took"
  grep '^warning:' <<<"$answer" && return 1
  awk "BEGIN { exit !($ratio >= $floor) }"
}

failed=0
printf '%-20s %-8s %6s  %5s  %-40s %8s\n' program address ratio floor 'original -> fused (95 % interval)' fusing
while read -r name argument process epoch; do
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  program=$(ls -d "/usr/bin/$name" /usr/lib/postgresql/*/bin/"$name" 2>/dev/null | head -n 1 || true)
  if [ -z "$program" ]; then
    echo "$name: not installed"
    continue
  fi
  program=$(readlink -f "$program")
  measure process "$program" "$argument" "$process" || failed=1
  measure epoch "$program" "$argument" "$epoch" || failed=1
done <<<"$table"
exit $failed
