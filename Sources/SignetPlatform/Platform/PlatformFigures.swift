// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import SignetCertificates

/// What a platform says about itself for metrics: nothing that identifies a secret.
package struct PlatformFigures: Sendable {
    /// A key that signs tokens.
    package struct SigningKey: Sendable {
        package let keyID: String
        /// Whether tokens are signed with it now.
        package let isActive: Bool
        package let end: Date
    }

    /// A certificate registered on an application.
    package struct Registered: Sendable {
        package let tenant: String
        package let appID: String
        package let keyID: String
        package let end: Date
    }

    private let foundation: PlatformFoundation

    init(_ foundation: PlatformFoundation) {
        self.foundation = foundation
    }

    /// The keys that are published at a time.
    package func signingKeys(at now: Date) -> [SigningKey] {
        let active = try? self.foundation.keys.current(at: now).keyID
        return self.foundation.keys.all.map { key in
            SigningKey(keyID: key.keyID, isActive: key.keyID == active, end: key.certificate.notAfter)
        }
    }

    /// The GUID of a tenant that somebody has asked for by this name before.
    package func tenantID(_ name: String) -> String? { self.foundation.tenants.knownID(name) }

    /// All registered certificates; it reads every application, so that nobody should ask often.
    package func registeredCertificates() async throws -> [Registered] {
        var found: [Registered] = []
        for tenant in try await self.foundation.tenants.all() {
            var after: String?
            while true {
                let page = try await self.foundation.store.applications(tenant: tenant.id, after: after)
                for application in page.map(\.value) {
                    found += application.keyCredentials.map { key in
                        Registered(tenant: tenant.id, appID: application.appID, keyID: key.keyID, end: key.end)
                    }
                }
                guard page.count == DirectoryStore.greatestPage, let last = page.last else { break }
                after = last.value.id
            }
        }
        return found
    }

    /// Whether the storage answers.
    package func isStorageThere() async -> Bool {
        (try? await self.foundation.store.versionedTenant(id: self.foundation.tenantID)) != nil
    }
}

extension Platform {
    /// The figures behind `/metrics`.
    package var figures: PlatformFigures { PlatformFigures(self.foundation) }
}
