"""table.py RESULTS DIFFERS REFUSALS VERSION: the results of lit, with those apart that differ by choice.

A line of DIFFERS is a test's name, with @VERSION behind it where it is for one version of LLVM, a tab, and the
reason; # begins a comment. REFUSALS is what FileCheck.py
wrote of messages in other words; a test that is excused for its words must pass but for them.
"""
import collections
import json
import os
import re
import sys

UNSUPPORTED = re.compile(
    r"[Uu]nknown options?:? .*|not supported: .*|Unmatched argument.*|is no ELF file option.*"
)


def reasons(path, version):
    with open(path) as lines:
        rows = (line.rstrip("\n").split("\t", 1) for line in lines if line.strip() and line[0] != "#")
        parts = ((name.partition("@"), reason) for name, reason in rows)
        return {name: reason for (name, _, only), reason in parts if only in ("", version)}


WORDS = "the refusal is the same, in our own words"


def refusals(path):
    if not os.path.exists(path):
        return {}
    with open(path) as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {test.split("/test/tools/")[-1]: f"said '{said}' for '{wanted}'" for test, said, wanted in rows}


def judge(test, excused, refused):
    name = test["name"].split(" :: ")[-1].removeprefix("tools/")
    if test["code"] in ("PASS", "XPASS"):
        if name in refused:
            return (name, "differs", excused[name]) if name in excused else (name, "FAIL", refused[name])
        return name, "pass", "no longer differs: " + excused[name] if name in excused else ""
    if test["code"] in ("UNSUPPORTED", "XFAIL", "EXCLUDED"):
        return name, "not run", "LLVM does not run it on this system"
    if name in excused:
        return (name, "FAIL", "differs in more than words") if excused[name] == WORDS else (name, "differs", excused[name])
    said = UNSUPPORTED.search(test.get("output", ""))
    if said:
        return name, "unsupported", said.group(0)[:100]
    return name, "FAIL", ""


def main():
    excused = reasons(sys.argv[2], sys.argv[4])
    with open(sys.argv[1]) as results:
        refused = refusals(sys.argv[3])
        rows = sorted(judge(test, excused, refused) for test in json.load(results)["tests"])
    for name, result, reason in rows:
        if result != "pass" or reason:
            print(f"{result:12} {name:60} {reason}")
    counts = collections.Counter(result for _, result, _ in rows)
    print(", ".join(f"{count} {result}" for result, count in counts.most_common()), f"of {len(rows)}")
    stale = any(result == "pass" and reason for _, result, reason in rows)
    sys.exit(1 if counts["FAIL"] or stale or not rows else 0)


main()
