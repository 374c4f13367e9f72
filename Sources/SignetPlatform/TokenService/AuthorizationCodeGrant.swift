// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The grant `authorization_code`.
///
/// Checks, in this order: `code` and `redirect_uri` present, the code's form, its client; then the client's proof, the
/// code's life (70008), its address (70000), its verifier (501491, 50148, 501481), its single use (54005), the person.
struct AuthorizationCodeGrant: Sendable {
    let tokens: PersonTokens
    let ledger: GrantLedger
    let proof: ClientProof

    private var profile: PlatformProfile { self.tokens.profile }

    /// Opens a code.
    ///
    /// - Throws: AADSTS900144 without code or address, AADSTS9002313 for a text that is none.
    func open(_ request: TokenRequest) throws(TokenRefusal) -> AuthorizationCode {
        guard let text = request.code else { throw TokenRefusal(.missingParameter, ["name": "code"]) }
        guard let content = self.tokens.seal.open(text, as: .authorizationCode), let code = AuthorizationCode(content)
        else { throw TokenRefusal(.grantMalformed) }
        guard request.redirectURI != nil else { throw TokenRefusal(.missingParameter, ["name": "redirect_uri"]) }
        return code
    }

    func answer(_ token: TokenExchange, _ code: AuthorizationCode) async throws -> TokenAnswer {
        guard code.grant.clientID == token.client.appID else { throw TokenRefusal(.grantOfAnotherClient) }
        let method = try await self.proof.ofPlatform(code.grant.platform, token)
        let end = code.issued + Double(self.profile.lifetimes.authorizationCode)
        guard token.now < end else { throw TokenRefusal(.grantExpired) }
        guard token.request.redirectURI == code.redirectURI else { throw TokenRefusal(.grantOfAnotherClient) }
        try checkVerifier(token.request.codeVerifier, code.challenge)
        try await spend(code, token.tenant, until: end)
        let people = self.tokens.people
        let user = try await people.person(code.grant.userID, token.tenant, issued: code.issued)
        try await people.requireAssignment(of: user, to: token.client, token.tenant)
        let (scopes, text) = try scopes(token, code)
        return try await self.tokens.answer(
            PersonTokenRequest(
                token: token,
                method: method,
                user: user,
                scopes: scopes,
                scopeText: text,
                grant: code.grant,
                claims: try ClaimsRequest(token.request.claims ?? code.claims),
                nonce: code.nonce,
                wantsRefreshToken: token.version == .v1,
                wantsIDToken: token.version == .v1
            )
        )
    }

    private func checkVerifier(_ verifier: String?, _ challenge: CodeChallenge?) throws(TokenRefusal) {
        switch (verifier, challenge) {
        case (.none, .none): return
        case (.none, .some): throw TokenRefusal(.verifierMissing)
        case (.some, .none):
            // Nobody asked for a proof, so that one that comes proves nothing: a downgrade (RFC 9700 §4.8.2).
            throw TokenRefusal(.verifierMismatch)
        case (.some(let verifier), .some(let challenge)):
            guard CodeChallenge.isWellFormed(verifier) else { throw TokenRefusal(.verifierMalformed) }
            guard challenge.isMet(by: verifier) else { throw TokenRefusal(.verifierMismatch) }
        }
    }

    /// Uses the code up; a second use ends, where families are watched, what the first one gave (RFC 6749 §4.1.2).
    private func spend(_ code: AuthorizationCode, _ tenant: Tenant, until end: Date) async throws {
        let name = OneTimeName.of("code \(code.grant.family)")
        guard try await !self.ledger.spend(name, tenant: tenant.id, until: end) else { return }
        if self.profile.refreshReuse == .revokesFamily {
            let last = code.issued + Double(self.profile.lifetimes.refreshToken)
            try await self.ledger.end(code.grant.family, tenant: tenant.id, until: last)
        }
        throw TokenRefusal(.codeRedeemed)
    }

    /// The scopes of the request, or those of the sign-in: `scope` is optional here.
    private func scopes(_ token: TokenExchange, _ code: AuthorizationCode) throws(TokenRefusal) -> (
        ScopeRequest, String
    ) {
        switch token.version {
        case .v2:
            guard token.request.resource == nil else { throw TokenRefusal(.resourceParameterUnsupported) }
            let text = token.request.scope ?? code.grant.scope
            if text.isEmpty, let resource = code.grant.resource {
                return (ScopeRequest(everythingAt: resource, openID: [.openid, .profile]), "\(resource)/.default")
            }
            return (try ScopeRequest(text), text)
        case .v1:
            let resource = token.request.resource ?? code.grant.resource ?? BuiltInResource.graph.appID
            return (ScopeRequest(everythingAt: resource, openID: [.openid, .profile, .offlineAccess]), resource)
        }
    }
}
