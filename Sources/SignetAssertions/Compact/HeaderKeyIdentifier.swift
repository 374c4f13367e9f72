// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// What the header of an assertion says about the key that signed it.
///
/// Clients of the field write thumbprints as base64url or as standard base64, with padding or without: MSAL for Go uses the
/// standard alphabet, MSAL for Python pads. All of it is read; what is not base64 at all stays as it was written.
package struct HeaderKeyIdentifier: Sendable, Equatable {
    /// The SHA-1 thumbprint (`x5t`).
    package let sha1: [UInt8]?
    /// The SHA-256 thumbprint (`x5t#S256`).
    package let sha256: [UInt8]?
    /// The key ID (`kid`).
    package let keyID: String?
    /// How the client names the key, for messages: the thumbprint in upper-case hexadecimal, or the key ID.
    package let name: String

    /// Reads the members of a header.
    ///
    /// - Returns: `nil` where none of the three is there.
    package init?(_ header: JSONObject) {
        let sha1 = header["x5t"]?.string
        let sha256 = header["x5t#S256"]?.string
        let keyID = header["kid"]?.string
        guard let first = sha1 ?? sha256 ?? keyID else { return nil }
        self.sha1 = sha1.map { Base64.decodeLenient($0) ?? [] }
        self.sha256 = sha256.map { Base64.decodeLenient($0) ?? [] }
        self.keyID = keyID
        if let bytes = self.sha1 ?? self.sha256, !bytes.isEmpty {
            self.name = Hexadecimal.encode(bytes)
        } else {
            self.name = String(first.prefix(128))
        }
    }
}
