// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Base64 with the URL-safe alphabet and no padding, strictly (RFC 7515 §2, RFC 4648 §5).
package enum Base64URL {
    /// Encodes without padding.
    package static func encode(_ bytes: some Collection<UInt8>) -> String { encode(Array(bytes)) }

    /// Encodes without padding; not generic, for speed in other modules.
    package static func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        append(bytes, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends the unpadded text of `bytes` to `out` without an intermediate text.
    package static func append(_ bytes: [UInt8], to out: inout [UInt8]) {
        Base64Alphabet.urlSafe.append(bytes, to: &out)
    }

    /// Decodes one canonical text: no padding, no white space, no character of the other alphabet, unused bits zero.
    ///
    /// - Returns: The bytes, or `nil` where the text is anything else.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        Base64Alphabet.urlSafe.decode(text)
    }

    /// Decodes a segment of a token; a form of ``decode(_:)-([UInt8])`` that is not generic, for speed in other modules.
    package static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        Base64Alphabet.urlSafe.decode(slice: text)
    }

    /// Decodes the UTF-8 bytes of a text; see ``decode(_:)-([UInt8])``.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        Base64Alphabet.urlSafe.decode(Array(text.utf8))
    }
}
