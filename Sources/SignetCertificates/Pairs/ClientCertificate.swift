// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import SignetCore
import SwiftASN1
public import X509

/// A certificate with its private key and the chain above it: what signs in to Entra, and what a TLS client presents.
///
/// The leaf is the certificate that matches the key, wherever it stands in the file, and the chain is ordered from leaf to
/// root. Reading a file checks that the pair is one and that the key is strong enough; ``validate(at:)`` checks the dates.
public struct ClientCertificate: Sendable {
    /// The certificate of the key.
    public let leaf: Certificate
    /// The certificates from the leaf to the last issuer that the file holds, the leaf first.
    ///
    /// An issuer that the X.509 library cannot represent is only in ``derChain``.
    public let chain: [Certificate]
    /// The whole chain in DER, the leaf first: what `x5c` and TLS send.
    public let derChain: [[UInt8]]
    /// What the leaf says.
    public let details: CertificateDetails
    /// The private key.
    public let privateKey: PrivateKey
    /// The SHA-1 thumbprint of the leaf.
    public let sha1Thumbprint: Thumbprint
    /// The SHA-256 thumbprint of the leaf.
    public let sha256Thumbprint: Thumbprint

    /// From when the leaf is valid.
    public var notBefore: Date { self.details.notBefore }
    /// Until when the leaf is valid.
    public var notAfter: Date { self.details.notAfter }

    /// Reads the pair that a PEM, DER or PFX holds.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file.
    ///   - password: The bytes that open it, where it is encrypted; an empty one counts as none.
    ///   - selection: Which key is meant, where there are several.
    /// - Throws: ``CertificateError``: what ``CertificateBundle/init(bytes:password:)`` throws, and `noPrivateKey`, `noCertificate`,
    ///   `keyMismatch`, `ambiguousKey`, `noSuchKey`, `weakKey`.
    public init(
        bytes: [UInt8],
        password: SecretBytes? = nil,
        selecting selection: KeySelection = .only
    ) throws(CertificateError) {
        try self.init(bundle: try CertificateBundle(bytes: bytes, password: password), selecting: selection)
    }

    /// Reads the pair that a file holds; see ``init(bytes:password:selecting:)``.
    ///
    /// - Throws: ``CertificateError``, also `unreadableFile` and `fileTooLarge`; the message names the file.
    public init(
        path: String,
        password: SecretBytes? = nil,
        selecting selection: KeySelection = .only
    ) throws(CertificateError) {
        let bundle = try CertificateBundle(path: path, password: password)
        do {
            try self.init(bundle: bundle, selecting: selection)
        } catch {
            throw error.inFile(path)
        }
    }

    /// Takes the pair out of what a file holds.
    ///
    /// - Throws: ``CertificateError``: `noPrivateKey`, `noCertificate`, `keyMismatch`, `ambiguousKey`, `noSuchKey`, `weakKey`.
    public init(
        bundle: CertificateBundle,
        selecting selection: KeySelection = .only
    ) throws(CertificateError) {
        let pair = try KeyPairing.choose(in: bundle, selecting: selection)
        let chain = CertificateChain.ordered(
            from: pair.certificate.details,
            in: bundle.certificates.map(\.details)
        )
        try self.init(chain: chain, privateKey: pair.key.key)
    }

    /// Puts a key and its ordered chain together.
    init(chain: [CertificateDetails], privateKey: PrivateKey) throws(CertificateError) {
        if case .rsa(let bits) = privateKey.kind, bits < 2048 {
            throw PrivateKeyReader.weak(bits: bits)
        }
        guard let details = chain.first else {
            throw CertificateError(.noCertificate, "there is no certificate for the private key")
        }
        do {
            self.leaf = try Certificate(derEncoded: details.der)
        } catch {
            throw CertificateError(
                .malformed,
                "the certificate \(details.sha1Thumbprint) breaks the rules of X.509, or uses an unsupported signature algorithm (\(details.signatureAlgorithm)): issue it again",
                cause: error
            )
        }
        self.details = details
        self.chain = [self.leaf] + chain.dropFirst().compactMap { try? Certificate(derEncoded: $0.der) }
        self.derChain = chain.map(\.der)
        self.privateKey = privateKey
        self.sha1Thumbprint = details.sha1Thumbprint
        self.sha256Thumbprint = details.sha256Thumbprint
    }
}

extension ClientCertificate: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The thumbprint and the kind of the key.
    public var description: String { "ClientCertificate(\(self.sha1Thumbprint), \(self.privateKey.kind))" }
    /// The thumbprint and the kind of the key.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
