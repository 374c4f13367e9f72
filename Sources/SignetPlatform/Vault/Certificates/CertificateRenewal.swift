// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import SignetCore

/// Renews what is due in every tenant's vault, and forgets what can no longer be recovered.
struct CertificateRenewal: Sendable {
    private static let page = 100

    let vault: Vault
    let logger: Logger

    /// Looks at every certificate once; one that fails does not stop the others.
    ///
    /// - Returns: How many have a new version.
    func run() async throws -> Int {
        var renewed = 0
        try await each(in: .certificates) { name in
            if try await CertificateCreation(vault: self.vault).renew(name) { renewed += 1 }
        }
        for list in [VaultObject.List.deletedSecrets, .deletedCertificates] {
            try await each(in: list) { name in _ = try await self.vault.store.object(name, now: self.vault.now) }
        }
        return renewed
    }

    private func each(in list: VaultObject.List, _ body: (VaultName) async throws -> Void) async throws {
        var after: String?
        while true {
            let objects = try await self.vault.store.objects(in: list, after: after, limit: Self.page)
            for object in objects {
                do {
                    try await body(object.name)
                } catch is CancellationError {
                    throw CancellationError()
                } catch {
                    self.logger.error(
                        "An object in the vault could not be renewed or removed",
                        metadata: ["name": "\(object.name.text)", "error": "\(error)"]
                    )
                }
            }
            guard objects.count == Self.page, let last = objects.last else { return }
            after = last.name.key
        }
    }
}
