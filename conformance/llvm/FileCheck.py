#!/usr/bin/env python3
"""FileCheck, but for refusals in our own words.

Where a test compares a message of LLVM's and ours is another one, the difference is written into the
file $REFUSALS and the test goes on, so that a difference in words hides no other. Only what is nothing
but an error message counts: one line of ours, and one of advice where a command line was wrong.
"""
import os
import re
import subprocess
import sys

REFUSAL = re.compile(r"\s*(elfwright|llvm-objcopy|llvm-strip): (?P<said>[^\n]+)\n(elfwright: try [^\n]+\n)?\s*")

UNSUPPORTED = re.compile(r"[Uu]nknown option|[Uu]nmatched argument|not supported")


def main():
    arguments = sys.argv[1:]
    streamed = not any(a.startswith(("--input-file", "-input-file")) for a in arguments)
    read = sys.stdin.buffer.read() if streamed else b""
    checked = subprocess.run([os.environ["FILECHECK"], *arguments], input=read, capture_output=True)
    if checked.returncode:
        said = REFUSAL.fullmatch(read.decode(errors="replace"))
        wanted = re.search(rb"expected string not found in input\n[#; ]*(?:\S+: *)?(.*)", checked.stderr)
        if said and wanted and not UNSUPPORTED.search(said["said"]):
            test = next(a for a in arguments if not a.startswith("-"))
            with open(os.environ["REFUSALS"], "a") as refusals:
                print(test, said["said"], wanted[1].decode(errors="replace"), sep="\t", file=refusals)
            sys.exit(0)
    sys.stdout.buffer.write(checked.stdout)
    sys.stderr.buffer.write(checked.stderr)
    sys.exit(checked.returncode)


main()
