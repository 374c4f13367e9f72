// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// A person's access token that a client brings to act further in the person's name; read, not yet believed.
struct UserAssertion: Sendable {
    let text: SecretBytes
    let token: CompactToken

    /// The tenant that the token names.
    var tenant: String? { self.token.claims["tid"]?.string }
}

/// The grant `jwt-bearer` with `requested_token_use=on_behalf_of`.
///
/// Checks, in this order: `requested_token_use`, `assertion`, its form (50027); then, once the client has proved itself:
/// signature (50013), kind (240002, 7000114), audience (500131), time (500133), person (50034, 50057, 50173), consent
/// (65001).
struct OnBehalfOfGrant: Sendable {
    let tokens: PersonTokens
    let keys: SigningKeyRing
    let proof: ClientProof

    private var skew: Double { Double(self.tokens.profile.clockSkew) }

    /// Reads the assertion.
    ///
    /// - Throws: AADSTS900144, 9002313 or 50027.
    func open(_ request: TokenRequest) throws(TokenRefusal) -> UserAssertion {
        guard let use = request.requestedTokenUse else {
            throw TokenRefusal(.missingParameter, ["name": "requested_token_use"])
        }
        guard use == "on_behalf_of" else { throw TokenRefusal(.malformedRequest) }
        let type = request.requestedTokenType ?? "urn:ietf:params:oauth:token-type:access_token"
        guard type == "urn:ietf:params:oauth:token-type:access_token" else { throw TokenRefusal(.malformedRequest) }
        guard let text = request.userAssertion else { throw TokenRefusal(.missingParameter, ["name": "assertion"]) }
        let token = text.withExposedBytes { try? CompactToken(String(decoding: $0, as: UTF8.self)) }
        guard let token else { throw TokenRefusal(.notAToken) }
        return UserAssertion(text: text, token: token)
    }

    func answer(_ token: TokenExchange, _ assertion: UserAssertion) async throws -> TokenAnswer {
        let (scopes, text) = try scopes(token)
        let method = try await self.proof.confidential(token)
        guard !token.request.isCrossOrigin else { throw TokenRefusal(.crossOriginForbidden) }
        try checkSignature(assertion.token)
        let claims = assertion.token.claims
        guard claims["tid"]?.string == token.tenant.id else {
            throw TokenRefusal(.userAssertionSignature, ["reason": "The assertion was issued by another tenant."])
        }
        try checkKind(claims, token.client)
        try checkAudience(claims, token.client)
        try checkTime(claims, token.now)
        guard let userID = claims["oid"]?.string, let issued = Self.issued(claims) else {
            throw TokenRefusal(.notAToken)
        }
        let user = try await self.tokens.people.person(userID, token.tenant, issued: issued)
        let grant = Self.grant(token, claims, user, issued, text)
        return try await self.tokens.answer(
            PersonTokenRequest(
                token: token,
                method: method,
                user: user,
                scopes: scopes,
                scopeText: text,
                grant: grant,
                claims: try ClaimsRequest(token.request.claims),
                wantsRefreshToken: token.version == .v1
            )
        )
    }

    private func scopes(_ token: TokenExchange) throws(TokenRefusal) -> (ScopeRequest, String) {
        switch token.version {
        case .v1:
            guard let resource = token.request.resource else {
                throw TokenRefusal(.missingParameter, ["name": "resource"])
            }
            let wantsSignIn = token.request.scope?.split(separator: " ").contains("openid") ?? false
            return (ScopeRequest(everythingAt: resource, openID: wantsSignIn ? [.openid, .profile] : []), resource)
        case .v2:
            guard token.request.resource == nil else { throw TokenRefusal(.resourceParameterUnsupported) }
            guard let scope = token.request.scope else { throw TokenRefusal(.missingParameter, ["name": "scope"]) }
            return (try ScopeRequest(scope), scope)
        }
    }

    /// The person's sign-in was elsewhere: what is known of it stands in the assertion.
    private static func grant(
        _ token: TokenExchange,
        _ claims: JSONObject,
        _ user: User,
        _ issued: Date,
        _ scope: String
    ) -> PersonGrant {
        PersonGrant(
            tenant: token.tenant.id,
            clientID: token.client.appID,
            userID: user.id,
            signIn: SignInFacts(
                authenticated: claims["auth_time"]?.integer.map { Date(timeIntervalSince1970: Double($0)) } ?? issued,
                methods: claims["amr"]?.array?.compactMap(\.string) ?? ["pwd"],
                sessionID: claims["sid"]?.string ?? GUID.random(),
                address: claims["ipaddr"]?.string
            ),
            scope: token.version == .v2 ? scope : "",
            resource: token.version == .v1 ? scope : nil,
            platform: .web,
            family: GUID.random()
        )
    }

    private func checkSignature(_ token: CompactToken) throws(TokenRefusal) {
        let name = (token.header["kid"] ?? token.header["x5t"])?.string ?? ""
        guard let key = self.keys.key(name) else {
            let shown = Base64URL.decode(Array(name.utf8)).map { Hexadecimal.encode($0) } ?? ""
            throw TokenRefusal(
                .userAssertionSignature,
                ["reason": "The key was not found., Thumbprint of key used by client: '\(shown.uppercased())'"]
            )
        }
        guard key.verificationKey.verifies(token) else {
            throw TokenRefusal(
                .userAssertionSignature,
                ["reason": "The provided signature value did not match the expected signature value."]
            )
        }
    }

    /// Only an access token for a person will do.
    private func checkKind(_ claims: JSONObject, _ client: RegisteredClient) throws(TokenRefusal) {
        guard claims["appid"] != nil || claims["azp"] != nil else { throw TokenRefusal(.userAssertionIsIDToken) }
        guard claims["scp"] != nil else {
            throw TokenRefusal(.userAssertionOfApplication, ["client": client.appID])
        }
    }

    private func checkAudience(_ claims: JSONObject, _ client: RegisteredClient) throws(TokenRefusal) {
        let audience = claims["aud"]?.string ?? ""
        let names = [client.appID, "spn:\(client.appID)"] + client.application.identifierURIs
        guard names.contains(where: { $0.lowercased() == audience.lowercased() }) else {
            throw TokenRefusal(
                .userAssertionAudience,
                ["audience": audience, "client": client.appID, "name": client.displayName]
            )
        }
    }

    private func checkTime(_ claims: JSONObject, _ now: Date) throws(TokenRefusal) {
        guard let expiry = claims["exp"]?.integer else { throw TokenRefusal(.notAToken) }
        let end = Date(timeIntervalSince1970: Double(expiry))
        guard now < end + self.skew else {
            throw TokenRefusal(
                .userAssertionExpired,
                ["now": Timestamp.dotNet(now), "until": Timestamp.dotNet(end)]
            )
        }
    }

    private static func issued(_ claims: JSONObject) -> Date? {
        claims["uti"]?.string.flatMap { OpaqueClaims.time(ofTokenIdentifier: $0) }
            ?? claims["iat"]?.integer.map { Date(timeIntervalSince1970: Double($0)) }
    }
}
