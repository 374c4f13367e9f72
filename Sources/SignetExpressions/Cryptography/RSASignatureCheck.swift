// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import CryptoExtras

/// `RSA.VerifyData`, for whatever object has the key.
package enum RSASignatureCheck {
    /// Whether a signature is a key's.
    ///
    /// - Parameters:
    ///   - signature: The signature.
    ///   - data: What is said to be signed.
    ///   - hash: The name of the hash, as `HashAlgorithmName` has it.
    ///   - isPSS: Whether the padding is PSS; PKCS #1 otherwise.
    ///   - key: The key.
    /// - Returns: `nil` for a hash that is not supported.
    package static func accepts(
        _ signature: [UInt8],
        of data: [UInt8],
        hash: String,
        isPSS: Bool,
        key: _RSA.Signing.PublicKey
    ) -> Bool? {
        let padding: _RSA.Signing.Padding = isPSS ? .PSS : .insecurePKCS1v1_5
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        switch hash {
        case "SHA1": return key.isValidSignature(signature, for: Insecure.SHA1.hash(data: data), padding: padding)
        case "SHA256": return key.isValidSignature(signature, for: SHA256.hash(data: data), padding: padding)
        case "SHA384": return key.isValidSignature(signature, for: SHA384.hash(data: data), padding: padding)
        case "SHA512": return key.isValidSignature(signature, for: SHA512.hash(data: data), padding: padding)
        default: return nil
        }
    }
}
