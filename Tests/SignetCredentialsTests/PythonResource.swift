// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A resource of Python's standard library over TLS that challenges, redirects and remembers what it was sent.
enum PythonResource {
    /// The claims that it demands.
    static let claims = #"{"access_token":{"nbf":{"essential":true,"value":"1726077595"}}}"#

    static let program = """
        import base64, http.server, json, os, ssl, sys, threading
        claims = base64.b64encode(b'{"access_token":{"nbf":{"essential":true,"value":"1726077595"}}}').decode()
        challenge = 'Bearer realm="", error="insufficient_claims", claims="%s"' % claims
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *arguments): pass
            def body(self):
                if self.headers["Transfer-Encoding"] != "chunked":
                    return self.rfile.read(int(self.headers["Content-Length"] or 0))
                whole = b""
                while True:
                    size = int(self.rfile.readline(), 16)
                    whole += self.rfile.read(size)
                    self.rfile.readline()
                    if size == 0: return whole
            def answer(self):
                body = self.body().decode()
                print(json.dumps([self.path, self.headers["Host"], self.headers["Authorization"], body]), flush=True)
                status, fields = 200, {}
                if self.path == "/elsewhere": status, fields = 302, {"Location": "https://127.0.0.1:%d/landed" % tls}
                if self.path == "/downgrade": status, fields = 302, {"Location": "http://localhost:%d/landed" % plain}
                if self.path == "/same": status, fields = 302, {"Location": "/ok"}
                if self.path == "/landed": status, fields = 401, {"WWW-Authenticate": challenge}
                if self.path == "/always": status, fields = 401, {"WWW-Authenticate": challenge}
                if self.path == "/refused": status, fields = 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'}
                if self.path == "/challenge" and self.headers["Authorization"] != "Bearer with-claims":
                    status, fields = 401, {"WWW-Authenticate": challenge}
                self.send_response(status)
                for name, value in fields.items(): self.send_header(name, value)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"ok")
            do_GET = do_POST = answer
        def listen(context):
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            if context: server.socket = context.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            return server.server_address[1]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1])
        plain, tls = listen(None), listen(context)
        print(tls, flush=True)
        sys.stdin.read()
        os._exit(0)
        """
}
