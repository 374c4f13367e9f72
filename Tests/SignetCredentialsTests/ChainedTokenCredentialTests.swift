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

@Suite(.timeLimit(.minutes(15))) struct ChainedTokenCredentialTests {
    private struct Failing: TokenCredential {
        let error: any Error
        var calls = Counter()

        func token(for request: TokenRequest) async throws -> AccessToken {
            self.calls.increment()
            throw self.error
        }
    }

    private struct Giving: TokenCredential {
        let text: String
        var calls = Counter()

        func token(for request: TokenRequest) async throws -> AccessToken {
            self.calls.increment()
            return AccessToken(text: SecretBytes(utf8: self.text), expiresOn: ManualClock().now + 60)
        }
    }

    private let clock = ManualClock()
    private let unavailable = Failing(error: CredentialError(.credentialUnavailable, "nothing is configured"))

    @Test func passesOnWhatIsUnavailableAndRemembersWhoGaveTheToken() async throws {
        let (giving, never) = (Giving(text: "t"), Giving(text: "never"))
        let chain = try ChainedTokenCredential(self.unavailable, giving, never)
        #expect(chain.selectedCredential == nil)
        for _ in 0..<3 { #expect(try await chain.token(for: "a").exposedText == "t") }
        #expect(self.unavailable.calls.count == 1)
        #expect(giving.calls.count == 3)
        #expect(never.calls.count == 0)
        #expect(chain.selectedCredential == "Giving")
    }

    @Test func searchesEachTimeWhereItIsToldTo() async throws {
        let chain = try ChainedTokenCredential([self.unavailable, Giving(text: "t")], remembersSuccess: false)
        for _ in 0..<3 { _ = try await chain.token(for: "a") }
        #expect(self.unavailable.calls.count == 3)
        #expect(chain.selectedCredential == nil)
    }

    @Test func keepsEveryCauseWhenNobodyIsAvailable() async throws {
        let token = AccessToken(text: SecretBytes(utf8: "t"), expiresOn: self.clock.now)
        let chain = try ChainedTokenCredential(self.unavailable, StaticTokenCredential(token, clock: self.clock))
        let error = try #require(
            await #expect(throws: CredentialError.self) { _ = try await chain.token(for: "a") }
        )
        #expect(error.code == .credentialUnavailable)
        #expect(
            error.message == """
                ChainedTokenCredential failed to retrieve a token from the included credentials.
                Attempted credentials:
                \tFailing: nothing is configured
                \tStaticTokenCredential: the static token expired at \(Timestamp.iso8601(self.clock.now)); give a new one
                """
        )
        let failure = try #require(error.cause as? ChainFailure)
        #expect(failure.attempts.map(\.credential) == ["Failing", "StaticTokenCredential"])
        #expect(failure.attempts.allSatisfy { ($0.error as? CredentialError)?.code == .credentialUnavailable })
    }

    @Test func stopsAtARefusalAndKeepsItsWords() async throws {
        let refused = try ClientSecretCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: "s",
            options: Fixture.options(ScriptedTransport([.refusal(7_000_222)]))
        )
        let never = Giving(text: "never")
        let chain = try ChainedTokenCredential(self.unavailable, refused, never)
        let error = await #expect(throws: CredentialError.self) { _ = try await chain.token(for: "a") }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.refusal?.aadstsCodes == [7_000_222])
        #expect(error?.message.contains("Failing: nothing is configured") == true)
        #expect(error?.message.contains("ClientSecretCredential: invalid_client: AADSTS7000222") == true)
        #expect(never.calls.count == 0)
    }

    @Test func stopsAtAForeignErrorWithoutPrintingIt() async throws {
        let never = Giving(text: "never")
        let chain = try ChainedTokenCredential(Failing(error: TestError(text: "a secret")), never)
        let error = await #expect(throws: CredentialError.self) { _ = try await chain.token(for: "a") }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.message.contains("Failing: failed with TestError") == true)
        #expect(error?.message.contains("a secret") == false)
        #expect((error?.cause as? ChainFailure)?.attempts.first?.error as? TestError == TestError(text: "a secret"))
        #expect(never.calls.count == 0)
    }

    @Test func aCancellationIsNobodysFailure() async throws {
        let never = Giving(text: "never")
        let chain = try ChainedTokenCredential(Failing(error: CancellationError()), never)
        await #expect(throws: CancellationError.self) { _ = try await chain.token(for: "a") }
        #expect(never.calls.count == 0)
    }

    @Test func refusesAnEmptyChain() {
        let error = #expect(throws: CredentialError.self) { try ChainedTokenCredential([]) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func aStaticTokenIsServedUntilItExpires() async throws {
        let token = AccessToken(text: SecretBytes(utf8: "t"), expiresOn: self.clock.now + 60)
        let credential = StaticTokenCredential(token, clock: self.clock)
        #expect(try await credential.token(for: "anything").exposedText == "t")
        self.clock.advance(by: .seconds(60))
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "anything") }
        #expect(error?.code == .credentialUnavailable)
    }
}
