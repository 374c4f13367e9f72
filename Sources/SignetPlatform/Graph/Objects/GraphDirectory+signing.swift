// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

extension GraphDirectory {
    /// What is to be done to the sealed pairs of a service principal along with a change of its key credentials.
    ///
    /// - Throws: A refusal for a key that cannot sign tokens: they are signed with RSA.
    func pairChanges(_ after: ServicePrincipal, before: ServicePrincipal?) async throws -> [RecordChange] {
        var changes: [RecordChange] = []
        for credential in after.keyCredentials {
            guard let pair = credential.pair else { continue }
            let isUsable = try pair.withExposedBytes { try ClientCertificate(bytes: $0).privateKey.rsa != nil }
            guard isUsable else { throw GraphRefusal.invalidValue("key", of: "KeyCredential") }
            let key = SigningPair.key(credential.keyID, of: after, tenant: self.tenant)
            changes.append(.insert(try SigningPair.record(pair, at: key, masterKey: self.masterKey)))
        }
        guard let before else { return changes }
        let kept = Set(after.keyCredentials.map(\.keyID))
        return changes + (try await self.store.pairDeletions(of: before, except: kept, tenant: self.tenant))
    }
}
