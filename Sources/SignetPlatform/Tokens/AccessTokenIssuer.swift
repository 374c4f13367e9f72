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
    let origin: String
    let keys: SigningKeyRing

    /// Signs the token of a grant.
    func token(_ grant: AccessTokenGrant) throws -> SecretBytes {
        let key = try grant.signingKey ?? self.keys.current(at: grant.issuedAt)
        let signer = grant.version == 2 ? key.signerOfV2 : key.signerOfV1
        return SecretBytes(try signer.signedBytes(claims: claims(grant).serialized))
    }

    /// The claims in the real order: recipient, issuer and times, then the others by name.
    private func claims(_ grant: AccessTokenGrant) -> JSONValue {
        let issuedAt = Int(nearest: grant.issuedAt.timeIntervalSince1970)
        let isVersion2 = grant.version == 2
        let times = [
            member("aud", .string(isVersion2 ? grant.resourceAppID : grant.resourceName)),
            member("iss", .string(issuer(grant))),
            member("iat", .number(issuedAt)),
            member("nbf", .number(issuedAt)),
            member("exp", .number(issuedAt + grant.lifetime)),
        ]
        var others = shared(grant) + (isVersion2 ? membersOfV2(grant) : membersOfV1(grant))
        switch grant.subject {
        case .application:
            others += grant.optionalClaims.membersOfApplication()
            // An application's claims are each of one name; a person's optional ones may be wanted twice.
            return .object(JSONObject(distinct: times + others.sorted { $0.name < $1.name }))
        case .person(let person):
            others += isVersion2 ? Self.membersOfV2(person) : Self.membersOfV1(person)
            let present = Set(others.map(\.name))
            others += grant.optionalClaims.members(of: person).filter { !present.contains($0.name) }
        }
        return .object(JSONObject(times + others.sorted { $0.name < $1.name }))
    }

    private func issuer(_ grant: AccessTokenGrant) -> String {
        grant.version == 2
            ? TokenIssuerName.v2(origin: self.origin, tenant: grant.tenant) : TokenIssuerName.v1(tenant: grant.tenant)
    }

    private func shared(_ grant: AccessTokenGrant) -> [JSONObject.Member] {
        let drawn = OpaqueClaims.Randomness()
        var members = [
            member("aio", .string(OpaqueClaims.internalState(drawn))),
            member("oid", .string(grant.subject.objectID)),
            member("rh", .string(OpaqueClaims.routingHint(tenant: grant.tenant, resource: grant.resourceAppID))),
            member("sub", .string(subject(grant))),
            member("tid", .string(grant.tenant)),
            member("uti", .string(OpaqueClaims.tokenIdentifier(at: grant.issuedAt, drawn))),
        ]
        let roles = grant.groups.roles(grant.roles)
        if !roles.isEmpty { members.append(member("roles", .strings(roles))) }
        members += grant.groups.members
        if let binding = grant.binding { members.append(member("cnf", binding.claim)) }
        if !grant.directoryRoles.isEmpty { members.append(member("wids", .strings(grant.directoryRoles))) }
        if grant.isContinuous { members.append(member("xms_cc", ["cp1"])) }
        if !grant.contexts.isEmpty { members.append(member("acrs", .strings(grant.contexts))) }
        return members
    }

    private func subject(_ grant: AccessTokenGrant) -> String {
        switch grant.subject {
        case .application(let id): id
        case .person(let person):
            PairwiseSubject.of(person.user.id, at: grant.resourceAppID, tenant: grant.tenant)
        }
    }

    /// What only version 1 has; no `idtyp`, which is an optional claim.
    private func membersOfV1(_ grant: AccessTokenGrant) -> [JSONObject.Member] {
        [
            member("appid", .string(grant.clientID)),
            member("appidacr", .string(grant.method.rawValue)),
            member("idp", .string(TokenIssuerName.v1(tenant: grant.tenant))),
            member("ver", "1.0"),
        ]
    }

    /// What only version 2 has; no `appid` and no `idtyp`.
    private func membersOfV2(_ grant: AccessTokenGrant) -> [JSONObject.Member] {
        [
            member("azp", .string(grant.clientID)),
            member("azpacr", .string(grant.method.rawValue)),
            member("ver", "2.0"),
            member("xms_ftd", .string(OpaqueClaims.internalState())),
        ]
    }

    private static func membersOfV1(_ person: TokenPerson) -> [JSONObject.Member] {
        let user = person.user
        var members = [
            JSONObject.Member(name: "acr", value: "1"),
            JSONObject.Member(name: "amr", value: .strings(person.signIn.methods)),
            JSONObject.Member(name: "name", value: .string(user.displayName)),
            JSONObject.Member(name: "scp", value: .string(person.scopes.joined(separator: " "))),
            JSONObject.Member(name: "unique_name", value: .string(user.userPrincipalName)),
            JSONObject.Member(name: "upn", value: .string(user.userPrincipalName)),
        ]
        for (name, value) in [
            ("family_name", user.surname), ("given_name", user.givenName), ("ipaddr", person.signIn.address),
        ] {
            if let value { members.append(JSONObject.Member(name: name, value: .string(value))) }
        }
        return members
    }

    private static func membersOfV2(_ person: TokenPerson) -> [JSONObject.Member] {
        [
            JSONObject.Member(name: "name", value: .string(person.user.displayName)),
            JSONObject.Member(name: "preferred_username", value: .string(person.user.userPrincipalName)),
            JSONObject.Member(name: "scp", value: .string(person.scopes.joined(separator: " "))),
        ]
    }

    private func member(_ name: String, _ value: JSONValue) -> JSONObject.Member {
        JSONObject.Member(name: name, value: value)
    }
}
