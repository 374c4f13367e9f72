#!/usr/bin/env python3
# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Runs the benchmark groups, prints a table for people, and writes .build/bench.json.

usage: bench.py PROGRAM [GROUP]

The gateway's peers are in `gateway_bench.py`; REQUESTS=N makes its soak shorter than a million.
"""
import contextlib
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from xml.etree import ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Tests" / "Interop"))
import bench_credentials  # noqa: E402
import certificates  # noqa: E402

sys.path.insert(0, str(ROOT / "scripts"))
import gateway_bench  # noqa: E402


def pfx_rows(program):
    with tempfile.TemporaryDirectory() as name:
        pem = certificates.self_signed(name, "bench")
        path = certificates.pfx(pem, "password", "-iter", "1")
        return swift_rows(program, "pfx", path)


def platform_rows(program):
    import platform_bench  # needs the packages of the tests' clients, as `make bench` provides them
    return platform_bench.rows(program)


def language_rows(program, group, *arguments):
    """Rows of the policy language's own program; the peers are Python's JSON and XML readers on the same bytes."""
    rows = swift_rows(pathlib.Path(program).with_name("PolicyLanguage"), group, *arguments)
    for row in rows:
        goal = float(row["goal"].split()[1] if row["goal"][0] in "≤≥" else 0.5)
        row["peer"], row["peerValue"] = "the goal", goal
        if "JSON body" in row["name"]:
            text = (ROOT / "Benchmarks/Sources/PolicyLanguage/body.json").read_text()
            row["peer"], row["peerValue"] = "Python json.loads", best(lambda: json.loads(text)["name"], 2000) * 1e6
        elif row["unit"] == "MB/s":
            documents = well_formed(pathlib.Path(arguments[0]))
            size = sum(map(len, documents))
            row["peer"] = f"Python xml.etree, the {len(documents)} that are XML, no expressions"
            row["peerValue"] = size / best(lambda: [ElementTree.fromstring(text) for text in documents], 1) / 1e6
        if row["unit"] == "MB/s":
            row["ratio"] = row["value"] / row["peerValue"]
        else:
            # What is not there at all has no ratio.
            row["ratio"] = row["peerValue"] / row["value"] if row["value"] else 1.0
    return rows


def best(work, repetitions):
    def once():
        start = time.process_time()
        for _ in range(repetitions):
            work()
        return (time.process_time() - start) / repetitions
    return statistics.median(once() for _ in range(7))


def well_formed(folder):
    documents = []
    for path in sorted(folder.rglob("*.xml")):
        with contextlib.suppress(ElementTree.ParseError):
            ElementTree.fromstring(path.read_bytes())
            documents.append(path.read_bytes())
    return documents


def swift_rows(program, *arguments):
    result = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"bench: {arguments} failed\n{result.stderr}")
    return json.loads(result.stdout)


def main():
    program = sys.argv[1]
    groups = {
        "assertion": lambda: swift_rows(program, "assertion"), "cache": lambda: swift_rows(program, "cache"),
        "callers": lambda: swift_rows(program, "callers"),
        "clients": lambda: bench_credentials.client_rows(program), "start": lambda: bench_credentials.start_rows(program),
        "pfx": lambda: pfx_rows(program),
        "expressions": lambda: language_rows(program, "expressions"),
        "reader": lambda: language_rows(program, "reader", ROOT.parent / "shared" / "policies"),
        "gateway": lambda: gateway_bench.rows(program), "gateway-soak": lambda: gateway_bench.soak_rows(program),
        "platform": lambda: platform_rows(program),
    }
    only = sys.argv[2:]
    unknown = [name for name in only if name not in groups]
    if unknown:
        raise SystemExit(f"bench: no such group: {', '.join(unknown)}; there are: {', '.join(groups)}")
    rows = []
    for name in only or groups:
        print(f"bench: {name} …", file=sys.stderr)
        rows.extend(groups[name]())
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        print(f"{row['name']:{width}}  {row['value']:10.2f} {row['unit']:15}  {row['peer']}: {row['peerValue']:.2f}"
              f"  ratio {row['ratio']:.2f}  goal {row['goal']}  {'met' if row['met'] else 'MISSED'}")
    (ROOT / ".build").mkdir(exist_ok=True)
    (ROOT / ".build" / "bench.json").write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
