// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
import SignetCore

extension CertificateBundle {
    /// Something about a file that its owner should know, though it may work.
    public struct Warning: Sendable, Hashable, CustomStringConvertible {
        /// What kind of thing it is; new ones may be added.
        public enum Code: String, Sendable, Hashable {
            /// A certificate's validity has ended.
            case expired
            /// A certificate's validity has not begun.
            case notYetValid
            /// A certificate ends within the notice period.
            case expiresSoon
            /// An RSA key has fewer than 2048 bits.
            case weakKey
            /// A certificate is signed over SHA-1 or MD5.
            case weakSignature
            /// The key belongs to none of the certificates.
            case keyMismatch
            /// There are several keys with certificates.
            case severalKeys
            /// The key cannot sign client assertions for Entra.
            case unsuitableForAssertion
            /// The certificates do not stand in the order from leaf to root.
            case orderRepaired
            /// A certificate is not part of the chain.
            case unrelatedCertificate
        }

        /// What kind of thing it is.
        public let code: Code
        /// What it is about and what to do.
        public let message: String
        /// The message.
        public var description: String { self.message }
    }

    /// The certificate that the file is about and the issuers above it, in the order from leaf to root.
    ///
    /// With a key, its certificate; with several, that of the first key; without one, the certificate that issued none of the
    /// others. Empty where the file holds no certificate.
    public var chain: [CertificateDetails] {
        let all = self.certificates.map(\.details)
        let paired = KeyPairing.all(in: self).first?.certificate.details
        let leaf =
            paired
            ?? all.first { candidate in
                !all.contains { $0 != candidate && $0.issuerDER == candidate.subjectDER }
            }
        return (leaf ?? all.first).map { CertificateChain.ordered(from: $0, in: all) } ?? []
    }

    /// What the owner of the file should know.
    ///
    /// - Parameters:
    ///   - date: The time at which the certificates shall serve.
    ///   - notice: How long before its end a certificate is spoken of, in seconds; 30 days by default.
    /// - Returns: Warnings about the keys first, then about each certificate in the order of the file.
    public func warnings(at date: Date, notice: TimeInterval = 30 * 86_400) -> [Warning] {
        let chain = self.chain
        var warnings = keyWarnings()
        let kept = self.certificates.map(\.details).filter { chain.contains($0) }
        if kept != chain {
            warnings.append(
                Warning(
                    code: .orderRepaired,
                    message: "the certificates do not stand from leaf to root; they are sent in order"
                )
            )
        }
        for details in self.certificates.map(\.details) {
            warnings += Self.dateWarnings(details, at: date, notice: notice)
            warnings += Self.strengthWarnings(details)
            if !chain.contains(details) {
                warnings.append(
                    Warning(
                        code: .unrelatedCertificate,
                        message: "\(details.subject) is not part of the chain; it is not sent"
                    )
                )
            }
        }
        return warnings
    }

    private func keyWarnings() -> [Warning] {
        var warnings: [Warning] = []
        let pairs = KeyPairing.all(in: self)
        if pairs.isEmpty, !self.keys.isEmpty, !self.certificates.isEmpty {
            warnings.append(
                Warning(code: .keyMismatch, message: "the private key belongs to none of the certificates")
            )
        }
        if Set(pairs.map(\.key.key.publicKey)).count > 1 {
            warnings.append(
                Warning(
                    code: .severalKeys,
                    message: "there are several private keys; choose one by alias or thumbprint"
                )
            )
        }
        for entry in self.keys {
            switch entry.key.kind {
            case .rsa(let bits) where bits < 2048:
                warnings.append(Warning(code: .weakKey, message: PrivateKeyReader.weak(bits: bits).message))
            case .rsa:
                break
            case .p256, .p384, .p521, .ed25519:
                let message = "the key is \(entry.key.kind): it serves for TLS, but Entra takes RSA assertions only"
                warnings.append(Warning(code: .unsuitableForAssertion, message: message))
            }
        }
        return warnings
    }

    private static func dateWarnings(
        _ details: CertificateDetails,
        at date: Date,
        notice: TimeInterval
    ) -> [Warning] {
        let end = Timestamp.iso8601(details.notAfter)
        if date > details.notAfter {
            return [Warning(code: .expired, message: "\(details.subject) expired at \(end); make a new one")]
        }
        if date < details.notBefore {
            let start = Timestamp.iso8601(details.notBefore)
            return [Warning(code: .notYetValid, message: "\(details.subject) is valid from \(start) on")]
        }
        guard date.addingTimeInterval(notice) > details.notAfter else { return [] }
        return [Warning(code: .expiresSoon, message: "\(details.subject) expires at \(end); make a new one in time")]
    }

    private static func strengthWarnings(_ details: CertificateDetails) -> [Warning] {
        var warnings: [Warning] = []
        if details.keyType == "RSA", let bits = details.keyBits, bits < 2048 {
            warnings.append(
                Warning(code: .weakKey, message: "the RSA key of \(details.subject) has \(bits) bits; 2048 are needed")
            )
        }
        let weak = ["1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.2.840.10045.4.1"]
        // Nobody relies on the signature of a root: it is trusted by itself.
        if weak.contains(details.signatureAlgorithm), !(details.isSelfIssued && details.isAuthority) {
            warnings.append(
                Warning(
                    code: .weakSignature,
                    message: "\(details.subject) is signed over SHA-1 or MD5; have it issued again"
                )
            )
        }
        return warnings
    }
}
