// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
public import SignetCertificates
public import SignetCore

extension CertificateSource {
    /// A certificate that a key vault keeps, with its key.
    ///
    /// ```swift
    /// let certificate = try CertificateSource.keyVault(
    ///     "https://contoso.vault.azure.net/secrets/client", credential: ManagedIdentityCredential())
    /// ```
    ///
    /// The vault's secret of the certificate's name has the key; the certificate alone has not. It is asked for at the interval of the
    /// options, and at once when the certificate was refused; while the vault is not to be reached, the last one stays in use.
    ///
    /// - Parameters:
    ///   - identifier: The secret's identifier, or the certificate's. Without a version the newest is taken, so that it rolls.
    ///   - credential: Who may read the secret; not the credential that the certificate is for.
    ///   - password: The password of a PFX that somebody put into a secret; certificates of the vault have none.
    ///   - options: How the vault is asked.
    /// - Returns: The source; nothing is asked before the first token is.
    /// - Throws: `CredentialError` with `invalidArgument` for what names no secret.
    public static func keyVault(
        _ identifier: String,
        credential: any TokenCredential,
        password: SecretBytes? = nil,
        options: KeyVaultOptions = KeyVaultOptions()
    ) throws(CredentialError) -> CertificateSource {
        let identifier = try KeyVaultIdentifier(identifier)
        let client = KeyVaultClient(identifier, credential: credential, options: options)
        let certificate = KeyVaultCertificate(client, identifier, password: password)
        return .provider(identifier.description, every: options.interval) { try await certificate.fetch() }
    }

    /// A certificate whose key stays in its key vault and signs there.
    ///
    /// With each version of the certificate its own version of the key signs, so that both roll together.
    ///
    /// - Parameters:
    ///   - identifier: The certificate's identifier, without a version, so that it rolls.
    ///   - credential: Who may read the certificate and sign with its key; not the credential that it is for.
    ///   - options: How the vault is asked.
    /// - Returns: The source; nothing is asked before the first token is.
    /// - Throws: `CredentialError` with `invalidArgument` for what names no certificate.
    public static func keyVaultSigner(
        _ identifier: String,
        credential: any TokenCredential,
        options: KeyVaultOptions = KeyVaultOptions()
    ) throws(CredentialError) -> CertificateSource {
        let identifier = try KeyVaultIdentifier(identifier)
        let client = KeyVaultClient(identifier, credential: credential, options: options)
        let certificate = KeyVaultSigningCertificate(client: client, identifier: identifier)
        return .signerProvider(identifier.description, every: options.interval) { try await certificate.fetch() }
    }
}
