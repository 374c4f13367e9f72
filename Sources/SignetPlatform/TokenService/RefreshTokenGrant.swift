// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The grant `refresh_token`.
struct RefreshTokenGrant: Sendable {
    let tokens: PersonTokens
    let ledger: GrantLedger
    let proof: ClientProof

    private var profile: PlatformProfile { self.tokens.profile }

    /// Opens a refresh token.
    ///
    /// - Throws: AADSTS900144 without one, AADSTS9002313 for a text that is none.
    func open(_ request: TokenRequest) throws(TokenRefusal) -> RefreshToken {
        guard let text = request.refreshToken else { throw TokenRefusal(.missingParameter, ["name": "refresh_token"]) }
        guard let content = self.tokens.seal.open(text, as: .refreshToken), let refresh = RefreshToken(content) else {
            throw TokenRefusal(.grantMalformed)
        }
        return refresh
    }

    func answer(_ token: TokenExchange, _ refresh: RefreshToken) async throws -> TokenAnswer {
        guard refresh.grant.clientID == token.client.appID else { throw TokenRefusal(.grantOfAnotherClient) }
        let method = try await self.proof.ofPlatform(refresh.grant.platform, token)
        try checkTime(refresh, token.now)
        let user = try await self.tokens.people.person(refresh.grant.userID, token.tenant, issued: refresh.issued)
        try await self.tokens.people.requireAssignment(of: user, to: token.client, token.tenant)
        let (scopes, text) = try scopes(token, refresh)
        let answer = try await self.tokens.answer(
            PersonTokenRequest(
                token: token,
                method: method,
                user: user,
                scopes: scopes,
                scopeText: text,
                grant: refresh.grant,
                claims: try ClaimsRequest(token.request.claims),
                generation: refresh.generation + 1,
                firstIssued: refresh.firstIssued,
                wantsRefreshToken: true
            )
        )
        // At the end: a request that is refused for its scope does not use the token up.
        try await rotate(refresh, token)
        return answer
    }

    private func checkTime(_ refresh: RefreshToken, _ now: Date) throws(TokenRefusal) {
        let limits = self.profile.lifetimes
        if refresh.grant.platform == .spa, now >= refresh.firstIssued + Double(limits.singlePageRefreshToken) {
            throw TokenRefusal(
                .refreshTokenOfSinglePageExpired,
                [
                    "issued": Timestamp.dotNet(refresh.firstIssued),
                    "window": TimeSpan.text(limits.singlePageRefreshToken),
                ]
            )
        }
        guard now < refresh.issued + Double(limits.refreshToken) else {
            throw TokenRefusal(
                .refreshTokenExpired,
                ["issued": Timestamp.dotNet(refresh.issued), "window": TimeSpan.text(limits.refreshToken)]
            )
        }
    }

    /// In the strict profile, notes the use; a second one ends the family, for one of the two users is a thief.
    private func rotate(_ refresh: RefreshToken, _ token: TokenExchange) async throws {
        guard self.profile.refreshReuse == .revokesFamily || self.profile.standardEndpoints else { return }
        let family = refresh.grant.family
        if self.profile.refreshReuse == .tolerated {
            guard try await !self.ledger.hasEnded(family, tenant: token.tenant.id) else {
                throw TokenRefusal(.refreshTokenReused)
            }
            return
        }
        let end = token.now + Double(self.profile.lifetimes.refreshToken)
        let use = try await self.ledger.use(
            generation: refresh.generation,
            of: family,
            tenant: token.tenant.id,
            until: end
        )
        guard case .first = use else { throw TokenRefusal(.refreshTokenReused) }
    }

    /// The scopes of the request, or those of the sign-in where it names none.
    private func scopes(_ token: TokenExchange, _ refresh: RefreshToken) throws(TokenRefusal) -> (ScopeRequest, String)
    {
        switch token.version {
        case .v2:
            guard token.request.resource == nil else { throw TokenRefusal(.resourceParameterUnsupported) }
            let text = token.request.scope ?? refresh.grant.scope
            if text.isEmpty, let resource = refresh.grant.resource {
                return (ScopeRequest(everythingAt: resource, openID: [.offlineAccess]), "\(resource)/.default")
            }
            return (try ScopeRequest(text), text)
        case .v1:
            guard let resource = token.request.resource ?? refresh.grant.resource else {
                throw TokenRefusal(.missingParameter, ["name": "resource"])
            }
            let openID: Set<OpenIDScope> = [.openid, .profile, .offlineAccess]
            return (ScopeRequest(everythingAt: resource, openID: openID), resource)
        }
    }
}

/// The text of a duration as .NET writes it: `90.00:00:00`.
enum TimeSpan {
    static func text(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let clock = "\(two(seconds / 3_600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return seconds >= 86_400 ? "\(seconds / 86_400).\(clock)" : clock
    }
}
