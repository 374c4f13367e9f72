# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Whom the platform trusts, as its command line says: pinned issuers, key origins, delayed certificates, revocation lists."""
import contextlib
import json
import subprocess

import pytest
import requests

import signet_cli
import test_federation as federation
import test_issued_certificates as issued
from graph import Graph

PINNED = "https://issuer.invalid/cluster"


@contextlib.contextmanager
def platform(directory, *options):
    with signet_cli.platform(directory, *options) as running:
        yield running, Graph(running)


def workload(graph, issuer):
    application = graph.register("workload")
    graph.call("POST", f"/applications/{application['id']}/federatedIdentityCredentials", 201, json={
        "name": "cluster", "issuer": issuer, "subject": federation.SUBJECT, "audiences": [federation.AUDIENCE]})
    return application


def number(reply):
    return reply.json().get("error_codes", [0])[0]


def test_a_pinned_issuer_is_never_asked(tmp_path):
    with federation.serving() as issuer:
        keys = tmp_path / "keys.json"
        keys.write_text(json.dumps(issuer.documents()["/cluster/jwks"]))
        with platform(tmp_path / "data", "--issuer-keys", f"{PINNED}={keys}", "--issuer-keys", f"{issuer.url}={keys}") as (running, graph):
            far, near = workload(graph, PINNED), workload(graph, issuer.url)
            assert number(federation.exchange(running, far, issuer.token(iss=PINNED))) == 0
            assert number(federation.exchange(running, near, issuer.token())) == 0
            issuer.rotate("second")
            assert number(federation.exchange(running, near, issuer.token())) != 0
        assert issuer.requests == []


@pytest.mark.parametrize("named", [False, True], ids=["a foreign origin", "a named origin"])
def test_keys_come_from_a_named_origin_only(tmp_path, named):
    with federation.serving() as issuer, federation.serving() as keys:
        keys.key, keys.kid = issuer.key, issuer.kid
        metadata = json.dumps({"issuer": issuer.url, "jwks_uri": keys.url + "/jwks"}).encode()

        def configuration(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(metadata)))
            handler.end_headers()
            handler.wfile.write(metadata)

        issuer.answer = {"/cluster/.well-known/openid-configuration": configuration}
        options = ["--issuer-key-origin", keys.url.removesuffix("/cluster")] if named else []
        with platform(tmp_path, *options) as (running, graph):
            reply = federation.exchange(running, workload(graph, issuer.url), issuer.token())
        assert number(reply) == (0 if named else 50166), reply.text
        assert keys.requests == (["/cluster/jwks"] if named else [])


def test_a_registered_certificate_counts_after_the_delay(tmp_path):
    holder = issued.Holder("delayed")
    with platform(tmp_path, "--registration-delay", "600", "--testing") as (running, graph):
        application = graph.register("delayed", holder.pem(tmp_path / "delayed.pem"))
        assert issued.sign_in(running, application, holder) == 700027
        reply = requests.post(
            running.authority + "/testing/clock", json={"advanceSeconds": 700}, verify=running.ca, timeout=60,
            headers={"Authorization": "Bearer " + (tmp_path / "testing.key").read_text().strip()})
        assert reply.status_code == 200, reply.text
        assert issued.sign_in(running, application, holder) == 0


@pytest.mark.parametrize("mode, absent, forged, revoked", [
    ("hard", 500173, 500174, 7000214), ("soft", 0, 0, 7000214), ("off", 0, 0, 0),
])
def test_a_mode_says_what_a_revocation_list_stops(tmp_path, mode, absent, forged, revoked):
    root = issued.Holder("Root", authority=True)
    intermediate = issued.Holder("Intermediate", root, authority=True)
    leaf = issued.Holder("orders.contoso.example", intermediate)
    impostor = issued.Holder("Intermediate", authority=True)
    with platform(tmp_path, "--revocation", mode) as (running, graph):
        for expected, content in [(absent, b""), (forged, impostor.revocations()), (revoked, intermediate.revocations(leaf))]:
            with issued.serving(content) as server:
                application = issued.client(graph, {"certificate": root.der()}, {
                    "certificate": intermediate.der(),
                    "certificateRevocationListUrl": f"http://127.0.0.1:{server.server_port}/list.crl"})
                assert issued.sign_in(running, application, leaf) == expected, content
                assert server.count == (0 if mode == "off" else 1)


@pytest.mark.parametrize("options, text", [
    (["--issuer-keys", "https://issuer.invalid"], "ISSUER=FILE"),
    (["--issuer-keys", f"{PINNED}=/nowhere/keys.json"], "/nowhere/keys.json"),
    (["--issuer-key-origin", "http://issuer.invalid"], "http://issuer.invalid"),
    (["--registration-delay", "-1"], "--registration-delay"), (["--registration-delay", "86401"], "0 to 86400"),
    (["--revocation", "sometimes"], "--revocation"),
], ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_a_mistaken_option_ends_the_start(tmp_path, options, text):
    command = [signet_cli.PROGRAM, "platform", "serve", "--data", tmp_path, "--port", "0", *options]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.returncode != 0
    assert text in result.stderr, result.stderr
