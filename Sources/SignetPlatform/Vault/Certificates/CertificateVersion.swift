// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore

extension Vault {
    /// Files a certificate with its key as a version: the key encrypted, and the secret's value in the form that the
    /// policy wants.
    func filed(
        _ certificate: ClientCertificate,
        under name: VaultName,
        _ policy: VaultCertificatePolicy,
        isEnabled: Bool,
        tags: JSONObject
    ) throws -> VaultVersion {
        let id = VaultVersion.newIdentifier()
        var attributes = VaultAttributes(created: self.now)
        attributes.isEnabled = isEnabled
        attributes.notBefore = certificate.notBefore
        attributes.expires = certificate.notAfter
        let value = try Self.secretValue(certificate, policy)
        return VaultVersion(
            id: id,
            objectKey: name.key,
            attributes: attributes,
            tags: tags,
            contentType: policy.contentType.rawValue,
            certificate: certificate.details.der,
            sealedValue: try self.store.seal(value, as: "value", of: name, id),
            sealedKey: try self.store.seal(try certificate.pem(), as: "key", of: name, id)
        )
    }

    /// The certificate of a version with its key.
    func certificate(of version: VaultVersion, _ name: VaultName) throws -> ClientCertificate {
        guard let sealed = version.sealedKey else {
            throw PlatformError(.unusableKey, "the version \(version.id) in the vault has no key")
        }
        let pem = try self.store.open(sealed, as: "key", of: name, version.id)
        return try pem.withExposedBytes { try ClientCertificate(bytes: $0) }
    }

    /// What the secret of a certificate says: with the key where it may leave the vault, else the chain alone.
    private static func secretValue(
        _ certificate: ClientCertificate,
        _ policy: VaultCertificatePolicy
    ) throws -> SecretBytes {
        switch (policy.contentType, policy.key.isExportable) {
        case (.pem, true): return try certificate.pem()
        case (.pem, false): return SecretBytes(utf8: certificate.certificatePEM)
        case (.pfx, let isExportable):
            let pfx = try certificate.pfx(password: SecretBytes([]), name: "", includingKey: isExportable)
            return SecretBytes(utf8: pfx.withExposedBytes { Base64.encode($0) })
        }
    }
}
