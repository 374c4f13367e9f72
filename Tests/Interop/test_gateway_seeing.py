# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""What the gateway lets operators see: handshakes, traces, metrics, the access log; nothing of it shows a secret."""
import json
import re
import subprocess

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

import backend
import certificates
import graph
import signet_cli
from test_gateway import Configuration
from test_gateway_protocols import Backend, any_api, curl, echo, serve  # noqa: F401  (a fixture)


@pytest.fixture
def files(tmp_path):
    return {name: certificates.self_signed(tmp_path, name) for name in ("client", "stranger")}


def trusting(configuration, certificate):
    configuration.write("ca certificates/server/caCertificateInformation.json", json.dumps(
        {"properties": {"path": str(certificate)}}))


def admin(gateway, path):
    return requests.get(f"http://127.0.0.1:{gateway.admin_port}{path}", timeout=60)


def with_admin(serve, configuration, *options):  # noqa: F811
    return serve(configuration, "--admin-port", "0", *options)


# --- The handshake ---

@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
@pytest.mark.parametrize("case", ["refused", "unasked", "expired", "wrong name", "plain"])
def test_a_handshake_is_explained(tmp_path, serve, files, version, case):  # noqa: F811
    name = "elsewhere" if case == "wrong name" else "localhost"
    server = certificates.self_signed(tmp_path, "server", "-addext", f"subjectAltName=DNS:{name}")
    if case == "expired":
        certificates.dated(server, 2020)
    port = signet_cli.free_port()
    configuration = Configuration(tmp_path / "config")
    trusting(configuration, server.with_suffix(".crt"))
    configuration.certificate("client", files["stranger"])
    any_api(configuration, "a", f"https://localhost:{port}", '<authentication-certificate certificate-id="client" />')
    peer = ["openssl", "s_server", "-accept", port, "-cert", server, "-www", version]
    if case == "refused":
        peer += ["-CAfile", files["client"].with_suffix(".crt"), "-Verify", "2", "-verify_return_error"]
    if case == "plain":
        peer = ["python3", "-m", "http.server", port, "--bind", "127.0.0.1"]
    with signet_cli.running(peer, tmp_path / "peer.log", expect_status=None):
        signet_cli.until(lambda: backend.accepts(port), "the backend")
        gateway = serve(configuration)
        reply = requests.get(f"{gateway.http}/a/x", timeout=60)
        log = gateway.log.read_text()
        if case == "unasked":
            assert reply.status_code == 200
            return
        assert reply.status_code == 500
        # The caller learns nothing but the activity, by which the log explains it.
        assert set(reply.json()) == {"statusCode", "message", "activityId"}
        assert reply.json()["activityId"] in log
    if case == "refused":
        assert "asked for a client certificate and accepts issuers: CN=client" in log
        assert f"thumbprint {graph.thumbprint(files['stranger'])}" in log and "None of its issuers is among those" in log
        assert {"-tls1_2": "TLS 1.2.", "-tls1_3": "TLS 1.3."}[version] in log
    if case in ("expired", "wrong name"):
        assert "Could not establish trust relationship for the SSL/TLS secure channel" in log
        assert "The backend's own certificate: CN=server" in log
    if case == "plain":
        assert "does not speak TLS on this port" in log


# --- Traces ---

def subscribed(configuration, allows):
    configuration.write("subscriptions/s/subscriptionInformation.json", json.dumps({"properties": {
        "scope": "/apis", "displayName": "s", "state": "active", "primaryKey": "subscription-key-1", "allowTracing": allows}}))


def test_a_trace_tells_each_step_to_whoever_may_see_it(tmp_path, serve, files):  # noqa: F811
    server = certificates.self_signed(tmp_path, "server", "-addext", "subjectAltName=DNS:localhost")
    port = signet_cli.free_port()
    configuration = Configuration(tmp_path / "config")
    trusting(configuration, server.with_suffix(".crt"))
    configuration.certificate("client", files["client"])
    configuration.write("named values/secret/namedValueInformation.json", json.dumps(
        {"properties": {"displayName": "secret", "secret": True, "value": "sesame-open-1"}}))
    any_api(configuration, "a", f"https://localhost:{port}",
            '<set-header name="X-Secret"><value>{{secret}}</value></set-header>'
            '<set-variable name="v" value="1" /><authentication-certificate certificate-id="client" />')
    subscribed(configuration, True)
    key_file = tmp_path / "key"
    key_file.write_text("debug-key-1")
    peer = ["openssl", "s_server", "-accept", port, "-cert", server, "-CAfile", files["client"].with_suffix(".crt"), "-Verify", "2",
            "-verify_return_error", "-www"]
    with signet_cli.running(peer, tmp_path / "peer.log", expect_status=None):
        signet_cli.until(lambda: backend.accepts(port), "the backend")
        gateway = with_admin(serve, configuration, "--trace-key-file", key_file)
        url = f"{gateway.http}/a/x?q=1"
        asking = {"Ocp-Apim-Trace": "true", "Ocp-Apim-Subscription-Key": "subscription-key-1", "Authorization": "Bearer token-1"}
        for headers in (asking, {"Apim-Debug-Authorization": "debug-key-1", "Authorization": "Bearer token-1"}):
            reply = requests.get(url, headers=headers, timeout=60)
            assert reply.status_code == 200, gateway.log.read_text()
            location, identity = reply.headers["Ocp-Apim-Trace-Location"], reply.headers["Apim-Trace-Id"]
            assert location.endswith(identity)
            trace = requests.get(location, timeout=60).json()
            assert trace["traceId"] == identity and trace["serviceName"]
            entries = trace["traceEntries"]
            assert list(entries) == ["inbound", "backend", "outbound", "on-error"]
            sources = [entry["source"] for entry in entries["inbound"]]
            assert sources[:2] == ["api-inspector"] * 2
            assert sources[2:] == ["set-header", "set-variable", "authentication-certificate"]
            attached = entries["inbound"][-1]["data"]
            assert attached["message"] == "Certificate was attached to request per configuration."
            assert attached["certificate"]["thumbprint"] == graph.thumbprint(files["client"])
            for entry in entries["inbound"]:
                assert re.fullmatch(r"\d\d:\d\d:\d\d(\.\d{7})?", entry["elapsed"])
            handshake = next(entry["data"]["handshake"] for entry in entries["backend"] if "handshake" in entry["data"])
            assert handshake["clientCertificateRequested"] is True and handshake["acceptedIssuers"] == ["CN=client"]
            assert handshake["clientCertificate"]["sent"] is True and handshake["tlsVersion"] == "TLS 1.3"
            text = json.dumps(trace)
            for secret in ("sesame-open-1", "token-1", "subscription-key-1", "debug-key-1"):
                assert secret not in text
        for headers in ({}, {"Ocp-Apim-Trace": "true"}, {"Apim-Debug-Authorization": "wrong"},
                        {"Ocp-Apim-Trace": "false", "Ocp-Apim-Subscription-Key": "subscription-key-1"}):
            assert "Apim-Trace-Id" not in requests.get(url, headers=headers, timeout=60).headers
        subscribed(configuration, False)
        signet_cli.until(lambda: "Apim-Trace-Id" not in requests.get(url, headers=asking, timeout=60).headers, "the edit")
        assert admin(gateway, "/traces/" + "0" * 8).status_code == 404


def test_the_trace_command_shows_one_call(tmp_path, files):
    configuration = Configuration(tmp_path / "config")
    with Backend(echo) as peer:
        any_api(configuration, "a", peer.url, '<set-header name="X-Policy"><value>here</value></set-header>')
        any_api(configuration, "down", "https://localhost:1")
        found = signet_cli.signet("gateway", "trace", "--config", configuration.directory, "-H", "X-Mine: 1", "/a/x")
        assert found["status"] == 200 and "X-Policy: here" in json.loads(found["body"])["head"]
        assert [entry["source"] for entry in found["trace"]["traceEntries"]["inbound"]][-1] == "set-header"
        tree = subprocess.run([signet_cli.PROGRAM, "gateway", "trace", "--config", str(configuration.directory), "/a/x"],
                              capture_output=True, text=True, timeout=60)
        assert tree.returncode == 0 and re.search(r"[├└]─ set-header", tree.stdout) and "answer: 200" in tree.stdout
        failed = signet_cli.signet("gateway", "trace", "--config", configuration.directory, "/down/x", status=1)
        assert failed["status"] == 500
        assert "Unable to connect" in json.dumps(failed["trace"])


# --- Metrics, health, access log ---

def samples(gateway):
    found = {}
    for family in text_string_to_metric_families(admin(gateway, "/metrics").text):
        for sample in family.samples:
            found[(sample.name, tuple(sorted(sample.labels.items())))] = sample.value
    return found


def test_metrics_and_health(tmp_path, serve, files):  # noqa: F811
    configuration = Configuration(tmp_path / "config")
    configuration.certificate("client", files["client"])
    with backend.nginx(tmp_path / "nginx", [files["client"].with_suffix(".crt")]) as nginx:
        trusting(configuration, nginx.certificate)
        any_api(configuration, "good", nginx.url, '<authentication-certificate certificate-id="client" />')
        any_api(configuration, "bad", "http://127.0.0.1:1")
        gateway = with_admin(serve, configuration)
        for _ in range(3):
            assert requests.get(f"{gateway.http}/good/x", timeout=60).status_code == 200
        assert requests.get(f"{gateway.http}/bad/x", timeout=60).status_code == 500
        assert requests.get(f"{gateway.http}/none", timeout=60).status_code == 404
        found = samples(gateway)
        calls = "signet_gateway_calls_total"
        assert found[(calls, (("api", "good"), ("status", "2xx")))] == 3
        assert found[(calls, (("api", "bad"), ("status", "5xx")))] == 1
        assert found[(calls, (("api", ""), ("status", "4xx")))] == 1
        assert found[("signet_gateway_call_duration_seconds_count", (("api", "good"),))] == 3
        assert found[("signet_gateway_call_duration_seconds_bucket", (("api", "good"), ("le", "+Inf")))] == 3
        thumbprint = graph.thumbprint(files["client"])
        assert found[("signet_gateway_certificate_calls_total", (("api", "good"), ("thumbprint", thumbprint)))] == 3
        place = f"localhost:{nginx.url.rsplit(':', 1)[1]}"
        assert found[("signet_gateway_backend_handshakes_total", (("backend", place), ("outcome", "success")))] >= 1
        assert found[("signet_gateway_backend_connections", (("backend", place), ("state", "idle")))] >= 1
        days = found[("signet_gateway_certificate_expiry_days", (("certificate", "client"), ("thumbprint", thumbprint)))]
        assert 29 < days <= 30
        assert admin(gateway, "/health").json() == {"status": "ok"}
        ready = admin(gateway, "/ready")
        assert ready.status_code == 200 and ready.json()["status"] == "ready"
        assert any("'client' expires in 29 days" in warning for warning in ready.json()["warnings"])
        listed = admin(gateway, "/certificates").json()["value"]
        assert listed[0]["properties"]["thumbprint"] == thumbprint and "PRIVATE" not in json.dumps(listed)
        configuration.write("apis/good/policy.xml", "<policies><inbound>")
        signet_cli.until(lambda: samples(gateway)[("signet_gateway_reloads_total", (("outcome", "failure"),))] == 1, "the failure")
        assert any("cannot be used" in warning for warning in admin(gateway, "/ready").json()["warnings"])
        assert requests.post(f"http://127.0.0.1:{gateway.admin_port}/metrics", timeout=60).status_code == 405


def test_the_access_log_has_a_line_for_each_call_and_no_secret(tmp_path, serve):  # noqa: F811
    log = tmp_path / "access.log"
    configuration = Configuration(tmp_path / "config")
    subscribed(configuration, False)
    with Backend(echo) as peer:
        any_api(configuration, "a", peer.url, subscriptionRequired=True)
        gateway = serve(configuration, "--access-log", log)
        parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        reply = requests.get(f"{gateway.http}/a/x?subscription-key=subscription-key-1&code=query-secret", timeout=60,
                             headers={"traceparent": parent, "tracestate": "a=b", "Authorization": "Bearer token-1"})
        seen = reply.json()["head"]
        handed = re.search(r"traceparent: 00-(\w{32})-(\w{16})-01", seen)
        # The same trace, with the gateway as the parent.
        assert handed[1] == parent.split("-")[1] and handed[2] != parent.split("-")[2] and "tracestate: a=b" in seen
        malformed = requests.get(f"{gateway.http}/a/x?subscription-key=subscription-key-1", timeout=60,
                                 headers={"traceparent": "00-zz-1-1", "tracestate": "a=b"}).json()["head"]
        assert "traceparent" not in malformed and "tracestate" not in malformed
        assert requests.get(f"{gateway.http}/a/x", timeout=60).status_code == 401
        assert curl("--http2", "-o", "/dev/null", f"{gateway.https}/nowhere") == ""
        lines = signet_cli.until(
            lambda: [json.loads(line) for line in log.read_text().splitlines()] if log.read_text().count("\n") >= 4 else None,
            "four lines")
    # Each loop writes its lines in turn.
    lines.sort(key=lambda line: line["time"])
    assert [line["status"] for line in lines] == [200, 200, 401, 404]
    first = lines[0]
    assert (first["api"], first["operation"], first["subscription"], first["method"]) == ("a", "get-any", "s", "GET")
    assert first["path"] == "/a/x" and first["caller"] == "127.0.0.1" and first["microseconds"] > 0
    assert (first["traceId"], first["spanId"]) == (handed[1], handed[2])
    assert lines[2]["errorReason"] == "SubscriptionKeyNotFound"
    for secret in ("subscription-key-1", "query-secret", "token-1"):
        assert secret not in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("closes", [True, False], ids=["closed", "not read"])
def test_nobody_reads_the_access_log_and_calls_go_on(tmp_path, closes):
    """Standard output is a pipe whose reader went away, or takes nothing any more: a log must hold up no call and no end."""
    configuration = Configuration(tmp_path / "config")
    configuration.api("a", "http://127.0.0.1:1", '<return-response><set-status code="200" reason="OK" /></return-response>')
    with open(tmp_path / "log", "wb") as errors:
        gateway = subprocess.Popen(
            [signet_cli.PROGRAM, "gateway", "serve", "--config", configuration.directory, "--port", "0", "--http-port", "0",
             "--admin-port", "0", "--access-log", "-", "--output", "json"], stdout=subprocess.PIPE, stderr=errors)
    try:
        ports = json.loads(b"".join(iter(gateway.stdout.readline, b"}\n")) + b"}")
        if closes:
            gateway.stdout.close()
        # More lines than a pipe takes: 64 KiB.
        with requests.Session() as caller:
            for _ in range(400):
                assert caller.get(f"http://127.0.0.1:{ports['httpPort']}/a/items/7", timeout=60).status_code == 200
        metrics = requests.get(f"http://127.0.0.1:{ports['adminPort']}/metrics", timeout=60).text
        assert "signet_gateway_access_log_lost_lines_total 0\n" in metrics
        gateway.terminate()
        assert gateway.wait(timeout=60) == 0, (tmp_path / "log").read_text()
    finally:
        gateway.kill()
        gateway.wait()
