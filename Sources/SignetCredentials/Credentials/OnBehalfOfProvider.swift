// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetAssertions
public import SignetCertificates
public import SignetCore

/// Makes the credentials of a service's users: made once, kept, and asked with each request that comes in.
///
/// ```swift
/// let users = try OnBehalfOfProvider(tenantID: tenant, clientID: service, certificate: .file("orders.pem"))
/// // in a request's handler:
/// let token = try await users.credential(for: userToken).token(for: "https://graph.microsoft.com/User.Read")
/// ```
///
/// All its credentials share the certificate, the connections and one cache, which is bound to the hash of each user's
/// assertion: the second request of a user is answered from memory, and no user is ever served another's token.
public struct OnBehalfOfProvider: Sendable {
    /// What all its credentials share.
    let client: OnBehalfOfClient

    /// Makes the provider of a service that has a certificate.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - certificate: Where the certificate and its key come from; a file is watched.
    ///   - sendsChain: Whether assertions carry the certificates (`x5c`).
    ///   - algorithm: How assertions are signed.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/credentialUnavailable`` where the certificate cannot be read or
    ///   used, ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public init(
        tenantID: String,
        clientID: String,
        certificate: CertificateSource,
        sendsChain: Bool = false,
        algorithm: AssertionAlgorithm = .ps256,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        let proof = try ClientProof.certificate(
            certificate,
            sendsChain: sendsChain,
            algorithm: algorithm,
            options: options
        )
        try self.init(tenantID, clientID, proof, options)
    }

    /// Makes the provider of a service that has a secret.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - clientSecret: The secret's value.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public init(
        tenantID: String,
        clientID: String,
        clientSecret: SecretBytes,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        try self.init(tenantID, clientID, .clientSecret(clientSecret), options)
    }

    /// Makes the provider of a service whose assertions a closure brings: a workload's token, a managed identity, a vault.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - options: Everything else.
    ///   - clientAssertion: Brings the service's own assertion for a request.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public init(
        tenantID: String,
        clientID: String,
        options: CredentialOptions = CredentialOptions(),
        clientAssertion: @escaping ClientAssertionCredential.AssertionClosure
    ) throws(CredentialError) {
        try self.init(tenantID, clientID, .assertion(clientAssertion), options)
    }

    private init(
        _ tenantID: String,
        _ clientID: String,
        _ proof: ClientProof,
        _ options: CredentialOptions
    ) throws(CredentialError) {
        self.client = try OnBehalfOfClient(tenantID: tenantID, clientID: clientID, proof: proof, options: options)
    }

    /// The credential for a user.
    ///
    /// - Parameter userAssertion: The access token that the user sent to this service, without `Bearer`.
    /// - Returns: A credential that gives this user's tokens and no other's; making it costs a hash.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what is no token.
    public func credential(for userAssertion: SecretBytes) throws(CredentialError) -> OnBehalfOfCredential {
        try OnBehalfOfCredential(client: self.client, userAssertion)
    }
}
