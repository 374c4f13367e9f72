// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What makes two requests want the same token: client, authority, tenant, scopes in any order, claims, CAE, user.
struct TokenKey: Hashable {
    /// The client and its authority; hashed once, because they never change for a credential.
    struct Partition: Hashable {
        private let name: String
        private let hash: Int

        init(clientID: String, authority: Authority, tenantID: String) {
            // Neither an identifier nor a URL holds a space.
            self.name = "\(authority.url) \(tenantID.lowercased()) \(clientID.lowercased())"
            self.hash = self.name.hashValue
        }

        /// A credential that is no app registration; its cache is its own.
        init(name: String) {
            self.name = name
            self.hash = name.hashValue
        }

        func hash(into hasher: inout Hasher) { hasher.combine(self.hash) }
    }

    let partition: Partition
    let request: TokenRequest
    /// On whose behalf; nobody's where the client asks for itself.
    var user: UserAssertionHash?

    func hash(into hasher: inout Hasher) {
        hasher.combine(self.partition)
        hasher.combine(self.request)
        if let user = self.user { hasher.combine(user) }
    }
}
