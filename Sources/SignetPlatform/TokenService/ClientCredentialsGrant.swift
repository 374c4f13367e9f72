// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The grant of a client of its own accord.
struct ClientCredentialsGrant: Sendable {
    let registry: ClientRegistry
    let issuer: AccessTokenIssuer
    let lifetimes: TokenLifetimes
    let groups: GroupRules
    let profile: PlatformProfile

    func answer(
        _ token: TokenExchange,
        for resourceName: String,
        method: ClientAuthenticationMethod
    ) async throws -> TokenAnswer {
        let claims = try ClaimsRequest(token.request.claims)
        let resource = try await self.registry.enabledResource(named: resourceName, token.tenant)
        let isContinuous = claims.handlesChallenges && resource.appID == BuiltInResource.graph.appID
        var grant = AccessTokenGrant(
            tenant: token.tenant.id,
            clientID: token.client.appID,
            method: method,
            subject: .application(servicePrincipalID: token.client.servicePrincipal.id),
            resourceName: resourceName,
            resourceAppID: resource.appID,
            version: resource.tokenVersion,
            roles: try roles(token.client, at: resource),
            issuedAt: token.now,
            lifetime: self.lifetimes.accessToken(for: resource, isContinuous: isContinuous),
            isContinuous: isContinuous,
            optionalClaims: OptionalClaims(resource.application, .accessToken)
        )
        grant.binding = token.request.binding
        try self.profile.requireBinding(grant, at: resource)
        grant.groups = try await self.groups.claims(
            of: .servicePrincipal(token.client.servicePrincipal.id),
            for: GroupRules.Recipient(
                application: resource.application,
                servicePrincipalID: resource.servicePrincipalID,
                kind: .accessToken
            ),
            token.tenant.id
        )
        if GroupRules.tellsRoles(resource.application, isGraph: resource.appID == BuiltInResource.graph.appID) {
            grant.directoryRoles = token.client.directoryRoles.map(\.templateID)
        }
        grant.signingKey = resource.signingPairs.key(at: token.now)
        return TokenAnswer(grant, token: try self.issuer.token(grant))
    }

    private func roles(_ client: RegisteredClient, at resource: RegisteredResource) throws(TokenRefusal) -> [String] {
        let isAssigned = client.grantedRoles[resource.servicePrincipalID] != nil
        guard !resource.assignmentRequired || isAssigned else {
            throw TokenRefusal(
                .assignmentRequired,
                [
                    "client": client.appID, "name": client.displayName, "resource": resource.appID,
                    "resourceName": resource.displayName,
                ]
            )
        }
        return client.roles(at: resource)
    }
}
