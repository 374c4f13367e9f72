# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Our credential, judged from outside: what it sent is recorded by a server of Python's and checked with PyJWT."""
import base64
import http.server
import json
import ssl
import threading
import time
import urllib.parse
import uuid

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

import certificates
import signet_cli


class Recorder(http.server.BaseHTTPRequestHandler):
    requests = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.requests.append((self.path, dict(self.headers), body))
        reply = b'{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"opaque"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def recorder(tmp_path):
    server_files = certificates.self_signed(tmp_path, "recorder", "-addext", "subjectAltName=DNS:localhost")
    Recorder.requests = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server_files)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://localhost:{server.server_address[1]}", server_files.with_suffix(".crt")
    server.shutdown()
    server.server_close()


TENANT = "11111111-2222-4333-8444-555555555555"
CLIENT = "97e0a5b7-d745-40b6-94fe-5f77d35c6e05"


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.parametrize("options, algorithm", [((), "PS256"), (("--algorithm", "RS256"), "RS256"), (("--send-chain",), "PS256")])
def test_the_request_is_what_entra_documents(recorder, files, options, algorithm):
    authority, ca = recorder
    signet_cli.signet("token", "--tenant", TENANT, "--client-id", CLIENT, "--certificate", files["chained"], "--scope",
                      "https://graph.microsoft.com/.default", "--authority", authority, "--ca", ca, *options)
    assert len(Recorder.requests) == 1, "one round trip"
    path, headers, body = Recorder.requests[0]
    assert path == f"/{TENANT}/oauth2/v2.0/token"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    form = urllib.parse.parse_qs(body.decode("ascii"), strict_parsing=True)
    assert all(len(values) == 1 for values in form.values())
    form = {name: values[0] for name, values in form.items()}
    assertion = form.pop("client_assertion")
    assert form == {
        "grant_type": "client_credentials", "client_id": CLIENT, "scope": "https://graph.microsoft.com/.default",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
    certificate = x509.load_pem_x509_certificates(files["chained"].read_bytes())[0]
    audience = f"{authority}/{TENANT}/oauth2/v2.0/token"
    claims = jwt.decode(assertion, certificate.public_key(), algorithms=[algorithm], audience=audience, issuer=CLIENT)
    assert set(claims) == {"aud", "iss", "sub", "jti", "nbf", "iat", "exp"}
    assert claims["sub"] == CLIENT and uuid.UUID(claims["jti"]).version == 4
    assert all(type(claims[name]) is int for name in ("nbf", "iat", "exp"))
    assert claims["exp"] - claims["nbf"] == 600 and abs(claims["iat"] - time.time()) < 60
    assert "=" not in assertion and all(part for part in assertion.split("."))
    header = json.loads(unpadded(assertion.split(".")[0]))
    der = certificate.public_bytes(serialization.Encoding.DER)
    name, digest = ("x5t", hashes.SHA1()) if algorithm == "RS256" else ("x5t#S256", hashes.SHA256())
    expected = {"alg": algorithm, "typ": "JWT",
                name: base64.urlsafe_b64encode(certificate.fingerprint(digest)).rstrip(b"=").decode()}
    chain = header.pop("x5c", None)
    assert header == expected
    if "--send-chain" in options:
        assert base64.b64decode(chain[0], validate=True) == der
        names = [x509.load_der_x509_certificate(base64.b64decode(entry, validate=True)).subject.rfc4514_string() for entry in chain]
        assert names[:2] == ["CN=chained-leaf", "CN=chained-intermediate"]
    else:
        assert chain is None


def test_signs_in_to_the_platform(platform, daemon, files):
    document = signet_cli.signet("token", "--tenant", platform.tenant, "--client-id", daemon["appId"], "--certificate",
                                 files["daemon"], "--scope", "https://graph.microsoft.com/.default", "--authority",
                                 platform.authority, "--ca", platform.ca)
    claims = jwt.decode(document["accessToken"], options={"verify_signature": False})
    assert claims["appid"] == daemon["appId"]


def test_a_refusal_says_code_and_remedy(platform, daemon, files):
    failure = signet_cli.signet("token", "--tenant", platform.tenant, "--client-id", daemon["appId"], "--certificate",
                                files["stranger"], "--scope", "https://graph.microsoft.com/.default", "--authority",
                                platform.authority, "--ca", platform.ca, status=1)
    assert "AADSTS700027" in failure["error"]["message"]
    assert failure["error"]["code"] == "AuthenticationFailed"


def test_a_wrong_command_line_is_64(platform):
    failure = signet_cli.signet("token", "--tenant", "x", status=64)
    assert failure["error"]["code"] == "usage"
