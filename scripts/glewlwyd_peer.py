# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""glewlwyd (Debian) as the platform's peer: the same grant with the same proof, over TLS on kept connections.

It is set up from nothing: its database's script into a new SQLite file, its OpenID Connect plugin and one client with a registered
public key through its own API. The signatures are RS256 with RSA-2048 on both sides, as the platform's are.
"""
import concurrent.futures
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
import uuid

import jwt
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

SCHEMA = pathlib.Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
MODULES = pathlib.Path("/usr/lib/glewlwyd")
TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS = 8


def is_installed():
    return shutil.which("glewlwyd") is not None and SCHEMA.exists()


def version():
    told = subprocess.run(["dpkg-query", "--showformat", "${Version}", "--show", "glewlwyd"], capture_output=True, text=True)
    return told.stdout.split("-")[0] or "unknown"


def private_pem(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


def public_pem(key):
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


class Peer:
    """A running glewlwyd with one client."""

    def __init__(self, directory):
        self.directory = directory
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.base = f"https://localhost:{self.port}/api"
        self.key = rsa.generate_private_key(65537, 2048)
        self.process = None

    def __enter__(self):
        with sqlite3.connect(self.directory / "glewlwyd.db") as database:
            database.executescript(SCHEMA.read_text())
        database.close()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self.directory / "key.pem", "-out",
                        self.directory / "ca.pem", "-subj", "/CN=localhost", "-days", "2", "-addext",
                        "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        (self.directory / "glewlwyd.conf").write_text(self.configuration())
        with open(self.directory / "log", "wb") as log:
            self.process = subprocess.Popen(["taskset", "-c", "0", "glewlwyd", "--config-file", self.directory / "glewlwyd.conf"],
                                            stdout=log, stderr=log)
        try:
            self.set_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def configuration(self):
        lines = {
            "port": self.port, "external_url": f"https://localhost:{self.port}", "login_url": "login.html", "api_prefix": "api",
            "log_mode": "console", "log_level": "NONE", "cookie_domain": "localhost", "cookie_secure": 0, "session_expiration": 86_400,
            "session_key": "session", "admin_scope": "g_admin", "profile_scope": "g_profile",
            "user_module_path": str(MODULES / "user"), "client_module_path": str(MODULES / "client"),
            "user_auth_scheme_module_path": str(MODULES / "scheme"), "plugin_module_path": str(MODULES / "plugin"),
            "secure_connection_key_file": str(self.directory / "key.pem"),
            "secure_connection_pem_file": str(self.directory / "ca.pem"), "hash_algorithm": "SHA512",
        }
        text = "".join(f"{name}={value}\n" if isinstance(value, int) else f'{name}="{value}"\n' for name, value in lines.items())
        return (text + "use_secure_connection=true\nallow_multiple_user_per_session=true\n"
                + f'database = {{ type = "sqlite3" path = "{self.directory}/glewlwyd.db" }};\n')

    def session(self):
        made = requests.Session()
        made.trust_env = False
        made.verify = str(self.directory / "ca.pem")
        return made

    def set_up(self):
        session = self.session()
        end = time.monotonic() + 20
        while True:
            try:
                session.get(self.base + "/", timeout=2)
                break
            except requests.exceptions.ConnectionError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise SystemExit("bench: glewlwyd did not start\n" + (self.directory / "log").read_text()[-2000:])
                time.sleep(0.05)
        signed_in = session.post(self.base + "/auth/", json={"username": "admin", "password": "password"})
        # A client does not send a cookie for the domain `localhost` back.
        session.headers["Cookie"] = f"session={signed_in.cookies['session']}"
        signing = rsa.generate_private_key(65537, 2048)
        grants = {f"auth-type-{name}-enabled": name in ("client", "id-token")
                  for name in ("client", "code", "token", "id-token", "none", "password", "refresh")}
        self.require(session, "/mod/plugin", {"module": "oidc", "name": "oidc", "display_name": "oidc", "enabled": True, "parameters": {
            "iss": f"https://localhost:{self.port}", "jwt-type": "rsa", "jwt-key-size": "256", "key": private_pem(signing),
            "cert": public_pem(signing), "access-token-duration": 3_600, "refresh-token-duration": 86_400, "code-duration": 600,
            "refresh-token-rolling": True, "allow-non-oidc": True, **grants, "scope": [], "additional-parameters": [], "claims": [],
            "request-parameter-allow": True, "client-pubkey-parameter": "pubkey", "request-maximum-exp": 7_200,
            "subject-type": "public", "address-claim": {"type": "no"}, "name-claim": "no", "email-claim": "no", "scope-claim": "no"}})
        self.require(session, "/client?source=database", {
            "client_id": "daemon", "name": "daemon", "confidential": True, "enabled": True,
            "authorization_type": ["client_credentials"], "scope": ["openid"], "redirect_uri": [],
            "token_endpoint_auth_method": ["private_key_jwt"], "pubkey": public_pem(self.key)})

    def require(self, session, path, body):
        answer = session.post(self.base + path, json=body)
        if answer.status_code != 200:
            raise SystemExit(f"bench: glewlwyd {path}: {answer.status_code} {answer.text[:500]}")

    def forms(self, count):
        now = int(time.time())
        return [{"grant_type": "client_credentials", "scope": "openid",
                 "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                 "client_assertion": jwt.encode({"iss": "daemon", "sub": "daemon", "aud": self.base + "/oidc/token",
                                                 "jti": uuid.uuid4().hex, "iat": now, "exp": now + 3_600}, self.key, "RS256")}
                for _ in range(count)]

    def post(self, forms):
        session = self.session()
        for form in forms:
            answer = session.post(self.base + "/oidc/token", data=form)
            if answer.status_code != 200:
                raise SystemExit(f"bench: glewlwyd: {answer.status_code} {answer.text[:300]}")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_megabytes(self):
        pages = int(pathlib.Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(tokens):
    """The microseconds of CPU that a token costs, and the megabytes resident afterwards."""
    with tempfile.TemporaryDirectory() as name, Peer(pathlib.Path(name)) as peer:
        forms = peer.forms(tokens + 20)
        peer.post(forms[tokens:])
        before = peer.cpu_seconds()
        with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
            list(pool.map(peer.post, [forms[index:tokens:CONNECTIONS] for index in range(CONNECTIONS)]))
        return (peer.cpu_seconds() - before) / tokens * 1e6, peer.resident_megabytes()


if __name__ == "__main__":
    micros, resident = measure(int(os.environ.get("SIGNET_BENCH_TOKENS", "400")))
    print(f"glewlwyd {version()}: {micros:.0f} µs of CPU for a token, {resident:.0f} MB resident")
