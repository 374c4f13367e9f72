#!/usr/bin/env python3
# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The house rules that neither the compiler nor the formatter knows.

usage: lint.py [ROOT]     prints FILE:LINE: rule: what to do; exits 1 where anything was found

Rules: header, arrows (imports go down), clock (no system time or environment below the command line), crash (nothing that ends
the process on data), marks (nothing left to do without an issue), sizes (files, functions), names (folders by domain), machine
(no path of somebody's machine), parity (each row of docs/parity.md names a test that exists, or says "open").
"""
import pathlib
import re
import sys

LEVELS = {
    "SignetCore": 0, "SignetCertificates": 1, "SignetExpressions": 1, "SignetAssertions": 2, "SignetPolicies": 2,
    "SignetCredentials": 3, "SignetPlatform": 3, "SignetGateway": 3, "SignetStorage": 4, "SignetPlatformServer": 4,
    "SignetGatewayServer": 4, "SignetTesting": 4, "SignetCommands": 5, "signet": 6,
}
HEADER = [
    "This source file is part of the Signet project", "Copyright (c) the Signet authors", "",
    "See LICENSE for license information", "SPDX-License-Identifier: Apache-2.0",
]
CRASHES = re.compile(r"\btry!|\bas!|\bfatalError\(|\bpreconditionFailure\(|\bprecondition\(|\bunowned\(unsafe\)|[\w)\]]!(?=[.\s,)\]]|$)(?!=)")
CLOCK = re.compile(r"\bDate\(\)|\bDate\.now\b|\bUUID\(\)|ProcessInfo\.processInfo|\bgetenv\(|ContinuousClock\(\)|\bURLSession\b")
MARKS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!.*#\d+)")
# Assembled, so that the rule does not find itself.
MACHINE = re.compile("|".join("/" + name + "/" for name in ("work", "root", "home")) + "|" + "opt/" + "swift-pack")
VAGUE = re.compile(r"(?i)^(utils?|utilities|helpers?|misc|models?|common|managers?|new|deprecated|shared)$")
TEXT = {".swift", ".py", ".sh", ".md", ".json", ".yml", ".yaml", ".xml", ""}


def code_of(line):
    """The line without string literals and comments."""
    return re.sub(r"//.*$", "", re.sub(r'"(?:\\.|[^"\\])*"', '""', line))


def functions_over(lines, limit):
    """Yields (line number, length) of functions whose body is longer than the limit; the formatter fixes the indentation."""
    start = re.compile(r"^(\s*)(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|private|fileprivate|static|final|override|mutating|nonisolated|consuming|borrowing|class)(?:\([^)]*\))?\s+)*(?:func\b|init[?(<])")
    for number, line in enumerate(lines, 1):
        match = start.match(line)
        if not match:
            continue
        indent = match.group(1)
        opened = next((i for i in range(number - 1, min(number + 20, len(lines))) if lines[i].rstrip().endswith("{")), None)
        if opened is None:
            continue
        end = next((i for i in range(opened + 1, len(lines)) if lines[i].startswith(indent + "}") ), None)
        if end is not None and end - opened - 1 > limit:
            yield number, end - opened - 1


def swift_findings(path, relative, lines):
    target = relative.parts[1]
    source = relative.parts[0] == "Sources"
    level = LEVELS.get(target)
    if source and level is None:
        yield 1, "arrows", f"the target {target} has no level in scripts/lint.py"
        return
    for number, line in enumerate(lines, 1):
        code = code_of(line)
        imported = re.match(r"\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:\w+\s+)?(\w+)", code)
        if source and imported and imported.group(1) in LEVELS and LEVELS[imported.group(1)] >= level:
            yield number, "arrows", f"{target} (level {level}) imports {imported.group(1)} (level {LEVELS[imported.group(1)]}); arrows only go down"
        if source and level < 5 and CLOCK.search(code) and relative.name != "TimeSource.swift":
            yield number, "clock", "take a TimeSource, a Date or a value as a parameter"
        if source and level < 5 and CRASHES.search(code):
            yield number, "crash", "throw an error of the module instead"
        if MARKS.search(line):
            yield number, "marks", "finish it, or name the issue (#123)"
    limit = 300 if source else 500
    if len(lines) > limit:
        yield 1, "sizes", f"{len(lines)} lines, {limit} at most: one file, one subject"
    if source:
        for number, length in functions_over(lines, 40):
            yield number, "sizes", f"a function of {length} lines, 40 at most"
        for folder in relative.parts[2:-1]:
            if VAGUE.match(folder):
                yield 1, "names", f"the folder {folder} names no domain"


def parity_findings(root):
    """The witnesses of docs/parity.md: the last cell of a row holds `name` of a test for each claim, or begins with "open"."""
    page = root / "docs" / "parity.md"
    if not page.exists():
        return
    tests = "\n".join(p.read_text(encoding="utf-8") for p in sorted((root / "Tests").rglob("*")) if p.suffix in {".swift", ".py"})
    known = set(re.findall(r"\bfunc (\w+)", tests)) | set(re.findall(r"\bdef (test_\w+)", tests))
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("| ") or line.startswith("|---") or line.rstrip().endswith("| witness |"):
            continue
        witness = line.rstrip().rstrip("|").rsplit("|", 1)[1].strip()
        names = re.findall(r"`(\w+)`", witness)
        if not names and not witness.startswith("open"):
            yield number, "name the test that witnesses it, or say that it is open"
        for name in names:
            if name not in known:
                yield number, f"there is no test {name}"


def findings(root):
    for number, what in parity_findings(root):
        yield "docs/parity.md", number, "parity", what
    tracked = [p for p in sorted(root.rglob("*")) if p.is_file()
               and not any(part.startswith(".build") or part in {".git", "__pycache__"} for part in p.relative_to(root).parts)]
    for path in tracked:
        relative = path.relative_to(root)
        if path.suffix not in TEXT or path.name in {"LICENSE", "Package.resolved"}:
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        if path.suffix in {".swift", ".py"} and path.name != "Package.swift":
            mark = "// " if path.suffix == ".swift" else "# "
            head = [line for line in lines[:7] if not line.startswith("#!")][:5]
            if head != [(mark + text).rstrip() for text in HEADER]:
                yield relative, 1, "header", "begin with the five lines of the licence header"
        for number, line in enumerate(lines, 1):
            if MACHINE.search(line):
                yield relative, number, "machine", "no path of a machine belongs into the project"
        if path.suffix == ".swift" and relative.parts[0] in {"Sources", "Tests"} and len(relative.parts) > 2:
            for number, rule, what in swift_findings(path, relative, lines):
                yield relative, number, rule, what


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    count = 0
    for relative, number, rule, what in findings(root):
        print(f"{relative}:{number}: {rule}: {what}")
        count += 1
    print(f"lint: {count} findings", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
