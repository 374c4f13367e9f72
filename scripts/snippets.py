#!/usr/bin/env python3
# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Gathers the Swift code of documentation pages into one source file that the compiler can check.

usage: snippets.py OUT PAGE...     writes OUT; each block becomes a function of its own

A block may lean on names that its page explains: `<!-- given: NAME: TYPE, … -->` on the line before it declares them. A block that
is no code of a program (a manifest's line) says `<!-- not checked: why -->` instead.
"""
import pathlib
import re
import sys

BLOCK = re.compile(r"(?:<!-- (given|not checked): (.*?) -->\n+)?```swift\n(.*?)```", re.S)


def functions(page):
    """Gives (imports, source of a function) for each block of the page."""
    text = page.read_text()
    for match in BLOCK.finditer(text):
        kind, given, code = match.groups()
        if kind == "not checked":
            continue
        line = text[:match.start(3)].count("\n") + 1
        lines = code.replace("@main ", "").splitlines()
        imports = {line.split("//")[0].strip() for line in lines if line.startswith("import ")}
        body = "\n".join("" if line.startswith("import ") else "    " + line for line in lines)
        name = re.sub(r"\W", "_", page.stem)
        yield imports, f'func {name}_{line}({given or ""}) async throws {{\n#sourceLocation(file: "{page}", line: {line})\n{body}\n#sourceLocation()\n}}\n'


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 64
    found = [block for page in sys.argv[2:] for block in functions(pathlib.Path(page))]
    imports = sorted(set().union(*(block[0] for block in found)))
    out = pathlib.Path(sys.argv[1])
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(imports) + "\n\n" + "\n".join(block[1] for block in found))
    print(f"docs: {len(found)} pieces of code in {len(sys.argv) - 2} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
