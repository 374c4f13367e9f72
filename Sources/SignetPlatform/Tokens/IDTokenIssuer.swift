// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import SignetAssertions
import SignetCore

/// What an ID token says.
struct IDTokenGrant: Sendable {
    let tenant: String
    /// The client ID: the audience.
    let clientID: String
    let person: TokenPerson
    /// The version of the endpoint that was asked.
    let version: TokenEndpointVersion
    /// Of `profile` and `email`, what was asked for.
    let openIDScopes: Set<OpenIDScope>
    let roles: [String]
    let nonce: String?
    let issuedAt: Date
    let lifetime: Int
    var optionalClaims = OptionalClaims()
    /// What is said about the person's groups.
    var groups = GroupClaims.none
    /// The authorization code that comes with the token from `/authorize`.
    var code: SecretBytes?
    /// The access token that comes with the token from `/authorize`.
    var accessToken: SecretBytes?
    /// The templates of the administrators' roles that the person holds, where the client is told (`wids`).
    var directoryRoles: [String] = []
    /// The key of the client's own that signs; `nil` leaves it to the tenant's.
    var signingKey: SigningKey?
}

/// Writes and signs ID tokens.
struct IDTokenIssuer: Sendable {
    let origin: String
    let keys: SigningKeyRing

    /// Signs the token of a grant.
    func token(_ grant: IDTokenGrant) throws -> SecretBytes {
        let key = try grant.signingKey ?? self.keys.current(at: grant.issuedAt)
        let signer = grant.version == .v2 ? key.signerOfV2 : key.signerOfV1
        return SecretBytes(try signer.signedBytes(claims: claims(grant).serialized))
    }

    private func claims(_ grant: IDTokenGrant) -> JSONValue {
        let issuedAt = Int(nearest: grant.issuedAt.timeIntervalSince1970)
        let issuer =
            grant.version == .v2
            ? TokenIssuerName.v2(origin: self.origin, tenant: grant.tenant) : TokenIssuerName.v1(tenant: grant.tenant)
        let times: [JSONObject.Member] = [
            JSONObject.Member(name: "aud", value: .string(grant.clientID)),
            JSONObject.Member(name: "iss", value: .string(issuer)),
            JSONObject.Member(name: "iat", value: .number(issuedAt)),
            JSONObject.Member(name: "nbf", value: .number(issuedAt)),
            JSONObject.Member(name: "exp", value: .number(issuedAt + grant.lifetime)),
        ]
        let user = grant.person.user
        var others: JSONObject = [
            "rh": .string(OpaqueClaims.routingHint(tenant: grant.tenant, resource: grant.clientID)),
            "sub": .string(PairwiseSubject.of(user.id, at: grant.clientID, tenant: grant.tenant)),
            "tid": .string(grant.tenant),
            "uti": .string(OpaqueClaims.tokenIdentifier(at: grant.issuedAt)),
            "ver": grant.version == .v2 ? "2.0" : "1.0",
        ]
        if grant.person.signIn.isTold { others["auth_time"] = .seconds(grant.person.signIn.authenticated) }
        others["nonce"] = grant.nonce.map(JSONValue.string)
        if grant.openIDScopes.contains(.email) { others["email"] = user.mail.map(JSONValue.string) }
        let roles = grant.groups.roles(grant.roles)
        if !roles.isEmpty { others["roles"] = .strings(roles) }
        for member in grant.groups.members { others[member.name] = member.value }
        if !grant.directoryRoles.isEmpty { others["wids"] = .strings(grant.directoryRoles) }
        others["c_hash"] = grant.code.map(Self.half)
        others["at_hash"] = grant.accessToken.map(Self.half)
        for member in profile(grant) { others[member.name] = member.value }
        for member in grant.optionalClaims.members(of: grant.person) where others[member.name] == nil {
            others[member.name] = member.value
        }
        return .object(JSONObject(times + others.members.sorted { $0.name < $1.name }))
    }

    /// Who the person is: in version 1 always, in version 2 where `profile` was asked for.
    private func profile(_ grant: IDTokenGrant) -> [JSONObject.Member] {
        let user = grant.person.user
        var members: JSONObject = [:]
        switch grant.version {
        case .v1:
            members = [
                "amr": .strings(grant.person.signIn.methods), "name": .string(user.displayName),
                "oid": .string(user.id),
                "unique_name": .string(user.userPrincipalName), "upn": .string(user.userPrincipalName),
            ]
            members["family_name"] = user.surname.map(JSONValue.string)
            members["given_name"] = user.givenName.map(JSONValue.string)
            members["ipaddr"] = grant.person.signIn.address.map(JSONValue.string)
        case .v2 where grant.openIDScopes.contains(.profile):
            members = [
                "name": .string(user.displayName), "oid": .string(user.id),
                "preferred_username": .string(user.userPrincipalName),
            ]
        case .v2: break
        }
        return members.members
    }

    /// The left half of a value's digest (OpenID Connect Core §3.3.2.11).
    private static func half(_ value: SecretBytes) -> JSONValue {
        let digest = value.withExposedBytes { Array(SHA256.hash(data: $0)) }
        return .string(Base64URL.encode(Array(digest.prefix(16))))
    }
}
