"""turns.py ROUNDS COMMAND...: processes that do the same work once for each line they read, in turn.

Each answers with the milliseconds it took and what it found. Prints for each the fastest round and the least
processor time of a round, with that of threads that live on, in milliseconds, and its last answer. One round of
every process follows the other, so a machine that is busy for a while slows all of them down; processor time
tells most where others work on the same machine.
"""
import glob
import shlex
import subprocess
import sys


def processor(process):
    total = 0
    for stat in glob.glob(f"/proc/{process.pid}/task/*/schedstat"):
        try:
            with open(stat) as f:
                total += int(f.read().split()[0])
        except OSError:
            pass  # the thread has ended
    return total / 1e6


rounds = int(sys.argv[1])
processes = [
    subprocess.Popen(shlex.split(c), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    for c in sys.argv[2:]
]
wall = [[] for _ in processes]
used = [[] for _ in processes]
answers = [""] * len(processes)
for _ in range(rounds):
    for i, p in enumerate(processes):
        before = processor(p)
        p.stdin.write("\n")
        took, answers[i] = p.stdout.readline().split(" ", 1)
        wall[i].append(float(took))
        used[i].append(processor(p) - before)
for i, p in enumerate(processes):
    p.stdin.close()
    if p.wait():
        sys.exit(f"turns.py: {sys.argv[2 + i]}: exit code {p.returncode}")
    print(min(wall[i]), min(used[i]), answers[i].strip())
