#!/bin/bash
# census.sh [PACKAGES [WORK]]: how fast packages become a census, and how fast it answers.
#
# Scans PACKAGES (1,500) .deb files of apt's cache; what it lacks is downloaded by apt-get, which needs an
# apt that is configured. Prints the rate for each core (bytes of content in a second of processor
# time), memory, what expanding the same packages alone takes of xz's program with the same liblzma, a second scan,
# the named questions, and compares 200 packages drawn by SEED (1) with dpkg-deb.
# Exit code 1 when a count differs, or memory passes 2 GB.
set -euo pipefail
count=${1:-1500}
home=$(cd "$(dirname "$0")/.." && pwd)
work=${2:-$(mktemp -d)}
[ -n "${2-}" ] || trap 'rm -rf "$work"' EXIT
mkdir -p "$work/debs"

find /var/cache/apt/archives "$work/debs" -maxdepth 1 -name '*.deb' | LC_ALL=C sort |
  awk -v seed="${SEED:-1}" 'BEGIN { srand(seed) } { print rand() "\t" $0 }' | sort -n | cut -f 2 |
  sed -n "1,${count}p" >"$work/list"
have=$(wc -l <"$work/list")
if [ "$have" -lt "$count" ]; then
  (cd "$work/debs" && dpkg-query -W -f '${Package}\n' | sed -n "1,$((count - have))p" |
    xargs -n 50 apt-get download -q 2>/dev/null || true)
  find "$work/debs" -name '*.deb' >>"$work/list"
fi
echo "$(wc -l <"$work/list") packages, $(xargs -d '\n' du -cbL <"$work/list" | tail -n 1 | cut -f 1 | numfmt --to=si)B"

"$home/elfwright" --version >/dev/null
exec python3 - "$home/elfwright" "$work" "${SEED:-1}" <<'EOF'
import concurrent.futures, json, os, random, resource, subprocess, sys, time
elfwright, work, seed = sys.argv[1:]
census, files = work + "/census", work + "/list"
subprocess.run(["rm", "-rf", census], check=True)

def measured(*words):
    """Wall time, processor time, peak memory in MB and output of a command."""
    begin = time.time()
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(write, 1)
        os.execv(elfwright, [elfwright, "census", *words])
    os.close(write)
    with os.fdopen(read) as pipe:
        output = pipe.read()
    _, status, used = os.wait4(pid, 0)
    if status:
        sys.exit(f"census {words[0]} failed")
    return time.time() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, output

wall, cpu, memory, output = measured("scan", "-o", census, "--files-from", files, "--json")
size = json.loads(output)["bytesRead"] / 1e6
print(f"first scan: {size:.0f} MB of content in {wall:.1f} s, {cpu:.1f} s of processor time: "
      f"{size / cpu:.1f} MB/s per core; at most {memory:.0f} MB of memory")
again, again_cpu, _, _ = measured("scan", "-o", census, "--files-from", files, "--json")
print(f"second scan: {again:.2f} s, {wall / again:.0f} times as fast ({cpu / again_cpu:.0f} by processor time)")

def streams(deb):
    """The compressed members of a package: an ar archive, as deb(5) says."""
    with open(deb, "rb") as file:
        file.seek(8)
        while header := file.read(60):
            size = int(header[48:58])
            yield header[:16].decode().rstrip(" /"), file.read(size)
            file.seek(size % 2, os.SEEK_CUR)

PROGRAMS = {".xz": ["xz", "-dcT1"], ".zst": ["zstd", "-dcqT1"], ".gz": ["gzip", "-dc"]}

def expand(debs):
    """One process for each kind of compression: what follows a stream is expanded too."""
    started = {}
    for deb in debs:
        for name, content in streams(deb):
            kind = os.path.splitext(name)[1]
            if kind in PROGRAMS:
                if kind not in started:
                    started[kind] = subprocess.Popen(PROGRAMS[kind], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
                started[kind].stdin.write(content)
    for program in started.values():
        program.communicate()
        if program.returncode:
            raise RuntimeError(f"{program.args[0]} failed")

def expanding():
    """Processor time of expanding all packages, on as many cores as the scan uses: they slow each other down."""
    debs, cores = [line.strip() for line in open(files)], len(os.sched_getaffinity(0))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with concurrent.futures.ThreadPoolExecutor(cores) as pool:
        list(pool.map(expand, [debs[i::cores] for i in range(cores)]))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

alone = expanding()
print(f"expanding alone, by xz's program with the same liblzma: {alone:.1f} s of processor time, {size / alone:.1f} MB/s per core; "
      f"the scan took {cpu / alone:.2f} times that")

def rows(sql):
    return json.loads(measured("sql", "-c", census, "--json", sql)[3])

tables = ["units", "files", "elf", "symbols", "relocations", "loads", "bindings", "errors"]
counts = rows("SELECT " + ", ".join(f"(SELECT count(*) FROM {t}) AS {t}" for t in tables))[0]
print(", ".join(f"{n:,} {t}" for t, n in counts.items()))

slow = []
names = [q["name"] for q in json.loads(measured("ask", "--json")[3])]
values = {"consumers": ["symbol=malloc"], "removal": ["library=libcrypto.so.3", "symbol=EVP_MD_CTX_new"]}
for name in names:
    took = min(measured("ask", "-c", census, "--json", name, *values.get(name, []))[0] for _ in range(3))
    slow.append((took, name))
print("questions, whole processes, least of three: " + ", ".join(f"{n} {t:.2f} s" for t, n in sorted(slow, reverse=True)[:5]) + ", the others less")

sample = [line.strip() for line in open(files)]
random.Random(int(seed)).shuffle(sample)
found = {r["path"]: r["file_count"] for r in rows("SELECT path, file_count FROM units")}
different = 0
for deb in sample[:200]:
    listed = subprocess.run(["dpkg-deb", "-c", deb], capture_output=True, check=True).stdout.count(b"\n")
    if found.get(deb) != listed:
        different += 1
        print(f"{deb}: {found.get(deb)} files, dpkg-deb says {listed}")
print(f"200 packages drawn with seed {seed}: {different} differ from dpkg-deb -c")
sys.exit(1 if different or memory > 2000 else 0)
EOF
