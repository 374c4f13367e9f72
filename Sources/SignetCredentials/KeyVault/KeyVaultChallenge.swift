// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// What a vault answers a request without a token: where to get one, and for which resource.
struct KeyVaultChallenge: Sendable, Equatable {
    /// The tenant that issues the token, where the address of the token service names one.
    let tenantID: String?
    /// What the token is asked for.
    let scope: String
    /// Claims that the token must have besides, as JSON.
    let claims: String?

    /// Reads a challenge.
    ///
    /// - Returns: `nil` where it is none of a vault.
    init?(_ challenge: AuthenticationChallenge) {
        guard challenge.has(scheme: "Bearer") else { return nil }
        guard let authorization = challenge["authorization"] ?? challenge["authorization_uri"] else { return nil }
        if let scope = challenge["scope"], !scope.contains(" ") {
            self.scope = scope
        } else if let resource = challenge["resource"] ?? challenge["resource_id"] {
            self.scope = (resource.hasSuffix("/") ? String(resource.dropLast()) : resource) + "/.default"
        } else {
            return nil
        }
        // https://login.microsoftonline.com/{tenant}, perhaps with more behind it.
        let segments = authorization.split(separator: "/", omittingEmptySubsequences: true)
        self.tenantID = segments.count > 2 ? String(segments[2]) : nil
        self.claims = challenge["claims"].flatMap(Self.decodeClaims)
    }

    /// Whether the resource is the domain under which the vault is: `vault.azure.net` for `contoso.vault.azure.net`.
    func matches(host: String) -> Bool {
        let domain = KeyVaultIdentifier.host(ofURL: self.scope)
        return !domain.isEmpty && host.lowercased().hasSuffix("." + domain)
    }

    /// The resource's host, for messages.
    var resourceHost: String { KeyVaultIdentifier.host(ofURL: self.scope) }

    private static func decodeClaims(_ text: String) -> String? {
        Base64.decodeLenient(Array(text.utf8)).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
