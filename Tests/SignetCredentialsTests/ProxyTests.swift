// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetCredentials
import SignetTesting
import Testing

@Suite(.timeLimit(.minutes(15)), .enabled(if: PythonServer.isPresent, "python3 is not installed"))
struct ProxyTests {
    private func token(_ server: PythonServer, _ environment: [String: String]) async throws -> AccessToken {
        let clock = ManualClock(advancesOnSleep: true)
        let transport = AsyncHTTPClientTransport(
            trustRoots: try .file(server.certificateAuthorityPath),
            proxy: try .environment(environment)
        )
        var options = Fixture.options(transport, clock: clock)
        options.authority = server.authority
        options.retry.maximumRetries = 0
        let credential = try ClientSecretCredential(
            tenantID: "token.test",
            clientID: Fixture.clientID,
            clientSecret: "secret",
            options: options
        )
        return try await credential.token(for: Fixture.scope)
    }

    @Test func signsInThroughAProxyThatWantsAPassword() async throws {
        let (server, proxy) = (try PythonServer(), try PythonProxy())
        let url = "http://user:p%40ss@127.0.0.1:\(proxy.port)"
        let token = try await token(server, ["HTTPS_PROXY": url, "NO_PROXY": "elsewhere.example"])
        #expect(token.exposedText == "from-python")
        let origin = server.authority.url.dropFirst("https://".count)
        // base64 of user:p@ss
        #expect(try proxy.stop() == ["CONNECT \(origin) Basic dXNlcjpwQHNz"])
        _ = try server.stop()
    }

    @Test func reachesWhatIsExcludedWithoutTheProxy() async throws {
        let (server, proxy) = (try PythonServer(), try PythonProxy())
        let url = "http://127.0.0.1:\(proxy.port)"
        #expect(try await token(server, ["https_proxy": url, "no_proxy": "localhost"]).exposedText == "from-python")
        #expect(try proxy.stop().isEmpty)
        _ = try server.stop()
    }

    @Test func saysThatAProxyRefusesAndNotWithWhatPassword() async throws {
        let (server, proxy) = (try PythonServer(), try PythonProxy())
        let error = await #expect(throws: CredentialError.self) {
            _ = try await token(server, ["HTTPS_PROXY": "http://user:hunter2@127.0.0.1:\(proxy.port)"])
        }
        #expect(error?.code == .serviceUnavailable)
        #expect(error?.message.contains("hunter2") == false)
        #expect(try proxy.stop().count == 1)
        _ = try server.stop()
    }
}

/// A proxy in Python that wants the password `p@ss` of `user`, unless it is asked without any.
private final class PythonProxy {
    private static let program = """
        import os, socket, sys, threading
        def pump(source, target):
            try:
                while data := source.recv(65536): target.sendall(data)
            except OSError: pass
            target.close()
        def serve(client):
            head = b""
            while b"\\r\\n\\r\\n" not in head: head += client.recv(4096)
            lines = head.decode().split("\\r\\n")
            method, place, _ = lines[0].split(" ")
            login = next((l.split(":", 1)[1].strip() for l in lines if l.lower().startswith("proxy-authorization:")), "")
            print(method, place, login, flush=True)
            if login not in ("", "Basic dXNlcjpwQHNz"):
                client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\\r\\nContent-Length: 0\\r\\n\\r\\n")
                return client.close()
            host, port = place.rsplit(":", 1)
            server = socket.create_connection((host, int(port)))
            client.sendall(b"HTTP/1.1 200 Connection Established\\r\\n\\r\\n")
            threading.Thread(target=pump, args=(server, client), daemon=True).start()
            pump(client, server)
        listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        print(listener.getsockname()[1], flush=True)
        while True: threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
        """

    let port: String
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init() throws {
        self.process.executableURL = URL(filePath: "/usr/bin/env")
        self.process.arguments = ["python3", "-c", Self.program]
        self.process.standardInput = self.input
        self.process.standardOutput = self.output
        try self.process.run()
        var line = Data()
        while let byte = try self.output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8) {
            line += byte
        }
        self.port = String(decoding: line, as: UTF8.self)
    }

    /// Ends the proxy.
    ///
    /// - Returns: A line for each request: method, place, what it brought to log in.
    func stop() throws -> [String] {
        try self.input.fileHandleForWriting.close()
        self.process.waitUntilExit()
        let text = String(decoding: try self.output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}
