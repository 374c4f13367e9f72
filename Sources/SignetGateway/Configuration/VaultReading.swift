// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore

/// Makes certificates and texts of what a vault keeps.
enum VaultReading {
    /// The certificate in a secret: a PFX without a password in base64, or PEM.
    static func certificate(_ secret: VaultSecret) throws(CertificateError) -> ClientCertificate {
        let bytes = secret.value.withExposedBytes { Array($0) }
        guard secret.contentType?.lowercased() == "application/x-pkcs12" else {
            return try ClientCertificate(bytes: bytes)
        }
        guard let decoded = Base64.decodeLenient(bytes) else {
            throw CertificateError(.malformed, "\(secret.identifier) says that it is a PFX, but it is no base64")
        }
        return try ClientCertificate(bytes: decoded)
    }

    /// The text of a secret.
    static func text(_ secret: VaultSecret) -> String? {
        secret.value.withExposedBytes { String(validating: $0, as: UTF8.self) }
    }

    /// The reference of an entity, where it has one.
    static func reference(_ document: EntityDocument) throws(ConfigurationProblem) -> VaultReference? {
        guard let vault = document.properties["keyVault"]?.object else { return nil }
        guard let identifier = vault["secretIdentifier"]?.string else {
            throw document.problem("missingMember", at: "keyVault", "'keyVault' needs 'secretIdentifier'.")
        }
        let parts = identifier.split(separator: "/", omittingEmptySubsequences: false)
        let isSound =
            identifier.lowercased().hasPrefix("https://") && parts.count >= 5 && !parts[2].isEmpty
            && ["secrets", "certificates"].contains(parts[3].lowercased()) && !parts[4].isEmpty && parts.count <= 7
        guard isSound else {
            throw document.problem(
                "invalidSecretIdentifier",
                at: "secretIdentifier",
                "'\(identifier)' names no secret: write it like https://contoso.vault.azure.net/secrets/client."
            )
        }
        return VaultReference(
            secretIdentifier: identifier,
            identityClientID: vault["identityClientId"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        )
    }
}
