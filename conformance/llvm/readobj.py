"""readobj.py YAML2OBJ ELFWRIGHT WORK DIFFERS: what llvm-readobj.sh says.

A line of DIFFERS is a test's name, a tab, and the reason; # begins a comment.
"""
import collections
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

LETTERS = "hlSsdrnV"
TRACE = re.compile(r"internal error|Exception in|^\tat ", re.M)


def commands(test):
    """The words of each yaml2obj that a test runs, without where its output goes."""
    text = re.sub(r"\\\n[^\n]*?RUN:", "", test.read_text(errors="replace"))
    for line in re.findall(r"RUN:(.*)", text):
        for part in re.split(r"\||&&|;", line):
            try:
                words = shlex.split(part)
            except ValueError:
                continue
            if words and words[0] == "yaml2obj":
                yield list(plain(words[1:]))


def plain(words):
    rest = iter(words)
    for word in rest:
        if word in ("-o", ">", "2>&1"):
            if word != "2>&1":
                next(rest, None)
        elif not word.startswith((">", "-o=")):
            yield word


def make(yaml2obj, test, folder):
    """The inputs of a test, equal ones once."""
    made = {}
    for words in commands(test):
        places = {"%s": str(test), "%p": str(test.parent), "%S": str(test.parent), "%t": "%t"}
        words = [re.sub(r"%/?([spSt])", lambda m: places["%" + m[1]], w) for w in words]
        done = subprocess.run([yaml2obj, *words], capture_output=True, stdin=subprocess.DEVNULL)
        if done.returncode == 0 and done.stdout:
            made.setdefault(done.stdout, None)
    for content in made:
        file = folder / f"{len(list(folder.iterdir())):04}"
        file.write_bytes(content)
        yield file.name


def run(words, folder):
    environment = dict(os.environ, LC_ALL="C")
    done = subprocess.run(words, capture_output=True, cwd=folder, timeout=300, env=environment)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def by_file(text):
    """What was printed of each of several files."""
    parts = re.split(rb"(?m)^\nFile: (\d{4})\n", b"\n" + text if not text.startswith(b"\n") else text)
    return dict(zip((name.decode() for name in parts[1::2]), parts[2::2]))


def named(said):
    """The line that each file is refused with."""
    return {m[1]: m[0].strip() for m in re.finditer(r"^elfwright: (\d{4}): .*$", said, re.M)}


def json_of(elfwright, files, folder):
    """What is wrong with the JSON of each file. A file that is refused ends a run."""
    wrong = {}
    rest = list(files)
    while rest:
        code, out, said = run([elfwright, "elf", "inspect", "--json", *rest], folder)
        if code == 0:
            try:
                json.loads(out)
            except ValueError as e:
                wrong[rest[0]] = f"no JSON: {e}"
            break
        refused = named(said)
        if code != 3 or not refused:
            wrong[rest[0]] = f"inspect --json ends with {code}: {said.strip()}"
            break
        rest = rest[rest.index(next(iter(refused))) + 1 :]
    return wrong


def verify_of(elfwright, files, folder):
    code, out, said = run([elfwright, "elf", "verify", "--json", *files], folder)
    if code in (0, 1, 3) and not TRACE.search(said):
        return {}
    return {files[0]: f"verify ends with {code}: {said.strip()}"}


def first_difference(theirs, ours):
    for a, b in zip(theirs.split(b"\n"), ours.split(b"\n")):
        if a != b:
            return f"readelf: {a.decode(errors='replace').strip()} | ours: {b.decode(errors='replace').strip()}"
    return "one of them ends earlier"


def judge(files, theirs, ours, refused, wrong, reason):
    if not files:
        return "no input", ""
    bad = [wrong[f] for f in files if f in wrong]
    different = [f for f in files if f not in refused and theirs.get(f) != ours.get(f)]
    if bad:
        return "FAIL", bad[0]
    if different and reason:
        return "differs", reason
    if different:
        f = different[0]
        return "FAIL", f"{f}: " + first_difference(theirs.get(f, b""), ours.get(f, b""))
    lines = [refused[f] for f in files if f in refused]
    stale = f"no longer differs: {reason}" if reason else ""
    return ("refused", stale or lines[0]) if lines else ("equal", stale)


def main():
    yaml2obj, elfwright, work, excuses = sys.argv[1:]
    with open(excuses) as lines:
        excused = dict(x.rstrip("\n").split("\t", 1) for x in lines if x.strip() and x[0] != "#")
    root = pathlib.Path(work) / "test/tools/llvm-readobj/ELF"
    folder = pathlib.Path(work) / "in"
    folder.mkdir()
    tests = sorted(t for t in root.rglob("*") if t.suffix in (".test", ".s", ".yaml") and "Inputs" not in t.parts)
    inputs = {t: list(make(yaml2obj, t, folder)) for t in tests}
    files = [f for made in inputs.values() for f in made]

    # One at a time: what readelf 2.40 finds in a broken file can change what it says of the next.
    theirs = {f: run(["readelf", "-" + LETTERS, f], folder)[1] for f in files}
    code, ours, said = run([elfwright, "elf", "inspect", "--readelf=" + LETTERS, *files], folder)
    wrong = json_of(elfwright, files, folder) | verify_of(elfwright, files, folder)
    if code not in (0, 3) or TRACE.search(said):
        wrong[files[0]] = f"inspect --readelf ends with {code}: {said.strip()}"

    ours, refused = by_file(ours), named(said)
    counts = collections.Counter()
    stale = False
    for test, made in inputs.items():
        name = str(test.relative_to(root.parent))
        result, why = judge(made, theirs, ours, refused, wrong, excused.get(name, ""))
        counts[result] += 1
        stale |= result in ("equal", "refused") and name in excused
        if result != "equal" or why:
            print(f"{result:10} {name:48} {why}")
    print(", ".join(f"{n} {r}" for r, n in counts.most_common()), f"of {len(tests)}; {len(files)} inputs,", len(refused), "of them refused")
    sys.exit(1 if counts["FAIL"] or stale or not files else 0)


main()
