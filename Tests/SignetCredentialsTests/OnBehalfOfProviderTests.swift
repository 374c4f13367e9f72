// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials
import SignetTesting
import Testing

/// One provider for all users of a service.
@Suite(.timeLimit(.minutes(15))) struct OnBehalfOfProviderTests {
    private let alice = SecretBytes(utf8: "alice.alice.alice")
    private let bob = SecretBytes(utf8: "bob.bob.bob")
    private let clock = ManualClock(advancesOnSleep: true)

    private func provider(_ transport: any TokenTransport) throws -> OnBehalfOfProvider {
        try OnBehalfOfProvider(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: SecretBytes(utf8: "s3cret"),
            options: Fixture.options(transport, clock: self.clock)
        )
    }

    @Test func aCredentialMadeAnewIsServedFromTheSharedCache() async throws {
        let transport = ScriptedTransport([.token("for alice"), .token("for bob")])
        let users = try provider(transport)
        for _ in 0..<3 {
            #expect(try await users.credential(for: self.alice).token(for: "a").exposedText == "for alice")
            #expect(try await users.credential(for: self.bob).token(for: "a").exposedText == "for bob")
        }
        #expect(transport.requests.map { Fixture.form($0)["assertion"] } == ["alice.alice.alice", "bob.bob.bob"])
    }

    @Test(arguments: ["", "Bearer a.b.c", "a.b.c\n"])
    func refusesWhatIsNoUserAssertion(text: String) throws {
        let users = try provider(ScriptedTransport())
        let error = #expect(throws: CredentialError.self) { try users.credential(for: SecretBytes(utf8: text)) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func aClosureProvesTheService() async throws {
        let transport = ScriptedTransport([.token("for alice")])
        let users = try OnBehalfOfProvider(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            options: Fixture.options(transport, clock: self.clock),
            clientAssertion: { _ in ClientAssertion("proof.of.service") }
        )
        _ = try await users.credential(for: self.alice).token(for: "a")
        #expect(Fixture.form(transport.requests[0])["client_assertion"] == "proof.of.service")
    }

    @Test func refusesAnEmptySecret() {
        let error = #expect(throws: CredentialError.self) {
            try OnBehalfOfProvider(
                tenantID: Fixture.tenantID,
                clientID: Fixture.clientID,
                clientSecret: SecretBytes(utf8: "")
            )
        }
        #expect(error?.code == .invalidArgument)
    }
}
