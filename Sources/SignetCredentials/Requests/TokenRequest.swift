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
    /// The hash of everything else, taken once; different in each process.
    let fingerprint: Int
    /// Claims that the token must have, as JSON: what a claims challenge asked for.
    public let claims: String?
    /// The tenant to ask in place of the credential's own.
    public let tenantID: String?
    /// Whether the caller can handle claims challenges (continuous access evaluation): such tokens live longer.
    public let enablesCAE: Bool

    /// Asks for a token of one scope.
    public init(scope: String, claims: String? = nil, tenantID: String? = nil, enablesCAE: Bool = false) {
        self.init(.one(scope), claims, tenantID, enablesCAE)
    }

    /// Asks for a token of several scopes of one resource.
    public init(scopes: [String], claims: String? = nil, tenantID: String? = nil, enablesCAE: Bool = false) {
        let sorted = Set(scopes).sorted()
        self.init(sorted.count == 1 ? .one(sorted[0]) : .several(sorted), claims, tenantID, enablesCAE)
    }

    private init(_ storage: Scopes, _ claims: String?, _ tenantID: String?, _ enablesCAE: Bool) {
        self.storage = storage
        self.claims = claims
        self.tenantID = tenantID
        self.enablesCAE = enablesCAE
        var hasher = Hasher()
        switch storage {
        case .one(let scope): hasher.combine(scope)
        case .several(let scopes): hasher.combine(scopes)
        }
        if let claims { hasher.combine(claims) }
        if let tenantID { hasher.combine(tenantID) }
        if enablesCAE { hasher.combine(true) }
        self.fingerprint = hasher.finalize()
    }

    /// The scopes, sorted.
    public var scopes: [String] {
        switch self.storage {
        case .one(let scope): [scope]
        case .several(let scopes): scopes
        }
    }

    /// Compares everything, the hashes first.
    public static func == (left: TokenRequest, right: TokenRequest) -> Bool {
        left.fingerprint == right.fingerprint && left.storage == right.storage && left.claims == right.claims
            && left.tenantID == right.tenantID && left.enablesCAE == right.enablesCAE
    }

    /// Feeds the hash that was taken when the request was made.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.fingerprint)
    }

    /// About how many bytes it takes.
    var byteCount: Int {
        let scopes =
            switch self.storage {
            case .one(let scope): scope.utf8.count
            case .several(let scopes): scopes.reduce(0) { $0 + $1.utf8.count + 16 }
            }
        return scopes + (self.claims?.utf8.count ?? 0) + (self.tenantID?.utf8.count ?? 0)
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
        try refuseSecondResource()
        return scopes.joined(separator: " ")
    }

    /// Refuses scopes of two resources, as the token service would (AADSTS28000), before anything is sent.
    ///
    /// A scope is a resource, a slash and a permission; the bare ones (`openid`, `User.Read`) belong to any or to Graph.
    private func refuseSecondResource() throws(CredentialError) {
        var first: (scope: String, resource: Substring)?
        for scope in self.scopes {
            guard let slash = scope.lastIndex(of: "/") else { continue }
            let resource = scope[..<slash]
            guard let known = first else {
                first = (scope, resource)
                continue
            }
            guard known.resource.lowercased() != resource.lowercased() else { continue }
            throw CredentialError(
                .invalidArgument,
                """
                The scopes \(Redaction.scrub(known.scope, limit: 200)) and \(Redaction.scrub(scope, limit: 200)) are of two \
                resources, and a token is for one; ask for each resource with a request of its own
                """
            )
        }
    }
}
