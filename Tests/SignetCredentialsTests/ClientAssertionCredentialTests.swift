// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials
import SignetTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct ClientAssertionCredentialTests {
    private func credential(
        _ transport: any TokenTransport,
        assertion: @escaping ClientAssertionCredential.AssertionClosure
    ) throws -> ClientAssertionCredential {
        try ClientAssertionCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            options: Fixture.options(transport, allowing: ["*"]),
            assertion: assertion
        )
    }

    @Test func givesTheClosureTheContextOfTheRequest() async throws {
        let transport = ScriptedTransport([.token("t")])
        let seen = Mutex<AssertionRequest?>(nil)
        let credential = try credential(transport) { request in
            seen.withLock { $0 = request }
            return ClientAssertion("signed.else.where")
        }
        _ = try await credential.token(for: "a", claims: "{\"x\":{}}", tenantID: "fabrikam.com")
        let last = seen.withLock { $0 }
        let request = try #require(last)
        #expect(request.clientID == Fixture.clientID)
        #expect(request.tenantID == "fabrikam.com")
        #expect(request.authority == .publicCloud)
        #expect(request.tokenEndpoint == transport.requests[0].url)
        #expect(request.claims == "{\"x\":{}}")
        let sent = transport.requests[0].headers.first { $0.name == "client-request-id" }?.value
        #expect(request.correlationID == sent)
        #expect(Fixture.form(transport.requests[0])["client_assertion"] == "signed.else.where")
    }

    @Test func callsTheClosureForEachRequestAndNeverForACachedToken() async throws {
        let calls = Counter()
        let transport = ScriptedTransport([.status(503), .token("a"), .token("b")])
        let credential = try credential(transport) { _ in ClientAssertion("\(calls.increment())") }
        for _ in 0..<3 { _ = try await credential.token(for: "a") }
        _ = try await credential.token(for: "b")
        #expect(transport.requests.map { Fixture.form($0)["client_assertion"] } == ["1", "2", "3"])
    }

    @Test func aFailingClosureMakesTheCredentialUnavailable() async throws {
        let transport = ScriptedTransport()
        let credential = try credential(transport) { _ in throw TestError(text: "eyJhbGciOiJub25lIn0.very.secret") }
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.code == .credentialUnavailable)
        #expect(error?.cause is TestError)
        #expect("\(try #require(error))".contains("secret") == false)
        #expect(transport.requests.isEmpty)
    }

    @Test func worksAsTheProtocolToo() async throws {
        let transport = ScriptedTransport([.token("t")])
        let credential: any TokenCredential = try credential(transport) { _ in ClientAssertion("x") }
        #expect(try await credential.token(for: Fixture.scope).exposedText == "t")
    }
}
