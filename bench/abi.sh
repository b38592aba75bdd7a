#!/bin/bash
# abi.sh [ROUNDS [PAIR...]]: `elfwright abi` against libabigail's abidiff, and what-if over /usr/bin.
#
# Compares each library with itself, ROUNDS (7) times in turn with abidiff: whole processes, page cache
# warm. Prints the least wall time, processor time and peak memory of each side, and their ratios to
# abidiff's; aims: a quarter of the time, less memory. The libraries are Debian 12's libstdc++.so.6,
# libpython3.11d.so.1.0 and libc.so.6, with debugging information from libstdc++6-12-dbg,
# libpython3.11-dbg and libc6-dbg (downloaded by apt, not installed), and two builds of libcrypto
# (bench/libcrypto-pair). Each PAIR is OLD=NEW, two more libraries to compare.
# Then `abi whatif` for stdout of libc.so.6 over all of /usr/bin; aim: 3 s.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
rounds=${1:-7}
shift $(($# ? 1 : 0))
"$home/.mvn/install-packages" abigail-tools python3 dpkg
"$home/elfwright" --version >/dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
(cd "$work" && apt-get -qq -o APT::Sandbox::User=root download libstdc++6-12-dbg libpython3.11-dbg libc6-dbg)
for package in "$work"/*.deb; do dpkg-deb -x "$package" "$work/root"; done
stdcxx=$(find "$work/root" -name 'libstdc++.so.6.*' -size +1M | head -n 1)
python=$work/root/usr/lib/x86_64-linux-gnu/libpython3.11d.so.1.0
libc=$(readlink -f "$(ldd "$BASH" | awk '$1 == "libc.so.6" { print $3 }')")
crypto=$("$home/bench/libcrypto-pair") || crypto=

python3 - "$home/elfwright" "$rounds" "$work/root/usr/lib/debug" "$libc=$libc" "$stdcxx=$stdcxx" "$python=$python" $crypto "$@" <<'PYTHON'
import os, subprocess, sys, time
ours, rounds, debug = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def run(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code < 0 or code == 70:
        sys.exit(f"{command}: ended with {code}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024

def least(runs):
    return [min(column) for column in zip(*runs)]

for pair in sys.argv[4:]:
    old, new = pair.split("=")
    sides = (
        [ours, "abi", "diff", "--debug-dir", debug, old, new],
        ["abidiff", "--no-default-suppression", "--d1", debug, "--d2", debug, old, new],
    )
    runs = ([], [])
    for _ in range(rounds):
        for side, into in zip(sides, runs):
            into.append(run(side))
    (w, c, m), (pw, pc, pm) = least(runs[0]), least(runs[1])
    print(f"{os.path.basename(old):24} ours {w:6.2f} s wall {c:6.2f} s cpu {m:5.0f} MB"
          f"   abidiff {pw:6.2f} {pc:6.2f} {pm:5.0f}   ratio {w/pw:.2f} {c/pc:.2f} {m/pm:.2f}")
libc = sys.argv[4].split("=")[0]
runs = [run([ours, "abi", "whatif", libc, "--grow", "stdout=8", "--consumers", "/usr/bin"])
        for _ in range(rounds)]
w, c, m = least(runs)
print(f"whatif over /usr/bin     {w:.2f} s wall {c:.2f} s cpu {m:.0f} MB   aim 3 s")
PYTHON
