// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// The data plane of Azure Key Vault: secrets, certificates, and the keys of certificates.
struct VaultService: Sendable {
    /// The first segments of the paths that are the vault's.
    static let collections: Set<String> = [
        "secrets", "certificates", "keys", "deletedsecrets", "deletedcertificates", "deletedkeys",
    ]

    let storage: any PlatformStorage
    let masterKey: MasterKey
    let authorizer: VaultAuthorizer
    let origin: String

    /// Answers a request to one of ``collections``.
    ///
    /// The order of checks: token, name and version, permission, `api-version`, then what is there.
    func respond(_ exchange: Exchange, _ segments: [String]) async throws -> PlatformResponse {
        let answer: VaultAnswer
        do {
            answer = try await self.answer(exchange, segments)
        } catch let refusal as VaultRefusal {
            answer = .refused(refusal, challenge: refusal.status == 401 ? self.authorizer.challenge : nil)
        }
        return answer.response(exchange)
    }

    /// The vault of a tenant at a time.
    func vault(of tenant: String, at now: Date) -> Vault {
        Vault(
            store: VaultStore(storage: self.storage, masterKey: self.masterKey, tenant: tenant),
            origin: self.origin,
            now: now
        )
    }

    private func answer(_ exchange: Exchange, _ segments: [String]) async throws -> VaultAnswer {
        let token = try self.authorizer.authenticate(exchange)
        let vault = vault(of: token.tenant, at: exchange.now)
        let call = VaultCall(exchange: exchange, vault: vault) { permission throws(VaultRefusal) in
            try self.authorizer.require(permission, of: token)
        }
        let rest = Array(segments.dropFirst())
        switch segments[0] {
        case "secrets": return try await call.secrets(rest)
        case "deletedsecrets": return try await call.deletedSecrets(rest)
        case "certificates": return try await call.certificates(rest)
        case "deletedcertificates": return try await call.deletedCertificates(rest)
        case "keys": return try await call.keys(rest)
        default: throw VaultRefusal.unknownResource
        }
    }
}
