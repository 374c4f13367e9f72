// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// How a client proved who it is; the digit is `azpacr` and `appidacr`.
enum ClientAuthenticationMethod: String, Sendable {
    case secret = "1"
    case certificate = "2"
}

/// What an app-only access token says.
struct AppOnlyGrant: Sendable {
    let tenant: String
    /// The client ID.
    let clientID: String
    /// The object identifier of the client's service principal.
    let servicePrincipalID: String
    let method: ClientAuthenticationMethod
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
}
