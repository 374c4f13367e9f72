// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import SignetGatewayServer

/// Answers whose body is not what their head says, because a policy has changed method or status.
@Suite(.timeLimit(.minutes(15))) struct BodilessAnswerTests {
    private static let next = "GET /b/x HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n"

    /// Makes a call of `a`, whose policies are given, and one of `b` on the same connection.
    private func answers(
        to method: String,
        inbound: String = "",
        outbound: String = "",
        backend: ScriptedBackend
    ) async throws -> [String] {
        let folder = try GatewayConfigurationFolder()
        try folder.writeAPI("a", service: backend.url, inbound: "<base />\(inbound)", outbound: outbound)
        try folder.writeAPI("b", service: backend.url)
        let request = "\(method) /a/x HTTP/1.1\r\nHost: g\r\n\r\n"
        let text = try await withGateway(folder) {
            try await RawClient.exchange(port: $0.httpPort, request + Self.next)
        }
        // Where the second answer begins is where the first has ended.
        let parts = text.components(separatedBy: "HTTP/1.1 ").dropFirst()
        return parts.map { "HTTP/1.1 \($0)" }
    }

    private static let second = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody"

    @Test(arguments: [204, 304])
    func aStatusWithoutBodySendsNone(_ status: Int) async throws {
        for framing in ["Content-Length: 4\r\n\r\nbody", "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n"] {
            let backend = try await ScriptedBackend { received, _ in
                guard received.hasSuffix("\r\n\r\n") else { return .more }
                let isFirst = received.contains("X-First")
                return .send("HTTP/1.1 200 OK\r\n\(isFirst ? framing : "Content-Length: 4\r\n\r\nbody")")
            }
            let answers = try await answers(
                to: "GET",
                inbound: "<set-header name=\"X-First\"><value>1</value></set-header>",
                outbound: "<set-status code=\"\(status)\" reason=\"None\" />",
                backend: backend
            )
            try #require(answers.count == 2, "\(answers)")
            #expect(answers[0].hasPrefix("HTTP/1.1 \(status) None\r\n") && answers[0].hasSuffix("\r\n\r\n"))
            if status == 204 { #expect(!answers[0].contains("Content-Length") && !answers[0].contains("Transfer")) }
            #expect(answers[1] == Self.second)
        }
    }

    @Test func aHeadThatIsForwardedAsGetGetsNoBody() async throws {
        let backend = try await ScriptedBackend.answering("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody")
        let answers = try await answers(to: "HEAD", inbound: "<set-method>GET</set-method>", backend: backend)
        #expect(backend.received.first?.hasPrefix("GET ") == true)
        #expect(answers == ["HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", Self.second])
    }

    @Test func aGetThatIsForwardedAsHeadIsNotPromisedABody() async throws {
        let backend = try await ScriptedBackend { received, _ in
            guard received.hasSuffix("\r\n\r\n") else { return .more }
            let body = received.hasPrefix("HEAD ") ? "" : "body"
            return .send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\(body)")
        }
        let answers = try await answers(to: "GET", inbound: "<set-method>HEAD</set-method>", backend: backend)
        #expect(answers == ["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Self.second])
    }
}
