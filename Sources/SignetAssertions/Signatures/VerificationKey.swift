// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import CryptoExtras
import FoundationEssentials
import SignetCore
package import X509

/// A public key together with the algorithms under which it may be used.
///
/// The binding is what keeps a token from choosing how it is checked: `alg` in a header only selects among ``algorithms``.
package struct VerificationKey: Sendable {
    private let rsa: _RSA.Signing.PublicKey?
    /// The algorithms that are accepted with this key; empty for a key that is not RSA.
    package let algorithms: Set<SignatureAlgorithm>

    /// Wraps an RSA key.
    package init(
        _ key: _RSA.Signing.PublicKey,
        algorithms: Set<SignatureAlgorithm> = Set(SignatureAlgorithm.allCases)
    ) {
        self.rsa = key
        self.algorithms = algorithms
    }

    /// Takes the key out of a certificate; one that is not RSA verifies nothing.
    package init(
        _ key: Certificate.PublicKey,
        algorithms: Set<SignatureAlgorithm> = Set(SignatureAlgorithm.allCases)
    ) {
        self.rsa = _RSA.Signing.PublicKey(key)
        self.algorithms = self.rsa == nil ? [] : algorithms
    }

    /// Takes the two numbers of a JSON Web Key (RFC 7518 §6.3.1).
    package init(
        modulus: [UInt8],
        exponent: [UInt8],
        algorithms: Set<SignatureAlgorithm> = Set(SignatureAlgorithm.allCases)
    ) throws {
        self.init(try _RSA.Signing.PublicKey(n: modulus, e: exponent), algorithms: algorithms)
    }

    /// Whether the token's `alg` is one that this key may be used with.
    package func accepts(_ algorithm: SignatureAlgorithm) -> Bool { self.algorithms.contains(algorithm) }

    /// Whether the token's signature was made with the private half of this key, under an algorithm bound to it.
    package func verifies(_ token: CompactToken) -> Bool {
        guard let rsa = self.rsa, let name = token.header["alg"]?.string,
            let algorithm = SignatureAlgorithm(rawValue: name), accepts(algorithm)
        else { return false }
        return algorithm.isValid(token.signature, for: token.signingInput, with: rsa)
    }
}
