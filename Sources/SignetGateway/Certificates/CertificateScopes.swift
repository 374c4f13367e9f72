// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Which calls may use a certificate: `allowedScopes` of a certificate's file; everyone, where it says nothing.
package struct CertificateScopes: Sendable, Hashable {
    /// One of them; IDs as keys of their space.
    enum Scope: Sendable, Hashable {
        case all
        case workspace(String)
        case product(String)
        case api(String)
        case operation(api: String, String)
    }

    /// Every call.
    package static let unrestricted = CertificateScopes(scopes: nil)

    private let scopes: [Scope]?

    private init(scopes: [Scope]?) {
        self.scopes = scopes
    }

    /// Reads `/`, `/apis/{id}`, `/apis/{id}/operations/{id}`, `/products/{id}` and `/workspaces/{id}`, which may stand in
    /// front of the others.
    ///
    /// - Returns: `nil` where a text is none of them.
    init?(_ texts: [String], in space: ConfigurationSpace) {
        var scopes: [Scope] = []
        for text in texts {
            guard let scope = Self.scope(text, space) else { return nil }
            scopes.append(scope)
        }
        self.scopes = scopes
    }

    private static func scope(_ text: String, _ space: ConfigurationSpace) -> Scope? {
        var parts = text.split(separator: "/").map { $0.lowercased() }
        var space = space
        if parts.count >= 2, parts[0] == "workspaces" {
            space = ConfigurationSpace(workspace: parts[1])
            parts.removeFirst(2)
            if parts.isEmpty { return .workspace(space.key("")) }
        }
        if parts.isEmpty { return space == .service ? .all : .workspace(space.key("")) }
        switch (parts.count, parts[0]) {
        case (2, "products"): return .product(space.key(parts[1]))
        case (2, "apis"): return .api(space.key(parts[1]))
        case (4, "apis") where parts[2] == "operations": return .operation(api: space.key(parts[1]), parts[3])
        default: return nil
        }
    }

    /// Whether a call may use the certificate.
    package func allow(_ api: API, _ operation: Operation?, _ product: Product?) -> Bool {
        guard let scopes = self.scopes else { return true }
        return scopes.contains { scope in
            switch scope {
            case .all: true
            case .workspace(let key): api.space.workspace != nil && api.space.key("") == key
            case .product(let key): product?.id == key
            case .api(let key): api.baseID == key
            case .operation(let key, let id): api.baseID == key && operation?.id.lowercased() == id
            }
        }
    }
}
