# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Workload identity: an issuer written in Python vouches, azure-identity brings its tokens."""
import contextlib
import http.server
import json
import threading
import time

import jwt
import pytest
import requests
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientAssertionCredential, WorkloadIdentityCredential
from cryptography.hazmat.primitives.asymmetric import rsa

SCOPE = "https://graph.microsoft.com/.default"
AUDIENCE = "api://AzureADTokenExchange"
SUBJECT = "system:serviceaccount:shop:orders"


class Issuer:
    """An OpenID issuer on loopback; `answer` replaces what a path answers, `requests` says what was asked."""

    def __init__(self, server):
        self.url = f"http://127.0.0.1:{server.server_port}/cluster"
        self.requests = []
        self.answer = {}
        self.rotate("first")

    def rotate(self, kid):
        self.kid = kid
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def documents(self):
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {
            "/cluster/.well-known/openid-configuration": {"issuer": self.url, "jwks_uri": self.url + "/jwks"},
            "/cluster/jwks": {"keys": [{**jwk, "kid": self.kid, "use": "sig", "alg": "RS256"}]},
        }

    def token(self, **claims):
        now = int(time.time())
        content = {"iss": self.url, "sub": SUBJECT, "aud": AUDIENCE, "iat": now, "nbf": now, "exp": now + 3600, **claims}
        return jwt.encode(content, self.key, "RS256", headers={"kid": self.kid})


@contextlib.contextmanager
def serving():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            issuer = self.server.issuer
            issuer.requests.append(self.path)
            if self.path in issuer.answer:
                issuer.answer[self.path](self)
                return
            document = issuer.documents().get(self.path)
            body = json.dumps(document or {}).encode()
            self.send_response(200 if document else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.issuer = Issuer(server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.issuer
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def issuer():
    with serving() as running:
        yield running


@pytest.fixture
def workload(directory, issuer):
    application = directory.register("workload")
    directory.call("POST", f"/applications/{application['id']}/federatedIdentityCredentials", 201, json={
        "name": "cluster", "issuer": issuer.url, "subject": SUBJECT, "audiences": [AUDIENCE]})
    return application


def exchange(platform, application, token):
    return requests.post(platform.token_url(), verify=platform.ca, timeout=60, data={
        "grant_type": "client_credentials", "client_id": application["appId"], "scope": SCOPE,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion": token})


def test_workload_identity_signs_in_and_its_keys_rotate(platform, workload, issuer, tmp_path):
    path = tmp_path / "token"
    for kid in ("first", "second"):
        if kid != issuer.kid:
            issuer.rotate(kid)
        path.write_text(issuer.token())
        credential = WorkloadIdentityCredential(
            tenant_id=platform.tenant, client_id=workload["appId"], token_file_path=str(path), authority=platform.authority,
            disable_instance_discovery=True, connection_verify=platform.ca)
        claims = jwt.decode(credential.get_token(SCOPE).token, options={"verify_signature": False})
        assert claims["appid"] == workload["appId"] and claims["appidacr"] == "2"
    assert issuer.requests.count("/cluster/jwks") == 2


def test_client_assertion_credential_signs_in(platform, workload, issuer):
    credential = ClientAssertionCredential(
        platform.tenant, workload["appId"], issuer.token, authority=platform.authority, disable_instance_discovery=True,
        connection_verify=platform.ca)
    assert credential.get_token(SCOPE).token
    stranger = ClientAssertionCredential(
        platform.tenant, workload["appId"], lambda: issuer.token(sub="system:serviceaccount:shop:other"),
        authority=platform.authority, disable_instance_discovery=True, connection_verify=platform.ca)
    with pytest.raises(ClientAuthenticationError, match="AADSTS700213"):
        stranger.get_token(SCOPE)


@pytest.mark.parametrize("claims, number", [
    ({"iss": "https://issuer.invalid"}, 700211), ({"aud": "other"}, 700212), ({"sub": "other"}, 700213),
    ({"sub": SUBJECT.upper()}, 7002138), ({"exp": 1}, 700024),
], ids=lambda value: str(value))
def test_is_refused_with_the_code_of_the_breach(platform, workload, issuer, claims, number):
    reply = exchange(platform, workload, issuer.token(**claims))
    assert reply.status_code == 401 and reply.json()["error_codes"] == [number], reply.text


def test_a_hostile_issuer_gets_no_further_request_and_no_time(platform, workload, issuer):
    with serving() as victim:
        def redirect(handler):
            handler.send_response(302)
            handler.send_header("Location", victim.url + "/.well-known/openid-configuration")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        def foreign(handler):
            body = json.dumps({"issuer": issuer.url, "jwks_uri": victim.url + "/jwks"}).encode()
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)

        def huge(handler):
            handler.send_response(200)
            handler.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(4096):
                    handler.wfile.write(b" " * 65536)

        def slow(handler):
            handler.send_response(200)
            handler.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(120):
                    handler.wfile.write(b" ")
                    handler.wfile.flush()
                    time.sleep(0.25)

        configuration = "/cluster/.well-known/openid-configuration"
        for answer in (redirect, foreign, huge, slow):
            issuer.answer = {configuration: answer}
            start = time.monotonic()
            reply = exchange(platform, workload, issuer.token())
            assert reply.status_code == 400 and reply.json()["error_codes"] == [50166], (answer, reply.text)
            assert time.monotonic() - start < 15
        assert victim.requests == []
    issuer.answer = {}
    assert exchange(platform, workload, issuer.token()).status_code == 200


def test_an_address_outside_is_not_asked_in_plain_http(directory, workload):
    directory.call("POST", f"/applications/{workload['id']}/federatedIdentityCredentials", 400, json={
        "name": "plain", "issuer": "http://issuer.example", "subject": "x", "audiences": [AUDIENCE]})
