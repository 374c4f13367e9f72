# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The benchmark groups that set the credentials beside azure-identity and msal, in the same run and against the same service."""
import contextlib
import http.server
import json
import os
import pathlib
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import certificates

ROOT = pathlib.Path(__file__).resolve().parent.parent
TENANT, CLIENT = "11111111-2222-4333-8444-555555555555", "97e0a5b7-d745-40b6-94fe-5f77d35c6e05"
SCOPE = "https://graph.microsoft.com/.default"
ROUNDS = 7
# requests lets these two overrule the authority that a program names.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"}}

SIGN_IN = {
    "azure-identity": """
import sys
from azure.identity import CertificateCredential
credential = CertificateCredential("{tenant}", "{client}", sys.argv[3], authority=sys.argv[1],
                                   disable_instance_discovery=True, connection_verify=sys.argv[2])
assert credential.get_token("{scope}").token
""",
    "msal": """
import sys
import msal
pem = open(sys.argv[3]).read()
application = msal.ConfidentialClientApplication(
    "{client}", authority=sys.argv[1] + "/{tenant}", instance_discovery=False, verify=sys.argv[2],
    client_credential={{"private_key": pem, "public_certificate": pem}})
assert application.acquire_token_for_client(["{scope}"])["access_token"]
""",
}

# A transport that answers at once, so that what is left is the library's own work.
IN_PROCESS = """
import asyncio, json, statistics, sys, time
import msal
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from azure.core.pipeline.transport import AsyncHttpTransport, HttpTransport
from azure.identity import CertificateCredential
from azure.identity.aio import CertificateCredential as AsyncCertificateCredential
from azure.identity._internal.aad_client import AadClient
from azure.identity._internal.aadclient_certificate import AadClientCertificate
from msal.oauth2cli.assertion import JwtAssertionCreator

TOKEN = {{"token_type": "Bearer", "expires_in": 3599, "access_token": "a" * 1500}}
BASE = "https://login.microsoftonline.com/{tenant}"
ENDPOINTS = {{"issuer": BASE + "/v2.0", "token_endpoint": BASE + "/oauth2/v2.0/token",
             "authorization_endpoint": BASE + "/oauth2/v2.0/authorize"}}
pem = open(sys.argv[1], "rb").read()

class Answer:
    status_code, headers, reason = 200, {{"Content-Type": "application/json"}}, "OK"
    def __init__(self, url): self.text = json.dumps(ENDPOINTS if "openid-configuration" in url else TOKEN)
    def raise_for_status(self): pass
    def close(self): pass

class Client:
    def get(self, url, **_): return Answer(url)
    def post(self, url, **_): return Answer(url)
    def close(self): pass

def per_call(count, work):
    rounds = []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(count): work()
        rounds.append((time.perf_counter() - start) / count)
    return statistics.median(rounds)

application = msal.ConfidentialClientApplication(
    "{client}", authority=BASE, instance_discovery=False, http_client=Client(),
    client_credential={{"private_key": pem.decode(), "public_certificate": pem.decode()}})
results = {{}}
application.acquire_token_for_client(["{scope}"])
results["cached msal"] = per_call(2000, lambda: application.acquire_token_for_client(["{scope}"]))

credential = CertificateCredential("{tenant}", "{client}", certificate_data=pem)
credential._client = None
cached = msal.ConfidentialClientApplication(
    "{client}", authority=BASE, instance_discovery=False, http_client=Client(),
    client_credential={{"private_key": pem.decode(), "public_certificate": pem.decode()}})
credential._get_app = lambda **_: cached
credential.get_token("{scope}")
results["cached azure-identity"] = per_call(2000, lambda: credential.get_token("{scope}"))

async def asynchronous():
    credential = AsyncCertificateCredential("{tenant}", "{client}", certificate_data=pem)
    now = int(time.time())
    credential._client._get_cache().add({{
        "response": dict(TOKEN), "client_id": "{client}", "scope": ["{scope}"],
        "token_endpoint": BASE + "/oauth2/v2.0/token"}}, now=now)
    rounds = []
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(2000): await credential.get_token("{scope}")
        rounds.append((time.perf_counter() - start) / 2000)
    return statistics.median(rounds)
results["cached azure-identity aio"] = asyncio.run(asynchronous())

certificate = AadClientCertificate(pem)
client = AadClient("{tenant}", "{client}")
results["assertion azure-identity aio"] = per_call(
    200, lambda: client._get_client_certificate_assertion(certificate))
creator = JwtAssertionCreator(load_pem_private_key(pem, None), algorithm="PS256", sha256_thumbprint="00" * 32)
results["assertion msal"] = per_call(
    200, lambda: creator.create_normal_assertion(audience=ENDPOINTS["token_endpoint"], issuer="{client}"))
print(json.dumps(results))
"""


def python():
    """The interpreter that has the peers."""
    own = ROOT / ".build" / "venv" / "bin" / "python"
    return os.environ.get("SIGNET_PYTHON") or (str(own) if own.exists() else sys.executable)


def script(text):
    return text.format(tenant=TENANT, client=CLIENT, scope=SCOPE)


class Handler(http.server.BaseHTTPRequestHandler):
    """A token service that gives everybody the same token."""
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, document):
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        base = f"https://localhost:{self.server.server_address[1]}/{TENANT}"
        self.answer({"issuer": base + "/v2.0", "token_endpoint": base + "/oauth2/v2.0/token",
                     "authorization_endpoint": base + "/oauth2/v2.0/authorize"})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"token_type": "Bearer", "expires_in": 3599, "access_token": "a" * 1500})


@contextlib.contextmanager
def token_service(directory):
    certificates.self_signed(directory, "localhost", "-addext", "subjectAltName=DNS:localhost")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(directory / "localhost.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://localhost:{server.server_address[1]}", directory / "localhost.crt"
    finally:
        server.shutdown()


def run(command):
    """Milliseconds from the start of a program to its end, and the most memory that it held, in megabytes."""
    begin = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = (time.perf_counter() - begin) * 1_000
    process.returncode = os.waitstatus_to_exitcode(status)
    errors = process.stderr.read()
    process.stderr.close()
    if process.returncode:
        raise SystemExit(f"bench: {command} failed\n{errors.decode(errors='replace')[-3000:]}")
    return elapsed, usage.ru_maxrss * 1_024 / 1e6


def row(name, value, unit, peer, peer_value, goal):
    ratio = peer_value / value
    return {"name": name, "value": value, "unit": unit, "peer": peer, "peerValue": peer_value, "ratio": ratio,
            "goal": f"≥ {goal} ×", "met": ratio >= goal}


def start_rows(program):
    """From the start of a program to its first token, over TLS, in processes of their own."""
    with tempfile.TemporaryDirectory() as name, token_service(pathlib.Path(name)) as (authority, ca):
        directory = pathlib.Path(name)
        pem = certificates.self_signed(directory, "client")
        commands = {"ours": [pathlib.Path(program).parent / "SignIn", authority, ca, pem]}
        for peer, text in SIGN_IN.items():
            path = directory / f"sign_in_with_{peer}.py"
            path.write_text(script(text))
            commands[peer] = [python(), path, authority, ca, pem]
        samples = {key: [] for key in commands}
        for command in commands.values():
            run(command)
        for _ in range(ROUNDS):
            for key, command in commands.items():
                samples[key].append(run(command))
        medians = {key: [statistics.median(column) for column in zip(*values)] for key, values in samples.items()}
        rows = []
        for index, (title, unit) in enumerate((("start of a program to its first token", "ms"),
                                               ("memory of a program that has a token", "MB"))):
            for peer in SIGN_IN:
                rows.append(row(title, medians["ours"][index], unit, peer, medians[peer][index], 10))
        return rows


def client_rows(program):
    """A token from memory and an assertion, beside the peers' in-process calls."""
    with tempfile.TemporaryDirectory() as name:
        pem = certificates.self_signed(name, "client")
        path = pathlib.Path(name) / "peers.py"
        path.write_text(script(IN_PROCESS))
        theirs = json.loads(subprocess.run([python(), path, pem], check=True, capture_output=True, text=True).stdout)
        ours = json.loads(subprocess.run([program, "clients", pem], check=True, capture_output=True, text=True).stdout)
        rows = [row("cached token", ours["cached"] * 1e9, "ns", peer, theirs[f"cached {peer}"] * 1e9, 10)
                for peer in ("azure-identity", "azure-identity aio", "msal")]
        # Nearly all of an assertion is the signature: BoringSSL's for us, OpenSSL's for them. The group "assertion" has the goal.
        rows += [row("assertion minted", ours["assertion"] * 1e6, "µs", peer, theirs[f"assertion {peer}"] * 1e6, 0)
                 | {"goal": "none: BoringSSL's signature beside OpenSSL's"}
                 for peer in ("azure-identity aio", "msal")]
        return rows
