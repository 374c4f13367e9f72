// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import SignetPlatform

/// Brings a platform to what a seed asks for.
///
/// What is there already stays; a second run changes nothing.
struct SeedRun: Sendable {
    let platform: Platform
    let administrator: ClientCertificate
    let clientID: String
    let files: SeedFiles

    /// Reads a seed file and does what it says.
    static func apply(
        _ path: String,
        to platform: Platform,
        administrator: ClientCertificate,
        clientID: String,
        now: Date
    ) async throws {
        let seed = try Seed(try SeedFile.read(path))
        let absolute = DataDirectory.absolute(path)
        let folder = absolute.lastIndex(of: "/").map { String(absolute[..<$0]) } ?? "."
        let run = SeedRun(
            platform: platform,
            administrator: administrator,
            clientID: clientID,
            files: SeedFiles(folder: folder.isEmpty ? "/" : folder, now: now)
        )
        try await run.apply(seed)
    }

    private func apply(_ seed: Seed) async throws {
        // Tenants first, so that the administrator is there before anything is asked in one.
        var identifiers: [String] = []
        for part in seed.tenants {
            do {
                let id = try await part.configuration.map { try await self.platform.ensureTenant($0) }
                identifiers.append(id ?? self.platform.tenantID)
            } catch let error as PlatformError {
                throw part.place.mistake(error.message)
            }
        }
        _ = try await self.platform.registerAdministrator(certificate: self.administrator)
        for (part, tenant) in zip(seed.tenants, identifiers) {
            guard !part.applications.isEmpty || !part.users.isEmpty else { continue }
            let seeder = SeedTenantRun(
                directory: try await PlatformOperator(
                    self.platform,
                    tenant: tenant,
                    administrator: self.administrator,
                    clientID: self.clientID
                ),
                files: self.files
            )
            try await seeder.apply(part)
        }
    }
}

extension Optional {
    fileprivate func map<Result>(_ body: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let value = self else { return nil }
        return try await body(value)
    }
}
