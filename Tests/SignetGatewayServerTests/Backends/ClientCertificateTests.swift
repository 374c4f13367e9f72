// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import Testing

@testable import SignetGatewayServer

/// What a backend that demands a client certificate sees: nginx is the judge.
@Suite(.enabled(if: Peer.isInstalled(NginxBackend.path), "nginx is not installed"), .timeLimit(.minutes(15)))
struct ClientCertificateTests {
    let authority: TestAuthority
    let nginx: NginxBackend
    let folder: GatewayConfigurationFolder

    init() async throws {
        self.authority = try TestAuthority()
        self.nginx = try await NginxBackend(authority: self.authority)
        self.folder = try GatewayConfigurationFolder()
        try self.folder.folder.write("ca.pem", self.authority.pem)
    }

    private func run<Result: Sendable>(
        log: LogRecorder = LogRecorder(),
        _ body: @escaping @Sendable (GatewayAddresses) async throws -> Result
    ) async throws -> Result {
        try await withGateway(self.folder, log: log, caFile: "\(self.folder.path)/ca.pem", body)
    }

    /// The fingerprint that nginx reports.
    static func get(_ port: Int?, _ path: String) async throws -> String {
        try await RawClient.exchange(port: port, "GET /\(path) HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n")
    }

    static func fingerprint(_ certificate: ClientCertificate) -> String {
        certificate.sha1Thumbprint.hexadecimal.lowercased()
    }

    @Test(arguments: [PrivateKey.Kind.rsa(bits: 2048), .p256, .p384])
    func presentsCertificateByID(_ key: PrivateKey.Kind) async throws {
        let client = try self.authority.client("by-id", key: key)
        try self.folder.folder.write("client.pem", try client.pem())
        try self.folder.writeCertificate("c1", path: "../../client.pem")
        try self.folder.writeAPI(
            "a",
            service: self.nginx.url,
            inbound: "<base /><authentication-certificate certificate-id=\"c1\" />"
        )
        let log = LogRecorder()
        let answer = try await run(log: log) { try await Self.get($0.httpPort, "a/x") }
        #expect(answer.contains("X-Client-DN: CN=by-id\r\n"), "\(log.lines)")
        #expect(answer.hasSuffix("\r\n\r\n\(Self.fingerprint(client))#"))
    }

    @Test func presentsCertificateByThumbprint() async throws {
        let client = try self.authority.client("by-thumbprint")
        let password = SecretBytes(utf8: "pässword")
        try self.folder.folder.write("client.pfx", try client.pfx(password: password, name: "client"))
        try self.folder.writeCertificate("c1", path: "\(self.folder.path)/client.pfx", password: "pässword")
        // As people paste it: small letters, colons, an invisible mark in front.
        let digits = Array(Self.fingerprint(client))
        let pairs = stride(from: 0, to: digits.count, by: 2).map { String(digits[$0..<$0 + 2]) }.joined(separator: ":")
        try self.folder.folder.write(
            "named values/thumb/namedValueInformation.json",
            "{\"properties\": {\"displayName\": \"client-thumbprint\", \"value\": \"\u{200E}\(pairs)\"}}"
        )
        try self.folder.writeAPI(
            "a",
            service: self.nginx.url,
            inbound: "<base /><authentication-certificate thumbprint=\"{{client-thumbprint}}\" />"
        )
        let answer = try await run { try await Self.get($0.httpPort, "a/x") }
        #expect(answer.hasSuffix("\r\n\r\n\(Self.fingerprint(client))#"))
    }

    @Test func presentsCertificateOfBodyAndPassword() async throws {
        let client = try self.authority.client("by-body")
        let pfx = try client.pfx(password: SecretBytes(utf8: "secret"), name: "client")
        let base64 = pfx.withExposedBytes { Base64.encode($0) }
        try self.folder.writeAPI(
            "a",
            service: self.nginx.url,
            inbound: """
                <base />
                <set-variable name="byteCertificate" value="@(Convert.FromBase64String("\(base64)"))" />
                <authentication-certificate body="@(context.Variables.GetValueOrDefault<byte[]>("byteCertificate"))"
                  password="secret" />
                """
        )
        let answer = try await run { try await Self.get($0.httpPort, "a/x") }
        #expect(answer.hasSuffix("\r\n\r\n\(Self.fingerprint(client))#"))
    }

    @Test func lastExecutedCertificateWins() async throws {
        for name in ["one", "two"] {
            try self.folder.folder.write("\(name).pem", try self.authority.client(name).pem())
            try self.folder.writeCertificate(name, path: "../../\(name).pem")
        }
        try self.folder.folder.write(
            "policy.xml",
            """
            <policies><inbound><authentication-certificate certificate-id="one" /></inbound>
            <backend><forward-request /></backend><outbound /><on-error /></policies>
            """
        )
        try self.folder.writeAPI(
            "narrow",
            service: self.nginx.url,
            inbound: "<base /><authentication-certificate certificate-id=\"two\" />"
        )
        try self.folder.writeAPI(
            "broad",
            service: self.nginx.url,
            inbound: "<authentication-certificate certificate-id=\"two\" /><base />"
        )
        let answers = try await run { addresses in
            [
                try await Self.get(addresses.httpPort, "narrow/x"), try await Self.get(addresses.httpPort, "broad/x"),
            ]
        }
        #expect(answers[0].contains("X-Client-DN: CN=two\r\n"))
        #expect(answers[1].contains("X-Client-DN: CN=one\r\n"))
    }

    @Test func neverMixesCertificatesOfTwoAPIs() async throws {
        var expected: [String: String] = [:]
        for name in ["a", "b"] {
            let client = try self.authority.client(name)
            expected[name] = Self.fingerprint(client)
            try self.folder.folder.write("\(name).pem", try client.pem())
            try self.folder.writeCertificate(name, path: "../../\(name).pem")
            try self.folder.writeAPI(
                name,
                service: self.nginx.url,
                inbound: "<base /><authentication-certificate certificate-id=\"\(name)\" />"
            )
        }
        let fingerprints = expected
        let wrong = try await run { addresses in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for task in 0..<64 {
                    group.addTask {
                        try await RawClient.with(port: addresses.httpPort) { connection in
                            var wrong = 0
                            for call in 0..<20 {
                                let name = (task + call) % 2 == 0 ? "a" : "b"
                                try await connection.send("GET /\(name)/x HTTP/1.1\r\nHost: g\r\n\r\n")
                                let answer = try await connection.receive(until: "#")
                                if !answer.hasSuffix("\r\n\r\n\(fingerprints[name] ?? "")#") { wrong += 1 }
                            }
                            return wrong
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
        }
        #expect(wrong == 0)
    }

    @Test func answersFailedHandshakeAndExplainsItInTheLog() async throws {
        let log = LogRecorder()
        // The gateway does not know the authority of this backend.
        let other = try await NginxBackend(authority: try TestAuthority("Unknown CA"))
        try self.folder.folder.write("client.pem", try self.authority.client("me").pem())
        try self.folder.writeCertificate("c1", path: "../../client.pem")
        try self.folder.writeAPI(
            "a",
            service: other.url,
            inbound: "<base /><authentication-certificate certificate-id=\"c1\" />"
        )
        try self.folder.writePolicy(
            "apis/a/policy.xml",
            inbound: "<base /><authentication-certificate certificate-id=\"c1\" />",
            onError: """
                <set-header name="X-Error" exists-action="override">
                  <value>@(context.LastError.Source + "/" + context.LastError.Reason + "/" + context.LastError.Message)</value>
                </set-header>
                """
        )
        let answer = try await run(log: log) { try await Self.get($0.httpPort, "a/x") }
        #expect(answer.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
        #expect(answer.contains("{ \"statusCode\": 500, \"message\": \"Internal server error\", \"activityId\": \""))
        #expect(
            answer.contains(
                "X-Error: forward-request/BackendConnectionFailure/The underlying connection was closed: "
                    + "Could not establish trust relationship for the SSL/TLS secure channel.\r\n"
            )
        )
        #expect(await log.contains("Presented: CN=me, issued by CN=Test CA, thumbprint"))
        #expect(await log.contains("The backend asked for a client certificate and accepts issuers: CN=Unknown CA."))
    }

    @Test func refusesBackendOfAnotherName() async throws {
        let other = try await NginxBackend(authority: self.authority, dnsNames: ["elsewhere.example"], ipAddresses: [])
        try self.folder.folder.write("client.pem", try self.authority.client("me").pem())
        try self.folder.writeCertificate("c1", path: "../../client.pem")
        for (id, tls) in [("strict", "{}"), ("lax", "{\"validateCertificateName\": false}")] {
            try self.folder.folder.write(
                "backends/\(id)/backendInformation.json",
                "{\"properties\": {\"url\": \"\(other.url)\", \"protocol\": \"http\", \"tls\": \(tls)}}"
            )
            try self.folder.writeAPI(
                id,
                service: "https://nowhere.invalid",
                inbound: """
                    <base /><set-backend-service backend-id="\(id)" />
                    <authentication-certificate certificate-id="c1" />
                    """
            )
        }
        let answers = try await run { addresses in
            [
                try await Self.get(addresses.httpPort, "strict/x"), try await Self.get(addresses.httpPort, "lax/x"),
            ]
        }
        #expect(answers[0].hasPrefix("HTTP/1.1 500 "))
        #expect(answers[1].contains("X-Client-DN: CN=me\r\n"))
    }

    @Test func explainsARefusedClientCertificate() async throws {
        let log = LogRecorder()
        let port = try await Peer.freePort()
        try self.folder.folder.write("server.pem", try self.authority.server().pem())
        try self.folder.folder.write("others.pem", try TestAuthority("Others").pem)
        let server = try Peer(
            "/usr/bin/openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "\(self.folder.path)/server.pem", "-key",
                "\(self.folder.path)/server.pem", "-CAfile", "\(self.folder.path)/others.pem", "-Verify", "2",
                "-verify_return_error", "-www", "-quiet",
            ]
        )
        try await Peer.awaitListener(port)
        try self.folder.folder.write("client.pem", try self.authority.client("me").pem())
        try self.folder.writeCertificate("c1", path: "../../client.pem")
        try self.folder.writeAPI(
            "a",
            service: "https://localhost:\(port)",
            inbound: "<base /><authentication-certificate certificate-id=\"c1\" />"
        )
        let answer = try await run(log: log) { try await Self.get($0.httpPort, "a/x") }
        #expect(answer.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
        #expect(await log.contains("The backend does not trust the issuer of the client certificate."))
        withExtendedLifetime(server) {}
    }

    @Test func servesCurlOverTLS() async throws {
        let backend = try await ScriptedBackend.answering(ExchangeTests.ok)
        try self.folder.folder.write("gateway.pem", try self.authority.server().pem())
        try self.folder.writeAPI("a", service: backend.url)
        let source = CertificateSource.file("\(self.folder.path)/gateway.pem")
        let ca = "\(self.folder.path)/ca.pem"
        let result = try await withGateway(self.folder, serverCertificate: source) { addresses in
            try await Peer.run(
                "/usr/bin/curl",
                ["-sS", "--cacert", ca, "https://localhost:\(addresses.httpsPort ?? 0)/a/x"]
            )
        }
        #expect(result.status == 0)
        #expect(result.output == "ok")
    }
}
