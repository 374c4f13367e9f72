// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
public import SignetCertificates
import SignetCore

/// Signs a service in to Microsoft Entra ID with a certificate.
///
/// ```swift
/// let credential = try CertificateCredential(
///     tenantID: "contoso.onmicrosoft.com",
///     clientID: "97e0a5b7-d745-40b6-94fe-5f77d35c6e05",
///     certificate: .file("client.pfx", password: password))
/// let token = try await credential.token(for: "https://graph.microsoft.com/.default")
/// ```
///
/// Keep one credential for the life of the service: it caches its tokens, fetches each once for any number of callers, and
/// refreshes them in the background. A file is read again when it changes; one that is half written or broken leaves the
/// certificate in use. While a new certificate is not yet registered everywhere, the one before is tried when the service
/// refuses it.
public final class CertificateCredential: TokenCredential {
    let client: ConfidentialClient
    let signer: AssertionCertificate

    /// Reads the certificate.
    ///
    /// - Parameters:
    ///   - tenantID: The tenant: a GUID or a verified domain.
    ///   - clientID: The app registration's client ID.
    ///   - certificate: Where the certificate and its key come from.
    ///   - sendsChain: Whether assertions carry the certificates (`x5c`), for applications that trust a subject name and its
    ///     issuer.
    ///   - algorithm: How assertions are signed; the default is what Entra recommends.
    ///   - options: Everything else.
    /// - Throws: ``CredentialError``: ``CredentialError/Code/credentialUnavailable`` where the certificate cannot be read or
    ///   used (the cause is a `CertificateError`), ``CredentialError/Code/invalidArgument`` for identifiers that cannot be right.
    public init(
        tenantID: String,
        clientID: String,
        certificate: CertificateSource,
        sendsChain: Bool = false,
        algorithm: AssertionAlgorithm = .ps256,
        options: CredentialOptions = CredentialOptions()
    ) throws(CredentialError) {
        self.client = try ConfidentialClient(tenantID: tenantID, clientID: clientID, options: options)
        self.signer = try AssertionCertificate(
            source: certificate,
            algorithm: algorithm,
            sendsChain: sendsChain,
            options: options
        )
    }

    /// The certificate in use; nothing until a source that has to be waited for (a provider, a vault) was asked for the first token.
    public var certificate: PublicCertificate? { self.signer.current }

    /// Takes another certificate into use at once.
    ///
    /// Tokens that the old one brought are served on, unless ``CredentialOptions/dropsTokensOnRotation`` says otherwise.
    ///
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/credentialUnavailable`` where it is expired, not yet valid, or
    ///   its key cannot sign assertions; the old one stays in use then.
    public func rotate(to certificate: ClientCertificate) throws(CredentialError) {
        try self.signer.rotate(to: .pair(certificate))
    }

    /// Takes another source's certificate into use at once: a file read once, or a signer with its certificate.
    ///
    /// The source itself is not followed; what the credential was made with is followed on from its next change.
    ///
    /// - Parameter source: Where the certificate comes from; nothing that has to be waited for.
    /// - Throws: ``CredentialError`` with ``CredentialError/Code/credentialUnavailable``; the old one stays in use then.
    public func rotate(to source: CertificateSource) throws(CredentialError) {
        try self.signer.rotate(to: source)
    }

    /// Gives a token, from memory where there is one.
    ///
    /// - Throws: ``CredentialError``; `CancellationError` when the calling task is cancelled.
    public func token(for request: TokenRequest) async throws -> AccessToken {
        try await self.client.token(
            for: request,
            generation: self.signer.generation,
            proof: .certificate(self.signer)
        )
    }

    /// Ends the fetches that are under way, waits for them and forgets the tokens.
    public func close() async {
        await self.client.close()
    }
}
