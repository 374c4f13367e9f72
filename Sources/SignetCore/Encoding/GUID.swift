// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A random GUID (RFC 9562 §5.4) in the lower-case form that Microsoft's services print.
///
/// Sixteen bytes from the system's generator and a table: Foundation's `UUID()` opens the random device on every call.
package enum GUID {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Draws two new ones with one call of the kernel.
    package static func randomPair() -> (String, String) {
        var generator = DrawnBytes(RandomBytes.draw(32))
        return (random(using: &generator), random(using: &generator))
    }

    /// Draws a new one.
    package static func random() -> String {
        var generator = DrawnBytes(RandomBytes.draw(16))
        return random(using: &generator)
    }

    /// Sixteen bytes as two numbers.
    private struct DrawnBytes: RandomNumberGenerator {
        private var bytes: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

        mutating func next() -> UInt64 {
            defer { self.bytes = self.bytes.dropFirst(8) }
            return self.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// The sixteen bytes of a GUID in the order in which they are written; `nil` for a text that is none.
    package static func bytes(_ text: String) -> [UInt8]? {
        guard isWellFormed(text) else { return nil }
        var digits = Array(text.utf8)
        for place in [23, 18, 13, 8] { digits.remove(at: place) }
        return Hexadecimal.decode(digits)
    }

    /// Draws a new one from a generator that a test controls.
    package static func random(using generator: inout some RandomNumberGenerator) -> String {
        let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x0000_0000_0000_4000
        let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for digit in 0..<32 {
            if digit == 8 || digit == 12 || digit == 16 || digit == 20 { text.append(UInt8(ascii: "-")) }
            let word = digit < 16 ? high : low
            text.append(self.digits[Int(word >> UInt64(60 - 4 * (digit & 0xF)) & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether a text has the form `8-4-4-4-12` of hexadecimal digits, in either case.
    package static func isWellFormed(_ text: some StringProtocol) -> Bool { isWellFormed(utf8: text.utf8) }

    /// Whether a text has the form of one; not generic, for speed in other modules.
    package static func isWellFormed(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        return unsafe text.utf8.withContiguousStorageIfAvailable { unsafe isWellFormed(utf8: $0) }
            ?? isWellFormed(utf8: text.utf8)
    }

    private static func isWellFormed(utf8 text: some Sequence<UInt8>) -> Bool {
        var position = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"):
                guard position < 36, !isDash(at: position) else { return false }
            case UInt8(ascii: "-"): guard isDash(at: position) else { return false }
            default: return false
            }
            position += 1
        }
        return position == 36
    }

    private static func isDash(at position: Int) -> Bool {
        position == 8 || position == 13 || position == 18 || position == 23
    }
}
