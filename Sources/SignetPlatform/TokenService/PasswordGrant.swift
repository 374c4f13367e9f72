// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The grant `password`, which the real service still has; the strict profile does not (RFC 9700 §2.4).
struct PasswordGrant: Sendable {
    let tokens: PersonTokens
    let proof: ClientProof
    let signIn: PasswordSignIn

    func answer(_ token: TokenExchange) async throws -> TokenAnswer {
        let request = token.request
        guard let name = request.username else { throw TokenRefusal(.missingParameter, ["name": "username"]) }
        guard let password = request.password else { throw TokenRefusal(.missingParameter, ["name": "password"]) }
        let (scopes, text) = try scopes(token)
        let method = try await self.proof.confidentialOrFallback(token)
        guard !request.isCrossOrigin else { throw TokenRefusal(.crossOriginForbidden) }
        let user = try await self.signIn.user(name, password, token.tenant, at: token.now)
        guard !user.mustChangePassword else { throw TokenRefusal(.passwordExpired) }
        try await self.tokens.people.requireAssignment(of: user, to: token.client, token.tenant)
        let grant = PersonGrant(
            tenant: token.tenant.id,
            clientID: token.client.appID,
            userID: user.id,
            signIn: SignInFacts(
                authenticated: token.now,
                methods: ["pwd"],
                sessionID: GUID.random(),
                address: nil
            ),
            scope: token.version == .v2 ? text : "",
            resource: token.version == .v1 ? text : nil,
            platform: method == .none ? .publicClient : .web,
            family: GUID.random()
        )
        return try await self.tokens.answer(
            PersonTokenRequest(
                token: token,
                method: method,
                user: user,
                scopes: scopes,
                scopeText: text,
                grant: grant,
                claims: try ClaimsRequest(request.claims),
                wantsRefreshToken: token.version == .v1
            )
        )
    }

    private func scopes(_ token: TokenExchange) throws(TokenRefusal) -> (ScopeRequest, String) {
        switch token.version {
        case .v1:
            let resource = token.request.resource ?? BuiltInResource.graph.appID
            return (ScopeRequest(everythingAt: resource, openID: [.openid, .profile]), resource)
        case .v2:
            guard token.request.resource == nil else { throw TokenRefusal(.resourceParameterUnsupported) }
            guard let scope = token.request.scope else { throw TokenRefusal(.missingParameter, ["name": "scope"]) }
            return (try ScopeRequest(scope), scope)
        }
    }
}
