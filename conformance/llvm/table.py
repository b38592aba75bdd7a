"""table.py RESULTS DIFFERS: the results of lit, with those apart that differ by choice.

A line of DIFFERS is a test's name, a tab, and the reason; # begins a comment.
"""
import collections
import json
import re
import sys

UNSUPPORTED = re.compile(
    r"[Uu]nknown options?:? .*|not supported: .*|Unmatched argument.*|is no ELF file option.*"
)


def reasons(path):
    with open(path) as lines:
        rows = (line.rstrip("\n").split("\t", 1) for line in lines if line.strip() and line[0] != "#")
        return {name: reason for name, reason in rows}


def judge(test, excused):
    name = test["name"].split(" :: ")[-1].removeprefix("tools/")
    if test["code"] in ("PASS", "XPASS"):
        return name, "pass", "no longer differs: " + excused[name] if name in excused else ""
    if test["code"] in ("UNSUPPORTED", "XFAIL", "EXCLUDED"):
        return name, "not run", "LLVM does not run it on this system"
    if name in excused:
        return name, "differs", excused[name]
    said = UNSUPPORTED.search(test.get("output", ""))
    if said:
        return name, "unsupported", said.group(0)[:100]
    return name, "FAIL", ""


def main():
    excused = reasons(sys.argv[2])
    with open(sys.argv[1]) as results:
        rows = sorted(judge(test, excused) for test in json.load(results)["tests"])
    for name, result, reason in rows:
        if result != "pass" or reason:
            print(f"{result:12} {name:60} {reason}")
    counts = collections.Counter(result for _, result, _ in rows)
    print(", ".join(f"{count} {result}" for result, count in counts.most_common()), f"of {len(rows)}")
    stale = any(result == "pass" and reason for _, result, reason in rows)
    sys.exit(1 if counts["FAIL"] or stale or not rows else 0)


main()
