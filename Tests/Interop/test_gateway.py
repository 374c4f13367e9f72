# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The gateway with a real backend: nginx demands a client certificate and reports which one it saw."""
import base64
import concurrent.futures
import contextlib
import http.server
import json
import pathlib
import re
import shutil
import subprocess
import threading

import pytest
import requests

import backend
import certificates
import graph
import needs
import signet_cli


def policies(inbound, base="<base />"):
    return f"<policies><inbound>{base}{inbound}</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>"


class Configuration:
    """An APIOps folder, written as `apiops extract` writes it."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.write("policy.xml", "<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>")

    def write(self, path, text):
        target = self.directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        # Renamed into place, as every careful tool does it.
        fresh = target.with_name(target.name + ".new")
        fresh.write_bytes(text if isinstance(text, bytes) else text.encode())
        fresh.rename(target)

    def api(self, name, url, inbound=""):
        self.write(f"apis/{name}/apiInformation.json", json.dumps({"properties": {
            "path": name, "displayName": name, "apiRevision": "1", "protocols": ["https", "http"], "serviceUrl": url,
            "subscriptionRequired": False}}))
        self.write(f"apis/{name}/specification.yaml", "\n".join([
            "openapi: 3.0.1", "info:", f"  title: {name}", "  version: '1.0'", "paths:", "  /items/{id}:", "    get:",
            "      operationId: get-item", "      parameters:", "        - name: id", "          in: path",
            "          required: true", "          schema:", "            type: string", "      responses:",
            "        '200':", "          description: OK", ""]))
        self.write(f"apis/{name}/policy.xml", policies(inbound))

    def certificate(self, name, path, password=None):
        properties = {"path": str(path)}
        if password is not None:
            properties["password"] = password
        self.write(f"certificates/{name}/certificateInformation.json", json.dumps({"properties": properties}))


@pytest.fixture(scope="module")
def client_files(tmp_path_factory):
    directory = tmp_path_factory.mktemp("clients")
    return {name: certificates.self_signed(directory, name) for name in ("one", "two", "unknown")}


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, client_files):
    trusted = [client_files[name].with_suffix(".crt") for name in ("one", "two")]
    with backend.nginx(tmp_path_factory.mktemp("nginx"), trusted) as running:
        yield running


@pytest.fixture
def gateway(tmp_path, nginx, client_files):
    """Starts the gateway over a configuration; gives its plain-HTTP base address."""
    with contextlib.ExitStack() as stack:
        yield lambda configuration, *options: stack.enter_context(signet_cli.gateway(
            configuration.directory, tmp_path / "gateway.log", "--ca", nginx.certificate, *options)).http


def test_all_three_forms_present_their_certificate(tmp_path, gateway, nginx, client_files):
    configuration = Configuration(tmp_path / "config")
    configuration.certificate("one", client_files["one"])
    configuration.certificate("two", certificates.pfx(client_files["two"], "secret"), "secret")
    body = certificates.pfx(client_files["one"], "päss")
    configuration.api("by-id", nginx.url, '<authentication-certificate certificate-id="two" />')
    configuration.api("by-thumbprint", nginx.url,
                      f'<authentication-certificate thumbprint="{graph.thumbprint(client_files["one"])}" />')
    configuration.api("by-body", nginx.url, f"""
        <set-variable name="byteCertificate" value="@(Convert.FromBase64String("{base64.b64encode(body.read_bytes()).decode()}"))" />
        <authentication-certificate body="@(context.Variables.GetValueOrDefault<byte[]>("byteCertificate"))" password="päss" />""")
    base = gateway(configuration)
    for api, name in (("by-id", "two"), ("by-thumbprint", "one"), ("by-body", "one")):
        reply = requests.get(f"{base}/{api}/items/7", timeout=60)
        assert reply.status_code == 200, reply.text
        assert reply.headers["X-Seen-Subject"] == f"CN={name}"
        assert reply.text.strip().upper() == graph.thumbprint(client_files[name])
        assert reply.headers["X-Seen-Uri"] == "/items/7"


def test_two_apis_with_two_certificates_never_mix(tmp_path, gateway, nginx, client_files):
    configuration = Configuration(tmp_path / "config")
    for name in ("one", "two"):
        configuration.certificate(name, client_files[name])
        configuration.api(name, nginx.url, f'<authentication-certificate certificate-id="{name}" />')
    base = gateway(configuration)
    expected = {name: graph.thumbprint(client_files[name]) for name in ("one", "two")}

    def calls(worker):
        with requests.Session() as session:
            for number in range(40):
                name = ("one", "two")[(worker + number) % 2]
                reply = session.get(f"{base}/{name}/items/{number}", timeout=60)
                assert reply.status_code == 200
                assert reply.text.strip().upper() == expected[name]
        return 40

    with concurrent.futures.ThreadPoolExecutor(64) as workers:
        assert sum(workers.map(calls, range(64))) == 64 * 40


def test_wrk_has_no_failed_call_while_the_certificate_rotates(tmp_path, gateway, nginx, client_files):
    """wrk tells of every answer that is none and of every connection that ends before its time."""
    needs.require([] if shutil.which("wrk") else ["wrk"], "apt-get install wrk")
    configuration = Configuration(tmp_path / "config")
    current = tmp_path / "current.pem"
    current.write_bytes(client_files["one"].read_bytes())
    configuration.certificate("rolling", current)
    configuration.api("api", nginx.url, '<authentication-certificate certificate-id="rolling" />')
    url = f"{gateway(configuration)}/api/items/7"
    load = subprocess.Popen(["wrk", "-t", "1", "-c", "16", "-d", "4s", url], stdout=subprocess.PIPE, text=True)
    turns = 0
    seen = set()
    while load.poll() is None:
        fresh = current.with_suffix(".new")
        fresh.write_bytes(client_files[("two", "one")[turns % 2]].read_bytes())
        fresh.rename(current)
        turns += 1
        wanted = f"CN={('two', 'one')[(turns - 1) % 2]}"
        signet_cli.until(lambda: load.poll() is not None or requests.get(url, timeout=60).headers["X-Seen-Subject"] == wanted,
                         f"{wanted} is presented")
        seen.add(wanted)
    report = load.communicate()[0]
    assert load.returncode == 0 and seen == {"CN=one", "CN=two"}
    assert "Non-2xx" not in report and "Socket errors" not in report, report
    assert int(re.search(r"(\d+) requests in", report)[1]) > 100, report


def test_what_the_gateway_answers_itself(tmp_path, gateway, nginx, client_files):
    configuration = Configuration(tmp_path / "config")
    configuration.certificate("unknown", client_files["unknown"])
    configuration.api("refused", nginx.url, '<authentication-certificate certificate-id="unknown" />')
    configuration.api("down", f"https://localhost:{signet_cli.free_port()}")
    configuration.api("computed", nginx.url, '<authentication-certificate certificate-id="@("no" + "body")" />')
    configuration.api("mock", nginx.url, '<return-response><set-status code="418" reason="Teapot" /><set-body>short</set-body></return-response>')
    base = gateway(configuration)
    missing = requests.get(f"{base}/nowhere", timeout=60)
    assert (missing.status_code, missing.text) == (404, '{ "statusCode": 404, "message": "Resource not found" }')
    assert missing.headers["Content-Type"].startswith("application/json")
    assert requests.post(f"{base}/mock/items/1", timeout=60).status_code == 404
    for api in ("down", "computed"):
        reply = requests.get(f"{base}/{api}/items/1", timeout=60)
        assert reply.status_code == 500
        document = reply.json()
        assert (document["statusCode"], document["message"]) == (500, "Internal server error")
        assert len(document["activityId"]) == 36
    # nginx itself refuses a certificate that it does not trust, after the handshake, with its own 400.
    assert requests.get(f"{base}/refused/items/1", timeout=60).status_code in (400, 500)
    reply = requests.get(f"{base}/mock/items/1", timeout=60)
    assert (reply.status_code, reply.reason, reply.text) == (418, "Teapot", "short")


def test_changes_take_effect_and_a_broken_edit_does_not(tmp_path, gateway, nginx, client_files):
    configuration = Configuration(tmp_path / "config")
    configuration.certificate("current", client_files["one"])
    configuration.api("api", nginx.url, '<authentication-certificate certificate-id="current" />')
    base = gateway(configuration)

    def seen():
        reply = requests.get(f"{base}/api/items/1", timeout=60)
        assert reply.status_code == 200, reply.text
        return reply.headers["X-Seen-Subject"]

    assert seen() == "CN=one"
    configuration.certificate("current", client_files["two"])
    signet_cli.until(lambda: seen() == "CN=two", "the new certificate in use", seconds=5)
    configuration.write("apis/api/policy.xml", "<policies><inbound><authentication-certificate certificate-id=")
    log = tmp_path / "gateway.log"
    signet_cli.until(lambda: "apis/api/policy.xml" in log.read_text(), "the broken edit in the log", seconds=5)
    assert seen() == "CN=two"
    configuration.write("apis/api/policy.xml", policies(
        '<authentication-certificate certificate-id="current" /><set-header name="X-Set-By-Policy"><value>@("v" + 2)</value></set-header>'))
    signet_cli.until(
        lambda: requests.get(f"{base}/api/items/1", timeout=60).headers.get("X-Seen-Header") == "v2", "the mended edit", seconds=5)


def test_a_configuration_with_an_unsupported_policy_does_not_start(tmp_path, client_files):
    configuration = Configuration(tmp_path / "config")
    configuration.api("api", "https://localhost:1", "\n<xsl-transform><parameter name='a'>b</parameter></xsl-transform>")
    failure = signet_cli.signet("gateway", "check", "--config", configuration.directory, status=1)
    text = json.dumps(failure)
    assert "xsl-transform" in text and "apis/api/policy.xml" in text


def test_the_example_configuration_serves(tmp_path):
    """Examples/Gateway/orders, with the two files that its user brings, and backends that demand its certificate."""
    folder = tmp_path / "orders"
    shutil.copytree(signet_cli.ROOT / "Examples/Gateway/orders", folder)
    client = certificates.self_signed(tmp_path, "orders-client")
    shutil.copy(client, folder / "certificates/orders-client/client.pem")
    with backend.nginx(tmp_path / "one", [client.with_suffix(".crt")]) as one, backend.nginx(tmp_path / "two", [client.with_suffix(".crt")]) as two:
        (folder / "ca certificates/backends/backends.crt").write_bytes(one.certificate.read_bytes() + two.certificate.read_bytes())
        for name, running in (("orders-one", one), ("orders-two", two)):
            path = folder / f"backends/{name}/backendInformation.json"
            document = json.loads(path.read_text())
            document["properties"]["url"] = running.url
            path.write_text(json.dumps(document))
        report = signet_cli.signet("gateway", "check", "--config", folder)
        assert report["errors"] == 0, report
        log = tmp_path / "gateway.log"
        with signet_cli.gateway(folder, log) as gateway:
            url = f"{gateway.http}/orders/orders/7"
            version, key = {"Api-Version": "v1"}, {"Ocp-Apim-Subscription-Key": "example-key-of-no-worth"}
            reply = requests.get(url, headers=version | key, timeout=60)
            assert (reply.status_code, reply.headers.get("X-Seen-Subject")) == (200, "CN=orders-client"), log.read_text()
            assert requests.get(url, headers=key, timeout=60).status_code == 404
            assert requests.get(url, headers=version, timeout=60).status_code == 401


def test_the_extracted_sample_serves(tmp_path):
    """A whole instance as APIOps extracts it, with what an extraction leaves out: a key, and here a backend of our own."""
    sample = signet_cli.ROOT.parent / "shared/apiops-sample/SampleArtifacts"
    needs.require([] if sample.exists() else [sample], "the sample of an extraction belongs beside the project")
    folder = tmp_path / "sample"
    shutil.copytree(sample, folder)
    received = []

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            received.append((self.path, dict(self.headers)))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for path in folder.rglob("*.json"):
        text = path.read_text()
        if "https://httpbin.org" in text:
            path.write_text(text.replace("https://httpbin.org", f"http://127.0.0.1:{server.server_port}"))
    path = folder / "subscriptions/subscription1/subscriptionInformation.json"
    document = json.loads(path.read_text())
    document["properties"]["primaryKey"] = "key-1"
    path.write_text(json.dumps(document))
    report = signet_cli.signet("gateway", "check", "--config", folder)
    assert report["errors"] == 0, report
    log = tmp_path / "gateway.log"
    with signet_cli.gateway(folder, log) as gateway:
        key = {"Ocp-Apim-Subscription-Key": "key-1"}
        reply = requests.get(f"{gateway.http}/basic-api/items", headers=key, timeout=60)
        assert reply.status_code == 200, log.read_text()
        target, headers = received[-1]
        assert target == "/items?source=get-items"
        assert requests.get(f"{gateway.http}/basic-api/items", timeout=60).status_code == 401
        assert requests.get(f"{gateway.http}/wadl-api/x", timeout=60).status_code == 404
    server.shutdown()
