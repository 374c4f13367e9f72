// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// What a request for a person's tokens has come to, whatever its grant.
struct PersonTokenRequest: Sendable {
    let token: TokenExchange
    let method: ClientAuthenticationMethod
    let user: User
    /// The scopes wanted.
    let scopes: ScopeRequest
    /// `scope` as it was written.
    let scopeText: String
    let grant: PersonGrant
    let claims: ClaimsRequest
    var nonce: String?
    /// Which refresh token of its family comes next.
    var generation = 0
    var firstIssued: Date?
    /// Whether a refresh token is given without having been asked for, as version 1 does.
    var wantsRefreshToken = false
    var wantsIDToken = false
    /// Whether `/authorize` itself gives the tokens.
    var isInAddress = false
}

/// Issues the tokens of people: access token, ID token, refresh token.
struct PersonTokens: Sendable {
    let registry: ClientRegistry
    let consents: ConsentLedger
    let people: PersonRules
    let groups: GroupRules
    let issuer: AccessTokenIssuer
    let idTokens: IDTokenIssuer
    let seal: SealedGrant
    let lifetimes: TokenLifetimes
    let profile: PlatformProfile

    func answer(_ request: PersonTokenRequest) async throws -> TokenAnswer {
        let token = request.token
        let asked = try request.scopes.single(request.scopeText) ?? Self.signInOnly
        let resolved = try await self.registry.resolve(asked, for: token.client, token.tenant)
        let scopes = try await granted(resolved, request)
        try self.profile.requireAccess(to: resolved.resource, for: request.user, request.claims)
        let person = TokenPerson(user: request.user, signIn: request.grant.signIn, scopes: scopes)
        let access = try await accessGrant(request, resolved, person)
        var answer = TokenAnswer(access, token: try self.issuer.token(access))
        answer.scope = scopeText(request, resolved, scopes)
        if request.scopes.openID.contains(.openid) || request.wantsIDToken {
            answer.idToken = try await idToken(request, person)
        }
        if request.scopes.openID.contains(.offlineAccess) || request.wantsRefreshToken {
            answer.refreshToken = try refreshToken(request)
        }
        if token.request.wantsClientInfo {
            let info: JSONValue = ["uid": .string(request.user.id), "utid": .string(token.tenant.id)]
            answer.clientInfo = Base64URL.encode(info.serialized)
        }
        return answer
    }

    /// A sign-in without a resource gets a token for Microsoft Graph, good for the person's own profile.
    private static let signInOnly = ResourceScopes(
        resource: BuiltInResource.graph.appID,
        isNamed: false,
        values: [],
        isDefault: false
    )

    /// The scopes of the token; refused where the client has no consent.
    private func granted(_ resolved: ResolvedScopes, _ request: PersonTokenRequest) async throws -> [String] {
        let client = request.token.client
        let consented = try await self.consents.scopes(
            of: client,
            at: resolved.resource,
            for: request.user.id,
            tenant: request.token.tenant.id
        )
        let held = Set(consented.map(\.id))
        let isItself = resolved.resource.appID == client.appID
        let isRefused = !resolved.scopes.allSatisfy { held.contains($0.id) }
        guard !isRefused, !resolved.request.isDefault || isItself || !consented.isEmpty else {
            // Version 1 asks for a resource, and the real service then looks at the registration before consent.
            if request.token.version == .v1, request.token.request.userAssertion == nil {
                try resolved.requireListing(by: client)
            }
            throw TokenRefusal(.consentRequired, ["client": client.appID, "name": client.displayName])
        }
        let isGraph = resolved.resource.appID == BuiltInResource.graph.appID
        let openID = isGraph ? request.scopes.openID.filter { $0 != .offlineAccess }.map(\.rawValue).sorted() : []
        let all = resolved.request.isDefault || self.profile.tokenScopes == .consented
        let values = (all ? consented : resolved.scopes).map(\.value)
            .filter { !isGraph || OpenIDScope(rawValue: $0) == nil }
        return openID + values
    }

    private func accessGrant(
        _ request: PersonTokenRequest,
        _ resolved: ResolvedScopes,
        _ person: TokenPerson
    ) async throws -> AccessTokenGrant {
        let token = request.token
        let resource = resolved.resource
        let isContinuous = request.claims.handlesChallenges && resource.isContinuous
        var grant = AccessTokenGrant(
            tenant: token.tenant.id,
            clientID: token.client.appID,
            method: request.method,
            subject: .person(person),
            resourceName: resolved.request.resource,
            resourceAppID: resource.appID,
            version: resource.tokenVersion,
            roles: try await self.people.roles(of: request.user, at: resource, token.tenant),
            issuedAt: token.now,
            lifetime: self.lifetimes.accessToken(for: resource, isContinuous: isContinuous),
            isContinuous: isContinuous,
            contexts: request.claims.contexts,
            optionalClaims: OptionalClaims(resource.application, .accessToken)
        )
        grant.binding = token.request.binding
        try self.profile.requireBinding(grant, at: resource)
        grant.groups = try await self.groups.claims(
            of: .person(request.user.id),
            for: GroupRules.Recipient(
                application: resource.application,
                servicePrincipalID: resource.servicePrincipalID,
                kind: .accessToken,
                isInAddress: request.isInAddress
            ),
            token.tenant.id
        )
        grant.directoryRoles = try await self.groups.directoryRoles(
            of: request.user,
            for: resource.application,
            isGraph: resource.appID == BuiltInResource.graph.appID,
            token.tenant.id
        )
        grant.signingKey = resource.signingPairs.key(at: token.now)
        return grant
    }

    func idToken(
        _ request: PersonTokenRequest,
        _ person: TokenPerson,
        code: SecretBytes? = nil,
        accessToken: SecretBytes? = nil
    ) async throws -> SecretBytes {
        let token = request.token
        return try self.idTokens.token(
            IDTokenGrant(
                tenant: token.tenant.id,
                clientID: token.client.appID,
                person: person,
                version: token.version,
                openIDScopes: request.scopes.openID,
                roles: try await self.people.roles(of: request.user, of: token.client, token.tenant),
                nonce: request.nonce,
                issuedAt: token.now,
                lifetime: token.client.idTokenLifetime ?? self.profile.lifetimes.idToken,
                optionalClaims: OptionalClaims(token.client.application, .idToken),
                groups: try await self.groups.claims(
                    of: .person(request.user.id),
                    for: GroupRules.Recipient(
                        application: token.client.application,
                        servicePrincipalID: token.client.servicePrincipal.id,
                        kind: .idToken,
                        isInAddress: request.isInAddress
                    ),
                    token.tenant.id
                ),
                code: code,
                accessToken: accessToken,
                directoryRoles: try await self.groups.directoryRoles(
                    of: request.user,
                    for: token.client.application,
                    token.tenant.id
                ),
                signingKey: token.client.signingPairs.key(at: token.now)
            )
        )
    }

    private func refreshToken(_ request: PersonTokenRequest) throws -> SecretBytes {
        let refresh = RefreshToken(
            grant: request.grant,
            issued: request.token.now,
            firstIssued: request.firstIssued ?? request.token.now,
            generation: request.generation
        )
        return try self.seal.seal(refresh.content, as: .refreshToken)
    }

    /// What the answer says was granted: the names as the client wrote them.
    private func scopeText(_ request: PersonTokenRequest, _ resolved: ResolvedScopes, _ scopes: [String]) -> String {
        let isGraph = resolved.resource.appID == BuiltInResource.graph.appID
        let openID = request.scopes.openID.filter { $0 != .offlineAccess }.map(\.rawValue).sorted()
        var names = scopes.filter { !isGraph || OpenIDScope(rawValue: $0) == nil }
        if request.token.version == .v2, resolved.request.isNamed {
            if resolved.request.isDefault { names.append(".default") }
            names = names.map { "\(resolved.request.resource)/\($0)" }
        }
        return ((request.token.version == .v2 ? openID : []) + names).joined(separator: " ")
    }
}
