# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The platform's figures: tokens for the CPU time of an RSA signature, memory, start-up.

What counts is the CPU time of the server's process, so that the clients on the other core cost nothing. The signature is
measured beside the same neighbours: in rounds between those of the server, while clients of a second server have the
other core; alone on a machine it is quicker than any server's signature can be.
"""
import base64
import concurrent.futures
import http.client
import json
import os
import pathlib
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

import glewlwyd_peer

TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 8
TOKENS = int(os.environ.get("SIGNET_BENCH_TOKENS", "12000"))
APPLICATIONS = 10_000


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def serve(program, directory, *options, core=0):
    connection = directory / "connection.json"
    connection.unlink(missing_ok=True)
    log = open(directory / "log", "ab")
    begin = time.monotonic()
    process = subprocess.Popen(["taskset", "-c", str(core), program, "platform-server", directory, *options], stdout=log, stderr=log)
    while not connection.exists():
        if process.poll() is not None:
            raise SystemExit("bench: the platform did not start\n" + (directory / "log").read_text()[-2000:])
        time.sleep(0.001)
    return process, json.loads(connection.read_text()), begin


def identity(path):
    data = pathlib.Path(path).read_bytes()
    certificate = x509.load_pem_x509_certificate(data)
    thumbprint = base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).rstrip(b"=").decode()
    return serialization.load_pem_private_key(data, None), thumbprint, certificate


def bodies(client, key, thumbprint, audience, count):
    """Forms, each with an assertion of its own."""
    now = int(time.time())
    made = []
    for _ in range(count):
        assertion = jwt.encode({"aud": audience, "iss": client, "sub": client, "jti": str(uuid.uuid4()), "nbf": now - 60, "exp": now + 3_600},
                               key, algorithm="PS256", headers={"x5t#S256": thumbprint})
        made.append(urllib.parse.urlencode({
            "grant_type": "client_credentials", "client_id": client, "scope": "https://graph.microsoft.com/.default",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion": assertion}))
    return made


def post_all(authority, ca, path, forms):
    """Posts each form on a connection that is kept; gives the seconds of each."""
    host, port = urllib.parse.urlparse(authority).netloc.split(":")
    client = http.client.HTTPSConnection(host, int(port), context=ssl.create_default_context(cafile=ca))
    client.connect()
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    times = []
    for form in forms:
        begin = time.perf_counter()
        client.request("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = client.getresponse()
        body = answer.read()
        times.append(time.perf_counter() - begin)
        if answer.status != 200:
            raise SystemExit(f"bench: {answer.status} {body[:300]}")
    client.close()
    return times


def row(name, value, unit, peer, peer_value, ratio, goal, met):
    return {"name": name, "value": value, "unit": unit, "peer": peer, "peerValue": peer_value, "ratio": ratio, "goal": goal, "met": met}


class Signatures:
    """Rounds of signatures on core 0 while clients of a server of their own have core 1."""

    def __init__(self, program, directory):
        self.program = program
        self.rounds = []
        directory.mkdir()
        self.process, connection, _ = serve(program, directory, core=1)
        self.stopping = threading.Event()
        self.clients = concurrent.futures.ThreadPoolExecutor(CONNECTIONS)
        self.post, forms = poster(connection, 400)
        self.shares = [forms[index::CONNECTIONS] for index in range(CONNECTIONS)]

    def measure(self):
        self.stopping.clear()
        busy = [self.clients.submit(self.post_until_stopped, share) for share in self.shares]
        self.rounds.append(
            float(subprocess.run(["taskset", "-c", "0", self.program, "rsa-signature"], capture_output=True, text=True, check=True).stdout))
        self.stopping.set()
        for client in busy:
            client.result()

    def post_until_stopped(self, share):
        while not self.stopping.is_set():
            self.post(share)

    @property
    def microseconds(self):
        return statistics.median(self.rounds)

    def end(self):
        self.clients.shutdown()
        self.process.terminate()
        self.process.wait(timeout=20)


def poster(connection, count):
    """A function that posts forms to a server, and that many forms for its administrator."""
    path = f"/{connection['tenantId']}/oauth2/v2.0/token"
    key, thumbprint, _ = identity(connection["adminCertificatePath"])
    forms = bodies(connection["adminClientId"], key, thumbprint, connection["authority"] + path, count)
    return lambda share: post_all(connection["authority"], connection["caCertificatePath"], path, share), forms


def token_rows(program, directory):
    directory.joinpath("measured").mkdir()
    process, connection, _ = serve(program, directory / "measured")
    os.sched_setaffinity(0, {1})
    signatures = Signatures(program, directory / "neighbour")
    try:
        run, forms = poster(connection, TOKENS)
        run(forms[:200])
        idle, cpu, residents = resident_megabytes(process.pid), 0, []
        # The same forms twice: the profile `entra` lets an assertion come again, and memory must not grow.
        for _ in range(2):
            signatures.measure()
            before = cpu_seconds(process.pid)
            with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
                list(pool.map(run, [forms[index::CONNECTIONS] for index in range(CONNECTIONS)]))
            cpu += cpu_seconds(process.pid) - before
            residents.append(resident_megabytes(process.pid))
        signatures.measure()
        micros, signature, (first, second) = cpu / TOKENS / 2 * 1e6, signatures.microseconds, residents
        single = sorted(run(forms[:1_000]))
        tail = single[int(len(single) * 0.99)] * 1e6
        ratio = signature / micros
        return peer_rows(micros, second) + [
            row("platform, CPU for a token", micros, "µs", "one RSA-2048 signature", signature, ratio, "≥ 0.85", ratio >= 0.85),
            row("platform, resident after tokens", second, "MB", f"after half of them ({idle:.0f} idle)", first, first / second,
                "≤ 60 MB, no growth", second <= 60 and second <= first * 1.05),
            row("platform, p99 of one client", tail, "µs", "one RSA-2048 signature", signature, signature / tail, "≤ 5 signatures",
                tail <= 5 * signature),
        ]
    finally:
        signatures.end()
        os.sched_setaffinity(0, range(os.cpu_count()))
        process.terminate()
        process.wait(timeout=20)


def peer_rows(micros, resident):
    """Beside glewlwyd in the same run; without it there is no row, and in CI that is a failure."""
    if not glewlwyd_peer.is_installed():
        if os.environ.get("CI") == "true":
            raise SystemExit("bench: glewlwyd is not installed: apt-get install glewlwyd")
        print("bench: no row beside glewlwyd: apt-get install glewlwyd", file=sys.stderr)
        return []
    # Some hundred tokens suffice: each costs it milliseconds.
    peer, peer_resident = glewlwyd_peer.measure(min(TOKENS, 600))
    name = f"glewlwyd {glewlwyd_peer.version()}"
    return [
        row("platform, CPU for a token beside glewlwyd", micros, "µs", name, peer, peer / micros, "≥ 1", peer >= micros),
        row("platform, resident beside glewlwyd", resident, "MB", name, peer_resident, peer_resident / resident, "told", True),
    ]


def fill(program, directory):
    """Registers the applications through Graph, each with a certificate."""
    process, connection, _ = serve(program, directory)
    try:
        path = f"/{connection['tenantId']}/oauth2/v2.0/token"
        key, thumbprint, certificate = identity(connection["adminCertificatePath"])
        form = bodies(connection["adminClientId"], key, thumbprint, connection["authority"] + path, 1)[0]
        host, port = urllib.parse.urlparse(connection["authority"]).netloc.split(":")
        context = ssl.create_default_context(cafile=connection["caCertificatePath"])
        der = base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()

        def register(numbers):
            client = http.client.HTTPSConnection(host, int(port), context=context)
            client.request("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})
            bearer = json.loads(client.getresponse().read())["access_token"]
            for number in numbers:
                client.request("POST", "/v1.0/applications", json.dumps({
                    "displayName": f"application {number}",
                    "keyCredentials": [{"type": "AsymmetricX509Cert", "usage": "Verify", "key": der}]}),
                    {"Content-Type": "application/json", "Authorization": "Bearer " + bearer})
                answer = client.getresponse()
                body = answer.read()
                if answer.status != 201:
                    raise SystemExit(f"bench: {answer.status} {body[:300]}")

        with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(register, [range(index, APPLICATIONS, CONNECTIONS) for index in range(CONNECTIONS)]))
    finally:
        process.terminate()
        process.wait(timeout=20)


def start_row(program, directory):
    fill(program, directory)
    times = []
    for _ in range(5):
        connection_file = directory / "connection.json"
        process, connection, begin = serve(program, directory)
        try:
            host, port = urllib.parse.urlparse(connection["authority"]).netloc.split(":")
            client = http.client.HTTPSConnection(host, int(port), context=ssl.create_default_context(cafile=connection["caCertificatePath"]))
            client.request("GET", f"/{connection['tenantId']}/v2.0/.well-known/openid-configuration")
            assert client.getresponse().status == 200
            times.append((time.monotonic() - begin) * 1e3)
        finally:
            process.terminate()
            process.wait(timeout=20)
        assert not connection_file.exists()
    best = sorted(times)[len(times) // 2]
    return row(f"platform, start to first answer, {APPLICATIONS} applications", best, "ms", "the goal", 100, 100 / best, "≤ 100 ms", best <= 100)


def rows(program):
    with tempfile.TemporaryDirectory() as name:
        found = token_rows(program, pathlib.Path(name))
    with tempfile.TemporaryDirectory() as name:
        found.append(start_row(program, pathlib.Path(name)))
    return found
