#!/usr/bin/env python3
# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Kills the platform again and again while it writes, and counts what it had acknowledged and lost: there must be none.

usage: soak.py PROGRAM [ROUNDS]

Each round starts `signet platform serve`, registers and changes applications from several connections at once, ends the process with
SIGKILL at a moment drawn by lot, and looks after the next start for every application that was answered with 201, and for the last
change of it that was answered with 204. After the last round all of them are looked for once more. It says how far it is every 25
rounds, and ends with a verdict; the exit status is 0 where nothing was lost.
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
    """Registers applications and changes each of them; notes what was answered: by identifier, the number of the last change."""
    client = session(connection, bearer)
    while not stop.is_set():
        try:
            answer = client.post(connection["graph"] + "/applications", json={"displayName": "soak"}, timeout=5)
            if answer.status_code != 201:
                raise SystemExit(f"soak: {answer.status_code} {answer.text}")
            identifier = answer.json()["id"]
            acknowledged[identifier] = 0
            for change in (1, 2):
                answer = client.patch(f"{connection['graph']}/applications/{identifier}", json={"notes": str(change)}, timeout=5)
                if answer.status_code != 204:
                    raise SystemExit(f"soak: {answer.status_code} {answer.text}")
                acknowledged[identifier] = change
        except requests.exceptions.RequestException:
            return


def is_kept(application, change):
    # A change whose answer the kill swallowed may have been made all the same.
    return application is not None and int(application["notes"] or 0) >= change


def missing(connection, bearer, acknowledged):
    client = session(connection, bearer)
    lost = []
    for identifier, change in acknowledged.items():
        answer = client.get(f"{connection['graph']}/applications/{identifier}", timeout=10)
        if not is_kept(answer.json() if answer.status_code == 200 else None, change):
            lost.append(identifier)
    return lost


def missing_of_all(connection, bearer, acknowledged):
    """Looks for everything that was ever acknowledged, in the listing."""
    client = session(connection, bearer)
    found, link = {}, connection["graph"] + "/applications?$select=id,notes&$top=999"
    while link:
        page = client.get(link, timeout=120).json()
        found.update({application["id"]: application for application in page["value"]})
        link = page.get("@odata.nextLink")
    return [identifier for identifier, change in acknowledged.items() if not is_kept(found.get(identifier), change)]


def soak(program, rounds, lot, report=lambda *_: None):
    """Gives the number of acknowledged writes and the list of lost ones."""
    everything, lost, pending = {}, [], {}
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        for index in range(rounds + 1):
            process, connection = start(program, directory)
            try:
                bearer = token(program, connection, directory)
                lost += missing(connection, bearer, pending)
                if index == rounds:
                    lost += missing_of_all(connection, bearer, everything)
                    break
                acknowledged, stop = {}, threading.Event()
                with concurrent.futures.ThreadPoolExecutor(WRITERS) as pool:
                    writers = [pool.submit(write, connection, bearer, acknowledged, stop) for _ in range(WRITERS)]
                    time.sleep(lot.uniform(0.02, 0.3))
                    process.send_signal(signal.SIGKILL)
                    stop.set()
                    for writer in writers:
                        writer.result()
                pending = acknowledged
                everything.update(acknowledged)
                report(index + 1, writes(everything), lost)
            finally:
                process.kill()
                process.wait()
    return writes(everything), sorted(set(lost))


def writes(acknowledged):
    """The number of writes that were answered: each application's registration and its changes."""
    return sum(1 + change for change in acknowledged.values())


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000

    def report(index, total, lost):
        if index % 25 == 0 or lost:
            seconds = time.monotonic() - began
            print(f"soak: {index} of {rounds} kills, {total} writes acknowledged, {len(lost)} lost, {seconds:.0f} s",
                  file=sys.stderr, flush=True)

    began = time.monotonic()
    total, lost = soak(program, rounds, random.Random(), report)
    verdict = "nothing acknowledged was lost" if total and not lost else "FAILED"
    print(f"{rounds} kills, {WRITERS} writers, {total} acknowledged writes, {len(lost)} lost: {verdict}")
    for identifier in lost[:20]:
        print(f"  lost: {identifier}")
    sys.exit(1 if lost or not total else 0)


if __name__ == "__main__":
    main()
