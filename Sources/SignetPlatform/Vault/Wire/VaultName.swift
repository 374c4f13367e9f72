// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The name of an object in a vault: letters, digits and hyphens, at most 127, whatever the case.
struct VaultName: Sendable, Hashable {
    private static let greatestLength = 127

    /// The name as it was written.
    let text: String

    /// What is compared and filed.
    var key: String { self.text.lowercased() }

    /// Reads a segment of a path; nothing but a plain name gets through, so that no name can leave its place.
    init(_ segment: String) throws(VaultRefusal) {
        let isPlain = segment.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isPlain, (1...Self.greatestLength).contains(segment.utf8.count) else { throw .invalidName(segment) }
        self.text = segment
    }

    /// Takes a name that was stored.
    init(stored text: String) {
        self.text = text
    }

    /// Reads a version: 32 hexadecimal digits.
    static func version(_ segment: String) throws(VaultRefusal) -> String {
        let isPlain = segment.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        guard isPlain, segment.utf8.count == 32 else {
            throw .badParameter("The request URI contains an invalid version: \(segment.prefix(256))")
        }
        return segment.lowercased()
    }
}
