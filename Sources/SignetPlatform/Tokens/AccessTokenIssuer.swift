// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore

/// Writes and signs access tokens.
struct AccessTokenIssuer: Sendable {
    /// An access token lives between 60 and 90 minutes, at random, so that a fleet does not return all at once.
    static let lifetimes = 3_600...5_400

    let origin: String
    let keys: SigningKeyRing

    /// Signs the token of a grant.
    func token(_ grant: AppOnlyGrant) throws -> SecretBytes {
        let key = try self.keys.current(at: grant.issuedAt)
        if grant.version == 2 {
            return SecretBytes(try key.signerOfV2.signedBytes(claims: claimsOfV2(grant).serialized))
        }
        return SecretBytes(try key.signerOfV1.signedBytes(claims: claimsOfV1(grant).serialized))
    }

    /// The claims of version 1 in the real order; no `idtyp`, which is an optional claim.
    private func claimsOfV1(_ grant: AppOnlyGrant) -> JSONValue {
        var members = times(
            grant,
            audience: grant.resourceName,
            issuer: TokenIssuerName.v1(tenant: grant.tenant)
        )
        members += [
            member("aio", .string(OpaqueClaims.internalState())),
            member("appid", .string(grant.clientID)),
            member("appidacr", .string(grant.method.rawValue)),
            member("idp", .string(TokenIssuerName.v1(tenant: grant.tenant))),
            member("oid", .string(grant.servicePrincipalID)),
        ]
        members += tail(grant)
        members.append(member("ver", "1.0"))
        return .object(JSONObject(members))
    }

    /// The claims of version 2 in the real order; no `appid` and no `idtyp`.
    private func claimsOfV2(_ grant: AppOnlyGrant) -> JSONValue {
        var members = times(
            grant,
            audience: grant.resourceAppID,
            issuer: TokenIssuerName.v2(origin: self.origin, tenant: grant.tenant)
        )
        members += [
            member("aio", .string(OpaqueClaims.internalState())),
            member("azp", .string(grant.clientID)),
            member("azpacr", .string(grant.method.rawValue)),
            member("oid", .string(grant.servicePrincipalID)),
        ]
        members += tail(grant)
        members += [member("ver", "2.0"), member("xms_ftd", .string(OpaqueClaims.internalState()))]
        return .object(JSONObject(members))
    }

    private func times(_ grant: AppOnlyGrant, audience: String, issuer: String) -> [JSONObject.Member] {
        let issuedAt = Int(grant.issuedAt.timeIntervalSince1970.rounded(.down))
        return [
            member("aud", .string(audience)),
            member("iss", .string(issuer)),
            member("iat", .number(issuedAt)),
            member("nbf", .number(issuedAt)),
            member("exp", .number(issuedAt + grant.lifetime)),
        ]
    }

    private func tail(_ grant: AppOnlyGrant) -> [JSONObject.Member] {
        var members = [
            member("rh", .string(OpaqueClaims.routingHint(tenant: grant.tenant, resource: grant.resourceAppID)))
        ]
        if !grant.roles.isEmpty { members.append(member("roles", .strings(grant.roles))) }
        return members + [
            member("sub", .string(grant.servicePrincipalID)),
            member("tid", .string(grant.tenant)),
            member("uti", .string(OpaqueClaims.tokenIdentifier())),
        ]
    }

    private func member(_ name: String, _ value: JSONValue) -> JSONObject.Member {
        JSONObject.Member(name: name, value: value)
    }
}
