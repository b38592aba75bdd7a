# Configuration of lit for LLVM's own tests, run with installed tools instead of a build tree's.
#
# Parameters: tools (a folder whose executables stand for the tools of the same name), instead (a
# folder whose executables go before those), scratch (where the tests write).
import os
import re
import subprocess

import lit.formats

tools = lit_config.params["tools"]
instead = lit_config.params["instead"]

config.name = "LLVM"
config.test_format = lit.formats.ShTest(True)
config.suffixes = [".test", ".s", ".yaml"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = lit_config.params["scratch"]
config.environment["PATH"] = os.pathsep.join([instead, tools, os.environ["PATH"]])
# For FileCheck.py, where it stands for FileCheck.
config.environment["FILECHECK"] = os.path.join(tools, "FileCheck")
config.environment["REFUSALS"] = os.path.join(config.test_exec_root, "refusals")
# Some lit.local.cfg files ask for these.
built = subprocess.run([os.path.join(tools, "llvm-config"), "--targets-built"], capture_output=True, text=True, check=True)
config.root.targets = built.stdout.split()
config.targets = frozenset(config.root.targets)
config.targets_to_build = config.root.targets
for target in config.root.targets:
    config.available_features.add(target.lower() + "-registered-target")
# Debian builds LLVM with zlib; with zstd since version 15.
config.available_features |= {"shell", "zlib", "system-linux", "target=x86_64-linux-gnu"}
if int(lit_config.params["version"]) >= 15:
    config.available_features.add("zstd")

names = {n for folder in (tools, instead) for n in os.listdir(folder)}
found = {}
for name in names:
    path = os.path.join(instead, name)
    found[name] = path if os.path.exists(path) else os.path.join(tools, name)
# The longest name first, so that llvm-strip does not match in llvm-strings.
for name in sorted(found, key=len, reverse=True):
    config.substitutions.append((r"(?<![-.\w/%])" + re.escape(name) + r"(?![-.\w/=])", found[name]))
config.substitutions.append(("%python", "python3"))
config.substitutions.append(("%errc_ENOENT", "'No such file or directory'"))
config.substitutions.append(("%errc_EACCES", "'Permission denied'"))
config.substitutions.append(("%errc_EINVAL", "'Invalid argument'"))
config.substitutions.append(("%errc_EISDIR", "'Is a directory'"))
