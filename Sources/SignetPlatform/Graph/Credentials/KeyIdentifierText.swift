// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The text of a `customKeyIdentifier`.
///
/// It is binary on the wire and so base64; but people and documents also write the forty hexadecimal digits of the
/// thumbprint, in clear or as base64 of the digits. All three are read, the first is written.
enum KeyIdentifierText {
    private static let greatestSize = 64

    /// The bytes that a text means; `nil` where it is none of the three.
    static func parse(_ text: String) -> [UInt8]? {
        if text.utf8.count == 40, let digits = Hexadecimal.decode(text) { return digits }
        guard let bytes = Base64.decodeLenient(text), !bytes.isEmpty, bytes.count <= Self.greatestSize else {
            return nil
        }
        if bytes.count == 40, let digits = Hexadecimal.decode(String(decoding: bytes, as: UTF8.self)) { return digits }
        return bytes
    }
}
