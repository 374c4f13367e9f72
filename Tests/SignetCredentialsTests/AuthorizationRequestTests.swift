// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetCredentials
import Testing

@Suite struct AuthorizationRequestTests {
    private func request(
        tenantID: String = "contoso.com",
        redirectURI: String = "https://app.example/callback",
        scopes: [String] = ["User.Read"],
        claims: String? = nil
    ) throws -> AuthorizationRequest {
        try AuthorizationRequest(
            tenantID: tenantID,
            clientID: Fixture.clientID,
            redirectURI: redirectURI,
            scopes: scopes,
            prompt: .selectAccount,
            responseMode: .formPost,
            loginHint: "ada@contoso.com",
            domainHint: "contoso.com",
            claims: claims
        )
    }

    @Test func sendsTheBrowserWithStateNonceAndChallenge() throws {
        let request = try request(claims: #"{"id_token":{"acr":null}}"#)
        let parts = request.url.split(separator: "?").map(String.init)
        let items = try #require(URLComponents(string: request.url)?.queryItems)
        let fields = Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value ?? "") })
        #expect(parts[0] == "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize")
        #expect(
            fields == [
                "client_id": Fixture.clientID, "response_type": "code", "redirect_uri": "https://app.example/callback",
                "response_mode": "form_post", "scope": "User.Read openid profile offline_access",
                "state": request.state,
                "nonce": request.nonce, "code_challenge": request.proofKey.challenge, "code_challenge_method": "S256",
                "client_info": "1", "prompt": "select_account", "login_hint": "ada@contoso.com",
                "domain_hint": "contoso.com", "claims": #"{"id_token":{"acr":null}}"#,
            ]
        )
        let verifier = request.proofKey.verifier.withExposedBytes { String(decoding: $0, as: UTF8.self) }
        #expect(verifier.count == 43 && !request.url.contains(verifier))
    }

    @Test func drawsEverythingAnewForEachRequest() throws {
        let requests = try (0..<100).map { _ in try request() }
        let verifiers = requests.map { $0.proofKey.verifier.withExposedBytes { $0 } }
        #expect(Set(requests.map(\.state)).count == 100)
        #expect(Set(requests.map(\.nonce)).count == 100)
        #expect(Set(verifiers).count == 100)
    }

    @Test func makesTheChallengeOfRFC7636() throws {
        let key = try ProofKey(verifier: SecretBytes(utf8: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        #expect(key.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test(arguments: [
        "", String(repeating: "a", count: 42), String(repeating: "a", count: 129), String(repeating: "ü", count: 22),
        String(repeating: "a", count: 42) + "+",
    ])
    func refusesWhatIsNoVerifier(text: String) {
        let error = #expect(throws: CredentialError.self) { try ProofKey(verifier: SecretBytes(utf8: text)) }
        #expect(error?.code == .invalidArgument)
    }

    @Test func takesTheCodeOfItsOwnRedirect() throws {
        let request = try request()
        for redirect in [
            "https://app.example/callback?code=0.AX%2Bc&state=\(request.state)&session_state=1#",
            "code=0.AX%2Bc&state=\(request.state)", "?state=\(request.state)&code=0.AX%2bc",
        ] {
            let code = try request.authorizationCode(fromRedirect: redirect)
            #expect(code.code == SecretBytes(utf8: "0.AX+c"))
            #expect(code.redirectURI == "https://app.example/callback")
            #expect(code.proofKey == request.proofKey)
            #expect(code.nonce == request.nonce)
        }
    }

    @Test(arguments: ["code=c", "code=c&state=", "code=c&state=other", "error=access_denied&state=other", ""])
    func refusesARedirectOfAnotherSession(redirect: String) throws {
        let request = try request()
        let error = #expect(throws: CredentialError.self) { try request.authorizationCode(fromRedirect: redirect) }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.refusal == nil)
    }

    @Test(arguments: [
        "", "&code=", "&code=a&code=b", "&state=x&code=a", "&code=%zz", "&code=%+1", "&code=%ff", "&code=%",
    ])
    func refusesWhatIsNoAnswer(rest: String) throws {
        let request = try request()
        let error = #expect(throws: CredentialError.self) {
            try request.authorizationCode(fromRedirect: "state=\(request.state)\(rest)")
        }
        #expect(error?.code == .unexpectedReply)
    }

    @Test func refusesAnEndlessRedirect() throws {
        let request = try request()
        let error = #expect(throws: CredentialError.self) {
            try request.authorizationCode(
                fromRedirect: "state=\(request.state)&code=" + String(repeating: "a", count: 70_000)
            )
        }
        #expect(error?.code == .unexpectedReply)
    }

    @Test func repeatsTheServicesWordsWhereTheUserWasRefused() throws {
        let request = try request()
        let redirect =
            "https://app.example/callback?error=access_denied&error_subcode=cancel&error_description=AADSTS65004"
            + "%3a+User+declined+to+consent.&state=\(request.state)"
        let error = #expect(throws: CredentialError.self) { try request.authorizationCode(fromRedirect: redirect) }
        #expect(error?.code == .authenticationFailed)
        #expect(error?.refusal?.error == "access_denied")
        #expect(error?.refusal?.suberror == "cancel")
        #expect(error?.refusal?.aadstsCodes == [65_004])
        #expect(error?.message.contains("AADSTS65004: User declined to consent.") == true)
    }

    @Test(arguments: [
        ("", "https://a/b", ["s"]), ("my tenant", "https://a/b", ["s"]), ("t", "", ["s"]), ("t", "callback", ["s"]),
        ("t", "https://a/b#c", ["s"]), ("t", "https://a/ b", ["s"]), ("t", "https://a/b", []),
        ("t", "https://a/b", ["a b"]),
    ])
    func refusesWhatCannotBeRight(tenantID: String, redirectURI: String, scopes: [String]) {
        let error = #expect(throws: CredentialError.self) {
            try request(tenantID: tenantID, redirectURI: redirectURI, scopes: scopes)
        }
        #expect(error?.code == .invalidArgument)
    }
}
