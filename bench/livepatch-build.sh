#!/bin/bash
# livepatch-build.sh SOURCE [ROOT [ROUNDS]]: seconds that "livepatch build" takes for each source patch of the tests, as a whole
# process, the least of ROUNDS (3); and the seconds and peak memory of reading all symbols of the kernel out of its vmlinuz.
# The kernel is the newest 6.1 whose headers are installed; SOURCE is what the archive in linux-source-6.1 holds, ROOT where
# linux-image was unpacked by dpkg-deb -x (/ by default). Exit code 1 when an aim is missed.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
source=$1
root=${2:-/}
rounds=${3:-3}
release=$(ls /usr/src | sed -n 's/^linux-headers-\(6\.1\.0-[0-9]*-amd64\)$/\1/p' | sort -t- -k2n | tail -n 1)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/elfwright" --version >/dev/null
row() { printf '%-52s %12s  %s\n' "$@"; }

# SECONDS KILOBYTES of a command, as the shell's exit code of it is left in $code.
measure() {
  code=0
  /usr/bin/env python3 - "$@" <<'PY' >"$work/measured" || code=$?
import resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
print("%.2f %d" % (time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
PY
  read -r seconds kilobytes <"$work/measured"
}

missed=0
for patch in "$home"/livepatch/src/test/resources/dev/elfwright/livepatch/build/*.patch; do
  name=$(basename "$patch" .patch)
  least=
  for ((i = 0; i < rounds; i++)); do
    measure "$home/elfwright" livepatch build "$patch" --kernel "$release" --root "$root" --source "$source" -o "$work/out.ko"
    least=$(printf '%s\n%s\n' "$least" "$seconds" | sed '/^$/d' | sort -n | head -n 1)
  done
  [ "$code" = 0 ] && verdict=built || verdict=refused
  row "$name, $verdict, s" "$least" 'aim: 10'
  missed=$(awk -v m="$missed" -v s="$least" 'BEGIN { print m + (s > 10) }')
done
least=
most=0
for ((i = 0; i < rounds; i++)); do
  measure "$home/elfwright" livepatch symbols "$root/boot/vmlinuz-$release"
  least=$(printf '%s\n%s\n' "$least" "$seconds" | sed '/^$/d' | sort -n | head -n 1)
  [ "$kilobytes" -gt "$most" ] && most=$kilobytes
done
row 'all symbols out of vmlinuz, s' "$least" 'aim: 3'
row 'the same, most memory, MB' "$((most / 1024))" ''
missed=$(awk -v m="$missed" -v s="$least" 'BEGIN { print m + (s > 3) }')
[ "$missed" = 0 ]
