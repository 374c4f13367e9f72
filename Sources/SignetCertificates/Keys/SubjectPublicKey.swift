// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A public key as a certificate states it: what a private key is compared with.
package struct SubjectPublicKey: Hashable, Sendable {
    /// The algorithm's object identifier in dotted form.
    package let algorithm: String
    /// The curve's object identifier, for elliptic curves.
    package let curve: String?
    /// The key itself: PKCS#1 for RSA, the point for a curve.
    package let bytes: [UInt8]

    init(algorithm: String, curve: String? = nil, bytes: some Collection<UInt8>) {
        self.algorithm = algorithm
        self.curve = curve
        self.bytes = Array(bytes)
    }

    /// Reads a SubjectPublicKeyInfo (RFC 5280 §4.1).
    init(_ element: BERElement) throws(CertificateError) {
        let parts = try element.sequence("the public key")
        guard parts.count == 2, let key = parts[1].bits else {
            throw CertificateError(.malformed, "the certificate's public key has an unknown form")
        }
        let identifier = try parts[0].sequence("the algorithm of the public key")
        guard let algorithm = identifier.first?.objectIdentifier else {
            throw CertificateError(.malformed, "the certificate's public key names no algorithm")
        }
        let curve = algorithm == ObjectIdentifier.ecPublicKey ? identifier.dropFirst().first?.objectIdentifier : nil
        self.init(algorithm: algorithm, curve: curve, bytes: key)
    }

    /// The key as SubjectPublicKeyInfo in DER.
    package var derRepresentation: [UInt8] {
        let parameters: [UInt8]
        if let curve = self.curve {
            parameters = DERWriter.objectIdentifier(curve)
        } else {
            parameters = self.algorithm == ObjectIdentifier.ed25519 ? [] : DERWriter.null
        }
        return DERWriter.sequence(DERWriter.algorithm(self.algorithm, parameters), DERWriter.bits(self.bytes))
    }

    /// The size in bits, where the algorithm has one that people quote.
    package var sizeInBits: Int? {
        switch (self.algorithm, self.curve) {
        case (ObjectIdentifier.rsaEncryption, _), (ObjectIdentifier.rsaPSS, _):
            (try? BERElement(self.bytes).children().first?.magnitude).flatMap { $0 }.map(Self.bitCount)
        case (_, ObjectIdentifier.p256): 256
        case (_, ObjectIdentifier.p384): 384
        case (_, ObjectIdentifier.p521): 521
        case (ObjectIdentifier.ed25519, _): 256
        default: nil
        }
    }

    static func bitCount(_ magnitude: ArraySlice<UInt8>) -> Int {
        magnitude.count * 8 - (magnitude.first?.leadingZeroBitCount ?? 0)
    }
}
