// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The header `traceparent` of W3C Trace Context.
package struct TraceParent: Sendable, Hashable {
    /// The trace, 32 hexadecimal digits.
    package let traceID: String
    /// The parent's span, 16 digits.
    package let spanID: String
    private let flags: String

    private init(traceID: String, spanID: String, flags: String) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
    }

    /// Reads the header.
    ///
    /// - Returns: `nil` for a malformed one (§3.2.2).
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 4, parts[0].utf8.count == 2, parts[0] != "ff", parts[1].utf8.count == 32,
            parts[2].utf8.count == 16, parts[3].utf8.count == 2, parts[0] != "00" || parts.count == 4,
            parts.prefix(4).allSatisfy({ $0.utf8.allSatisfy(Self.isDigit) }), parts[1].contains(where: { $0 != "0" }),
            parts[2].contains(where: { $0 != "0" })
        else { return nil }
        self.init(traceID: parts[1], spanID: parts[2], flags: parts[3])
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    /// The same trace with another parent.
    func child(span: UInt64) -> TraceParent {
        let digits = String(max(span, 1), radix: 16)
        let spanID = String(repeating: "0", count: 16 - digits.utf8.count) + digits
        return TraceParent(traceID: self.traceID, spanID: spanID, flags: self.flags)
    }

    /// The header.
    var text: String { "00-\(self.traceID)-\(self.spanID)-\(self.flags)" }
}
