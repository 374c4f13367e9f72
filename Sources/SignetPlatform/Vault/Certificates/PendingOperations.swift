// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// `/certificates/{name}/pending`: requests that somebody outside the vault answers.
struct PendingOperations: Sendable {
    let vault: Vault

    func read(_ name: VaultName) async throws -> VaultAnswer {
        .object(try await pending(name).pending.operation(of: name, self.vault))
    }

    func cancel(_ name: VaultName, _ payload: VaultPayload) async throws -> VaultAnswer {
        guard try payload.bool("cancellation_requested") == true else {
            throw VaultRefusal.invalidProperty("cancellation_requested")
        }
        return try await self.vault.store.retrying {
            var (found, pending) = try await pending(name)
            guard pending.status == .inProgress else {
                throw VaultRefusal.badParameter(
                    "The certificate operation is \(pending.status.rawValue) and cannot be cancelled."
                )
            }
            pending.status = .cancelled
            pending.sealedDraft = nil
            found.value.pending = pending.kept
            try await self.vault.store.apply([self.vault.store.filing(found.value, replacing: found.version)])
            return .object(pending.operation(of: name, self.vault))
        }
    }

    func delete(_ name: VaultName) async throws -> VaultAnswer {
        try await self.vault.store.retrying {
            var (found, pending) = try await pending(name)
            found.value.pending = nil
            if found.value.current == nil {
                // A name without any version is free again.
                try await self.vault.store.purge(found)
            } else {
                try await self.vault.store.apply([self.vault.store.filing(found.value, replacing: found.version)])
            }
            return .object(pending.operation(of: name, self.vault))
        }
    }

    /// Takes the certificate that answers a request, with its issuers behind it.
    func merge(_ name: VaultName, _ payload: VaultPayload) async throws -> VaultAnswer {
        let chain = try (try payload.strings("x5c") ?? [])
            .map { text throws(VaultRefusal) in
                guard let der = Base64.decodeLenient(text) else { throw .invalidProperty("x5c") }
                return der
            }
        guard (1...20).contains(chain.count) else { throw VaultRefusal.invalidProperty("x5c") }
        let tags = try payload.tags()
        let isEnabled = try payload.payload("attributes")?.bool("enabled")
        return try await self.vault.store.retrying {
            var (found, pending) = try await pending(name)
            guard pending.status == .inProgress, let sealed = pending.sealedDraft else {
                throw VaultRefusal.pendingNotFound(name.text)
            }
            let draft = try self.vault.store.open(sealed, as: "draft", of: name, pending.requestID)
            let certificate = try Self.merged(draft, chain)
            let version = try self.vault.filed(
                certificate,
                under: name,
                try VaultCertificatePolicy(VaultPayload(found.value.policy ?? JSONObject())),
                isEnabled: isEnabled ?? pending.isEnabled,
                tags: tags ?? pending.tags
            )
            pending.status = .completed
            pending.sealedDraft = nil
            found.value.pending = pending.kept
            found.value.current = version.id
            try await self.vault.store.apply([
                self.vault.store.inserting(version), self.vault.store.filing(found.value, replacing: found.version),
            ])
            let resource = CertificateResource(vault: self.vault, object: found.value, version: version)
            return .object(resource.bundle(withPolicy: true), status: 201)
        }
    }

    /// Puts the key of a draft and a brought chain together.
    private static func merged(_ draft: SecretBytes, _ chain: [[UInt8]]) throws(VaultRefusal) -> ClientCertificate {
        let key = draft.withExposedBytes { bytes in
            bytes.firstRange(of: Array("-----BEGIN CERTIFICATE".utf8)).map { Array(bytes[..<$0.lowerBound]) } ?? bytes
        }
        let certificates = chain.flatMap { der in
            Array("-----BEGIN CERTIFICATE-----\n\(Base64.encode(der))\n-----END CERTIFICATE-----\n".utf8)
        }
        do {
            return try ClientCertificate(bytes: key + certificates)
        } catch {
            throw .badParameter(
                "The public key of the end-entity certificate does not match that of the certificate request, or the "
                    + "chain is malformed: \(error.message)."
            )
        }
    }

    private func pending(
        _ name: VaultName
    ) async throws -> (found: VaultStore.Versioned<VaultObject>, pending: PendingCertificate) {
        guard let found = try await self.vault.store.object(name, now: self.vault.now), found.value.deletion == nil,
            let pending = found.value.pending.flatMap(PendingCertificate.init(kept:))
        else { throw VaultRefusal.pendingNotFound(name.text) }
        return (found, pending)
    }
}
