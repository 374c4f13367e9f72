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

@Suite(.timeLimit(.minutes(15))) struct AuthorizationCodeCredentialTests {
    private let clock = ManualClock(advancesOnSleep: true)
    private static let verifier = String(repeating: "v", count: 43)

    private func code(_ text: String = "code-1", nonce: String? = nil) throws -> AuthorizationCode {
        try AuthorizationCode(
            code: SecretBytes(utf8: text),
            redirectURI: "https://app.example/callback",
            proofKey: ProofKey(verifier: SecretBytes(utf8: Self.verifier)),
            nonce: nonce
        )
    }

    private func credential(
        _ transport: any TokenTransport,
        nonce: String? = nil,
        allowing tenants: [String] = []
    ) throws -> AuthorizationCodeCredential {
        try AuthorizationCodeCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: SecretBytes(utf8: "s3cret"),
            authorizationCode: code(nonce: nonce),
            options: Fixture.options(transport, clock: self.clock, allowing: tenants)
        )
    }

    /// An answer as the token service gives it to a user's client.
    private func answer(
        _ token: String,
        refresh: String? = nil,
        user: String? = "ada",
        nonce: String? = nil,
        audience: String = Fixture.clientID
    ) -> ScriptedTransport.Step {
        var members = [#""token_type":"Bearer","expires_in":3599,"access_token":"\#(token)""#]
        if let refresh { members.append(#""refresh_token":"\#(refresh)""#) }
        if let user {
            let claims =
                #"{"aud":"\#(audience)","oid":"\#(user)","tid":"t","preferred_username":"\#(user)@contoso.com""#
                + (nonce.map { #","nonce":"\#($0)""# } ?? "") + "}"
            members.append(#""id_token":"e30.\#(Base64URL.encode(claims.utf8)).c2ln""#)
            members.append(#""client_info":"\#(Base64URL.encode(#"{"uid":"\#(user)","utid":"home"}"#.utf8))""#)
        }
        return .status(200, body: "{\(members.joined(separator: ","))}")
    }

    private func body(_ request: TransportRequest) -> String {
        request.body.withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }

    private static let redemption = """
        client_id=\(Fixture.clientID)&scope=User.Read%20openid%20profile%20offline_access&code=code-1\
        &redirect_uri=https%3A%2F%2Fapp.example%2Fcallback&grant_type=authorization_code&code_verifier=\(verifier)
        """

    @Test func redeemsTheCodeWithASecretAndRefreshesFromThenOn() async throws {
        let transport = ScriptedTransport([answer("1", refresh: "r1"), answer("2", refresh: "r2"), answer("3")])
        let credential = try credential(transport)
        #expect(credential.account == nil)
        #expect(try await credential.token(for: "User.Read").exposedText == "1")
        #expect(try await credential.token(for: "User.Read").exposedText == "1")
        #expect(try await credential.token(for: "Mail.Read").exposedText == "2")
        self.clock.advance(by: .seconds(4_000))
        #expect(try await credential.token(for: "User.Read").exposedText == "3")
        let bodies = transport.requests.map(body)
        #expect(bodies.count == 3)
        #expect(bodies[0] == Self.redemption + "&client_secret=s3cret&client_info=1")
        #expect(
            bodies[1] == """
                client_id=\(Fixture.clientID)&scope=Mail.Read%20openid%20profile%20offline_access&refresh_token=r1\
                &grant_type=refresh_token&client_secret=s3cret&client_info=1
                """
        )
        #expect(Fixture.form(transport.requests[2])["refresh_token"] == "r2")
        #expect(credential.account?.homeAccountID == "ada.home")
        #expect(credential.account?.username == "ada@contoso.com")
    }

    @Test func redeemsTheCodeWithACertificate() async throws {
        let transport = ScriptedTransport([answer("1")])
        let credential = try AuthorizationCodeCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .certificate(try TestCertificates.client(at: self.clock.now)),
            authorizationCode: code(),
            options: Fixture.options(transport, clock: self.clock)
        )
        _ = try await credential.token(for: "User.Read")
        let request = try #require(transport.requests.first)
        let assertion = try #require(Fixture.form(request)["client_assertion"])
        #expect(request.url == Fixture.endpoint)
        #expect(try Fixture.assertion(request).audience == Fixture.endpoint)
        #expect(
            body(request) == Self.redemption
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
                + "&client_assertion=\(assertion)&client_info=1"
        )
    }

    @Test func redeemsTheCodeWithAnAssertionOfAClosure() async throws {
        let transport = ScriptedTransport([answer("1")])
        let credential = try AuthorizationCodeCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            authorizationCode: code(),
            options: Fixture.options(transport)
        ) { _ in ClientAssertion("c.c.c") }
        _ = try await credential.token(for: "User.Read")
        #expect(Fixture.form(transport.requests[0])["client_assertion"] == "c.c.c")
    }

    @Test func aPublicClientRedeemsTheCodeWithItsProofKeyAlone() async throws {
        let transport = ScriptedTransport([answer("1")])
        let credential = try AuthorizationCodeCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            authorizationCode: code(),
            options: Fixture.options(transport)
        )
        _ = try await credential.token(for: "User.Read")
        #expect(body(transport.requests[0]) == Self.redemption + "&client_info=1")
        let error = #expect(throws: CredentialError.self) {
            try AuthorizationCodeCredential(
                tenantID: Fixture.tenantID,
                clientID: Fixture.clientID,
                authorizationCode: AuthorizationCode(code: SecretBytes(utf8: "c"), redirectURI: "app://callback")
            )
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test func callersOfDifferentScopesRedeemTheCodeOnce() async throws {
        let gate = Gate()
        let step = answer("first", refresh: "r")
        let transport = ScriptedTransport(
            [
                .answer { request in
                    await gate.pass()
                    return try await ScriptedTransport([step]).send(request)
                }
            ],
            thereafter: answer("next", refresh: "r")
        )
        let credential = try credential(transport)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<20 {
                group.addTask { try await credential.token(for: "scope-\(number)").exposedText }
            }
            try await transport.requests(atLeast: 1)
            gate.open()
            return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(tokens == ["first": 1, "next": 19])
        let grants = transport.requests.map { Fixture.form($0)["grant_type"] }
        #expect(grants.filter { $0 == "authorization_code" }.count == 1)
    }

    @Test func aCancelledCallerDoesNotSpendTheCode() async throws {
        let gate = Gate()
        let step = answer("1", refresh: "r1")
        let transport = ScriptedTransport([
            .answer { request in
                await gate.pass()
                return try await ScriptedTransport([step]).send(request)
            }, answer("2"),
        ])
        let credential = try credential(transport)
        let caller = Task { try await credential.token(for: "User.Read") }
        try await transport.requests(atLeast: 1)
        caller.cancel()
        await #expect(throws: CancellationError.self) { _ = try await caller.value }
        gate.open()
        #expect(try await credential.token(for: "User.Read").exposedText == "2")
        #expect(transport.requests.map { Fixture.form($0)["refresh_token"] } == [nil, "r1"])
    }

    @Test(arguments: ["ada", nil]) func noUserIsServedAnothersToken(first: String?) async throws {
        let transport = ScriptedTransport([
            answer("for ada", refresh: "ra", user: first),
            answer("for bob", refresh: "rb", user: first.map { _ in "bob" }),
            answer("for ada 2", user: first), answer("for bob 2", user: first.map { _ in "bob" }),
        ])
        let ada = try credential(transport)
        let bob = ada.signingIn(with: try code("code-2"))
        for _ in 0..<2 {
            #expect(try await ada.token(for: "a").exposedText == "for ada")
            #expect(try await bob.token(for: "a").exposedText == "for bob")
        }
        #expect(try await ada.token(for: "b").exposedText == "for ada 2")
        #expect(try await bob.token(for: "b").exposedText == "for bob 2")
        let forms = transport.requests.map(Fixture.form)
        #expect(forms.map { $0["code"] } == ["code-1", "code-2", nil, nil])
        #expect(forms.map { $0["refresh_token"] } == [nil, nil, "ra", "rb"])
    }

    @Test func theSameCodeTwiceIsTwoSignIns() async throws {
        let spent = ScriptedTransport.Step.refusal(54_005, error: "invalid_grant", status: 400)
        let transport = ScriptedTransport([answer("1", refresh: "r1"), spent])
        let first = try credential(transport)
        _ = try await first.token(for: "a")
        let thief = first.signingIn(with: try code())
        let error = await #expect(throws: CredentialError.self) { _ = try await thief.token(for: "a") }
        #expect(error?.refusal?.aadstsCodes == [54_005])
    }

    @Test func throwsTheTokensOfAnotherAccountAway() async throws {
        let transport = ScriptedTransport([
            answer("1", refresh: "r1"), answer("2", refresh: "r2", user: "eve"), answer("3"),
        ])
        let credential = try credential(transport)
        _ = try await credential.token(for: "a")
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "b") }
        #expect(error?.code == .unexpectedReply)
        #expect(try await credential.token(for: "b").exposedText == "3")
        #expect(Fixture.form(transport.requests[2])["refresh_token"] == "r1")
        #expect(credential.account?.objectID == "ada")
    }

    @Test func anIDTokenMustBeForThisSignIn() async throws {
        for step in [
            answer("1", nonce: "other"), answer("1"), answer("1", user: nil), answer("1", nonce: "n", audience: "x"),
        ] {
            let transport = ScriptedTransport([step])
            let credential = try credential(transport, nonce: "n")
            let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
            #expect(error?.code == .unexpectedReply)
            let again = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
            #expect(again?.code == .authenticationFailed)
            #expect(transport.requests.count == 1)
        }
        let good = try credential(ScriptedTransport([answer("1", nonce: "n")]), nonce: "n")
        #expect(try await good.token(for: "a").exposedText == "1")
    }

    @Test func aSpentCodeIsNotSentAgainAndOneThatWasNotIsKept() async throws {
        let transport = ScriptedTransport([
            .refusal(700_027), .status(503), .status(503), .status(503), .status(503),
            .refusal(70_008, error: "invalid_grant", status: 400),
        ])
        let credential = try credential(transport)
        for code in [CredentialError.Code.authenticationFailed, .serviceUnavailable, .authenticationFailed] {
            let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
            #expect(error?.code == code)
            #expect(error?.refusal != nil)
        }
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.code == .authenticationFailed)
        #expect(
            error?.message.contains("No authorization code, cached access token, or refresh token available") == true
        )
        #expect(transport.requests.count == 6)
    }

    @Test func evictsAnInvalidRefreshToken() async throws {
        let transport = ScriptedTransport([
            answer("1", refresh: "r1"), .refusal(70_043, error: "invalid_grant", status: 400),
        ])
        let credential = try credential(transport)
        _ = try await credential.token(for: "a")
        for numbers in [[70_043], nil] {
            let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "b") }
            #expect(error?.code == .authenticationFailed)
            #expect(error?.refusal?.aadstsCodes == numbers)
        }
        #expect(try await credential.token(for: "a").exposedText == "1")
        #expect(transport.requests.count == 2)
    }

    @Test(arguments: [
        #"{"error":"invalid_grant","error_codes":[65001],"suberror":"consent_required"}"#,
        #"{"error":"invalid_grant","error_codes":[50076],"suberror":"basic_action","claims":"{\"access_token\":{}}"}"#,
        #"{"error":"invalid_client","error_codes":[7000222]}"#,
        #"{"error":"interaction_required","error_codes":[50079]}"#,
    ])
    func keepsARefreshTokenThatIsGoodForOtherThings(refusal: String) async throws {
        let transport = ScriptedTransport([answer("1", refresh: "r1"), .status(400, body: refusal), answer("2")])
        let credential = try credential(transport)
        _ = try await credential.token(for: "a")
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "b") }
        #expect(error?.refusal != nil)
        #expect(try await credential.token(for: "c").exposedText == "2")
    }

    @Test func sendsClaimsAndCAE() async throws {
        let transport = ScriptedTransport([answer("1", refresh: "r"), answer("2")])
        let credential = try credential(transport)
        _ = try await credential.token(for: "a", enableCAE: true)
        _ = try await credential.token(for: "a", claims: #"{"access_token":{"nbf":1}}"#)
        #expect(
            transport.requests.map { Fixture.form($0)["claims"] } == [
                #"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#, #"{"access_token":{"nbf":1}}"#,
            ]
        )
    }

    @Test func asksOtherTenantsOnlyWhereTheyAreAllowed() async throws {
        let transport = ScriptedTransport([answer("1", refresh: "r"), answer("2")])
        let single = try credential(transport)
        let error = await #expect(throws: CredentialError.self) {
            _ = try await single.token(for: "a", tenantID: "fabrikam.com")
        }
        #expect(error?.code == .authenticationFailed && transport.requests.isEmpty)
        let several = try credential(transport, allowing: ["fabrikam.com"])
        _ = try await several.token(for: "a")
        _ = try await several.token(for: "a", tenantID: "fabrikam.com")
        #expect(transport.requests[1].url == "https://login.microsoftonline.com/fabrikam.com/oauth2/v2.0/token")
        #expect(Fixture.form(transport.requests[1])["refresh_token"] == "r")
    }

    @Test func refusesToAskForNoScope() async throws {
        let credential = try credential(ScriptedTransport())
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential.token(for: TokenRequest(scopes: []))
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test func printsNeitherCodeNorTokens() async throws {
        let transport = ScriptedTransport([answer("secret-access", refresh: "secret-refresh")])
        let credential = try credential(transport)
        let code = try code()
        _ = try await credential.token(for: "a")
        var dumped = ""
        dump(credential, to: &dumped)
        dump(code, to: &dumped)
        dump(credential.account, to: &dumped)
        for secret in ["code-1", "s3cret", "secret-access", "secret-refresh", Self.verifier] {
            let text = "\(credential) \(String(reflecting: credential)) \(code) \(String(reflecting: code)) \(dumped)"
            #expect(!text.contains(secret))
        }
        #expect(credential.account.map { "\($0)" } == "UserAccount(ada.home)")
    }
}
