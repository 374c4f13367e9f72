// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetAssertions
public import SignetCertificates
public import SignetCore

/// Calls another service on behalf of the user whose token this service was sent (the on-behalf-of flow).
///
/// ```swift
/// let service = try OnBehalfOfCredential(
///     tenantID: tenant, clientID: client, certificate: .file("client.pfx"), userAssertion: first)
/// // For each further request:
/// let token = try await service.acting(for: bearer).token(for: "https://graph.microsoft.com/User.Read")
/// ```
///
/// Make one for the life of the service and ``acting(for:)`` for each request: certificate, connections and cache are shared.
/// Tokens and refresh tokens are bound to the SHA-256 of the user's assertion, so that no user is served another's.
public final class OnBehalfOfCredential: TokenCredential {
    let client: OnBehalfOfClient
    private let assertion: SecretBytes
    private let user: UserAssertionHash

    init(client: OnBehalfOfClient, _ assertion: SecretBytes) throws(CredentialError) {
        let isToken = assertion.withExposedBytes { $0.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
        guard !assertion.isEmpty, isToken else {
            throw CredentialError(
                .invalidArgument,
                "the user's assertion is no token; pass what follows 'Bearer ' in the Authorization header"
            )
        }
        self.client = client
        self.assertion = assertion
        self.user = UserAssertionHash(assertion)
    }

    /// Creates a credential of a service that has a certificate.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - certificate: Where the certificate and its key come from; a file is watched.
    ///   - sendsChain: Whether assertions carry the certificates (`x5c`).
    ///   - algorithm: How assertions are signed.
    ///   - userAssertion: The access token that the user sent to this service.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/credentialUnavailable`` where the certificate cannot be read or
    ///   used, ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public convenience init(
        tenantID: String,
        clientID: String,
        certificate: CertificateSource,
        sendsChain: Bool = false,
        algorithm: AssertionAlgorithm = .ps256,
        userAssertion: SecretBytes,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        let service = try OnBehalfOfProvider(
            tenantID: tenantID,
            clientID: clientID,
            certificate: certificate,
            sendsChain: sendsChain,
            algorithm: algorithm,
            options: options
        )
        try self.init(client: service.client, userAssertion)
    }

    /// Creates a credential of a service that has a secret.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - clientSecret: The secret's value.
    ///   - userAssertion: The access token that the user sent to this service.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public convenience init(
        tenantID: String,
        clientID: String,
        clientSecret: SecretBytes,
        userAssertion: SecretBytes,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        let service = try OnBehalfOfProvider(
            tenantID: tenantID,
            clientID: clientID,
            clientSecret: clientSecret,
            options: options
        )
        try self.init(client: service.client, userAssertion)
    }

    /// Creates a credential of a service whose assertions a closure brings: a workload's token, a managed identity, a vault.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - userAssertion: The access token that the user sent to this service.
    ///   - options: Everything else.
    ///   - clientAssertion: Brings the service's own assertion for a request.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public convenience init(
        tenantID: String,
        clientID: String,
        userAssertion: SecretBytes,
        options: CredentialOptions = CredentialOptions(),
        clientAssertion: @escaping ClientAssertionCredential.AssertionClosure
    ) throws(CredentialError) {
        let service = try OnBehalfOfProvider(
            tenantID: tenantID,
            clientID: clientID,
            options: options,
            clientAssertion: clientAssertion
        )
        try self.init(client: service.client, userAssertion)
    }

    /// The credential for another user of the same service, with the same certificate and the same cache.
    ///
    /// - Parameter userAssertion: The access token that this user sent.
    /// - Returns: A credential that gives this user's tokens and no other's.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what is no token.
    public func acting(for userAssertion: SecretBytes) throws(CredentialError) -> OnBehalfOfCredential {
        try OnBehalfOfCredential(client: self.client, userAssertion)
    }

    /// Gives a token for the user, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``; its refusal has the ``TokenServiceRefusal/claims`` that the user's client must be asked
    ///   for, where Conditional Access wants more. `CancellationError` when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await self.client.token(for: request, assertion: self.assertion, user: self.user)
    }

    /// Ends the fetches that are under way, waits for them and forgets the tokens: of all users of the service, whose credentials
    /// share them.
    public func close() async {
        await self.client.close()
    }
}
