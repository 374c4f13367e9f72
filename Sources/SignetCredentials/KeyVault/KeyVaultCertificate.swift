// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import Synchronization

/// The certificate of a vault's secret, taken apart anew only where the secret has another version.
final class KeyVaultCertificate: Sendable {
    private struct Known: Sendable {
        let version: String
        let certificate: ClientCertificate
    }

    private let client: KeyVaultClient
    private let identifier: KeyVaultIdentifier
    private let password: SecretBytes?
    private let known = Mutex<Known?>(nil)

    init(_ client: KeyVaultClient, _ identifier: KeyVaultIdentifier, password: SecretBytes?) {
        self.client = client
        self.identifier = identifier
        self.password = password
    }

    /// Asks the vault.
    ///
    /// - Throws: ``CertificateError``: `sourceUnavailable` with the vault's words, or what the content is refused for;
    ///   `CancellationError`.
    func fetch() async throws -> ClientCertificate {
        let secret: JSONObject
        do {
            secret = try await self.client.get(self.identifier.path(in: .secrets))
        } catch let error as CredentialError {
            throw CertificateError(.sourceUnavailable, error.message, cause: error)
        }
        guard let value = secret["value"]?.string else {
            throw CertificateError(.sourceUnavailable, "\(self.identifier) has no value")
        }
        let version = secret["id"]?.string ?? ""
        if let known = self.known.withLock({ $0 }), known.version == version, !version.isEmpty {
            return known.certificate
        }
        let certificate = try read(value, contentType: secret["contentType"]?.string)
        self.known.withLock { $0 = Known(version: version, certificate: certificate) }
        return certificate
    }

    private func read(_ value: String, contentType: String?) throws(CertificateError) -> ClientCertificate {
        var bytes = Array(value.utf8)
        if contentType?.lowercased() == "application/x-pkcs12" {
            guard let decoded = Base64.decodeLenient(bytes) else {
                throw CertificateError(.malformed, "\(self.identifier) says that it is a PFX, but it is no base64")
            }
            bytes = decoded
        }
        do {
            return try ClientCertificate(bytes: bytes, password: self.password)
        } catch {
            throw error.inFile(self.identifier.description)
        }
    }
}
