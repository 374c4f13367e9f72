// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

extension Application {
    /// How many entries the collections of an application may have together (Microsoft's "Application manifest" page).
    private static let greatestManifest = 1_200

    /// Refuses an application that has grown beyond what the real directory keeps.
    func requireManifestSize() throws(GraphRefusal) {
        var count = self.identifierURIs.count + self.appRoles.count
        count += self.keyCredentials.count + self.passwordCredentials.count + self.federatedIdentityCredentials.count
        for member in self.others.members + self.api.members {
            count += member.value.array?.count ?? 0
            for inner in member.value.object?.members ?? [] { count += inner.value.array?.count ?? 0 }
        }
        guard count <= Self.greatestManifest else {
            throw .badRequest(
                "The size of the manifest has exceeded its limit. Please reduce the number of values and retry your request."
            )
        }
    }
}
