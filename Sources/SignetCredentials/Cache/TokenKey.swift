// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What makes two requests to one client want the same token: tenant, scopes in any order, claims, CAE, user.
///
/// A cache belongs to one client of one authority, so these need no part in the key.
struct TokenKey: Hashable {
    let request: TokenRequest
    /// On whose behalf; nobody's where the client asks for itself.
    var user: UserAssertionHash?
    /// With which certificate of the client's, where its tokens go with it; too rarely another to be hashed.
    var generation = 0

    /// A number that is the same for equal keys; different in each process, so that nobody can prepare collisions.
    var fingerprint: Int {
        guard let user = self.user else { return self.request.fingerprint }
        return self.request.fingerprint ^ user.fingerprint
    }

    /// About how many bytes it takes.
    var byteCount: Int { self.request.byteCount }

    func hash(into hasher: inout Hasher) { hasher.combine(self.fingerprint) }
}
