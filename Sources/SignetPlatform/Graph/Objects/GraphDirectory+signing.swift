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
            changes.append(
                .insert(
                    try SigningPair.record(
                        pair,
                        keyID: credential.keyID,
                        tenant: self.tenant,
                        masterKey: self.masterKey
                    )
                )
            )
        }
        let kept = Set(after.keyCredentials.map(\.keyID))
        for credential in before?.keyCredentials ?? []
        where credential.kind == .signing && !kept.contains(credential.keyID) {
            let key = SigningPair.key(credential.keyID, tenant: self.tenant)
            guard let record = try await self.store.storage.record(key) else { continue }
            changes.append(.delete(key, version: record.version))
        }
        return changes
    }
}
