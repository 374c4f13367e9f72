// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Whose tokens an authorization code brought.
///
/// Printing it shows the identifiers and no name.
public struct UserAccount: Sendable, Hashable, CustomStringConvertible {
    /// The account in its home tenant, `<object ID>.<tenant ID>`, as the MSALs write it.
    public let homeAccountID: String?
    /// The user's object ID in the tenant that issued the tokens.
    public let objectID: String?
    /// The tenant that issued the tokens.
    public let tenantID: String?
    /// The name with which the user signs in (`preferred_username`); for display, never for a decision.
    public let username: String?

    /// The identifiers.
    public var description: String {
        "UserAccount(\(self.homeAccountID ?? "\(self.objectID ?? "?") in \(self.tenantID ?? "?")"))"
    }

    /// Reads what the token service said beside the access token.
    ///
    /// - Parameters:
    ///   - identity: The `id_token`, which came from the service itself over TLS (OpenID Connect Core §3.1.3.7).
    ///   - clientInfo: The `client_info`.
    ///   - clientID: Who asked.
    ///   - nonce: What the ID token must repeat, where one was sent.
    /// - Returns: The account; `nil` where the service said nothing.
    /// - Throws: `unexpectedReply` for an ID token of another application or another sign-in.
    static func read(
        identity: SecretBytes?,
        clientInfo: String?,
        clientID: String,
        nonce: String?
    ) throws(CredentialError) -> UserAccount? {
        let claims = identity.flatMap { token in token.withExposedBytes { Self.claims($0) } }
        if identity != nil || nonce != nil {
            guard claims?["aud"]?.string?.lowercased() == clientID.lowercased(),
                nonce == nil || claims?["nonce"]?.string == nonce
            else {
                throw CredentialError(
                    .unexpectedReply,
                    "the ID token was not issued for this sign-in ('aud' or 'nonce' differ); begin the sign-in anew"
                )
            }
        }
        let home = clientInfo.flatMap { homeAccountID($0) }
        guard claims != nil || home != nil else { return nil }
        return UserAccount(
            homeAccountID: home,
            objectID: (claims?["oid"] ?? claims?["sub"])?.string,
            tenantID: claims?["tid"]?.string,
            username: claims?["preferred_username"]?.string
        )
    }

    /// Whether another answer may be for the same user; one that says nothing contradicts nothing.
    func agrees(with other: UserAccount) -> Bool {
        if let mine = self.homeAccountID, let others = other.homeAccountID { return mine == others }
        // The same user has another object ID in another tenant.
        guard let mine = self.objectID, let others = other.objectID, self.tenantID == other.tenantID else {
            return true
        }
        return mine == others
    }

    private static func homeAccountID(_ clientInfo: String) -> String? {
        guard clientInfo.utf8.count <= 4_096, let bytes = Base64.decodeLenient(clientInfo),
            let object = try? JSONValue.parse(bytes, maximumDepth: 4).object,
            let user = object["uid"]?.string, let tenant = object["utid"]?.string, !user.isEmpty, !tenant.isEmpty
        else { return nil }
        return "\(user).\(tenant)"
    }

    private static func claims(_ token: [UInt8]) -> JSONObject? {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64URL.decode(parts[1]) else { return nil }
        return try? JSONValue.parse(bytes, maximumDepth: 16).object
    }
}
