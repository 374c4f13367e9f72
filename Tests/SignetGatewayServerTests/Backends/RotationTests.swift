// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import Testing

@testable import SignetGatewayServer

/// Configurations and certificates that change while calls are made.
@Suite(.timeLimit(.minutes(15))) struct RotationTests {
    private static func get(_ port: Int?, _ path: String) async throws -> String {
        try await ClientCertificateTests.get(port, path)
    }

    @Test(.enabled(if: Peer.isInstalled(NginxBackend.path), "nginx is not installed"))
    func rotatesCertificateUnderLoadWithoutAFailure() async throws {
        let authority = try TestAuthority()
        let nginx = try await NginxBackend(authority: authority)
        let folder = try GatewayConfigurationFolder()
        try folder.folder.write("ca.pem", authority.pem)
        let versions = try (0..<6).map { try authority.client("v\($0)") }
        try folder.folder.write("client.pem", try versions[0].pem())
        try folder.writeCertificate("c1", path: "../../client.pem")
        try folder.writeAPI(
            "a",
            service: nginx.url,
            inbound: "<base /><authentication-certificate certificate-id=\"c1\" />"
        )
        let outcome = try await withGateway(folder, caFile: "\(folder.path)/ca.pem") { addresses in
            let stop = Flag()
            return try await withThrowingTaskGroup(of: (calls: Int, failures: Int).self) { group in
                for _ in 0..<16 {
                    group.addTask { try await Self.callUntil(stop, port: addresses.httpPort) }
                }
                var seen: [Bool] = []
                for version in versions {
                    try folder.folder.write("client.pem", try version.pem())
                    let name = "CN=\(version.details.subject.dropFirst(3))"
                    seen.append(
                        await eventually {
                            let answer = try? await Self.get(addresses.httpPort, "a/x")
                            return answer?.contains("X-Client-DN: \(name)\r\n") ?? false
                        }
                    )
                }
                stop.set()
                var total = (calls: 0, failures: 0)
                for try await one in group {
                    total = (total.calls + one.calls, total.failures + one.failures)
                }
                return (seen, total.calls, total.failures)
            }
        }
        #expect(outcome.0 == Array(repeating: true, count: 6))
        #expect(outcome.1 > 100)
        #expect(outcome.2 == 0)
    }

    private static func callUntil(_ stop: Flag, port: Int?) async throws -> (calls: Int, failures: Int) {
        try await RawClient.with(port: port) { connection in
            var calls = 0
            var failures = 0
            while !stop.isSet {
                try await connection.send("GET /a/x HTTP/1.1\r\nHost: g\r\n\r\n")
                let answer = try await connection.receive(until: "#")
                calls += 1
                guard answer.hasPrefix("HTTP/1.1 200 "), answer.hasSuffix("#") else {
                    failures += 1
                    break
                }
            }
            return (calls, failures)
        }
    }

    @Test func halfWrittenCertificateKeepsTheOldOne() async throws {
        let authority = try TestAuthority()
        let folder = try GatewayConfigurationFolder()
        let log = LogRecorder()
        let backend = try await ScriptedBackend.answering(ExchangeTests.ok)
        try folder.folder.write("client.pem", try authority.client("first").pem())
        try folder.writeCertificate("c1", path: "../../client.pem")
        try folder.writeAPI(
            "a",
            service: backend.url,
            inbound: """
                <base /><authentication-certificate certificate-id="c1" />
                <set-header name="X-Thumbprint" exists-action="override"><value>@(context.Deployment.Certificates["c1"].Subject)</value></set-header>
                """
        )
        try await withGateway(folder, log: log) { addresses in
            try folder.folder.write("client.pem", "-----BEGIN CERTIFICATE-----\nMIIB")
            #expect(await log.contains("The changed file of the certificate 'c1' is not used"))
            _ = try await Self.get(addresses.httpPort, "a/x")
            #expect(backend.received.last?.contains("X-Thumbprint: CN=first\r\n") == true)
            try folder.folder.write("client.pem", try authority.client("second").pem())
            let isNew = await eventually {
                _ = try? await Self.get(addresses.httpPort, "a/x")
                return backend.received.last?.contains("X-Thumbprint: CN=second\r\n") ?? false
            }
            #expect(isNew)
        }
    }

    @Test func takesChangedConfigurationAndKeepsTheLastGoodOne() async throws {
        let folder = try GatewayConfigurationFolder()
        let log = LogRecorder()
        let backend = try await ScriptedBackend.answering(ExchangeTests.ok)
        try folder.writeAPI("a", service: backend.url)
        try await withGateway(folder, log: log) { addresses in
            #expect(try await Self.get(addresses.httpPort, "b/x").hasPrefix("HTTP/1.1 404 "))
            try folder.writeAPI("b", service: backend.url)
            let isThere = await eventually {
                let answer = try? await Self.get(addresses.httpPort, "b/x")
                return answer?.hasPrefix("HTTP/1.1 200 ") ?? false
            }
            #expect(isThere)
            try folder.folder.write(
                "apis/b/policy.xml",
                "<policies>\n<inbound>\n  <no-such-policy />\n</inbound></policies>"
            )
            #expect(await log.contains("apis/b/policy.xml:3:4: error: "))
            #expect(await log.contains("the last good one stays in use"))
            #expect(try await Self.get(addresses.httpPort, "b/x").hasPrefix("HTTP/1.1 200 "))
            try folder.folder.remove("apis/b")
            let isGone = await eventually {
                let answer = try? await Self.get(addresses.httpPort, "b/x")
                return answer?.hasPrefix("HTTP/1.1 404 ") ?? false
            }
            #expect(isGone)
        }
    }
}
