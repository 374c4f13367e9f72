// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `/oidc/userinfo`: who signed in, for a token of Microsoft Graph (OpenID Connect Core §5.3).
struct UserInfoEndpoint: Sendable {
    private static let route = "userinfo"

    let verifier: AccessTokenVerifier
    let store: DirectoryStore
    let revocation: AccessEvaluation
    let origin: String

    func respond(_ exchange: Exchange) async throws -> PlatformResponse {
        guard let text = exchange.request.accessToken,
            let token = try? self.verifier.verify(text, at: exchange.now), let userID = token.userID,
            token.isHeld(by: exchange.request),
            ([BuiltInResource.graph.appID] + BuiltInResource.graph.identifierURIs)
                .contains(token.audience.lowercased())
        else { return refused(exchange) }
        if let finding = try await self.revocation.finding(token, at: exchange.now) {
            return GraphAnswer.refused(.revoked(finding)).response(exchange, origin: self.origin)
        }
        guard let user = try await self.store.user(id: userID, tenant: token.tenant)?.value, user.accountEnabled
        else { return refused(exchange) }
        var body: JSONObject = [
            "sub": .string(PairwiseSubject.of(user.id, at: token.clientID, tenant: token.tenant)),
            "name": .string(user.displayName),
        ]
        body["family_name"] = user.surname.map(JSONValue.string)
        body["given_name"] = user.givenName.map(JSONValue.string)
        body["picture"] = .string("\(self.origin)/v1.0/me/photo/$value")
        if token.scopes.contains("email") { body["email"] = user.mail.map(JSONValue.string) }
        return PlatformResponse(
            status: 200,
            headers: [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")],
            body: JSONValue.object(body).serialized,
            route: Self.route
        )
    }

    private func refused(_ exchange: Exchange) -> PlatformResponse {
        let body: JSONValue = [
            "error": [
                "code": "InvalidAuthenticationToken",
                "message": "Access token is missing, invalid or not for this endpoint.",
            ]
        ]
        return PlatformResponse(
            status: 401,
            headers: [
                ("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store"),
                ("WWW-Authenticate", "Bearer realm=\"\", authorization_uri=\"\(self.origin)/common/oauth2/authorize\""),
            ],
            body: body.serialized,
            route: Self.route
        )
    }
}
