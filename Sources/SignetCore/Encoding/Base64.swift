// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Base64 with the standard alphabet (RFC 4648 §4), and a lenient reader of both alphabets.
package enum Base64 {
    /// Encodes with padding.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        Base64Alphabet.standard.encode(bytes, padded: true)
    }

    /// Decodes what clients of the field really send: either alphabet, padded or not, white space between.
    ///
    /// - Returns: The bytes, or `nil` where a character is in neither alphabet or the length is impossible.
    package static func decodeLenient(_ text: some StringProtocol) -> [UInt8]? {
        decodeLenient(Array(text.utf8))
    }

    /// Decodes either alphabet, padded or not, white space between.
    package static func decodeLenient(_ text: some Collection<UInt8>) -> [UInt8]? { decodeLenient(Array(text)) }

    /// Decodes either alphabet; not generic, for speed in other modules.
    package static func decodeLenient(_ text: String) -> [UInt8]? { decodeLenient(Array(text.utf8)) }

    /// Decodes either alphabet; not generic, for speed in other modules.
    package static func decodeLenient(_ text: [UInt8]) -> [UInt8]? {
        var kept: [UInt8] = []
        kept.reserveCapacity(text.count)
        var padding = 0
        for byte in text {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
                continue
            case UInt8(ascii: "="):
                padding += 1
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                kept.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"), UInt8(ascii: "_"):
                kept.append(UInt8(ascii: "_"))
            default:
                kept.append(byte)
            }
            if padding > 0, byte != UInt8(ascii: "=") { return nil }
        }
        guard padding <= 2 else { return nil }
        return Base64Alphabet.urlSafe.decode(kept, lenientTail: true)
    }
}

/// One of the two alphabets with its tables.
struct Base64Alphabet: Sendable {
    static let standard = Base64Alphabet(characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    static let urlSafe = Base64Alphabet(characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    private let encoding: [UInt8]
    private let decoding: [UInt8]

    private init(characters: String) {
        self.encoding = Array(characters.utf8)
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, character) in self.encoding.enumerated() {
            table[Int(character)] = UInt8(value)
        }
        self.decoding = table
    }

    func encode(_ bytes: some Collection<UInt8>, padded: Bool) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = (pending << 8 | UInt32(byte)) & 0xFFFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                out.append(self.encoding[Int(pending >> bits & 0x3F)])
            }
        }
        if bits > 0 {
            out.append(self.encoding[Int(pending << (6 - bits) & 0x3F)])
        }
        while padded, out.count % 4 != 0 {
            out.append(UInt8(ascii: "="))
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends the unpadded text of an array: three bytes at a time, for the paths that are measured.
    func append(_ bytes: [UInt8], to out: inout [UInt8]) {
        out.reserveCapacity(out.count + (bytes.count * 4 + 2) / 3)
        let table = self.encoding
        var index = 0
        while index + 2 < bytes.count {
            let group = UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
            out.append(table[Int(group >> 18)])
            out.append(table[Int(group >> 12 & 0x3F)])
            out.append(table[Int(group >> 6 & 0x3F)])
            out.append(table[Int(group & 0x3F)])
            index += 3
        }
        let rest = bytes.count - index
        guard rest > 0 else { return }
        let second = rest == 2 ? UInt32(bytes[index + 1]) : 0
        let group = UInt32(bytes[index]) << 16 | second << 8
        out.append(table[Int(group >> 18)])
        out.append(table[Int(group >> 12 & 0x3F)])
        if rest == 2 { out.append(table[Int(group >> 6 & 0x3F)]) }
    }

    /// Decodes canonical unpadded text, four characters at a time, for the paths that are measured.
    func decode(slice text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(text.count / 4 * 3 + 2)
        let table = self.decoding
        var index = text.startIndex
        var seen: UInt8 = 0
        while text.endIndex - index >= 4 {
            let (a, b) = (table[Int(text[index])], table[Int(text[index + 1])])
            let (c, d) = (table[Int(text[index + 2])], table[Int(text[index + 3])])
            seen |= a | b | c | d
            out.append(a << 2 | b >> 4)
            out.append(b << 4 | c >> 2)
            out.append(c << 6 | d)
            index += 4
        }
        // No value of a character reaches the upper bits; what is in no alphabet has them all.
        guard seen < 0x40, let rest = decode(text[index...], lenientTail: false) else { return nil }
        return out + rest
    }

    /// Decodes unpadded text; with `lenientTail` the bits that no byte uses may be anything.
    func decode(_ text: some Collection<UInt8>, lenientTail: Bool = false) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(text.count / 4 * 3 + 2)
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for character in text {
            let value = self.decoding[Int(character)]
            guard value != 0xFF else { return nil }
            pending = (pending << 6 | UInt32(value)) & 0xFFFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: pending >> bits))
            }
        }
        let unused = pending & ((1 << bits) - 1)
        guard lenientTail || unused == 0 else { return nil }
        return out
    }
}
