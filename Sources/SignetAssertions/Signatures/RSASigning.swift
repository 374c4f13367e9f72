// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import CryptoExtras
import FoundationEssentials

extension SignatureAlgorithm {
    private var paddingScheme: _RSA.Signing.Padding { self.isProbabilistic ? .PSS : .insecurePKCS1v1_5 }

    /// Signs with an RSA key.
    package func sign(_ message: [UInt8], with key: _RSA.Signing.PrivateKey) throws -> [UInt8] {
        let signature =
            switch self {
            case .rs256, .ps256: try key.signature(for: SHA256.hash(data: message), padding: self.paddingScheme)
            case .rs384, .ps384: try key.signature(for: SHA384.hash(data: message), padding: self.paddingScheme)
            case .rs512, .ps512: try key.signature(for: SHA512.hash(data: message), padding: self.paddingScheme)
            }
        return Array(signature.rawRepresentation)
    }

    /// Whether a signature over a message was made with the private half of an RSA key.
    func isValid(_ signature: [UInt8], for message: [UInt8], with key: _RSA.Signing.PublicKey) -> Bool {
        let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
        let scheme = self.paddingScheme
        return switch self {
        case .rs256, .ps256: key.isValidSignature(signature, for: SHA256.hash(data: message), padding: scheme)
        case .rs384, .ps384: key.isValidSignature(signature, for: SHA384.hash(data: message), padding: scheme)
        case .rs512, .ps512: key.isValidSignature(signature, for: SHA512.hash(data: message), padding: scheme)
        }
    }
}
