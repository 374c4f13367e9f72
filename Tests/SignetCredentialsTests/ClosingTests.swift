// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetTesting
import Testing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15))) struct ClosingTests {
    private let clock = ManualClock(advancesOnSleep: true)

    private func credential(_ transport: any TokenTransport) throws -> ClientSecretCredential {
        try ClientSecretCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: "s3cret",
            options: Fixture.options(transport, clock: self.clock)
        )
    }

    @Test func closingEndsFetchesAndWaitsForThem() async throws {
        let ended = Counter()
        let transport = ScriptedTransport(
            thereafter: .answer { request in
                defer { ended.increment() }
                return try await ScriptedTransport([.fault(.silence)]).send(request)
            }
        )
        let credential = try credential(transport)
        let callers = (0..<3).map { number in Task { try await credential.token(for: "scope-\(number)") } }
        try await transport.requests(atLeast: 3)
        await credential.close()
        #expect(ended.count == 3)
        for caller in callers {
            let error = await #expect(throws: CredentialError.self) { _ = try await caller.value }
            #expect(error?.code == .credentialUnavailable)
        }
        await credential.close()
    }

    @Test func aBackgroundRefreshEndsToo() async throws {
        let transport = ScriptedTransport([.token("1", expiresIn: 1_000), .fault(.silence)])
        let credential = try credential(transport)
        _ = try await credential.token(for: "a")
        self.clock.advance(by: .seconds(900))
        #expect(try await credential.token(for: "a").exposedText == "1")
        try await transport.requests(atLeast: 2)
        await credential.close()
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.message.contains("closed") == true)
        #expect(transport.requests.count == 2)
    }

    @Test func nothingOfACredentialIsLeft() async throws {
        weak var left: ClientSecretCredential?
        let transport = ScriptedTransport([.token("t"), .fault(.silence)])
        do {
            let credential = try credential(transport)
            left = credential
            _ = try await credential.token(for: "a")
            let caller = Task { [weak credential] in _ = try await credential?.token(for: "b") }
            try await transport.requests(atLeast: 2)
            await credential.close()
            await #expect(throws: CredentialError.self) { try await caller.value }
        }
        #expect(left == nil)
    }

    @Test func closingAChainClosesItsCredentials() async throws {
        let first = try credential(ScriptedTransport([.token("t")]))
        let chain = try ChainedTokenCredential(first)
        _ = try await chain.token(for: "a")
        await chain.close()
        await #expect(throws: CredentialError.self) { _ = try await first.token(for: "a") }
    }

    @Test func signingOutForgetsOneUser() async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let ada = try AuthorizationCodeCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: SecretBytes(utf8: "s3cret"),
            authorizationCode: try AuthorizationCode(code: SecretBytes(utf8: "c"), redirectURI: "https://a.test/b"),
            options: Fixture.options(transport, clock: self.clock)
        )
        let bob = ada.signingIn(
            with: try AuthorizationCode(code: SecretBytes(utf8: "d"), redirectURI: "https://a.test/b")
        )
        _ = try await ada.token(for: "a")
        _ = try await bob.token(for: "a")
        ada.signOut()
        let error = await #expect(throws: CredentialError.self) { _ = try await ada.token(for: "a") }
        #expect(error?.code == .authenticationFailed)
        _ = try await bob.token(for: "a")
        await bob.close()
        await #expect(throws: CredentialError.self) { _ = try await bob.token(for: "a") }
    }

    @Test func aServiceGroupClosesCredentialsAtItsEnd() async throws {
        let credential = try credential(ScriptedTransport([.token("t")]))
        _ = try await credential.token(for: "a")
        let group = Task { try await CredentialService(credential).run() }
        group.cancel()
        try await group.value
        await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
    }
}
