// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// How a client proved who it is; the digit is `azpacr` and `appidacr`.
enum ClientAuthenticationMethod: String, Sendable {
    /// It did not: a public client.
    case none = "0"
    case secret = "1"
    case certificate = "2"
}

/// On whose behalf a token is issued.
enum TokenSubject: Sendable {
    /// The client's own, by the object identifier of its service principal.
    case application(servicePrincipalID: String)
    case person(TokenPerson)

    /// The object identifier: `oid`.
    var objectID: String {
        switch self {
        case .application(let id): id
        case .person(let person): person.user.id
        }
    }
}

/// What an access token says.
struct AccessTokenGrant: Sendable {
    let tenant: String
    /// The client ID.
    let clientID: String
    let method: ClientAuthenticationMethod
    let subject: TokenSubject
    /// The resource as the client named it: the audience of a v1 token.
    let resourceName: String
    /// The resource's client ID: the audience of a v2 token.
    let resourceAppID: String
    /// The version of tokens that the resource wants.
    let version: Int
    /// The values of the roles granted.
    let roles: [String]
    let issuedAt: Date
    /// For how long the token is good, in seconds.
    let lifetime: Int
    /// Whether the client takes claims challenges and the resource makes them (`xms_cc`).
    var isContinuous = false
    /// The authentication contexts that the request asked for (`acrs`).
    var contexts: [String] = []
    /// The further claims that the resource wants.
    var optionalClaims = OptionalClaims()
    /// The certificate that the token is bound to.
    var binding: TokenBinding?
    /// What is said about the subject's groups.
    var groups = GroupClaims.none
    /// The templates of the administrators' roles that the subject holds, where the resource is told (`wids`).
    var directoryRoles: [String] = []
    /// The key of the resource's own that signs; `nil` leaves it to the tenant's.
    var signingKey: SigningKey?
}
