// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// `/certificates/{name}/create`, `/import`, and the renewal that nobody asks for: how versions come about.
struct CertificateCreation: Sendable {
    let vault: Vault

    func create(_ name: VaultName, _ payload: VaultPayload) async throws -> VaultAnswer {
        guard let sent = try payload.payload("policy") else { throw VaultRefusal.invalidProperty("policy") }
        let policy = try VaultCertificatePolicy(sent)
        let isEnabled = try payload.payload("attributes")?.bool("enabled") ?? true
        let tags = try payload.tags() ?? JSONObject()
        return try await self.vault.store.retrying {
            let found = try await self.vault.place(name, for: .certificate)
            let key = try await reusedKey(policy, found?.value)
            var object = found?.value ?? VaultObject(name: name, kind: .certificate)
            let certificate = try policy.certificate(key: key, at: self.vault.now)
            var pending = PendingCertificate(
                issuer: policy.issuer,
                request: try policy.request(for: certificate),
                status: policy.issuer == .itself ? .completed : .inProgress,
                isEnabled: isEnabled,
                tags: tags
            )
            object.policy = policy.json
            var changes: [RecordChange] = []
            switch policy.issuer {
            case .itself:
                let version = try self.vault.filed(certificate, under: name, policy, isEnabled: isEnabled, tags: tags)
                object.current = version.id
                changes.append(self.vault.store.inserting(version))
            case .unknown:
                let draft = try certificate.pem()
                pending.sealedDraft = try self.vault.store.seal(draft, as: "draft", of: name, pending.requestID)
            }
            object.pending = pending.kept
            changes.append(self.vault.store.filing(object, replacing: found?.version))
            try await self.vault.store.apply(changes)
            // The real service is never done at once, and its SDKs do not look again at an operation that is.
            pending.status = .inProgress
            return .object(pending.operation(of: name, self.vault), status: 202)
        }
    }

    func importing(_ name: VaultName, _ payload: VaultPayload) async throws -> VaultAnswer {
        let content = try CertificateContent(payload)
        let certificate = try content.certificate()
        let policy = try content.policy(for: certificate)
        let isEnabled = try payload.payload("attributes")?.bool("enabled") ?? true
        let tags = try payload.tags() ?? JSONObject()
        let version = try self.vault.filed(certificate, under: name, policy, isEnabled: isEnabled, tags: tags)
        return try await self.vault.store.retrying {
            let found = try await self.vault.place(name, for: .certificate)
            var object = found?.value ?? VaultObject(name: name, kind: .certificate)
            object.policy = policy.json
            object.current = version.id
            try await self.vault.store.apply([
                self.vault.store.inserting(version), self.vault.store.filing(object, replacing: found?.version),
            ])
            return .object(
                CertificateResource(vault: self.vault, object: object, version: version).bundle(withPolicy: true)
            )
        }
    }

    /// Makes the next version of a certificate where its policy says that the time has come.
    ///
    /// - Returns: Whether there is a new version.
    func renew(_ name: VaultName) async throws -> Bool {
        try await self.vault.store.retrying {
            guard let found = try await self.vault.store.object(name, now: self.vault.now),
                found.value.deletion == nil, let kept = found.value.policy
            else { return false }
            let policy = try VaultCertificatePolicy(VaultPayload(kept))
            let current = try await self.vault.version(nil, of: found.value, as: .certificate).value
            guard let start = current.attributes.notBefore, let end = current.attributes.expires,
                policy.isRenewalDue(notBefore: start, notAfter: end, now: self.vault.now)
            else { return false }
            let key = try await reusedKey(policy, found.value)
            let certificate = try policy.certificate(key: key, at: self.vault.now)
            let version = try self.vault.filed(certificate, under: name, policy, isEnabled: true, tags: current.tags)
            var object = found.value
            object.current = version.id
            try await self.vault.store.apply([
                self.vault.store.inserting(version), self.vault.store.filing(object, replacing: found.version),
            ])
            return true
        }
    }

    private func reusedKey(_ policy: VaultCertificatePolicy, _ object: VaultObject?) async throws -> PrivateKey? {
        guard policy.key.isReused, let object, object.current != nil else { return nil }
        let version = try await self.vault.version(nil, of: object, as: .certificate).value
        let key = try self.vault.certificate(of: version, object.name).privateKey
        return key.kind == policy.key.kind ? key : nil
    }
}
