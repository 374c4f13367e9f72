// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetTesting
import Testing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15))) struct OnBehalfOfCredentialTests {
    private static let form = "scope=https%3A%2F%2Fgraph.microsoft.com%2FUser.Read%20offline_access"
    private let alice = SecretBytes(utf8: "alice.alice.alice")
    private let bob = SecretBytes(utf8: "bob.bob.bob")
    private let clock = ManualClock(advancesOnSleep: true)

    private func credential(_ transport: any TokenTransport) throws -> OnBehalfOfCredential {
        try OnBehalfOfCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: SecretBytes(utf8: "s3cret"),
            userAssertion: self.alice,
            options: Fixture.options(transport, clock: self.clock, allowing: ["*"])
        )
    }

    /// A token with a refresh token, as the service gives it for a user.
    private func answer(_ token: String, refresh: String) -> ScriptedTransport.Step {
        .status(
            200,
            body: """
                {"token_type":"Bearer","scope":"User.Read","expires_in":3600,"ext_expires_in":3600,\
                "access_token":"\(token)","refresh_token":"\(refresh)"}
                """
        )
    }

    private func text(_ request: TransportRequest) -> String {
        request.body.withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }

    // "OAuth 2.0 On-Behalf-Of flow", first case: access token request with a shared secret.
    @Test func asksOnBehalfOfTheUserAsEntraDocumentsByteForByte() async throws {
        let transport = ScriptedTransport([.token("t")])
        _ = try await credential(transport).token(for: "https://graph.microsoft.com/User.Read")
        let request = try #require(transport.requests.first)
        #expect(request.url == Fixture.endpoint)
        #expect(
            text(request) == """
                grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=\(Fixture.clientID)\
                &client_secret=s3cret&assertion=alice.alice.alice&\(Self.form)&requested_token_use=on_behalf_of
                """
        )
    }

    // The second case: access token request with a certificate; the audience is that of the tenant that is asked.
    @Test func asksWithACertificateForTheAskedTenant() async throws {
        let transport = ScriptedTransport([.token("t")])
        let certificate = try TestCertificates.client(at: self.clock.now)
        let credential = try OnBehalfOfCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .certificate(certificate),
            userAssertion: self.alice,
            options: Fixture.options(transport, clock: self.clock, allowing: ["*"])
        )
        _ = try await credential.token(for: "https://graph.microsoft.com/User.Read", tenantID: "fabrikam.com")
        let request = try #require(transport.requests.first)
        let assertion = try #require(Fixture.form(request)["client_assertion"])
        #expect(request.url == "https://login.microsoftonline.com/fabrikam.com/oauth2/v2.0/token")
        #expect(try Fixture.assertion(request).audience == request.url)
        #expect(
            text(request) == """
                grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=\(Fixture.clientID)\
                &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
                &client_assertion=\(assertion)&assertion=alice.alice.alice&\(Self.form)&requested_token_use=on_behalf_of
                """
        )
    }

    @Test func asksWithAnAssertionOfAClosure() async throws {
        let transport = ScriptedTransport([.token("t")])
        let credential = try OnBehalfOfCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            userAssertion: self.alice,
            options: Fixture.options(transport)
        ) { _ in ClientAssertion("c.c.c") }
        _ = try await credential.token(for: "a", "offline_access")
        let form = Fixture.form(transport.requests[0])
        #expect(form["client_assertion"] == "c.c.c")
        #expect(form["scope"] == "a offline_access")
    }

    @Test func noUserIsServedAnothersToken() async throws {
        let transport = ScriptedTransport([.token("for alice"), .token("for bob")])
        let service = try credential(transport)
        let bob = try service.acting(for: self.bob)
        for _ in 0..<2 {
            #expect(try await service.token(for: "a").exposedText == "for alice")
            #expect(try await bob.token(for: "a").exposedText == "for bob")
        }
        #expect(try await service.acting(for: self.alice).token(for: "a").exposedText == "for alice")
        #expect(transport.requests.map { Fixture.form($0)["assertion"] } == ["alice.alice.alice", "bob.bob.bob"])
    }

    @Test func aRefreshTokenServesItsUserAloneInItsTenantAlone() async throws {
        let transport = ScriptedTransport([
            answer("1", refresh: "r1"), answer("2", refresh: "r2"), .token("3"), .token("4"), .token("5"),
        ])
        let service = try credential(transport)
        _ = try await service.token(for: "a")
        _ = try await service.token(for: "b")
        _ = try await service.acting(for: self.bob).token(for: "b")
        _ = try await service.token(for: "a", tenantID: "fabrikam.com")
        _ = try await service.token(for: "c")
        let forms = transport.requests.map(Fixture.form)
        #expect(forms.map { $0["refresh_token"] } == [nil, "r1", nil, nil, "r2"])
        #expect(
            forms.map { $0["assertion"] } == ["alice.alice.alice", nil, "bob.bob.bob", "alice.alice.alice", nil]
        )
        #expect(
            text(transport.requests[1]) == """
                client_id=\(Fixture.clientID)&scope=b%20offline_access&refresh_token=r1&grant_type=refresh_token\
                &client_secret=s3cret
                """
        )
    }

    @Test func aRevokedRefreshTokenIsForgottenAndTheAssertionAsked() async throws {
        let transport = ScriptedTransport([
            answer("1", refresh: "r1"), .refusal(50_173, error: "invalid_grant", status: 400), .token("2"),
            .token("3"),
        ])
        let service = try credential(transport)
        for (scope, token) in [("a", "1"), ("b", "2"), ("c", "3")] {
            #expect(try await service.token(for: scope).exposedText == token)
        }
        #expect(transport.requests.map { Fixture.form($0)["refresh_token"] } == [nil, "r1", nil, nil])
    }

    @Test func anotherFailureOfTheRefreshIsTold() async throws {
        let transport = ScriptedTransport([answer("1", refresh: "r1"), .refusal(7_000_222)])
        let service = try credential(transport)
        _ = try await service.token(for: "a")
        let error = await #expect(throws: CredentialError.self) { _ = try await service.token(for: "b") }
        #expect(error?.refusal?.aadstsCodes == [7_000_222])
        #expect(transport.requests.count == 2)
    }

    @Test func aChallengeReachesTheCallerAndTheRefreshTokenStays() async throws {
        let challenge = ScriptedTransport.Step.status(
            400,
            body: """
                {"error":"invalid_grant","error_description":"AADSTS50076: second factor","error_codes":[50076],\
                "claims":"{\\"access_token\\":{\\"acrs\\":{\\"essential\\":true,\\"value\\":\\"c1\\"}}}"}
                """
        )
        let transport = ScriptedTransport([answer("1", refresh: "r1"), challenge, answer("3", refresh: "r2")])
        let service = try credential(transport)
        _ = try await service.token(for: "a")
        let error = await #expect(throws: CredentialError.self) { try await service.token(for: "b") }
        #expect(error?.refusal?.claims?.contains("acrs") == true)
        #expect(try await service.token(for: "c").exposedText == "3")
        #expect(transport.requests.map { Fixture.form($0)["refresh_token"] } == [nil, "r1", "r1"])
    }

    @Test func aSpentRefreshTokenDoesNotTakeANewerOneWithIt() {
        let store = RefreshTokenStore(capacity: 10)
        let key = RefreshTokenStore.Key(user: UserAssertionHash(self.alice), tenantID: "t")
        store[key] = SecretBytes(utf8: "newer")
        store.remove(key, ifStill: SecretBytes(utf8: "spent"))
        #expect(store[key] != nil)
        store.remove(key, ifStill: SecretBytes(utf8: "newer"))
        #expect(store[key] == nil)
    }

    @Test(arguments: ["", "Bearer a.b.c", "a.b.c\n", "ü"])
    func refusesWhatIsNoUserAssertion(text: String) throws {
        let service = try credential(ScriptedTransport())
        let error = #expect(throws: CredentialError.self) { try service.acting(for: SecretBytes(utf8: text)) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func printsNeitherTheUsersAssertionNorItsTokens() async throws {
        let service = try credential(ScriptedTransport([answer("secret-access", refresh: "secret-refresh")]))
        _ = try await service.token(for: "a")
        var dumped = ""
        dump(service, to: &dumped)
        for secret in ["alice", "s3cret", "secret-access", "secret-refresh"] {
            #expect(!"\(service) \(String(reflecting: service)) \(dumped)".contains(secret))
        }
    }

    @Test func refreshTokensHaveABoundAndTheUsedOnesStay() {
        let store = RefreshTokenStore(capacity: 10)
        let user = UserAssertionHash(self.alice)
        let used = RefreshTokenStore.Key(user: user, tenantID: "used")
        store[used] = SecretBytes(utf8: "r")
        for number in 0..<100 {
            store[RefreshTokenStore.Key(user: user, tenantID: "\(number)")] = SecretBytes(utf8: "r")
            #expect(store[used] != nil)
            #expect(store.count <= 10)
        }
        #expect(store[RefreshTokenStore.Key(user: user, tenantID: "0")] == nil)
        store[used] = nil
        #expect(store[used] == nil)
    }
}
