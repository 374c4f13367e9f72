// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetCore

/// Signs a service in to Microsoft Entra ID with a client secret.
///
/// ```swift
/// let credential = try ClientSecretCredential(tenantID: tenant, clientID: client, clientSecret: secret)
/// ```
///
/// A secret travels with each request and is good for whoever sees it; a certificate's key never leaves the process. Prefer
/// ``CertificateCredential`` where you can.
public final class ClientSecretCredential: TokenCredential {
    let client: ConfidentialClient
    private let proof: ClientProof

    /// Creates a credential.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - clientSecret: The secret's value (not its ID).
    ///   - options: Everything else.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for identifiers that cannot be right and for
    ///   an empty secret.
    public init(
        tenantID: String,
        clientID: String,
        clientSecret: SecretBytes,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        self.proof = try .clientSecret(clientSecret)
        self.client = try ConfidentialClient(tenantID: tenantID, clientID: clientID, options: options)
    }

    /// Creates a credential with a secret that is a text.
    ///
    /// - Throws: As ``init(tenantID:clientID:clientSecret:options:)``.
    public convenience init(
        tenantID: String,
        clientID: String,
        clientSecret: String,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        try self.init(
            tenantID: tenantID,
            clientID: clientID,
            clientSecret: SecretBytes(utf8: clientSecret),
            options: options
        )
    }

    /// Gives a token, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``; `CancellationError` when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await self.client.token(for: request, proof: self.proof)
    }

    /// Ends the fetches that are under way, waits for them and forgets the tokens.
    public func close() async {
        await self.client.close()
    }
}
