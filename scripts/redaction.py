#!/usr/bin/env python3
# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""No token, key, password or assertion may stand in what a test run prints or its servers log.

usage: redaction.py run LOG -- COMMAND...   runs the command, shows and keeps its output, then searches it
       redaction.py scan PATH...            searches files, and in folders the *.log files

Exits with the command's status; with 1 where a secret was found. What was found is named by its kind and place, never shown.
"""
import pathlib
import re
import subprocess
import sys

FIELDS = "client_secret|client_assertion|assertion|access_token|refresh_token|id_token|secretText|password|code_verifier|device_code"
KINDS = {
    "a signed token or assertion": re.compile(r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*"),
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
    "a private key without its armour": re.compile(r"MII[\w+/]{2}[\w+/]IBADANBgkqhkiG9w0BAQEFAASC|MIG[HT]AgEAMBMGByqGSM49"),
    "a secret in a form": re.compile(rf"\b(?:{FIELDS}|code)=(?!\*|<|…|REDACTED)[^&\s\"'<>\\]{{12,}}"),
    "a secret in JSON": re.compile(rf"\"(?:{FIELDS})\\?\"\s*:\s*\\?\"(?!\*|<|…|REDACTED)[^\"\\]{{12,}}"),
    "a bearer token": re.compile(r"(?i)\bbearer\s+(?!authorization)[\w.~+/-]{24,}"),
}


def findings(text):
    """Gives (line number, kind) of each secret in the text."""
    for number, line in enumerate(text.splitlines(), 1):
        for kind, pattern in KINDS.items():
            if pattern.search(line):
                yield number, kind


def scan(paths):
    found = 0
    for path in paths:
        files = sorted(path.rglob("*.log")) if path.is_dir() else [path]
        for file in files:
            for number, kind in findings(file.read_text(errors="replace")):
                print(f"{file}:{number}: {kind} was printed; print its type's description instead", file=sys.stderr)
                found += 1
    return 1 if found else 0


def run(log, command):
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "wb") as copy, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        for line in process.stdout:
            sys.stdout.buffer.write(line)
            sys.stdout.flush()
            copy.write(line)
    return process.returncode or scan([log])


def main():
    arguments = sys.argv[1:]
    if len(arguments) > 3 and arguments[0] == "run" and arguments[2] == "--":
        return run(pathlib.Path(arguments[1]), arguments[3:])
    if len(arguments) > 1 and arguments[0] == "scan":
        return scan([pathlib.Path(argument) for argument in arguments[1:]])
    print(__doc__, file=sys.stderr)
    return 64


if __name__ == "__main__":
    sys.exit(main())
