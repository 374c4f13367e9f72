// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetAssertions
public import SignetCertificates
public import SignetCore

/// Gives the tokens of a user who signed in with a browser (the authorization code flow).
///
/// ```swift
/// let application = try AuthorizationCodeCredential(
///     tenantID: tenant, clientID: client, certificate: .file("client.pfx"), authorizationCode: code)
/// let token = try await application.token(for: "User.Read")
/// // For each further user:
/// let other = application.signingIn(with: otherCode)
/// ```
///
/// The code is redeemed once, for however many callers; from then on the refresh token serves, and its successors. It is bound
/// to its account: no user is served another's tokens, though all share certificate, connections and cache. Where it ends, the
/// user must sign in again, which ``AuthorizationRequest`` begins.
public final class AuthorizationCodeCredential: TokenCredential {
    let session: AuthorizationSession

    private init(_ session: AuthorizationSession) {
        self.session = session
    }

    private convenience init(
        _ tenantID: String,
        _ clientID: String,
        _ proof: ClientProof,
        _ code: AuthorizationCode,
        _ options: CredentialOptions
    ) throws(CredentialError) {
        let client = try ConfidentialClient(tenantID: tenantID, clientID: clientID, options: options)
        self.init(AuthorizationSession(code, ProvenClient(client: client, proof: proof)))
    }

    /// Creates a credential of an application that has a certificate.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain, or `organizations` and the like.
    ///   - clientID: The app registration's client ID.
    ///   - certificate: Where the certificate and its key come from; a file is watched.
    ///   - sendsChain: Whether assertions carry the certificates (`x5c`).
    ///   - algorithm: How assertions are signed.
    ///   - authorizationCode: What the browser brought back.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/credentialUnavailable`` where the certificate cannot be read or
    ///   used, ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public convenience init(
        tenantID: String,
        clientID: String,
        certificate: CertificateSource,
        sendsChain: Bool = false,
        algorithm: AssertionAlgorithm = .ps256,
        authorizationCode: AuthorizationCode,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        let proof = try ClientProof.certificate(
            certificate,
            sendsChain: sendsChain,
            algorithm: algorithm,
            options: options
        )
        try self.init(tenantID, clientID, proof, authorizationCode, options)
    }

    /// Creates a credential of an application that has a secret.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain, or `organizations` and the like.
    ///   - clientID: The app registration's client ID.
    ///   - clientSecret: The secret's value.
    ///   - authorizationCode: What the browser brought back.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public convenience init(
        tenantID: String,
        clientID: String,
        clientSecret: SecretBytes,
        authorizationCode: AuthorizationCode,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        try self.init(tenantID, clientID, .clientSecret(clientSecret), authorizationCode, options)
    }

    /// Creates a credential of an application whose assertions a closure brings: a workload's token, a managed identity, a vault.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain, or `organizations` and the like.
    ///   - clientID: The app registration's client ID.
    ///   - authorizationCode: What the browser brought back.
    ///   - options: Everything else.
    ///   - clientAssertion: Brings the application's own assertion for a request.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public convenience init(
        tenantID: String,
        clientID: String,
        authorizationCode: AuthorizationCode,
        options: CredentialOptions = CredentialOptions(),
        clientAssertion: @escaping ClientAssertionCredential.AssertionClosure
    ) throws(CredentialError) {
        try self.init(tenantID, clientID, .assertion(clientAssertion), authorizationCode, options)
    }

    /// Creates a credential of a public client: a program on a user's device, which can keep no secret.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain, or `organizations` and the like.
    ///   - clientID: The app registration's client ID.
    ///   - authorizationCode: What the browser brought back; it must have a proof key.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/invalidArgument`` for what cannot be right.
    public convenience init(
        tenantID: String,
        clientID: String,
        authorizationCode: AuthorizationCode,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        guard authorizationCode.proofKey != nil else {
            throw CredentialError(
                .invalidArgument,
                "a public client needs a proof key (PKCE): nothing else protects its codes; use AuthorizationRequest"
            )
        }
        try self.init(tenantID, clientID, .publicClient, authorizationCode, options)
    }

    /// The credential of another user of the same application, with the same certificate and the same cache.
    ///
    /// - Parameter authorizationCode: What this user's browser brought back.
    /// - Returns: A credential that gives this user's tokens and no other's.
    public func signingIn(with authorizationCode: AuthorizationCode) -> AuthorizationCodeCredential {
        AuthorizationCodeCredential(self.session.next(authorizationCode))
    }

    /// Whose tokens these are, once the code was redeemed.
    public var account: UserAccount? { self.session.account }

    /// Gives a token for the user, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``; where the user must sign in again its code is
    ///   ``CredentialError/Code/authenticationFailed``, and its refusal has the ``TokenServiceRefusal/claims`` to ask for, where
    ///   Conditional Access wants more. `CancellationError` when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await self.session.token(for: request)
    }

    /// Signs the user out here: code and refresh token are forgotten, and there are no further tokens for this user.
    ///
    /// What the service keeps is not touched; other users of the application go on.
    public func signOut() { self.session.signOut() }

    /// Ends the fetches that are under way, waits for them and forgets the tokens: of all users of the application, whose
    /// credentials share them.
    public func close() async {
        await self.session.close()
    }
}
