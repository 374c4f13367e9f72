# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Backends that ask for a client certificate in a second handshake, once they have seen the request: IIS unless told otherwise,
and Apache where the demand stands at a path. API Management's self-hosted gateway does not take part in it."""
import contextlib
import json
import shutil

import pytest
import requests

import apache
import certificates
import signet_cli
from test_gateway import Configuration

DIRECTIVES = """
LogLevel ssl:info
SSLEngine on
SSLProtocol {protocol}
SSLCertificateFile {folder}/server.crt
SSLCertificateKeyFile {folder}/server.key
SSLCACertificateFile {folder}/one.crt
Header always set X-Seen-Subject "expr=%{{SSL_CLIENT_S_DN}}"
<Location /items>
  SSLVerifyClient require
  SSLVerifyDepth 2
  SSLOptions +StdEnvVars
</Location>
"""


class Members:
    """Apache that asks for a certificate below /items, and the gateway before it."""

    def __init__(self, configuration, log, trusted):
        self.configuration, self.log, self.trusted = configuration, log, trusted
        # A connection kept is served by one loop, and so by one connection to the backend.
        self.session = requests.Session()

    def call(self, api):
        return self.session.get(f"{self.gateway.http}/{api}/items/1", timeout=60)

    def trace(self, api):
        """What the trace of a call tells of the handshakes, and the answer's status."""
        document = signet_cli.signet("gateway", "trace", "--config", self.configuration.directory, "--ca", self.trusted,
                                     f"/{api}/items/1")
        entries = [entry["data"] for entry in document["trace"]["traceEntries"]["backend"]]
        return [entry["handshake"] for entry in entries if "handshake" in entry], document["status"]


@pytest.fixture
def members(tmp_path, readable):
    with contextlib.ExitStack() as stack:
        def start(protocol="TLSv1.2"):
            files = {name: certificates.self_signed(tmp_path, name) for name in ("one", "unknown")}
            server = certificates.self_signed(tmp_path, "server", "-addext", "subjectAltName=DNS:localhost")
            for path in (server.with_suffix(".crt"), server.with_suffix(".key"), files["one"].with_suffix(".crt")):
                shutil.copy(path, readable)
            (readable / "site" / "items").mkdir(parents=True)
            (readable / "site" / "items" / "1").write_text("for members\n")
            port = signet_cli.free_port()
            log = stack.enter_context(apache.running(
                readable, port, ["socache_shmcb", "ssl"], DIRECTIVES.format(folder=readable, protocol=protocol)))
            configuration = Configuration(tmp_path / "config")
            for name, path in files.items():
                configuration.certificate(name, path)
                configuration.api(name, f"https://localhost:{port}", f'<authentication-certificate certificate-id="{name}" />')
            configuration.api("none", f"https://localhost:{port}")
            found = Members(configuration, log, server.with_suffix(".crt"))
            found.gateway = stack.enter_context(signet_cli.gateway(
                configuration.directory, tmp_path / "gateway.log", "--ca", found.trusted))
            return found
        yield start


def test_a_certificate_is_presented_when_the_backend_has_seen_the_request(members):
    found = members()
    for _ in range(3):
        reply = found.call("one")
        assert (reply.status_code, reply.text, reply.headers["X-Seen-Subject"]) == (200, "for members\n", "CN=one")
    # The connection stays: what it was asked for once, it is not asked for again.
    assert found.log.read_text().count("Awaiting re-negotiation handshake") == 1
    first, second = found.trace("one")[0]
    assert (first["clientCertificateRequested"], first["clientCertificate"]["sent"]) == (False, False)
    assert (second["clientCertificateRequested"], second["renegotiated"], second["clientCertificate"]["sent"]) == (True, True, True)


def test_what_fails_in_the_second_handshake_is_explained(members):
    found = members()
    for api, text in [("none", "authentication-certificate"), ("unknown", "renegotiation")]:
        reply = found.call(api)
        assert reply.status_code == 500
        told = next(line for line in found.gateway.log.read_text().splitlines() if reply.json()["activityId"] in line)
        assert text in told, told


def test_tls_1_3_knows_no_second_handshake(members):
    found = members("TLSv1.3")
    [handshake], status = found.trace("one")
    assert (handshake["tlsVersion"], handshake["clientCertificateRequested"], status) == ("TLS 1.3", False, 403)
    assert found.call("one").status_code == 403
