// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import SignetCertificates

/// Makes client assertions with one certificate, as Microsoft Entra ID documents them.
///
/// The header is encoded once; an assertion then costs its signature and a few microseconds. Keep the minter as long as
/// the certificate.
///
/// ```swift
/// let minter = try AssertionMinter(certificate: certificate)
/// let assertion = try minter.mint(clientID: clientID, audience: tokenEndpoint, at: now)
/// ```
public struct AssertionMinter: Sendable {
    /// The life that Entra recommends at most.
    public static let defaultLifetime: Duration = .seconds(600)

    /// The certificate whose key signs.
    public let certificate: ClientCertificate
    /// How it signs.
    public let algorithm: AssertionAlgorithm
    private let signer: TokenSigner

    /// Prepares the header.
    ///
    /// - Parameters:
    ///   - certificate: The certificate with its key.
    ///   - algorithm: How to sign.
    ///   - sendsChain: Whether the header carries the certificates (`x5c`, leaf first), for applications that trust a
    ///     subject name and its issuer in place of a thumbprint.
    /// - Throws: ``AssertionError`` with ``AssertionError/Code/unsuitableKey`` where the key is not RSA of 2,048 bits or
    ///   more; its cause says why Entra takes no other.
    public init(
        certificate: ClientCertificate,
        algorithm: AssertionAlgorithm = .ps256,
        sendsChain: Bool = false
    ) throws(AssertionError) {
        do {
            try certificate.requireAssertionKey()
        } catch {
            throw AssertionError(.unsuitableKey, error.message, cause: error)
        }
        guard let key = certificate.privateKey.rsa else {
            throw AssertionError(.unsuitableKey, "Microsoft Entra ID takes RSA keys only; use an RSA certificate")
        }
        let header = AssertionHeader.members(certificate.publicCertificate, algorithm, sendsChain: sendsChain)
        self.certificate = certificate
        self.algorithm = algorithm
        self.signer = TokenSigner(key: key, algorithm: algorithm.signature, header: header)
    }

    /// Makes a fresh assertion.
    ///
    /// - Parameters:
    ///   - clientID: The client that it speaks for, `iss` and `sub`.
    ///   - audience: The token endpoint of the tenant, `aud`.
    ///   - now: The time, `iat` and `nbf`.
    ///   - lifetime: For how long it is valid; at least a second.
    /// - Returns: The signed assertion.
    /// - Throws: ``AssertionError`` with ``AssertionError/Code/signingFailed`` where the key refuses to sign.
    public func mint(
        clientID: String,
        audience: String,
        at now: Date,
        lifetime: Duration = AssertionMinter.defaultLifetime
    ) throws(AssertionError) -> ClientAssertion {
        let claims = AssertionClaimSet(clientID: clientID, audience: audience, now: now, lifetime: lifetime)
        do {
            return ClientAssertion(bytes: try self.signer.signedBytes(claims: claims.bytes))
        } catch {
            throw AssertionError(.signingFailed, "the key of the certificate did not sign", cause: error)
        }
    }
}
