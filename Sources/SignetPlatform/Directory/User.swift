// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// A person of a tenant (Microsoft Graph `user`).
struct User: Sendable, Equatable {
    /// The object identifier, in lower case: `oid` of tokens.
    let id: String
    let created: Date
    /// The name with which the person signs in; unique in the tenant whatever its case.
    var userPrincipalName: String
    var displayName: String
    var mailNickname: String
    var givenName: String?
    var surname: String?
    var mail: String?
    /// `Member` or `Guest`.
    var userType: String
    var accountEnabled: Bool
    /// What is kept of the password; `nil` for a person who cannot sign in with one.
    var password: PasswordDigest?
    var passwordChanged: Date
    /// Whether the next sign-in asks for a new password.
    var mustChangePassword: Bool
    /// Everything that was issued to the person before is no longer good.
    var sessionsValidFrom: Date
    /// Properties of the real directory that nothing here acts on, kept as they came.
    var others: JSONObject

    /// The domain of a user principal name, in lower case; `nil` for a text that is none.
    static func domain(of name: String) -> String? {
        let parts = name.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64,
            Tenant.isWellFormed(String(parts[1])), !GUID.isWellFormed(parts[1]),
            parts[0].utf8.allSatisfy(isNameCharacter)
        else { return nil }
        return parts[1].lowercased()
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: Array("'.-_!#^~+%$&*/=?`{|}".utf8).contains(byte)
        }
    }
}
