// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A request for a token whose tenant and client are known and whose grant is still to be judged.
struct TokenExchange: Sendable {
    let exchange: Exchange
    let request: TokenRequest
    let version: TokenEndpointVersion
    let tenant: Tenant
    let client: RegisteredClient

    /// The time at which the request is judged.
    var now: Date { self.exchange.now }
}

/// The grants of the token endpoints.
enum GrantType: String, Sendable {
    case clientCredentials = "client_credentials"
    case authorizationCode = "authorization_code"
    case refreshToken = "refresh_token"
    case onBehalfOf = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    case deviceCode = "urn:ietf:params:oauth:grant-type:device_code"
    case password

    /// Finds the grant that a request names; version 1 of the device's grant had a short name.
    init?(named name: String) {
        self.init(rawValue: name == "device_code" ? Self.deviceCode.rawValue : name)
    }
}
