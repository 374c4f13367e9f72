// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The client's identifier and secret from an `Authorization: Basic` header (RFC 6749 §2.3.1).
struct BasicAuthorization: Sendable {
    let clientID: String
    let secret: SecretBytes

    /// Reads the value of the header.
    ///
    /// - Returns: `nil` for another scheme; a failure for a broken value of this one.
    static func parse(_ header: String) -> Result<BasicAuthorization, FormParameters.Failure>? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic" else { return nil }
        guard let bytes = Base64.decodeLenient(parts[1]), let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let clientID = PercentEncoding.decode(bytes[..<colon], plusIsSpace: true), !clientID.isEmpty,
            let secret = PercentEncoding.decode(bytes[(colon + 1)...], plusIsSpace: true)
        else { return .failure(.malformed) }
        return .success(BasicAuthorization(clientID: clientID, secret: SecretBytes(utf8: secret)))
    }
}
