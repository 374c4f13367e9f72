// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOSSL
import SignetCore
import SignetTesting
import Synchronization
import Testing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15)), .enabled(if: PythonServer.isPresent, "python3 is not installed"))
struct BearerHTTPClientTests {
    /// Gives a token that says whether claims were asked for.
    private final class Credential: TokenCredential {
        private let asked = Mutex<[TokenRequest]>([])

        var requests: [TokenRequest] { self.asked.withLock { $0 } }

        func token(for request: TokenRequest) async throws -> AccessToken {
            self.asked.withLock { $0.append(request) }
            let text = request.claims == nil ? "plain" : "with-claims"
            return AccessToken(text: SecretBytes(utf8: text), expiresOn: .distantFuture)
        }
    }

    /// What the resource saw of one request.
    private struct Seen: Equatable {
        let path: String
        let token: String?
        let body: String

        init(_ path: String, _ token: String?, _ body: String = "") {
            self.path = path
            self.token = token.map { "Bearer \($0)" }
            self.body = body
        }

        init(line: String) throws {
            let parts = try JSONValue.parse(line).array ?? []
            self.path = parts[0].string ?? ""
            self.token = parts[2].string
            self.body = parts[3].string ?? ""
        }
    }

    /// Runs a test against the resource and tells what it saw.
    private func withResource(
        _ credential: any TokenCredential = Credential(),
        _ body: (BearerHTTPClient, _ origin: String) async throws -> Void
    ) async throws -> [Seen] {
        let server = try PythonServer(PythonResource.program)
        var configuration = HTTPClient.Configuration()
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(server.certificateAuthorityPath))
        configuration.tlsConfiguration = tls
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        do {
            try await body(BearerHTTPClient(credential, scope: Fixture.scope, client: client), server.authority.url)
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
        return try server.stop().map(Seen.init(line:))
    }

    private func post(_ url: String, _ body: HTTPClientRequest.Body) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.body = body
        return request
    }

    private func stream(_ text: String) -> AsyncStream<ByteBuffer> {
        AsyncStream { continuation in
            continuation.yield(ByteBuffer(string: text))
            continuation.finish()
        }
    }

    private func expectUnauthorized(_ client: BearerHTTPClient, _ url: String) async throws {
        let response = try await client.execute(HTTPClientRequest(url: url))
        #expect(response.status == .unauthorized)
    }

    @Test func addsTheTokenInPlaceOfAnOlderOne() async throws {
        let credential = Credential()
        let seen = try await withResource(credential) { client, origin in
            var request = HTTPClientRequest(url: origin + "/ok")
            request.headers.add(name: "authorization", value: "Bearer stale")
            let response = try await client.execute(request)
            #expect(response.status == .ok)
        }
        #expect(seen == [Seen("/ok", "plain")])
        #expect(credential.requests == [TokenRequest(scope: Fixture.scope, enablesCAE: true)])
    }

    @Test func answersAChallengeOnceAndRemembersTheClaims() async throws {
        let credential = Credential()
        let seen = try await withResource(credential) { client, origin in
            for _ in 0..<2 {
                let response = try await client.execute(post(origin + "/challenge", .bytes(ByteBuffer(string: "body"))))
                #expect(response.status == .ok)
            }
        }
        #expect(
            seen == [
                Seen("/challenge", "plain", "body"), Seen("/challenge", "with-claims", "body"),
                Seen("/challenge", "with-claims", "body"),
            ]
        )
        #expect(credential.requests.map(\.claims) == [nil, PythonResource.claims, PythonResource.claims])
    }

    @Test func repeatsOnceAndNoMore() async throws {
        let seen = try await withResource { client, origin in
            try await expectUnauthorized(client, origin + "/always")
            // The token that the challenge wants is the one that was just refused.
            try await expectUnauthorized(client, origin + "/always")
        }
        #expect(seen == [Seen("/always", "plain"), Seen("/always", "with-claims"), Seen("/always", "with-claims")])
    }

    @Test func anotherRefusalIsTheCallersAffair() async throws {
        let seen = try await withResource { client, origin in
            try await expectUnauthorized(client, origin + "/refused")
        }
        #expect(seen == [Seen("/refused", "plain")])
    }

    @Test func saysThatAStreamCannotBeSentAgain() async throws {
        let seen = try await withResource { client, origin in
            let body = stream("stream")
            let error = await #expect(throws: CredentialError.self) {
                _ = try await client.execute(post(origin + "/challenge", .stream(body, length: .unknown)))
            }
            #expect(error?.code == .requestNotRepeated)
            let next = try await client.execute(post(origin + "/challenge", .bytes(Array("next".utf8))))
            #expect(next.status == .ok)
        }
        #expect(seen == [Seen("/challenge", "plain", "stream"), Seen("/challenge", "with-claims", "next")])
    }

    @Test func aStreamThatCanBeMadeAnewIsSentAgain() async throws {
        let made = Counter()
        let seen = try await withResource { client, origin in
            let request = post(origin + "/challenge", .bytes(Array("replaced".utf8)))
            let response = try await client.execute(
                request,
                streaming: {
                    let number = made.increment()
                    return .stream(stream("stream \(number)"), length: .unknown)
                }
            )
            #expect(response.status == .ok)
        }
        #expect(seen == [Seen("/challenge", "plain", "stream 1"), Seen("/challenge", "with-claims", "stream 2")])
    }

    @Test func theTokenGoesToNoOtherOrigin() async throws {
        let credential = Credential()
        let seen = try await withResource(credential) { client, origin in
            for path in ["/elsewhere", "/downgrade", "/same"] {
                _ = try await client.execute(HTTPClientRequest(url: origin + path))
            }
        }
        #expect(
            seen == [
                Seen("/elsewhere", "plain"), Seen("/landed", nil), Seen("/downgrade", "plain"), Seen("/landed", nil),
                Seen("/same", "plain"), Seen("/ok", "plain"),
            ]
        )
        // What the other origin demands is not the resource's word.
        #expect(credential.requests.map(\.claims) == [nil, nil, nil])
    }

    @Test(arguments: ["http://localhost/x", "HTTP://localhost", "httpsx://a", "", "unix:///tmp/s", "//localhost"])
    func sendsNoTokenWithoutTLS(url: String) async throws {
        let credential = Credential()
        let client = BearerHTTPClient(credential, scope: Fixture.scope)
        let error = await #expect(throws: CredentialError.self) {
            _ = try await client.execute(HTTPClientRequest(url: url))
        }
        #expect(error?.code == .invalidArgument)
        #expect(credential.requests.isEmpty)
    }

    @Test func tellsAStreamFromWhatCanBeSentAgain() {
        let bodies: [(HTTPClientRequest.Body, Bool)] = [
            (.bytes(ByteBuffer(string: "a")), true), (.bytes([1, 2]), true), (.bytes(Array("text".utf8)), true),
            (.bytes([1].lazy.map { UInt8($0) }, length: .known(Int64(1))), true),
            (.bytes(Once(), length: .unknown), false),
            (.stream(stream(""), length: .unknown), false),
        ]
        for (body, expected) in bodies { #expect(body.isRepeatable == expected) }
    }
}

/// Bytes that can be read once.
private struct Once: Sequence, Sendable {
    func makeIterator() -> IndexingIterator<[UInt8]> { [1].makeIterator() }
}
