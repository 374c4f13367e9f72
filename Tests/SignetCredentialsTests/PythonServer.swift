// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetCredentials
import SignetTesting

/// A token service of Python's standard library over TLS, or a machine's metadata service without: other people's HTTP and TLS
/// against our transport.
///
/// Where Python is not installed the tests that need it are skipped; in CI they run, and fail.
final class PythonServer {
    static let isPresent =
        ProcessInfo.processInfo.environment["CI"] == "true"
        || FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
        || FileManager.default.isExecutableFile(atPath: "/usr/local/bin/python3")

    private static let program = """
        import http.server, json, os, ssl, sys, threading
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *arguments): pass
            def do_GET(self):
                print(json.dumps([self.path, dict(self.headers), ""]), flush=True)
                answer = b'{"token_type":"Bearer","expires_in":"86399","access_token":"from-the-machine"}'
                self.send_response(200 if self.headers["Metadata"] == "true" else 400)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                print(json.dumps([self.path, dict(self.headers), body.decode()]), flush=True)
                kind = self.path.split("/")[1]
                answer = b'{"token_type":"Bearer","expires_in":3599,"access_token":"from-python"}'
                if kind == "huge.test": answer = b"x" * (2 * 1024 * 1024)
                self.send_response(307 if kind == "redirect.test" else 200)
                if kind == "redirect.test": self.send_header("Location", "/token.test/oauth2/v2.0/token")
                self.send_header("Content-Length", str(len(answer) + (10 if kind == "cut.test" else 0)))
                self.end_headers()
                self.wfile.write(answer)
                if kind == "cut.test": self.close_connection = True
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if sys.argv[2] == "tls":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[1])
            server.socket = context.wrap_socket(server.socket, server_side=True)
        # The test's threads block signals, and a child inherits that: the end of the input is the signal to stop.
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """

    let authority: Authority
    /// The address of a server without TLS.
    let plainOrigin: String
    let certificateAuthorityPath: String
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let folder: URL

    /// Starts the server, or another program that prints its port and ends with its input; when this returns it answers.
    init(_ program: String = PythonServer.program, withTLS: Bool = true) throws {
        let now = Date()
        let issuer = try TestCertificates.authority(at: now)
        let certificate = try TestCertificates.server(issuedBy: issuer, at: now)
        self.folder = FileManager.default.temporaryDirectory.appending(path: "signet-server-\(UUID())")
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
        let (server, trusted) = (self.folder.appending(path: "server.pem"), self.folder.appending(path: "ca.pem"))
        try certificate.pem().withExposedBytes { try Data($0).write(to: server) }
        let base64 = Data(issuer.derChain[0])
            .base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        try Data("-----BEGIN CERTIFICATE-----\n\(base64)\n-----END CERTIFICATE-----\n".utf8).write(to: trusted)
        self.certificateAuthorityPath = trusted.path()
        self.process.executableURL = URL(filePath: "/usr/bin/env")
        self.process.arguments = ["python3", "-c", program, server.path(), withTLS ? "tls" : "plain"]
        self.process.standardInput = self.input
        self.process.standardOutput = self.output
        try self.process.run()
        var line = Data()
        while let byte = try self.output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) {
            line += byte
        }
        self.plainOrigin = "http://127.0.0.1:\(String(decoding: line, as: UTF8.self))"
        self.authority = try Authority("https://localhost:\(String(decoding: line, as: UTF8.self))")
    }

    /// Ends the server.
    ///
    /// - Returns: What it was asked: a line of path, header and body for each request.
    func stop() throws -> [String] {
        try self.input.fileHandleForWriting.close()
        self.process.waitUntilExit()
        let text = String(decoding: try self.output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        try FileManager.default.removeItem(at: self.folder)
        return text.split(separator: "\n").map(String.init)
    }
}
