# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""Callers and backends that do what they must not: each gets its due, and nothing crosses to another caller."""
import contextlib
import json
import socket
import ssl
import threading
import time

import pytest

import certificates
from test_gateway import Configuration
from test_gateway_protocols import Backend, any_api, curl, echo, length, read_chunks, serve  # noqa: F401  (a fixture)


def exchange(port, *parts, pause=0.0):
    """Sends the parts and gives everything that comes until the gateway closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as caller:
        with contextlib.suppress(ConnectionError):
            for part in parts:
                caller.sendall(part)
                time.sleep(pause)
        answer = b""
        with contextlib.suppress(ConnectionError):
            while data := caller.recv(65536):
                answer += data
        return answer.decode(errors="replace")


class Recording:
    """A backend that writes down every request that it understands."""

    def __init__(self):
        self.requests = []

    def __call__(self, connection, head, stream):
        body = read_chunks(stream)[0] if "transfer-encoding: chunked" in head.lower() else stream.read(length(head))
        self.requests.append((head, body))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


GET = b"GET /a/x HTTP/1.1\r\nHost: g\r\n"
POST = b"POST /a/x HTTP/1.1\r\nHost: g\r\n"
SMUGGLED = b"GET /a/admin HTTP/1.1\r\nHost: g\r\n\r\n"


@pytest.mark.parametrize("request_bytes, status", [
    (POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX" + SMUGGLED, 400),
    (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + SMUGGLED, 400),
    (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED, 400),
    (POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED, 400),
    (POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + SMUGGLED, 400),
    (POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED, 400),
    (POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde" + SMUGGLED, 400),
    (POST + b"Content-Length: +5\r\n\r\nabcde", 400), (POST + b"Content-Length: 5, 5\r\n\r\nabcde", 400),
    (POST + b"Content-Length: 0x5\r\n\r\nabcde", 400), (POST + b"Content-Length: -1\r\n\r\n", 400),
    (POST + b"Content-Length: 99999999999999999999\r\n\r\n", 400),
    (POST + b"Transfer-Encoding: chunked\r\n\r\n5;ext=1\r\nabcde\r\n0\r\n\r\n" + SMUGGLED, 400),
    (POST + b"Transfer-Encoding: chunked\r\n\r\n5\nabcde\r\n0\r\n\r\n" + SMUGGLED, 400),
    (POST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n" + SMUGGLED, 400),
    (POST + b"Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n" + SMUGGLED, 400),
    (POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabcde\r\n0\r\n\r\n", 400),
    (POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcdeX\r\n0\r\n\r\n" + SMUGGLED, 400),
    (GET + b"X: 1\r\n folded\r\n\r\n", 400), (GET + b"X: 1\r\n\tfolded: 2\r\n\r\n", 400),
    (GET + b"X: 1\nY: 2\r\n\r\n", 400), (b"GET /a/x HTTP/1.1\nHost: g\n\n", 400), (GET + b"X: a\rb\r\n\r\n", 400),
    (GET + b"X: a\x00b\r\n\r\n", 400), (GET + b": empty\r\n\r\n", 400), (GET + b"Host: h\r\n\r\n", 400),
    (b"GET /a/x HTTP/1.1\r\n\r\n", 400), (b"GET  /a/x HTTP/1.1\r\nHost: g\r\n\r\n", 400),
    (b"GET /a/x HTTP/1.2\r\nHost: g\r\n\r\n", 505), (b"GET /a/x HTTP/2.0\r\nHost: g\r\n\r\n", 505),
    (b"GET http://g/a/x#f HTTP/1.1\r\nHost: g\r\n\r\n", 400), (GET + b"Expect: 200-ok\r\n\r\n", 417),
    (GET + b"".join(b"X-%d: 1\r\n" % number for number in range(200)) + b"\r\n", 431),
    (GET + b"X: " + b"a" * 100_000 + b"\r\n\r\n", 431), (b"GET /a/" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: g\r\n\r\n", 431),
    (b"GET /a/" + b"x/" * 1_000 + b" HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n", 400),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n", 400),
], ids=range(37))
def test_a_request_with_two_readings_or_beyond_measure_is_refused(tmp_path, serve, request_bytes, status):  # noqa: F811
    configuration = Configuration(tmp_path / "config")
    recording = Recording()
    with Backend(recording) as peer:
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        answer = exchange(gateway.http_port, request_bytes)
        # Where the head was sound, the backend may have been called before the body turned out broken; what stands
        # behind the broken place reaches nobody.
        assert answer.startswith(f"HTTP/1.1 {status} ") or answer == "", answer[:200]
        assert answer.count("HTTP/1.1 ") <= 1
        assert not any("admin" in head for head, _ in recording.requests)
        assert exchange(gateway.http_port, GET + b"Connection: close\r\n\r\n").endswith("ok")


@pytest.mark.parametrize("path, outcome", [
    ("/a/public/../secret", "refused"), ("/a/public/%2e%2e/secret", "refused"), ("/a/public/%2E./secret", "refused"),
    ("/a/public/..;/secret", "refused"), ("/a/public/..%3b/secret", "refused"), ("/a/public/.%2e%2fsecret", "refused"),
    ("/a/public/..%5csecret", "refused"), ("/a/./secret", "refused"), ("/a/public\\..\\secret", "refused"),
    ("/a//secret", "404"), ("//a/secret", "404"), ("/a/public%2f..%2fsecret", "404"), ("/a/public;x=1", "404"),
    ("/a%2fpublic", "404"), ("/a/public/", "served"), ("/a/public", "served"), ("/A/PUBLIC", "served"),
    ("/a/p%75blic", "served"), ("/a/items/a%2fb", "served"), ("/a/items/..a", "served"), ("/a/items/%252e%252e", "served"),
    ("/a/items/a;b", "served"), ("/a/public%00", "404"), ("/a/public%zz", "refused"), ("/a/public%", "refused"),
])
def test_encoded_paths_meet_the_operation_that_they_name_or_none(tmp_path, serve, path, outcome):  # noqa: F811
    configuration = Configuration(tmp_path / "config")
    recording = Recording()
    with Backend(recording) as peer:
        any_api(configuration, "a", f"{peer.url}/base")
        configuration.write("apis/a/specification.json", json.dumps({"openapi": "3.0.1", "paths": {
            "/public": {"get": {"operationId": "public"}}, "/secret": {"get": {"operationId": "secret"}},
            "/items/{id}": {"get": {"operationId": "item"}}}}))
        configuration.write("apis/a/operations/secret/policy.xml", "<policies><inbound><return-response><set-status code='403' "
                            "reason='No' /></return-response></inbound></policies>")
        gateway = serve(configuration)
        answer = exchange(gateway.http_port, f"GET {path} HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n".encode())
        status = {"refused": "400", "404": "404", "served": "200"}[outcome]
        assert answer.startswith(f"HTTP/1.1 {status} "), answer[:300]
        assert len(recording.requests) == (1 if outcome == "served" else 0)
        if outcome == "served":
            # What the backend reads is what was matched, unchanged.
            assert recording.requests[0][0].startswith(f"GET /base{path[2:]} HTTP/1.1\r\n")


def test_a_slow_caller_holds_nothing_but_itself(tmp_path, serve):  # noqa: F811
    configuration = Configuration(tmp_path / "config")
    with Backend(echo) as peer, contextlib.ExitStack() as stack:
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        slow = [stack.enter_context(socket.create_connection(("127.0.0.1", gateway.http_port))) for _ in range(200)]
        for caller in slow:
            caller.sendall(b"GET /a/x HTTP/1.1\r\nHost: g\r\nX")
        started = time.monotonic()
        assert curl("-o", "/dev/null", "-w", "%{http_code}", f"{gateway.http}/a/x") == "200"
        # A byte now and then does not keep a head alive for ever: the time counts from its first byte.
        ended = 0
        while time.monotonic() - started < 45 and ended < len(slow):
            for caller in list(slow):
                try:
                    caller.settimeout(0.001)
                    if caller.recv(1024) == b"":
                        slow.remove(caller)
                        continue
                except TimeoutError:
                    pass
                except OSError:
                    slow.remove(caller)
                    continue
                with contextlib.suppress(OSError):
                    caller.sendall(b"x")
            time.sleep(0.5)
        assert not slow, "slow heads were waited for without end"


def test_a_body_beyond_the_limit_is_refused_where_a_policy_needs_it_whole(tmp_path, serve):  # noqa: F811
    configuration = Configuration(tmp_path / "config")
    with Backend(echo) as peer:
        any_api(configuration, "whole", peer.url, '<set-variable name="b" value="@(context.Request.Body.As&lt;string&gt;(true))" />')
        any_api(configuration, "passing", peer.url)
        gateway = serve(configuration)
        file = tmp_path / "body"
        file.write_bytes(b"x" * (17 * 1024 * 1024))
        for options in ([], ["-H", "Transfer-Encoding: chunked"], ["--http2"]):
            status = curl("-o", "/dev/null", "-w", "%{http_code}", "-H", "Expect:", *options, "--data-binary", f"@{file}",
                          f"{gateway.https}/whole/x", check=False)
            assert status == "413", options
        reply = json.loads(curl("--data-binary", f"@{file}", f"{gateway.http}/passing/x"))
        assert reply["length"] == 17 * 1024 * 1024


# --- Backends ---

def answering(text, close=True):
    def script(connection, head, stream):
        connection.sendall(text)
        return False if close else None
    return script


@pytest.mark.parametrize("text, outcome", [
    (b"", "500"), (b"garbage\r\n\r\n", "500"), (b"HTTP/1.1 999999 X\r\n\r\n", "500"), (b"HTTP/1.1 200 OK\nX: 1\n\n", "500"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", "500"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nabcde", "500"),
    (b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n", "500"), (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", "500"),
    (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "500"), (b"\x15\x03\x01\x00\x02\x02\x46", "500"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", "cut"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "cut"),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n", "cut"),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", "ok"),
    (b"HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nevil", "204"),
], ids=range(15))
def test_what_a_backend_does_wrong_stays_with_its_call(tmp_path, serve, text, outcome):  # noqa: F811
    configuration = Configuration(tmp_path / "config")
    with Backend(answering(text)) as bad, Backend(answering(text, close=False)) as staying, Backend(echo) as good:
        for name, peer in (("bad", bad), ("staying", staying), ("good", good)):
            any_api(configuration, name, peer.url)
        gateway = serve(configuration)
        names = ["bad"] if outcome in ("cut",) or not text or text[:1] == b"\x15" else ["bad", "staying"]
        for name in names:
            for _ in range(2):
                answer = exchange(gateway.http_port, f"GET /{name}/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n".encode())
                head, _, body = answer.partition("\r\n\r\n")
                if outcome == "500":
                    assert head.startswith("HTTP/1.1 500 ") and "activityId" in body, answer[:300]
                elif outcome == "ok":
                    assert (head[:12], body) == ("HTTP/1.1 200", "ok")
                elif outcome == "204":
                    assert head.startswith("HTTP/1.1 204 ") and body == ""
                else:
                    assert not body.endswith("0\r\n\r\n") and len(body) < 100
        # The next caller gets its own answer, on the same connection too.
        pipelined = exchange(gateway.http_port, b"GET /good/1 HTTP/1.1\r\nHost: g\r\n\r\n"
                             b"GET /good/2 HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n")
        assert pipelined.count("HTTP/1.1 200 OK") == 2 and "evil" not in pipelined
        assert pipelined.index("GET /1 ") < pipelined.index("GET /2 ")


def test_a_backend_that_hangs_is_given_up_in_its_time(tmp_path, serve):  # noqa: F811
    configuration = Configuration(tmp_path / "config")
    release = threading.Event()

    def script(connection, head, stream):
        if "half" in head:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
        release.wait(60)
        return False

    with Backend(script) as peer:
        any_api(configuration, "a", peer.url)
        configuration.write("apis/a/policy.xml", "<policies><inbound><base /></inbound><backend><forward-request timeout='1' />"
                            "</backend><outbound /><on-error><set-header name='X-Reason'><value>@(context.LastError.Reason)"
                            "</value></set-header></on-error></policies>")
        gateway = serve(configuration)
        answer = exchange(gateway.http_port, b"GET /a/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n")
        assert answer.startswith("HTTP/1.1 500 ") and "X-Reason: Timeout" in answer
        half = exchange(gateway.http_port, b"GET /a/half HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n")
        assert half.startswith("HTTP/1.1 200 ") and half.endswith("half")
        release.set()


@pytest.mark.parametrize("kind", ["expired", "not yet valid", "other name", "self-signed"])
def test_a_backend_with_a_certificate_that_is_not_its_own_is_not_believed(tmp_path, serve, kind):  # noqa: F811
    key, certificate = tmp_path / "s.key", tmp_path / "s.crt"
    name = "other" if kind == "other name" else "localhost"
    server = certificates.self_signed(tmp_path, "s", "-addext", f"subjectAltName=DNS:{name}")
    if kind in ("expired", "not yet valid"):
        certificates.dated(server, 2020 if kind == "expired" else 2090)
    configuration = Configuration(tmp_path / "config")
    if kind != "self-signed":
        configuration.write("ca certificates/s/caCertificateInformation.json", json.dumps(
            {"properties": {"path": str(certificate)}}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    heads = []
    listener = socket.create_server(("127.0.0.1", 0))

    def accept():
        with contextlib.suppress(OSError):
            while True:
                plain, _ = listener.accept()
                with contextlib.suppress(OSError), context.wrap_socket(plain, server_side=True) as secure:
                    heads.append(secure.recv(1000))
                    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")

    threading.Thread(target=accept, daemon=True).start()
    port = listener.getsockname()[1]
    any_api(configuration, "a", f"https://localhost:{port}")
    configuration.write("backends/unchecked/backendInformation.json", json.dumps({"properties": {
        "url": f"https://localhost:{port}", "tls": {"validateCertificateChain": False, "validateCertificateName": False}}}))
    any_api(configuration, "unchecked", f"https://localhost:{port}", '<set-backend-service backend-id="unchecked" />')
    gateway = serve(configuration)
    answer = exchange(gateway.http_port, GET + b"Connection: close\r\n\r\n")
    assert answer.startswith("HTTP/1.1 500 ") and not any(heads), (answer, heads)
    assert "Could not establish trust relationship" in gateway.log.read_text()
    # Switched off by name, it is called all the same.
    assert exchange(gateway.http_port, b"GET /unchecked/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n").endswith("ok")
    listener.close()


def test_nothing_crosses_between_callers_after_an_early_answer(tmp_path, serve):  # noqa: F811
    """The backend answers before it has read the body: neither of its connections may serve anybody else."""
    configuration = Configuration(tmp_path / "config")

    def script(connection, head, stream):
        if "early" in head:
            connection.sendall(b"HTTP/1.1 403 No\r\nContent-Length: 5\r\n\r\nearly")
            return None
        return echo(connection, head, stream)

    with Backend(script) as peer:
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        disguised = b"GET /stolen HTTP/1.1\r\nHost: b\r\n\r\n"
        with socket.create_connection(("127.0.0.1", gateway.http_port), timeout=60) as caller:
            caller.sendall(b"POST /a/early HTTP/1.1\r\nHost: g\r\nContent-Length: %d\r\n\r\n" % (len(disguised) * 2) + disguised)
            answer = b""
            while not answer.endswith(b"early"):
                answer += caller.recv(65536)
            with contextlib.suppress(OSError):
                caller.sendall(disguised)
        for number in range(5):
            assert f"GET /{number} " in curl(f"{gateway.http}/a/{number}")
