# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""What the gateway speaks with callers: HTTP/2, client certificates, hostnames, WebSockets, events, trailers."""
import asyncio
import contextlib
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time

import h2.config
import h2.connection
import h2.events
import pytest
import websockets

import certificates
import graph
import needs
import signet_cli
from test_gateway import Configuration, policies


class Backend:
    """A backend over plain sockets: `script(connection, head)` answers each request head as it likes."""

    def __init__(self, script):
        self.script = script
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError), connection:
            stream = connection.makefile("rb")
            while True:
                head = b""
                while not head.endswith(b"\r\n\r\n"):
                    line = stream.readline()
                    if not line:
                        return
                    head += line
                if self.script(connection, head.decode(), stream) is False:
                    return

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


def length(head):
    found = re.search(r"content-length: (\d+)", head, re.I)
    return int(found[1]) if found else 0


def read_chunks(stream):
    """The body and the trailers of a chunked message."""
    body = b""
    while True:
        size = int(stream.readline().split(b";")[0], 16)
        if size == 0:
            break
        body += stream.read(size)
        stream.readline()
    trailers = b""
    while (line := stream.readline()) not in (b"\r\n", b""):
        trailers += line
    return body, trailers.decode()


def echo(connection, head, stream):
    """Answers with what came: the head, and the body's length and digest."""
    if "transfer-encoding: chunked" in head.lower():
        body, trailers = read_chunks(stream)
    else:
        body, trailers = stream.read(length(head)), ""
    text = json.dumps({"head": head, "length": len(body), "sum": sum(body) % 65536, "trailers": trailers}).encode()
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nX-Kind: echo\r\n\r\n" % len(text))
    if not head.startswith("HEAD"):
        connection.sendall(text)


@pytest.fixture
def serve(tmp_path):
    with contextlib.ExitStack() as stack:
        yield lambda configuration, *options, **keywords: stack.enter_context(
            signet_cli.gateway(configuration.directory, tmp_path / "gateway.log", *options, **keywords))


def any_api(configuration, name, url, inbound="", **properties):
    configuration.write(f"apis/{name}/apiInformation.json", json.dumps({"properties": {
        "path": name, "displayName": name, "serviceUrl": url, "subscriptionRequired": False, **properties}}))
    methods = ["get", "post", "put", "delete", "head", "options", "patch"]
    paths = {"/*": {method: {"operationId": f"{method}-any"} for method in methods}}
    if properties.get("type") != "websocket":
        configuration.write(f"apis/{name}/specification.json", json.dumps({"openapi": "3.0.1", "paths": paths}))
    configuration.write(f"apis/{name}/policy.xml", policies(inbound))


def curl(*arguments, check=True):
    result = subprocess.run(["curl", "-s", "-k", "--max-time", "30", *map(str, arguments)], capture_output=True)
    assert not check or result.returncode == 0, f"{arguments}: {result.returncode} {result.stderr}"
    return result.stdout.decode()


# --- HTTP/2 ---

def test_curl_speaks_http2(tmp_path, serve):
    configuration = Configuration(tmp_path / "config")
    with Backend(echo) as peer:
        any_api(configuration, "a", peer.url, '<set-header name="X-Policy"><value>@(context.Request.Method)</value></set-header>')
        gateway = serve(configuration)
        reply = curl("--http2", "-i", "-b", "a=1", "-H", "Cookie: b=2", "-H", "TE: trailers", f"{gateway.https}/a/x?q=1")
        head, _, body = reply.partition("\r\n\r\n")
        assert head.startswith("HTTP/2 200") and "x-kind: echo" in head
        seen = json.loads(body)["head"]
        assert seen.startswith("GET /x?q=1 HTTP/1.1\r\n") and "X-Policy: GET" in seen
        assert "X-Forwarded-For: 127.0.0.1" in seen and ":authority" not in seen
        assert re.search(r"^Host: 127\.0\.0\.1:\d+\r$", seen, re.M)
        # One connection serves them all, also those of HTTP/1.1 beside it.
        assert curl("--http2", "-w", "%{http_version} %{num_connects} ", "-o", "/dev/null", f"{gateway.https}/a/1",
                    "-o", "/dev/null", f"{gateway.https}/a/2") == "2 1 2 0 "
        assert curl("--http1.1", "-w", "%{http_version}", "-o", "/dev/null", f"{gateway.https}/a/1") == "1.1"
        assert curl("--http2", "-I", "-w", "%{http_code}", f"{gateway.https}/a/x").endswith("200")
        assert json.loads(curl("--http2", f"{gateway.https}/nowhere")) == {"statusCode": 404, "message": "Resource not found"}


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_bodies_of_http2_pass_in_both_forms(tmp_path, serve, size):
    configuration = Configuration(tmp_path / "config")
    file = tmp_path / "body"
    file.write_bytes(bytes(index % 251 for index in range(size)))
    with Backend(echo) as peer:
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        for option in ([], ["-H", "Content-Length:"]):
            reply = json.loads(curl("--http2", "--data-binary", f"@{file}", *option, f"{gateway.https}/a/x"))
            assert (reply["length"], reply["sum"]) == (size, sum(file.read_bytes()) % 65536)


class Stream2:
    """A caller of HTTP/2 that does what libraries do not."""

    def __init__(self, port):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_alpn_protocols(["h2"])
        self.socket = context.wrap_socket(socket.create_connection(("127.0.0.1", port)), server_hostname="localhost")
        assert self.socket.selected_alpn_protocol() == "h2"
        self.socket.settimeout(20)
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(
            validate_outbound_headers=False, normalize_outbound_headers=False))
        self.h2.initiate_connection()
        self.flush()

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def request(self, *headers, end=True):
        stream = self.h2.get_next_available_stream_id()
        self.h2.send_headers(stream, list(headers), end_stream=end)
        self.flush()
        return stream

    def events(self):
        """What comes until the connection ends, or somebody stops listening."""
        with contextlib.suppress(ConnectionError):
            while data := self.socket.recv(65536):
                yield from self.h2.receive_data(data)
                self.flush()

    def outcome(self, stream):
        """What became of a stream: the status, or the code of its reset, or None for a closed connection."""
        status = None
        for event in self.events():
            if isinstance(event, h2.events.ResponseReceived) and event.stream_id == stream:
                status = dict(event.headers)[b":status"].decode()
            elif isinstance(event, h2.events.StreamEnded) and event.stream_id == stream:
                return status
            elif isinstance(event, h2.events.StreamReset) and event.stream_id == stream:
                return f"reset {event.error_code}"
            elif isinstance(event, h2.events.ConnectionTerminated):
                return f"goaway {int(event.error_code)}"
        return None


PSEUDO = ((":method", "GET"), (":scheme", "https"), (":authority", "g"), (":path", "/a/x"))


@pytest.mark.parametrize("headers", [
    [*PSEUDO, ("connection", "close")], [*PSEUDO, ("transfer-encoding", "chunked")], [*PSEUDO, ("upgrade", "h2c")],
    [*PSEUDO, ("x", "1\r\nInjected: 1")], [*PSEUDO, ("x\r\ninjected", "1")], [*PSEUDO, ("x y", "1")], [*PSEUDO, ("X-Upper", "1")],
    [*PSEUDO, ("x", "1\x00")], [*PSEUDO, ("host", "other")], [*PSEUDO[:3], (":path", "/a/x y")], [*PSEUDO[:3], (":path", "a")],
    [*PSEUDO[:3], (":path", "/a/x HTTP/1.1\r\nHost: evil\r\n\r\n")], [*PSEUDO[1:], (":method", "GET /a/y HTTP/1.1\r\n")],
    [*PSEUDO, (":method", "POST")], [*PSEUDO[:3]], [*PSEUDO, ("content-length", "5")],
], ids=lambda headers: f"{headers[-1][0]!r}={headers[-1][1]!r}"[:40])
def test_no_request_of_http2_becomes_another_one_behind_the_gateway(tmp_path, serve, headers):
    configuration = Configuration(tmp_path / "config")
    heads = []

    def script(connection, head, stream):
        heads.append(head)
        return echo(connection, head, stream)

    with Backend(script) as peer:
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        caller = Stream2(gateway.port)
        outcome = caller.outcome(caller.request(*headers))
        assert outcome != "200" and not heads, (outcome, heads)
        # A connection beside it is served as ever.
        other = Stream2(gateway.port)
        assert other.outcome(other.request(*PSEUDO)) == "200"
        assert len(heads) == 1


def test_rapid_reset_ends_the_connection_and_nothing_else(tmp_path, serve):
    configuration = Configuration(tmp_path / "config")
    with Backend(lambda connection, head, stream: None) as silent, Backend(echo) as peer:
        any_api(configuration, "silent", silent.url)
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        caller = Stream2(gateway.port)
        silent_path = (*PSEUDO[:3], (":path", "/silent/x"))
        ended = False
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            for _ in range(1_000):
                stream = caller.h2.get_next_available_stream_id()
                caller.h2.send_headers(stream, silent_path, end_stream=True)
                caller.h2.reset_stream(stream)
                caller.flush()
            ended = any(isinstance(event, h2.events.ConnectionTerminated) for event in caller.events())
        assert ended or not caller.socket.recv(1)
        other = Stream2(gateway.port)
        assert other.outcome(other.request(*PSEUDO)) == "200"


def test_an_answer_that_breaks_off_is_no_whole_answer_over_http2(tmp_path, serve):
    configuration = Configuration(tmp_path / "config")

    def script(connection, head, stream):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        return False

    with Backend(script) as peer:
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        caller = Stream2(gateway.port)
        assert caller.outcome(caller.request(*PSEUDO)).startswith("reset")


def test_h2load_has_no_failed_request(tmp_path, serve):
    needs.require([] if shutil.which("h2load") else ["h2load"], "apt-get install nghttp2-client")
    configuration = Configuration(tmp_path / "config")
    any_api(configuration, "a", "http://127.0.0.1:1", '<return-response><set-body>here</set-body></return-response>')
    gateway = serve(configuration)
    report = subprocess.run(["h2load", "-n", "4000", "-c", "8", "-m", "32", f"{gateway.https}/a/x"],
                            capture_output=True, text=True, timeout=120).stdout
    assert "4000 succeeded, 0 failed, 0 errored, 0 timeout" in report, report
    assert "4000 2xx" in report, report


# --- Certificates of callers, hostnames ---

CERTIFICATE = """<return-response><set-body>@(context.Request.Certificate == null ? "none" :
    context.Request.Certificate.Thumbprint + " " + context.Request.Certificate.Verify().ToString())</set-body></return-response>"""


def test_the_certificate_of_a_caller_is_seen_by_policies(tmp_path, serve):
    configuration = Configuration(tmp_path / "config")
    chained, stranger = certificates.chain(tmp_path, "chained"), certificates.self_signed(tmp_path, "stranger")
    configuration.write("ca certificates/authority/caCertificateInformation.json", json.dumps(
        {"properties": {"path": str(tmp_path / "chained-root.crt")}}))
    any_api(configuration, "a", "http://127.0.0.1:1", CERTIFICATE)
    gateway = serve(configuration, "--negotiate-client-certificate")
    # The chain that the caller sends leads to the authority, which curl does not send.
    for version in ("--http1.1", "--http2"):
        for name, pem, trusted in (("leaf", chained, True), ("stranger", stranger, False)):
            body = curl(version, "--cert", pem, f"{gateway.https}/a/x")
            assert body.lower() == f"{graph.thumbprint(pem)} {trusted}".lower(), name
        assert curl(version, f"{gateway.https}/a/x") == "none"
    # Over plain HTTP there is none.
    assert curl(f"{gateway.http}/a/x") == "none"
    # A session that is resumed brings the same certificate, with its chain.
    for maximum in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode, context.maximum_version = False, ssl.CERT_NONE, maximum
        context.load_cert_chain(chained)
        session, resumed = None, []
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", gateway.port)) as plain, \
                    context.wrap_socket(plain, server_hostname="localhost", session=session) as secure:
                secure.sendall(b"GET /a/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n")
                answer = b"".join(iter(lambda: secure.recv(65536), b"")).decode()
                assert answer.lower().endswith(f"{graph.thumbprint(chained)} true".lower()), answer
                resumed.append(secure.session_reused)
                session = secure.session
        assert resumed[1:] == [True, True], "the session was not resumed, so that nothing was shown"


def test_each_hostname_has_its_certificate_and_asks_for_one_or_not(tmp_path, serve):
    configuration = Configuration(tmp_path / "config")
    server, client = (certificates.self_signed(tmp_path, name) for name in ("server", "client"))
    configuration.certificate("server", server)
    for name, hostname, negotiates in (("exact", "api.contoso.test", True), ("star", "*.contoso.test", False)):
        configuration.write(f"gateways/g/hostnameConfigurations/{name}/hostnameConfigurationInformation.json", json.dumps(
            {"properties": {"hostname": hostname, "certificateId": "/certificates/server",
                            "negotiateClientCertificate": negotiates, "http2Enabled": not negotiates}}))
    any_api(configuration, "a", "http://127.0.0.1:1", CERTIFICATE)
    gateway = serve(configuration)

    def handshake(name):
        result = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{gateway.port}", "-servername", name, "-alpn", "h2,http/1.1",
             "-cert", client, "-tls1_2"], input=b"", capture_output=True, timeout=60)
        text = result.stdout.decode(errors="replace")
        subject = re.search(r"subject=(.*)", text)[1]
        return subject, "Client Certificate Types" in text, re.search(r"ALPN protocol: (\S+)", text)[1]

    assert handshake("api.contoso.test") == ("CN = server", True, "http/1.1")
    assert handshake("other.contoso.test") == ("CN = server", False, "h2")
    assert handshake("elsewhere.test")[0] != "CN = server"
    # A replaced certificate serves the next handshake.
    replaced = certificates.self_signed(tmp_path, "replaced")
    configuration.certificate("server", replaced)
    signet_cli.until(lambda: handshake("api.contoso.test")[0] == "CN = replaced", "the new certificate", seconds=10)


# --- WebSockets, events, trailers ---

def websocket_server(stop, ready):
    async def serve():
        async def handler(connection):
            connection.greeting = connection.request.headers.get("X-Policy", "")
            await connection.send(f"hello {connection.request.path} {connection.greeting}")
            async for message in connection:
                await connection.send(message)

        async with websockets.serve(handler, "127.0.0.1", 0, max_size=None) as server:
            ready["port"] = server.sockets[0].getsockname()[1]
            while not stop.is_set():
                await asyncio.sleep(0.05)

    asyncio.run(serve())


def test_websockets_pass_after_the_policies_have_seen_the_handshake(tmp_path, serve):
    stop, ready = threading.Event(), {}
    thread = threading.Thread(target=websocket_server, args=(stop, ready), daemon=True)
    thread.start()
    signet_cli.until(lambda: "port" in ready, "the backend")
    configuration = Configuration(tmp_path / "config")
    any_api(configuration, "ws", f"ws://127.0.0.1:{ready['port']}/base",
            '<set-header name="X-Policy"><value>@(context.Operation.Id)</value></set-header>', type="websocket")
    any_api(configuration, "plain", f"http://127.0.0.1:{ready['port']}")
    any_api(configuration, "closed", f"ws://127.0.0.1:{ready['port']}",
            '<return-response><set-status code="403" reason="Forbidden" /></return-response>', type="websocket")
    gateway = serve(configuration)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

    async def talk(url, **options):
        async with websockets.connect(url, max_size=None, **options) as connection:
            assert await connection.recv() == "hello /base/room onHandshake"
            for message in ("short", b"\x00" * 3_000_000, "last"):
                await connection.send(message)
                assert await connection.recv() == message
            await connection.close()
            return connection.close_code

    assert asyncio.run(talk(f"ws://127.0.0.1:{gateway.http_port}/ws/room")) == 1000
    assert asyncio.run(talk(f"wss://127.0.0.1:{gateway.port}/ws/room", ssl=context)) == 1000

    async def refused(path):
        with pytest.raises(websockets.InvalidStatus) as failure:
            await websockets.connect(f"ws://127.0.0.1:{gateway.http_port}{path}")
        return failure.value.response.status_code

    assert asyncio.run(refused("/closed/x")) == 403
    # An API of requests does not let a protocol be switched, and one of WebSockets takes nothing else.
    assert asyncio.run(refused("/plain/x")) != 101
    assert curl("-o", "/dev/null", "-w", "%{http_code}", f"{gateway.http}/ws/room") == "400"
    stop.set()
    thread.join()


@pytest.mark.parametrize("version", ["--http1.1", "--http2"])
@pytest.mark.parametrize("framing", ["chunked", "until close"])
def test_events_arrive_one_by_one(tmp_path, serve, version, framing):
    taken = threading.Semaphore(0)

    def script(connection, head, stream):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                           + (b"Transfer-Encoding: chunked\r\n\r\n" if framing == "chunked" else b"\r\n"))
        for number in range(4):
            event = b"data: %d\n\n" % number
            connection.sendall(b"%x\r\n%s\r\n" % (len(event), event) if framing == "chunked" else event)
            # The next one is sent when the caller has seen this one: whoever buffers, waits for ever.
            if not taken.acquire(timeout=60):
                return False
        if framing == "chunked":
            connection.sendall(b"0\r\n\r\n")
            return None
        return False

    configuration = Configuration(tmp_path / "config")
    with Backend(script) as peer:
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        process = subprocess.Popen(["curl", "-s", "-k", "-N", "--max-time", "30", version, f"{gateway.https}/a/events"],
                                   stdout=subprocess.PIPE)
        seen = []
        for line in process.stdout:
            if line.startswith(b"data:"):
                seen.append(line.decode().strip())
                taken.release()
        assert seen == [f"data: {number}" for number in range(4)] and process.wait() == 0


def test_trailers_pass_both_ways(tmp_path, serve):
    def script(connection, head, stream):
        body, trailers = read_chunks(stream)
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4\r\nbody\r\n0\r\n"
                           b"X-Sum: 42\r\nX-Seen: " + trailers.strip().encode() + b"\r\n\r\n")

    configuration = Configuration(tmp_path / "config")
    with Backend(script) as peer:
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        with socket.create_connection(("127.0.0.1", gateway.http_port), timeout=60) as caller:
            caller.sendall(b"POST /a/x HTTP/1.1\r\nHost: g\r\nTransfer-Encoding: chunked\r\nTrailer: X-Digest\r\n"
                           b"Connection: close\r\n\r\n3\r\nabc\r\n0\r\nX-Digest: 7\r\n\r\n")
            answer = b"".join(iter(lambda: caller.recv(65536), b"")).decode()
        assert "\r\n0\r\nX-Sum: 42\r\nX-Seen: X-Digest: 7\r\n\r\n" in answer
        caller = Stream2(gateway.port)
        stream = caller.request((":method", "POST"), *PSEUDO[1:], end=False)
        caller.h2.send_data(stream, b"abc")
        caller.h2.send_headers(stream, [("x-digest", "8")], end_stream=True)
        caller.flush()
        trailers = None
        for event in caller.events():
            if isinstance(event, h2.events.TrailersReceived):
                trailers = {name.decode(): value.decode() for name, value in event.headers}
            if isinstance(event, (h2.events.StreamEnded, h2.events.StreamReset)):
                break
        assert trailers == {"x-sum": "42", "x-seen": "x-digest: 8"}


def test_a_body_that_ends_with_its_connection_is_whole_or_seen_to_be_broken(tmp_path, serve):
    def script(connection, head, stream):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nsome text")
        if "broken" in head:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            time.sleep(0.2)
        return False

    configuration = Configuration(tmp_path / "config")
    with Backend(script) as peer:
        any_api(configuration, "a", peer.url)
        gateway = serve(configuration)
        assert curl(f"{gateway.http}/a/whole") == "some text"
        assert curl("-w", " %{num_connects}", f"{gateway.http}/a/1", f"{gateway.http}/a/2").endswith(" 0")
        assert curl("--http1.0", f"{gateway.http}/a/whole") == "some text"


def test_a_drain_ends_idle_connections_and_lets_calls_end(tmp_path, serve):
    go, waiting = threading.Event(), []

    def script(connection, head, stream):
        if "slow" in head:
            waiting.append(head)
            go.wait(20)
        return echo(connection, head, stream)

    configuration = Configuration(tmp_path / "config")
    log = tmp_path / "gateway.log"
    with Backend(script) as peer:
        any_api(configuration, "a", peer.url)
        with signet_cli.gateway(configuration.directory, log) as gateway:
            idle = Stream2(gateway.port)
            assert idle.outcome(idle.request(*PSEUDO)) == "200"
            busy = [subprocess.Popen(["curl", "-s", "-k", "--max-time", "30", version, f"{gateway.https}/a/slow"],
                                     stdout=subprocess.PIPE) for version in ("--http1.1", "--http2")]
            signet_cli.until(lambda: len(waiting) == 2, "both calls at the backend")
            gateway.process.terminate()
            assert any(isinstance(event, h2.events.ConnectionTerminated) for event in idle.events()), "no farewell"
            go.set()
            for caller in busy:
                assert "GET /slow " in json.loads(caller.communicate()[0])["head"] and caller.returncode == 0
            assert gateway.process.wait(timeout=60) == 0
