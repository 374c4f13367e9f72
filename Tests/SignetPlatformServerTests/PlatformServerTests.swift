// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ServiceLifecycle
import SignetCore
import SignetPlatform
import SignetPlatformServer
import SignetStorage
import Synchronization
import Testing

@Suite struct PlatformServerTests {
    private static let judge = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()
        .appendingPathComponent("Judges/client.py")
        .path

    private func json(_ text: String) throws -> JSONValue { try JSONValue.parse(text) }

    private func content(_ directory: String, _ name: String) -> Data? {
        FileManager.default.contents(atPath: "\(directory)/\(name)")
    }

    @Test func anIndependentClientSignsInAndRegistersAnApplication() async throws {
        try await withTemporaryDirectory { directory async throws in
            try await RunningServer.with(directory: directory) { server async throws in
                let report = try json(
                    try await Command.run("python3", [Self.judge, directory + "/connection.json"])
                )
                #expect(report["alpn"] == "http/1.1")
                #expect(report["tls"] == "TLSv1.3")
                #expect(report["issuer"]?.string == "https://sts.windows.net/\(server.connection.tenantID)/")
                #expect(report["roles"]?.array?.contains("Application.ReadWrite.All") == true)
                let metrics = try await server.curl(server.connection.authority + "/metrics")
                #expect(metrics.contains("signet_tokens_issued_total 2\n"))
                #expect(metrics.contains(#"signet_requests_total{route="token",status="401"} 1"#))
            }
        }
    }

    @Test func connectionFileHasExactlyTheAgreedMembers() async throws {
        try await withTemporaryDirectory { directory async throws in
            try await RunningServer.with(directory: directory) { server async throws in
                let file = try json(
                    String(decoding: try #require(content(directory, "connection.json")), as: UTF8.self)
                )
                #expect(
                    file.object?.members.map(\.name) == [
                        "authority", "tenantId", "graph", "vault", "portal", "caCertificatePath", "adminClientId",
                        "adminCertificatePath",
                    ]
                )
                let authority = try #require(file["authority"]?.string)
                #expect(authority.hasPrefix("https://localhost:"))
                #expect(file["graph"]?.string == authority + "/v1.0")
                #expect(file["vault"]?.string == authority)
                #expect(file["portal"]?.string == authority + "/portal")
                #expect(file["caCertificatePath"]?.string == directory + "/ca.pem")
                #expect(file["adminCertificatePath"]?.string == directory + "/admin.pem")
                #expect(try await server.curl(authority + "/health") == #"{"status":"ok"}"#)
            }
            #expect(content(directory, "connection.json") == nil)
        }
    }

    @Test func secretsAreTheirOwnersAlone() async throws {
        try await withTemporaryDirectory { directory async throws in
            try await RunningServer.with(directory: directory + "/new/data", storage: InMemoryStorage()) {
                server async throws in
                for name in ["master.key", "ca-key.pem", "admin.pem", "lock"] {
                    let path = "\(server.directory)/\(name)"
                    let attributes = try FileManager.default.attributesOfItem(atPath: path)
                    #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
                }
                let attributes = try FileManager.default.attributesOfItem(atPath: server.directory)
                #expect(attributes[.posixPermissions] as? Int == 0o700)
            }
        }
    }

    @Test func aRestartKeepsTenantKeysAuthorityAndAdministrator() async throws {
        try await withTemporaryDirectory { directory async throws in
            var seen: [[String]] = []
            for _ in 0..<2 {
                try await RunningServer.with(directory: directory) { server async throws in
                    let connection = server.connection
                    let keys = try json(try await server.curl(connection.authority + "/common/discovery/keys"))
                    let ids = keys["keys"]?.array?.compactMap { $0["kid"]?.string } ?? []
                    let authority = try #require(content(directory, "ca.pem"))
                    let administrator = try #require(content(directory, "admin.pem"))
                    seen.append(
                        [connection.tenantID, connection.administratorClientID] + ids + [
                            authority.base64EncodedString(), administrator.base64EncodedString(),
                        ]
                    )
                    _ = try await Command.run("python3", [Self.judge, directory + "/connection.json"])
                }
            }
            #expect(seen[0] == seen[1])
        }
    }

    @Test func aNewAdministratorCertificateIsRegisteredWhereTheOldOneIsGone() async throws {
        try await withTemporaryDirectory { directory async throws in
            var clientIDs: [String] = []
            for _ in 0..<2 {
                try await RunningServer.with(directory: directory) { server async throws in
                    clientIDs.append(server.connection.administratorClientID)
                    _ = try await Command.run("python3", [Self.judge, directory + "/connection.json"])
                }
                try FileManager.default.removeItem(atPath: directory + "/admin.pem")
            }
            #expect(clientIDs[0] == clientIDs[1])
        }
    }

    @Test func opensslSeesTheCertificateAndRefusesOldTLS() async throws {
        try await withTemporaryDirectory { directory async throws in
            try await RunningServer.with(directory: directory) { server async throws in
                let port = try #require(server.connection.authority.split(separator: ":").last)
                for (name, option) in [("localhost", "-verify_hostname"), ("127.0.0.1", "-verify_ip")] {
                    let text = try await Command.run(
                        "sh",
                        [
                            "-c",
                            "openssl s_client -connect 127.0.0.1:\(port) -CAfile '\(directory)/ca.pem' "
                                + "-verify_return_error \(option) \(name) </dev/null 2>&1",
                        ]
                    )
                    #expect(text.contains("Verify return code: 0 (ok)"))
                }
                await #expect(throws: Command.Failure.self) {
                    try await server.curl("--tls-max", "1.1", server.connection.authority + "/health")
                }
                await #expect(throws: Command.Failure.self) {
                    try await Command.run("curl", ["-sS", server.connection.authority + "/health"])
                }
            }
        }
    }

    @Test func twoServersDoNotShareADirectory() async throws {
        try await withTemporaryDirectory { directory async throws in
            try await RunningServer.with(directory: directory) { server async throws in
                await #expect {
                    try await RunningServer.with(directory: directory) { _ in }
                } throws: {
                    ($0 as? PlatformServerError)?.code == .dataDirectoryInUse && "\($0)".contains(directory)
                }
                #expect(content(directory, "connection.json") != nil)
                #expect(try await server.curl(server.connection.authority + "/health") == #"{"status":"ok"}"#)
            }
        }
    }

    @Test func aPortThatIsTakenIsNamed() async throws {
        try await withTemporaryDirectory { directory async throws in
            try await RunningServer.with(directory: directory) { server async throws in
                let port = try #require(server.connection.authority.split(separator: ":").last.flatMap { Int($0) })
                let second = PlatformServer(
                    configuration: PlatformServerConfiguration(dataDirectory: directory + "/second", port: port),
                    storage: InMemoryStorage(),
                    logger: RunningServer.quiet
                )
                await #expect {
                    try await second.run()
                } throws: {
                    ($0 as? PlatformServerError)?.code == .addressUnusable && "\($0)".contains("127.0.0.1:\(port)")
                }
                #expect(content(directory + "/second", "connection.json") == nil)
            }
        }
    }

    @Test func oversizedRequestsAreRefusedAndTheServerGoesOn() async throws {
        try await withTemporaryDirectory { directory async throws in
            let big = directory + "/big"
            try Data(repeating: 0x61, count: 1 << 20).write(to: URL(fileURLWithPath: big))
            try await RunningServer.with(directory: directory) { server async throws in
                let base = server.connection.authority
                func status(_ arguments: String...) async throws -> String {
                    try await Command.run(
                        "curl",
                        [
                            "-sS", "--cacert", server.connection.caCertificatePath, "-o", "/dev/null", "-w",
                            "%{http_code}",
                        ] + arguments
                    )
                }
                let token = "\(base)/\(server.connection.tenantID)/oauth2/v2.0/token"
                #expect(try await status("--data-binary", "@" + big, token) == "413")
                #expect(try await status("-H", "X-Long: " + String(repeating: "a", count: 20_000), token) == "400")
                #expect(try await status(base + "/nowhere") == "404")
                #expect(try await status("-X", "DELETE", base + "/health") == "405")
                #expect(try await status("-I", base + "/common/v2.0/.well-known/openid-configuration") == "200")
                #expect(try await status(token) == "405")
                #expect(try await status(base + "/health") == "200")
            }
        }
    }

    @Test func aShutdownLetsTheRequestInProgressFinish() async throws {
        try await withTemporaryDirectory { directory async throws in
            let storage = GatedStorage()
            try await RunningServer.with(directory: directory, storage: storage) { server async throws in
                let form =
                    "grant_type=client_credentials&client_id=99999999-0000-4000-8000-000000000000&client_secret=x"
                    + "&scope=https://graph.microsoft.com/.default"
                let arrived = storage.close()
                async let answer = server.curl(
                    "-d",
                    form,
                    "\(server.connection.authority)/\(server.connection.tenantID)/oauth2/v2.0/token"
                )
                for await _ in arrived { break }
                await server.group.triggerGracefulShutdown()
                storage.open()
                let text = try await answer
                #expect(text.contains("AADSTS700016"))
            }
        }
    }
}

/// A storage whose reads can be held at a gate.
private final class GatedStorage: PlatformStorage {
    private struct State {
        var gate: (arrived: AsyncStream<Void>.Continuation, waiting: [CheckedContinuation<Void, Never>])?
    }

    private let inner = InMemoryStorage()
    private let state = Mutex(State())

    /// Holds all reads from now on; the stream tells of each that arrives.
    func close() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        self.state.withLock { $0.gate = (continuation, []) }
        return stream
    }

    func open() {
        let waiting = self.state.withLock { state in
            defer { state.gate = nil }
            return state.gate?.waiting ?? []
        }
        for reader in waiting { reader.resume() }
    }

    func record(_ key: RecordKey) async throws -> StoredRecord? { try await self.inner.record(key) }

    func records(_ query: RecordQuery) async throws -> [StoredRecord] {
        await withCheckedContinuation { continuation in
            let isOpen = self.state.withLock { state in
                guard state.gate != nil else { return true }
                state.gate?.waiting.append(continuation)
                state.gate?.arrived.yield()
                return false
            }
            if isOpen { continuation.resume() }
        }
        return try await self.inner.records(query)
    }

    func apply(_ changes: [RecordChange]) async throws { try await self.inner.apply(changes) }
}
