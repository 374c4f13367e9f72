# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""The platform before a hostile stranger: bytes as they come, on a socket, without a client that would tidy them."""
import re
import socket
import ssl

import pytest

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def answers(platform, request):
    """The statuses that come back before the connection ends or says nothing more."""
    context = ssl.create_default_context(cafile=platform.ca)
    host, port = platform.authority.removeprefix("https://").split(":")
    received = b""
    with context.wrap_socket(socket.create_connection((host, int(port)), timeout=60), server_hostname=host) as connection:
        connection.sendall(request + b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        try:
            while chunk := connection.recv(65_536):
                received += chunk
        except (ConnectionResetError, ssl.SSLError):
            pass
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", received)], received


@pytest.mark.parametrize("path", ["/nothing", "/health", "/metrics", "/v1.0/applications", "/common/discovery/instance"])
def test_nothing_stands_behind_an_answer_to_head(platform, path):
    request = f"HEAD {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    statuses, received = answers(platform, request)
    assert len(statuses) == 2 and statuses[1] == 200
    head = received.split(b"\r\n\r\n")[0]
    assert int(re.search(rb"(?i)content-length: (\d+)", head)[1]) > 0
    assert received.split(b"\r\n\r\n")[1].startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("headers, body, status", [
    (FORM + b"Content-Length: 2000000\r\n", b"x" * 2_000_000, 413),
    (FORM + b"Content-Length: 100000\r\n", b"x" * 100_000, 413),
    (FORM + b"Content-Length: 14\r\n", b"grant_type=\xff\xfe\x00", 400),
    (FORM + b"Transfer-Encoding: chunked\r\n", b"3\r\na=b\r\n0\r\n\r\n", 400),
    (b"Content-Type: application/json\r\nContent-Length: 10000\r\n", b"[" * 10_000, 400),
])
def test_the_connection_goes_on_after_a_refusal(platform, headers, body, status):
    path = f"/{platform.tenant}/oauth2/v2.0/token".encode()
    statuses, _ = answers(platform, b"POST " + path + b" HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n" + body)
    assert statuses == [status, 200]


@pytest.mark.parametrize("headers", [
    b"Content-Length: 1\r\nContent-Length: 2\r\n", b"Content-Length: -1\r\n", b"Content-Length: 0x5\r\n",
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"Content-Length : 5\r\n", b"X: a\x00b\r\n", b"X: a\r\n b\r\n",
])
def test_a_request_with_two_readings_ends_the_connection(platform, headers):
    path = f"/{platform.tenant}/oauth2/v2.0/token".encode()
    statuses, _ = answers(platform, b"POST " + path + b" HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\nabcde")
    assert statuses == [400]
