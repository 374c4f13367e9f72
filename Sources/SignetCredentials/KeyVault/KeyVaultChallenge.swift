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

    /// Reads the value of `WWW-Authenticate`.
    ///
    /// - Returns: `nil` where it is no challenge of a vault.
    init?(_ value: String) {
        let trimmed = value.drop { $0 == " " }
        guard trimmed.lowercased().hasPrefix("bearer "), value.utf8.count <= 16_384 else { return nil }
        let fields = Self.parameters(trimmed.dropFirst("bearer ".count))
        guard let authorization = fields["authorization"] ?? fields["authorization_uri"] else { return nil }
        if let scope = fields["scope"], !scope.contains(" ") {
            self.scope = scope
        } else if let resource = fields["resource"] ?? fields["resource_id"] {
            self.scope = (resource.hasSuffix("/") ? String(resource.dropLast()) : resource) + "/.default"
        } else {
            return nil
        }
        // https://login.microsoftonline.com/{tenant}, perhaps with more behind it.
        let segments = authorization.split(separator: "/", omittingEmptySubsequences: true)
        self.tenantID = segments.count > 2 ? String(segments[2]) : nil
        self.claims = fields["claims"].flatMap(Self.decodeClaims)
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

    /// `name="value"` pairs, divided by commas; a quotation mark in a value is behind a backslash.
    private static func parameters(_ text: Substring) -> [String: String] {
        var fields: [String: String] = [:]
        var rest = text[...]
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].filter { $0 != " " && $0 != "," }.lowercased()
            rest = rest[rest.index(after: equals)...]
            var value = ""
            if rest.first == "\"" {
                rest.removeFirst()
                var isEscaped = false
                while let character = rest.popFirst(), isEscaped || character != "\"" {
                    if !isEscaped, character == "\\" {
                        isEscaped = true
                    } else {
                        value.append(character)
                        isEscaped = false
                    }
                }
            } else {
                value = String(rest.prefix { $0 != "," && $0 != " " })
                rest = rest.dropFirst(value.count)
            }
            if fields[name] == nil { fields[name] = value }
        }
        return fields
    }
}
