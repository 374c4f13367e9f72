// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The segments of a request's path, decoded where they must be to compare them.
///
/// Two readers of one path must not see two paths: a segment that is `.` or `..` in any disguise is refused rather
/// than resolved, and an encoded slash stays inside its segment.
package struct PathSegments: Sendable {
    /// Why a path is refused.
    package enum Refusal: Error, Sendable {
        case dotSegment
        case tooMany
    }

    /// The ranges of the segments in the bytes of the head.
    package private(set) var ranges: [Range<Int>] = []

    /// More segments than any template will have.
    static let maximum = 256

    package init() {}

    /// Splits `path`, which begins with a slash; the value's storage is used again.
    ///
    /// - Throws: ``Refusal``.
    package mutating func split(_ bytes: [UInt8], _ path: Range<Int>) throws(Refusal) {
        self.ranges.removeAll(keepingCapacity: true)
        guard path.count > 1 else { return }
        var start = path.lowerBound + 1
        var index = start
        while index <= path.upperBound {
            if index == path.upperBound || bytes[index] == UInt8(ascii: "/") {
                guard self.ranges.count < Self.maximum else { throw .tooMany }
                guard !Self.isDots(bytes, start..<index) else { throw .dotSegment }
                self.ranges.append(start..<index)
                start = index + 1
            }
            index += 1
        }
        // `/orders/` and `/orders` are one place, as `/` and nothing are.
        if let last = self.ranges.last, last.isEmpty { self.ranges.removeLast() }
    }

    /// Whether a segment means "here" or "above" to some server: dots, plain or encoded, up to a `;`.
    private static func isDots(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var dots = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let byte: UInt8
            if bytes[index] == UInt8(ascii: "%"), index + 2 < range.upperBound {
                byte = (bytes[index + 1].hexadecimalDigit ?? 0) << 4 | (bytes[index + 2].hexadecimalDigit ?? 0)
                index += 3
            } else {
                byte = bytes[index]
                index += 1
            }
            if byte == UInt8(ascii: ";") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") { break }
            guard byte == UInt8(ascii: ".") else { return false }
            dots += 1
        }
        return dots == 1 || dots == 2
    }
}

/// Percent-encoding of paths and queries.
package enum PercentEncoding {
    /// The bytes that a text stands for; a `%` without two digits stands for itself.
    package static func decode(_ bytes: some Collection<UInt8>, plusIsSpace: Bool = false) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first?.hexadecimalDigit,
                let low = rest.dropFirst().first?.hexadecimalDigit
            {
                decoded.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return decoded
    }

    /// Encodes everything that RFC 3986 §2.3 does not call unreserved.
    package static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded.append(digit(byte >> 4))
                encoded.append(digit(byte & 0xF))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
