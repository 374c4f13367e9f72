# This source file is part of the Signet project
# Copyright (c) the Signet authors
#
# See LICENSE for license information
# SPDX-License-Identifier: Apache-2.0
"""A web server of a test's own: answers what the test says, and remembers what it was asked."""
import contextlib
import http.server
import json
import threading


class Web:
    """What was asked, and where; `answer(request)` gives status, headers, body."""

    def __init__(self, answer):
        self.requests = []
        self.answer = answer
        self.url = None

    def seen(self, path):
        return [request for request in self.requests if request["path"].split("?")[0] == path]


@contextlib.contextmanager
def serving(answer=None):
    web = Web(answer or (lambda request: (200, {"Content-Type": "application/json"}, json.dumps(request))))

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self):
            length = int(self.headers.get("Content-Length") or 0)
            request = {"method": self.command, "path": self.path, "headers": dict(self.headers.items()),
                       "body": self.rfile.read(length).decode("utf-8", "replace")}
            web.requests.append(request)
            status, headers, body = web.answer(request)
            body = body if isinstance(body, bytes) else body.encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = handle_one

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
