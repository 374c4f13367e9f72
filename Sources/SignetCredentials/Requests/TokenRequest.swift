// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What token a caller wants.
///
/// Scopes are a set: their order makes no difference to equality, to the cache, or to what is sent.
public struct TokenRequest: Sendable, Hashable {
    private enum Scopes: Sendable, Hashable {
        case one(String)
        /// Sorted, without repetition.
        case several([String])
    }

    private let storage: Scopes
    /// Claims that the token must have, as JSON: what a claims challenge asked for.
    public let claims: String?
    /// The tenant to ask in place of the credential's own.
    public let tenantID: String?
    /// Whether the caller can handle claims challenges (continuous access evaluation): such tokens live longer.
    public let enablesCAE: Bool

    /// Asks for a token of one scope.
    public init(scope: String, claims: String? = nil, tenantID: String? = nil, enablesCAE: Bool = false) {
        self.storage = .one(scope)
        self.claims = claims
        self.tenantID = tenantID
        self.enablesCAE = enablesCAE
    }

    /// Asks for a token of several scopes of one resource.
    public init(scopes: [String], claims: String? = nil, tenantID: String? = nil, enablesCAE: Bool = false) {
        let sorted = Set(scopes).sorted()
        self.storage = sorted.count == 1 ? .one(sorted[0]) : .several(sorted)
        self.claims = claims
        self.tenantID = tenantID
        self.enablesCAE = enablesCAE
    }

    /// The scopes, sorted.
    public var scopes: [String] {
        switch self.storage {
        case .one(let scope): [scope]
        case .several(let scopes): scopes
        }
    }

    /// Feeds what usually tells requests apart; this runs for every token from memory.
    public func hash(into hasher: inout Hasher) {
        switch self.storage {
        case .one(let scope): hasher.combine(scope)
        case .several(let scopes): hasher.combine(scopes)
        }
        if let claims = self.claims { hasher.combine(claims) }
        if let tenantID = self.tenantID { hasher.combine(tenantID) }
    }

    /// The same request for the credential's own tenant.
    func withoutTenant() -> TokenRequest {
        TokenRequest(scopes: self.scopes, claims: self.claims, enablesCAE: self.enablesCAE)
    }

    /// The value of the wire's `scope`.
    ///
    /// - Throws: `invalidArgument` where there is none or one holds what no scope may (RFC 6749 §3.3).
    func scopeParameter() throws(CredentialError) -> String {
        let scopes = self.scopes
        guard !scopes.isEmpty else {
            throw CredentialError(.invalidArgument, "\"token(for:)\" requires at least one scope")
        }
        for scope in scopes {
            let isToken = scope.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            }
            guard isToken, !scope.isEmpty else {
                throw CredentialError(
                    .invalidArgument,
                    """
                    '\(Redaction.scrub(scope, limit: 200))' is not a scope: write it like https://graph.microsoft.com/.default, \
                    and give several scopes as several arguments
                    """
                )
            }
        }
        return scopes.joined(separator: " ")
    }
}
