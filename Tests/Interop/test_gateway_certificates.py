# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Certificates of the gateway that rotate: key vaults, old thumbprints, backends that do not take the new version yet."""
import base64
import contextlib
import json
import os
import pathlib
import socket
import socketserver
import ssl
import struct
import threading
import uuid

import pytest
import requests
from azure.keyvault.secrets import SecretClient

import backend
import certificates
import graph
import signet_cli
from test_gateway import Configuration
from test_vault import client


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    directory = tmp_path_factory.mktemp("vaulted")
    return {name: certificates.self_signed(directory, name) for name in ("one", "two")}


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, pair):
    with backend.nginx(tmp_path_factory.mktemp("nginx"), [path.with_suffix(".crt") for path in pair.values()]) as running:
        yield running


@pytest.fixture(scope="module")
def secrets(platform):
    return client(SecretClient, platform)


@pytest.fixture(scope="module")
def environment(platform, nginx, tmp_path_factory):
    """What the gateway signs in to the vault with, and whom it trusts: the platform and the backend."""
    trusted = tmp_path_factory.mktemp("trust") / "trusted.crt"
    trusted.write_bytes(pathlib.Path(platform.ca).read_bytes() + nginx.certificate.read_bytes())
    return {
        **os.environ, "AZURE_AUTHORITY_HOST": platform.authority, "AZURE_TENANT_ID": platform.tenant,
        "AZURE_CLIENT_ID": platform.connection["adminClientId"], "SSL_CERT_FILE": str(trusted),
        "AZURE_CLIENT_CERTIFICATE_PATH": platform.connection["adminCertificatePath"],
    }


@pytest.fixture
def serve(tmp_path, environment):
    """Starts the gateway over a configuration; gives its plain-HTTP base address and its log."""
    with contextlib.ExitStack() as stack:
        def start(configuration, *options):
            gateway = stack.enter_context(signet_cli.gateway(
                configuration.directory, tmp_path / "gateway.log", "--key-vault-interval", "0.2", *options, env=environment))
            return gateway.http, gateway.log

        yield start


def put(secrets, name, path):
    """The PEM file as a secret of the vault, as Key Vault keeps certificates."""
    return secrets.set_secret(name, path.read_text(), content_type="application/x-pem-file")


def reference(configuration, name, identifier):
    configuration.write(f"certificates/{name}/certificateInformation.json", json.dumps(
        {"properties": {"keyVault": {"secretIdentifier": identifier}}}))


def seen(base, api):
    reply = requests.get(f"{base}/{api}/items/1", timeout=60)
    assert reply.status_code == 200, reply.text
    return reply.headers["X-Seen-Subject"]


def test_a_versionless_certificate_of_a_vault_rolls_and_a_pinned_one_stays(tmp_path, serve, platform, secrets, nginx, pair):
    configuration = Configuration(tmp_path / "config")
    name = f"client-{uuid.uuid4().hex[:8]}"
    first = put(secrets, name, pair["one"])
    vault = platform.connection["vault"].rstrip("/")
    reference(configuration, "rolling", f"{vault}/secrets/{name}")
    reference(configuration, "pinned", first.id)
    configuration.api("rolling", nginx.url, '<authentication-certificate certificate-id="rolling" />')
    configuration.api("pinned", nginx.url, '<authentication-certificate certificate-id="pinned" />')
    base, log = serve(configuration)
    assert [seen(base, api) for api in ("rolling", "pinned")] == ["CN=one", "CN=one"]
    # What cannot be used changes nothing, and is told.
    secrets.set_secret(name, "this is no certificate")
    signet_cli.until(lambda: "cannot be used" in log.read_text(), "the complaint", seconds=20)
    assert seen(base, "rolling") == "CN=one"
    put(secrets, name, pair["two"])
    signet_cli.until(lambda: seen(base, "rolling") == "CN=two", "the new version", seconds=20)
    assert seen(base, "pinned") == "CN=one"


def test_a_pfx_of_a_vault_and_a_named_value_of_a_vault(tmp_path, serve, platform, secrets, nginx, pair, environment):
    configuration = Configuration(tmp_path / "config")
    name, word = (f"{kind}-{uuid.uuid4().hex[:8]}" for kind in ("pfx", "word"))
    content = certificates.pfx(pair["two"], "").read_bytes()
    secrets.set_secret(name, base64.b64encode(content).decode(), content_type="application/x-pkcs12")
    secrets.set_secret(word, "first-word")
    vault = platform.connection["vault"].rstrip("/")
    reference(configuration, "client", f"{vault}/secrets/{name}")
    configuration.write("named values/word/namedValueInformation.json", json.dumps({"properties": {
        "displayName": "word", "secret": True, "keyVault": {"secretIdentifier": f"{vault}/secrets/{word}"}}}))
    configuration.api("api", nginx.url, '<authentication-certificate certificate-id="client" />'
                      '<set-header name="X-Set-By-Policy"><value>{{word}}</value></set-header>')
    checked = signet_cli.signet("gateway", "check", "--config", configuration.directory, env=environment)
    assert checked["errors"] == 0, checked
    base, log = serve(configuration)
    assert seen(base, "api") == "CN=two"
    header = lambda: requests.get(f"{base}/api/items/1", timeout=60).headers["X-Seen-Header"]  # noqa: E731
    assert header() == "first-word"
    secrets.set_secret(word, "second-word")
    signet_cli.until(lambda: header() == "second-word", "the new named value", seconds=20)
    assert "word\"" not in log.read_text() and "second-word" not in log.read_text()


def test_the_gateway_starts_without_its_vault_and_catches_up(tmp_path, serve, platform, secrets, nginx, pair):
    configuration = Configuration(tmp_path / "config")
    name = f"late-{uuid.uuid4().hex[:8]}"
    reference(configuration, "late", f"{platform.connection['vault'].rstrip('/')}/secrets/{name}")
    configuration.api("api", nginx.url, '<authentication-certificate certificate-id="late" />')
    base, log = serve(configuration)
    assert requests.get(f"{base}/api/items/1", timeout=60).status_code == 500
    assert "SecretNotFound" in log.read_text()
    put(secrets, name, pair["one"])
    signet_cli.until(lambda: requests.get(f"{base}/api/items/1", timeout=60).status_code == 200, "the secret", seconds=30)


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_a_backend_that_refuses_the_new_version_gets_the_one_before(tmp_path, serve, pair, version):
    server = certificates.self_signed(tmp_path, "server", "-addext", "subjectAltName=DNS:localhost")
    configuration = Configuration(tmp_path / "config")
    configuration.certificate("client", pair["one"])
    port = signet_cli.free_port()
    configuration.api("api", f"https://localhost:{port}", '<authentication-certificate certificate-id="client" />')
    configuration.write("ca certificates/server/caCertificateInformation.json", json.dumps(
        {"properties": {"path": str(server.with_suffix(".crt"))}}))
    # It knows the first certificate alone, and refuses every other one in the handshake.
    peer = ["openssl", "s_server", "-accept", port, "-cert", server, "-CAfile", pair["one"].with_suffix(".crt"), "-Verify", "2",
            "-verify_return_error", "-www", version]
    with signet_cli.running(peer, tmp_path / "s_server.log", expect_status=None):
        signet_cli.until(lambda: backend.accepts(port), "s_server")
        base, log = serve(configuration)
        status = lambda: requests.get(f"{base}/api/items/1", timeout=60).status_code  # noqa: E731
        assert status() == 200, log.read_text()
        configuration.certificate("client", pair["two"])
        signet_cli.until(lambda: "was replaced" in log.read_text() or "reloaded" in log.read_text(), "the rotation", seconds=10)
        for _ in range(5):
            assert status() == 200, log.read_text()
        assert "the version before is presented" in log.read_text()


class Hanger(socketserver.BaseRequestHandler):
    """Takes one certificate and closes the connection on any other without a word, before its own end of the handshake."""

    def handle(self):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = self.server.context.wrap_bio(incoming, outgoing, server_side=True)

        def until(step):
            while True:
                try:
                    return step()
                except ssl.SSLWantReadError:
                    self.request.sendall(outgoing.read())
                    received = self.request.recv(65536)
                    if not received:
                        return None
                    incoming.write(received)
                except ssl.SSLError:
                    return None

        until(tls.do_handshake)
        if tls.getpeercert(binary_form=True) != self.server.known:
            if self.server.resets:
                self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        while request := until(lambda: tls.read(65536)):
            if request.endswith(b"\r\n\r\n"):
                tls.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                self.request.sendall(outgoing.read())


@contextlib.contextmanager
def hanger(server, pair, version, resets):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(server)
    context.minimum_version = context.maximum_version = version
    context.verify_mode = ssl.CERT_REQUIRED
    for path in pair.values():
        context.load_verify_locations(path.with_suffix(".crt"))
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Hanger) as listener:
        listener.daemon_threads = True
        listener.context, listener.resets = context, resets
        listener.known = ssl.PEM_cert_to_DER_cert(pair["one"].with_suffix(".crt").read_text())
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        yield listener.server_address[1]
        listener.shutdown()


@pytest.mark.parametrize("resets", [False, True])
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_backend_that_hangs_up_on_the_new_version_gets_the_one_before(tmp_path, serve, pair, version, resets):
    server = certificates.self_signed(tmp_path, "server", "-addext", "subjectAltName=DNS:localhost")
    configuration = Configuration(tmp_path / "config")
    configuration.certificate("client", pair["one"])
    configuration.write("ca certificates/server/caCertificateInformation.json", json.dumps(
        {"properties": {"path": str(server.with_suffix(".crt"))}}))
    with hanger(server, pair, version, resets) as port:
        configuration.api("api", f"https://localhost:{port}", '<authentication-certificate certificate-id="client" />')
        configuration.api("posted", f"https://localhost:{port}",
                          '<set-method>POST</set-method><authentication-certificate certificate-id="client" />')
        configuration.api("sent", f"https://localhost:{port}", f'''<send-request mode="new" response-variable-name="answer">
            <set-url>https://localhost:{port}/</set-url><set-method>GET</set-method>
            <authentication-certificate certificate-id="client" /></send-request>
            <return-response response-variable-name="answer" />''')
        base, log = serve(configuration)
        status = lambda path: requests.get(f"{base}/{path}/items/1", timeout=60).status_code  # noqa: E731
        assert status("api") == 200, log.read_text()
        configuration.certificate("client", pair["two"])
        signet_cli.until(lambda: "was replaced" in log.read_text() or "reloaded" in log.read_text(), "the rotation", seconds=10)
        # What must not happen twice is not repeated where the backend may have seen it, but it leads the next call back.
        signet_cli.until(lambda: status("posted") == 200, "a POST", seconds=30)
        for path in ["api", "sent"] * 4:
            assert status(path) == 200, log.read_text()
        assert "the version before is presented" in log.read_text()


def test_thumbprints_left_behind_resolve_with_the_line_that_never_breaks(tmp_path, pair):
    configuration = Configuration(tmp_path / "config")
    configuration.write("certificates/client/certificateInformation.json", json.dumps({"properties": {
        "path": str(pair["two"]), "formerThumbprints": [graph.thumbprint(pair["one"])]}}))
    configuration.api("api", "https://localhost:1", f'<authentication-certificate thumbprint="{graph.thumbprint(pair["one"])}" />')
    report = signet_cli.signet("gateway", "check", "--config", configuration.directory)
    warning = next(problem for problem in report["problems"] if problem["code"] == "formerThumbprint")
    assert warning["severity"] == "warning" and 'certificate-id="client"' in warning["message"]


def test_a_certificate_serves_only_its_scopes(tmp_path, pair):
    configuration = Configuration(tmp_path / "config")
    configuration.write("certificates/client/certificateInformation.json", json.dumps({"properties": {
        "path": str(pair["one"]), "allowedScopes": ["/apis/allowed"]}}))
    for api in ("allowed", "other"):
        configuration.api(api, "https://localhost:1", '\n<authentication-certificate certificate-id="client" />')
    report = signet_cli.signet("gateway", "check", "--config", configuration.directory, status=1)
    errors = [problem for problem in report["problems"] if problem["severity"] == "error"]
    assert [problem["file"] for problem in errors] == ["apis/other/policy.xml"]
    assert "may not be used here" in errors[0]["message"] and errors[0]["line"] == 2
