// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The object identifiers of certificate and key files, in dotted form, and their encoding.
enum ObjectIdentifier {
    static let rsaEncryption = "1.2.840.113549.1.1.1"
    static let rsaPSS = "1.2.840.113549.1.1.10"
    static let ecPublicKey = "1.2.840.10045.2.1"
    static let p256 = "1.2.840.10045.3.1.7"
    static let p384 = "1.3.132.0.34"
    static let p521 = "1.3.132.0.35"
    static let ed25519 = "1.3.101.112"

    static let pbes2 = "1.2.840.113549.1.5.13"
    static let pbkdf2 = "1.2.840.113549.1.5.12"
    static let pbmac1 = "1.2.840.113549.1.5.14"
    static let scrypt = "1.3.6.1.4.1.11591.4.11"
    static let pbeSHA1TripleDES = "1.2.840.113549.1.12.1.3"
    static let pbeSHA1TwoKeyTripleDES = "1.2.840.113549.1.12.1.4"
    static let pbeSHA1RC2With128Bits = "1.2.840.113549.1.12.1.5"
    static let pbeSHA1RC2With40Bits = "1.2.840.113549.1.12.1.6"

    static let hmacSHA1 = "1.2.840.113549.2.7"
    static let hmacSHA224 = "1.2.840.113549.2.8"
    static let hmacSHA256 = "1.2.840.113549.2.9"
    static let hmacSHA384 = "1.2.840.113549.2.10"
    static let hmacSHA512 = "1.2.840.113549.2.11"
    static let sha1 = "1.3.14.3.2.26"
    static let sha256 = "2.16.840.1.101.3.4.2.1"
    static let sha384 = "2.16.840.1.101.3.4.2.2"
    static let sha512 = "2.16.840.1.101.3.4.2.3"

    static let aes128CBC = "2.16.840.1.101.3.4.1.2"
    static let aes192CBC = "2.16.840.1.101.3.4.1.22"
    static let aes256CBC = "2.16.840.1.101.3.4.1.42"
    static let tripleDESCBC = "1.2.840.113549.3.7"

    static let data = "1.2.840.113549.1.7.1"
    static let signedData = "1.2.840.113549.1.7.2"
    static let encryptedData = "1.2.840.113549.1.7.6"
    static let keyBag = "1.2.840.113549.1.12.10.1.1"
    static let shroudedKeyBag = "1.2.840.113549.1.12.10.1.2"
    static let certificateBag = "1.2.840.113549.1.12.10.1.3"
    static let safeContentsBag = "1.2.840.113549.1.12.10.1.6"
    static let x509Certificate = "1.2.840.113549.1.9.22.1"
    static let friendlyName = "1.2.840.113549.1.9.20"
    static let localKeyID = "1.2.840.113549.1.9.21"

    static let subjectKeyIdentifier = "2.5.29.14"
    static let basicConstraints = "2.5.29.19"
    static let authorityKeyIdentifier = "2.5.29.35"

    /// Reads the content of an OBJECT IDENTIFIER; at most 32 arcs of at most 56 bits.
    static func decode(_ content: ArraySlice<UInt8>) -> String? {
        var arcs: [UInt64] = []
        var arc: UInt64 = 0
        var open = false
        for byte in content {
            guard arc < 1 << 49, arcs.count < 32 else { return nil }
            arc = arc << 7 | UInt64(byte & 0x7F)
            open = byte & 0x80 != 0
            if !open {
                if arcs.isEmpty {
                    let first = min(arc / 40, 2)
                    arcs = [first, arc - first * 40]
                } else {
                    arcs.append(arc)
                }
                arc = 0
            }
        }
        guard !open, !arcs.isEmpty else { return nil }
        return arcs.map(String.init).joined(separator: ".")
    }

    /// The content bytes of an OBJECT IDENTIFIER given in dotted form.
    static func encode(_ dotted: String) -> [UInt8] {
        var arcs = dotted.split(separator: ".").compactMap { UInt64($0) }
        guard arcs.count >= 2 else { return [] }
        arcs.replaceSubrange(0..<2, with: [arcs[0] * 40 + arcs[1]])
        return arcs.flatMap { arc in
            var groups = [UInt8(arc & 0x7F)]
            var rest = arc >> 7
            while rest > 0 {
                groups.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            return groups.reversed()
        }
    }
}
