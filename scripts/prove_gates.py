#!/usr/bin/env python3
# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Plants one fault for each gate in a copy of the tree and sees the gate fail: a gate that cannot fail guards nothing.

usage: prove_gates.py [--with-build]     --with-build also plants faults that only the compiler can find (a minute more)
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEADER = "\n".join([
    "// This source file is part of the Signet project", "// Copyright (c) the Signet authors", "//",
    "// See LICENSE for license information", "// SPDX-License-Identifier: Apache-2.0", "", "",
])
CORE = "Sources/SignetCore/Planted.swift"
LINT = ["python3", "scripts/lint.py", "."]
REDACTION = ["python3", "scripts/redaction.py", "scan", "docs"]
FORMAT = ["swift", "format", "lint", "--strict", CORE]
BUILD = ["swift", "build", "--explicit-target-dependency-import-check", "error"]

LINT_FAULTS = [
    ("header", LINT, CORE, "struct Planted {}\n"),
    ("arrows", LINT, CORE, HEADER + "import SignetPolicies\n"),
    ("clock", LINT, CORE, HEADER + "import FoundationEssentials\n\nlet planted = Date()\n"),
    ("crash", LINT, CORE, HEADER + "func planted(_ x: Int?) -> Int { x! }\n"),
    ("marks", LINT, CORE, HEADER + "// TO" + "DO: later\n"),
    ("sizes", LINT, CORE, HEADER + "let planted = 1\n" * 300),
    ("sizes", LINT, CORE, HEADER + "func planted() {\n" + "    print(1)\n" * 41 + "}\n"),
    ("names", LINT, "Sources/SignetCore/Helpers/Planted.swift", HEADER),
    ("machine", LINT, "docs/planted.md", "see /" + "work/x\n"),
    ("parity", LINT, "docs/parity.md", "| it is so | `noSuchTestAnywhere` |\n"),
    ("redaction: token", REDACTION, "docs/planted.log", "signed in with eyJhbGciOiJub25lIn0." + "eyJzdWIiOiJwbGFudGVkIn0.c2ln\n"),
    ("redaction: key", REDACTION, "docs/planted.log", "-----BEGIN " + "PRIVATE KEY-----\n"),
    ("redaction: form", REDACTION, "docs/planted.log", "POST grant_type=x&client_secret=planted-planted\n"),
    ("redaction: code", REDACTION, "docs/planted.log", "GET /signed-in?code=planted-1-planted\n"),
    ("redaction: JSON", REDACTION, "docs/planted.log", '{"access_token":"planted-planted"}\n'),
    ("redaction: header", REDACTION, "docs/planted.log", "authorization: Bearer planted-planted-planted-planted\n"),
    ("formatter: indentation", FORMAT, CORE, HEADER + "func planted() {\n  print(1)\n}\n"),
    ("formatter: force unwrap", FORMAT, CORE, HEADER + "func planted(_ x: Int?) -> Int { x! }\n"),
    ("formatter: documentation", FORMAT, CORE, HEADER + "public struct Planted {}\n"),
]
BUILD_FAULTS = [
    ("layering", BUILD, CORE, HEADER + "import SignetExpressions\n"),
    ("warnings are errors", BUILD, CORE, HEADER + "func planted() {\n    let unused = 1\n}\n"),
    ("explicit sendability", BUILD, CORE, HEADER + "/// Planted.\npublic struct Planted {}\n"),
    ("memory safety", BUILD, CORE, HEADER + "func planted(_ p: UnsafePointer<Int>) -> Int { p.pointee }\n"),
]


def run(command, tree):
    environment = {"SIGNET_ONLY": "SignetCore,SignetExpressions"}
    return subprocess.run(command, cwd=tree, env={**os.environ, **environment}, capture_output=True, text=True)


def main():
    faults = LINT_FAULTS + (BUILD_FAULTS if "--with-build" in sys.argv else [])
    failed = 0
    with tempfile.TemporaryDirectory() as directory:
        tree = pathlib.Path(directory) / "signet"
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".build*", ".git", "__pycache__"))
        for command in {tuple(fault[1]) for fault in faults if fault[1] != FORMAT}:
            clean = run(list(command), tree)
            if clean.returncode != 0:
                print(f"not proved: {' '.join(command)} fails without a fault\n{clean.stdout[-2000:]}{clean.stderr[-2000:]}")
                return 1
        for name, command, place, text in faults:
            path = tree / place
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_bytes() if path.exists() else None
            path.write_text(text)
            result = run(command, tree)
            path.unlink() if before is None else path.write_bytes(before)
            rule = name if command is LINT else None
            seen = result.returncode != 0 and (rule is None or f": {rule}:" in result.stdout)
            print(f"{'fails as it should' if seen else 'DOES NOT FAIL'}: {name}")
            failed += not seen
    print(f"{len(faults) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
