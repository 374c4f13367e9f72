// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// The RSA keys that an issuer publishes (RFC 7517), by their identifiers.
package struct IssuerKeySet: Sendable {
    /// Real issuers publish a handful.
    private static let greatestCount = 100
    private static let moduli = 256...1_024

    private let keys: [String: [VerificationKey]]

    /// Reads a JSON Web Key Set; keys of other kinds and uses are left out, because issuers publish them side by side.
    ///
    /// - Returns: `nil` where it is none, or holds more keys than an issuer can have.
    package init?(_ document: JSONValue) {
        guard let elements = document["keys"]?.array, elements.count <= Self.greatestCount else { return nil }
        var keys: [String: [VerificationKey]] = [:]
        for element in elements {
            guard element["kty"]?.string == "RSA", ["sig", nil].contains(element["use"]?.string),
                ["RS256", nil].contains(element["alg"]?.string),
                let modulus = element["n"]?.string.flatMap({ Base64URL.decode(Array($0.utf8)[...]) }),
                Self.moduli.contains(modulus.count),
                let exponent = element["e"]?.string.flatMap({ Base64URL.decode(Array($0.utf8)[...]) }),
                (1...8).contains(exponent.count),
                let key = try? VerificationKey(modulus: modulus, exponent: exponent, algorithms: [.rs256])
            else { continue }
            for name in Set([element["kid"]?.string, element["x5t"]?.string].compactMap(\.self)) {
                keys[name, default: []].append(key)
            }
        }
        self.keys = keys
    }

    /// The keys with an identifier.
    package func keys(_ identifier: String) -> [VerificationKey] { self.keys[identifier] ?? [] }
}
