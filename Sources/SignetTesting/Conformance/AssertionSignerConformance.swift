// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
public import SignetAssertions
public import SignetCertificates

/// The contract of `AssertionSigner`, for whoever puts a key elsewhere: a module, a key management service, a vault.
///
/// ```swift
/// try await AssertionSignerConformance.check(module, for: try PublicCertificate(path: "client.crt"))
/// ```
///
/// It makes some forty signatures; a service that is paid for each may exclude ``Rule/servesCallersAtOnce``.
public enum AssertionSignerConformance: Sendable {
    /// One sentence of the contract.
    public enum Rule: String, Sendable, CaseIterable {
        /// One algorithm at least is supported, and works.
        case supportsAnAlgorithm
        /// A signature verifies with the certificate's public key: right key, right padding, salt of 32 bytes, digest not hashed
        /// again.
        case signsTheDigest
        /// A signature has as many bytes as the modulus, leading zeros included.
        case fillsTheModulus
        /// Every digest can be signed, whatever its bits.
        case signsEveryDigest
        /// Callers at once each get the signature of their own digest.
        case servesCallersAtOnce
    }

    /// Tests an implementation.
    ///
    /// - Parameters:
    ///   - signer: The signer.
    ///   - certificate: The certificate whose key it holds.
    ///   - excluded: Rules that this one breaks on purpose.
    /// - Throws: ``ConformanceFailure`` with every breach; `CertificateError` for a certificate that cannot sign assertions.
    public static func check(
        _ signer: any AssertionSigner,
        for certificate: PublicCertificate,
        excluding excluded: Set<Rule> = []
    ) async throws {
        try certificate.requireAssertionKey()
        let subject = SignerSubject(
            signer: signer,
            key: try _RSA.Signing.PublicKey(derRepresentation: certificate.details.publicKey.derRepresentation)
        )
        var run = ConformanceRun("\(type(of: signer))")
        for rule in Rule.allCases where !excluded.contains(rule) {
            try await run.check(rule.rawValue) { try await subject.check(rule) }
        }
        try run.finish()
    }
}

/// A signer and the public key that judges it.
private struct SignerSubject {
    let signer: any AssertionSigner
    let key: _RSA.Signing.PublicKey

    func check(_ rule: AssertionSignerConformance.Rule) async throws {
        switch rule {
        case .supportsAnAlgorithm:
            let working = try await working()
            guard !working.isEmpty else { throw Breach("none of the supported algorithms works; one must") }
        case .signsTheDigest:
            for algorithm in try await working() { try verify(try await sign("one", algorithm), "one", algorithm) }
        case .fillsTheModulus:
            for algorithm in try await working() {
                let signature = try await sign("one", algorithm)
                guard signature.count == self.key.keySizeInBits / 8 else {
                    throw Breach(
                        "a signature has \(signature.count) bytes; the modulus has \(self.key.keySizeInBits / 8)"
                    )
                }
            }
        case .signsEveryDigest:
            for algorithm in try await working() {
                for number in 0..<16 {
                    try verify(try await sign("\(number)", algorithm), "\(number)", algorithm)
                }
            }
        case .servesCallersAtOnce: try await atOnce()
        }
    }

    private func atOnce() async throws {
        for algorithm in try await working() {
            let signatures = try await withThrowingTaskGroup(of: (String, [UInt8]).self) { group in
                for number in 0..<16 {
                    group.addTask { ("\(number)", try await self.sign("\(number)", algorithm)) }
                }
                return try await group.reduce(into: [(String, [UInt8])]()) { $0.append($1) }
            }
            for (text, signature) in signatures { try verify(signature, text, algorithm) }
        }
    }

    /// The algorithms that the signer says it supports and does not disown when it is asked.
    private func working() async throws -> [AssertionAlgorithm] {
        var working: [AssertionAlgorithm] = []
        for algorithm in AssertionAlgorithm.allCases where self.signer.supportedAlgorithms.contains(algorithm) {
            do {
                _ = try await sign("probe", algorithm)
                working.append(algorithm)
            } catch let error as AssertionError where error.code == .unsupportedAlgorithm {
                continue
            }
        }
        return working
    }

    private func sign(_ text: String, _ algorithm: AssertionAlgorithm) async throws -> [UInt8] {
        try await self.signer.signature(
            ofDigest: Array(SHA256.hash(data: Array(text.utf8))),
            algorithm: algorithm
        )
    }

    private func verify(_ signature: [UInt8], _ text: String, _ algorithm: AssertionAlgorithm) throws(Breach) {
        let isValid = self.key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature),
            for: SHA256.hash(data: Array(text.utf8)),
            padding: algorithm == .ps256 ? .PSS : .insecurePKCS1v1_5
        )
        guard isValid else {
            throw Breach(
                """
                a signature with \(algorithm.rawValue) does not verify with the certificate's key: the digest is not to be hashed \
                again, and the padding is \(algorithm == .ps256 ? "PSS with MGF1-SHA-256 and a salt of 32 bytes" : "PKCS #1 v1.5")
                """
            )
        }
    }
}
