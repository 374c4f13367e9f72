// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import FoundationEssentials
import SignetCertificates
import SignetCore
import Synchronization

/// Makes client assertions that a signer outside of the process signs, and checks each before it goes anywhere.
final class RemoteMinter: Sendable {
    /// An assertion and the second after which it is worthless.
    struct Minted: Sendable {
        let assertion: ClientAssertion
        let expiry: Int64
    }

    let certificate: PublicCertificate
    private let signer: any AssertionSigner
    private let key: _RSA.Signing.PublicKey
    private let prefixes: [AssertionAlgorithm: [UInt8]]
    /// What the signer was seen to be able to; it is not asked again for what it refused.
    private let chosen: Mutex<AssertionAlgorithm>
    private let mayFallBack: Bool

    init(
        certificate: PublicCertificate,
        signer: any AssertionSigner,
        algorithm: AssertionAlgorithm,
        sendsChain: Bool
    ) throws(AssertionError) {
        do {
            try certificate.requireAssertionKey()
            self.key = try _RSA.Signing.PublicKey(derRepresentation: certificate.details.publicKey.derRepresentation)
        } catch let error as CertificateError {
            throw AssertionError(.unsuitableKey, error.message, cause: error)
        } catch {
            throw AssertionError(.unsuitableKey, "the public key of the certificate is no valid RSA key", cause: error)
        }
        let supported = signer.supportedAlgorithms
        self.mayFallBack = algorithm == .ps256 && supported.contains(.rs256)
        guard supported.contains(algorithm) || self.mayFallBack else {
            throw AssertionError(
                .unsupportedAlgorithm,
                "the signer does not support \(algorithm.rawValue); give it one of the algorithms that it has"
            )
        }
        self.certificate = certificate
        self.signer = signer
        self.prefixes = Dictionary(
            uniqueKeysWithValues: AssertionAlgorithm.allCases.map { algorithm in
                let header = AssertionHeader.members(certificate, algorithm, sendsChain: sendsChain)
                var prefix: [UInt8] = []
                Base64URL.append(JSONValue.object(header).serialized, to: &prefix)
                return (algorithm, prefix + [UInt8(ascii: ".")])
            }
        )
        self.chosen = Mutex(supported.contains(algorithm) ? algorithm : .rs256)
    }

    /// The algorithm of the next assertion, as far as it is known.
    var algorithm: AssertionAlgorithm { self.chosen.withLock { $0 } }

    /// Has a fresh assertion signed.
    ///
    /// - Throws: ``AssertionError``, or `CancellationError`.
    func mint(clientID: String, audience: String, at now: Date, lifetime: Duration) async throws -> Minted {
        let claims = AssertionClaimSet(clientID: clientID, audience: audience, now: now, lifetime: lifetime)
        let algorithm = self.algorithm
        do {
            return Minted(assertion: try await sign(claims, algorithm), expiry: claims.expiry)
        } catch let error as AssertionError where error.code == .unsupportedAlgorithm {
            guard algorithm == .ps256, self.mayFallBack else { throw error }
            // The same claims under the other header; the answer is remembered where the other one worked.
            let assertion = try await sign(claims, .rs256)
            self.chosen.withLock { $0 = .rs256 }
            return Minted(assertion: assertion, expiry: claims.expiry)
        }
    }

    private func sign(_ claims: AssertionClaimSet, _ algorithm: AssertionAlgorithm) async throws -> ClientAssertion {
        var token = self.prefixes[algorithm] ?? []
        Base64URL.append(claims.bytes, to: &token)
        let signature: [UInt8]
        do {
            signature = try await self.signer.signature(
                ofDigest: Array(SHA256.hash(data: token)),
                algorithm: algorithm
            )
        } catch {
            try Task.checkCancellation()
            if error is CancellationError || error is AssertionError { throw error }
            throw AssertionError(
                .signingFailed,
                "the signer of the certificate \(self.certificate.sha1Thumbprint) failed with \(type(of: error)); its error is the cause",
                cause: error
            )
        }
        try check(signature, of: token, algorithm)
        token.append(UInt8(ascii: "."))
        Base64URL.append(signature, to: &token)
        return ClientAssertion(bytes: token)
    }

    /// Checks a signature, and where it is wrong finds out in what way.
    private func check(
        _ signature: [UInt8],
        of token: [UInt8],
        _ algorithm: AssertionAlgorithm
    ) throws(AssertionError) {
        guard !algorithm.signature.isValid(signature, for: token, with: self.key) else { return }
        let size = self.key.keySizeInBits / 8
        let why: String
        if signature.count != size {
            why = "it has \(signature.count) bytes, and the certificate's key makes \(size)"
        } else if let other = SignatureAlgorithm.allCases.first(where: {
            $0.isValid(signature, for: token, with: self.key)
        }) {
            why = "it is one of \(other.rawValue), and \(algorithm.rawValue) was asked for"
        } else if isSigned(Array(SHA256.hash(data: token)), signature) {
            why = "the signer hashed the digest once more; it is to sign the digest as it is"
        } else {
            why = "the signer holds another key, or the certificate given beside it is another's"
        }
        throw AssertionError(
            .wrongKey,
            "the signature does not fit the certificate \(self.certificate.sha1Thumbprint): \(why)"
        )
    }

    private func isSigned(_ message: [UInt8], _ signature: [UInt8]) -> Bool {
        AssertionAlgorithm.allCases.contains { $0.signature.isValid(signature, for: message, with: self.key) }
    }
}
