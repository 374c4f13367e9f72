#!/usr/bin/env python3
# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Kills the platform again and again while it writes, and counts what it had acknowledged and lost: there must be none.

usage: soak.py PROGRAM [ROUNDS]

Each round starts `signet platform serve`, registers applications from several connections at once, ends the process with SIGKILL at a
moment drawn by lot, and looks after the next start for every application that was answered with 201.
"""
import concurrent.futures
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

import requests

ROOT = pathlib.Path(__file__).resolve().parent.parent
WRITERS = 4


def start(program, directory):
    connection = directory / "connection.json"
    connection.unlink(missing_ok=True)
    with open(directory / "platform.log", "ab") as log:
        process = subprocess.Popen([program, "platform", "serve", "--data", directory, "--port", "0", "--log-level", "error"],
                                   stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not connection.exists():
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(f"soak: the platform did not start\n{(directory / 'platform.log').read_text()[-3000:]}")
        time.sleep(0.005)
    return process, json.loads(connection.read_text())


def token(program, connection, directory):
    result = subprocess.run(
        [program, "token", "--tenant", connection["tenantId"], "--client-id", connection["adminClientId"], "--certificate",
         connection["adminCertificatePath"], "--scope", "https://graph.microsoft.com/.default", "--authority", connection["authority"],
         "--ca", connection["caCertificatePath"], "--output", "json"],
        capture_output=True, text=True, check=True, env={**os.environ, "HOME": str(directory)}).stdout
    document = json.loads(result)
    return document.get("accessToken") or document["access_token"]


def session(connection, bearer):
    made = requests.Session()
    made.trust_env = False
    made.verify = connection["caCertificatePath"]
    made.headers["Authorization"] = "Bearer " + bearer
    return made


def write(connection, bearer, acknowledged, stop):
    client = session(connection, bearer)
    while not stop.is_set():
        try:
            answer = client.post(connection["graph"] + "/applications", json={"displayName": "soak"}, timeout=5)
        except requests.exceptions.RequestException:
            return
        if answer.status_code != 201:
            raise SystemExit(f"soak: {answer.status_code} {answer.text}")
        acknowledged.append(answer.json()["id"])


def missing(connection, bearer, acknowledged):
    client = session(connection, bearer)
    return [identifier for identifier in acknowledged
            if client.get(f"{connection['graph']}/applications/{identifier}", timeout=10).status_code != 200]


def soak(program, rounds, lot, report=lambda *_: None):
    """Gives the number of acknowledged writes and the list of lost ones."""
    total, lost, pending = 0, [], []
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        for index in range(rounds + 1):
            process, connection = start(program, directory)
            try:
                bearer = token(program, connection, directory)
                lost += missing(connection, bearer, pending)
                if index == rounds:
                    break
                acknowledged, stop = [], threading.Event()
                with concurrent.futures.ThreadPoolExecutor(WRITERS) as pool:
                    writers = [pool.submit(write, connection, bearer, acknowledged, stop) for _ in range(WRITERS)]
                    time.sleep(lot.uniform(0.02, 0.3))
                    process.send_signal(signal.SIGKILL)
                    stop.set()
                    for writer in writers:
                        writer.result()
                pending = acknowledged
                total += len(acknowledged)
                report(index + 1, total, lost)
            finally:
                process.kill()
                process.wait()
    return total, lost


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000

    def report(index, total, lost):
        if index % 50 == 0:
            print(f"soak: {index} kills, {total} acknowledged, {len(lost)} lost", file=sys.stderr)

    total, lost = soak(program, rounds, random.Random(), report)
    print(f"{rounds} kills, {total} acknowledged writes, {len(lost)} lost")
    sys.exit(1 if lost or not total else 0)


if __name__ == "__main__":
    main()
