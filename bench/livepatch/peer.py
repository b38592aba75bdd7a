"""peer.py CREATE_DIFF_OBJECT CORPUS WORK ROUNDS: verdicts and times of kpatch's program on the same pairs.

It wants the sizes of special sections' entries in its environment; they depend on the kernel, so that those that
fit are tried in turn. Prints how many verdicts are right, how many pairs there are, and the median of the pairs' least
times in milliseconds, whole processes.
"""
import os
import re
import statistics
import subprocess
import sys
import time

program, corpus, work, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
SIZES = {
    "x86_64": [
        "ALT=12 BUG=12 EX=12 FIXUP=48 JUMP=24 PARA=16 ORC=6 PRINTK_INDEX=8 STATIC_CALL=8",
        "ALT=13 BUG=12 EX=12 FIXUP=48 JUMP=24 PARA=16 ORC=6 PRINTK_INDEX=8 STATIC_CALL=8",
    ],
    "ppc64le": ["BUG=16 EX=8 FIXUP=48 JUMP=24 PRINTK_INDEX=8"],
    "s390x": ["ALT=12 BUG=12 EX=8 JUMP=16 PRINTK_INDEX=8"],
    "aarch64": ["ALT=12 BUG=12 EX=12 JUMP=16 PRINTK_INDEX=8"],
    "loongarch64": ["ALT=12 BUG=12 EX=12 JUMP=16 ORC=8 PRINTK_INDEX=8"],
}

right = 0
times = []
pairs = [line.rstrip("\n").split("\t") for line in open(f"{corpus}/expected.tsv")]
for arch, name, expected in pairs:
    base = f"{corpus}/{arch}/{name}"
    patched = base + ".PATCHED.o"
    if not os.path.exists(patched):
        patched = base + ".PATCHED.FAIL.o"
    symbols = f"{work}/symbols"
    with open(symbols, "w") as out:
        text = subprocess.run(["readelf", "-s", "--wide", base + ".ORIG.o"], capture_output=True, text=True, check=True)
        out.write(re.sub(r"\s+\[<localentry>: 8\]", "", text.stdout))
    best = None
    verdicts = set()
    for sizes in SIZES[arch]:
        env = dict(os.environ)
        for word in sizes.split():
            key, value = word.split("=")
            env[key + "_STRUCT_SIZE"] = value
        if os.path.exists(base + ".env"):
            env.update(line.strip().split("=") for line in open(base + ".env") if "=" in line)
        command = [program, base + ".ORIG.o", patched, "vmlinux", symbols, "/dev/null", "test", f"{work}/out.o"]
        for _ in range(rounds):
            start = time.perf_counter()
            code = subprocess.run(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
            took = (time.perf_counter() - start) * 1000
            best = took if best is None else min(best, took)
        verdicts.add("accept" if code == 0 else "refuse")
    right += expected in verdicts
    times.append(best)
print(right, len(pairs), f"{statistics.median(times):.2f}")
