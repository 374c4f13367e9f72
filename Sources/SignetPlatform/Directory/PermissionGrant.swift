// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The consent to let a client act for people at a resource (Microsoft Graph `oAuth2PermissionGrant`).
struct PermissionGrant: Sendable, Equatable {
    /// The identifier, unique in the tenant.
    let id: String
    /// The object identifier of the client's service principal.
    let clientID: String
    /// The object identifier of the resource's service principal.
    let resourceID: String
    /// The person who consented; `nil` where an administrator did for everybody (`AllPrincipals`).
    let principalID: String?
    /// The values of the scopes, in the order in which they were granted.
    var scopes: [String]
    let created: Date

    /// `AllPrincipals` or `Principal`, as Graph writes it.
    var consentType: String { self.principalID == nil ? "AllPrincipals" : "Principal" }
}

extension PermissionGrant {
    /// Draws an identifier in the real one's form: opaque, of 43 characters that a path may hold.
    static func newID() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
