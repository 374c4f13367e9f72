// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Base64 with the standard alphabet (RFC 4648 §4), and a lenient reader of both alphabets.
package enum Base64 {
    /// Encodes with padding.
    package static func encode(_ bytes: some Collection<UInt8>) -> String { encode(Array(bytes)) }

    /// Encodes with padding; not generic, for speed in other modules.
    package static func encode(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        Base64Alphabet.standard.append(bytes, to: &out)
        while out.count % 4 != 0 { out.append(UInt8(ascii: "=")) }
        return String(decoding: out, as: UTF8.self)
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
        // What clients are asked to send, most do send.
        if let bytes = Base64Alphabet.urlSafe.decode(slice: text[...]) { return bytes }
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
        return Base64Alphabet.urlSafe.decode(slice: kept[...], lenientTail: true)
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

    /// Appends the unpadded text of an array: three bytes at a time, for the paths that are measured.
    func append(_ bytes: [UInt8], to out: inout [UInt8]) {
        let count = (bytes.count * 4 + 2) / 3
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { text in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe self.encoding.withUnsafeBufferPointer { table in
                    unsafe Self.encode(bytes, to: text, table)
                }
            }
            unsafe out.append(contentsOf: UnsafeBufferPointer(text))
        }
    }

    /// Fills `text`, which is as long as the text of `bytes` without padding.
    private static func encode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        to text: UnsafeMutableBufferPointer<UInt8>,
        _ table: UnsafeBufferPointer<UInt8>
    ) {
        var index = 0
        var place = 0
        let whole = bytes.count / 3 * 3
        while index < whole {
            let (first, second, third) = unsafe (bytes[index], bytes[index &+ 1], bytes[index &+ 2])
            unsafe text[place] = table[Int(first >> 2)]
            unsafe text[place &+ 1] = table[Int((first & 0x03) << 4 | second >> 4)]
            unsafe text[place &+ 2] = table[Int((second & 0x0F) << 2 | third >> 6)]
            unsafe text[place &+ 3] = table[Int(third & 0x3F)]
            index &+= 3
            place &+= 4
        }
        let rest = bytes.count - whole
        guard rest > 0 else { return }
        let first = unsafe bytes[index]
        let second = rest == 2 ? unsafe bytes[index + 1] : 0
        unsafe text[place] = table[Int(first >> 2)]
        unsafe text[place + 1] = table[Int((first & 0x03) << 4 | second >> 4)]
        if rest == 2 { unsafe text[place + 2] = table[Int((second & 0x0F) << 2)] }
    }

    /// Decodes unpadded text, four characters at a time, for the paths that are measured; with `lenientTail` the bits that
    /// no byte uses may be anything.
    func decode(slice text: ArraySlice<UInt8>, lenientTail: Bool = false) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        // What no whole group holds, and nothing else, is read bit by bit.
        let whole = text.count / 4
        guard let rest = decode(text.dropFirst(whole * 4), lenientTail: lenientTail) else { return nil }
        var seen: UInt8 = 0
        let out = unsafe [UInt8](unsafeUninitializedCapacity: whole * 3 + rest.count) { out, count in
            unsafe text.withUnsafeBufferPointer { text in
                seen = unsafe self.decoding.withUnsafeBufferPointer { table in
                    unsafe Self.decode(text, groups: whole, to: out, table)
                }
            }
            for (index, byte) in rest.enumerated() { unsafe out[whole * 3 + index] = byte }
            count = whole * 3 + rest.count
        }
        // No value of a character reaches the upper bits; what is in no alphabet has them all.
        return seen < 0x40 ? out : nil
    }

    /// Fills `out` with the bytes of whole groups of four characters, and gives all bits that their values have.
    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>,
        groups: Int,
        to out: UnsafeMutableBufferPointer<UInt8>,
        _ table: UnsafeBufferPointer<UInt8>
    ) -> UInt8 {
        var seen: UInt8 = 0
        for group in 0..<groups {
            let index = group * 4
            let (a, b) = unsafe (table[Int(text[index])], table[Int(text[index + 1])])
            let (c, d) = unsafe (table[Int(text[index + 2])], table[Int(text[index + 3])])
            seen |= a | b | c | d
            let place = group * 3
            unsafe out[place] = a << 2 | b >> 4
            unsafe out[place + 1] = b << 4 | c >> 2
            unsafe out[place + 2] = c << 6 | d
        }
        return seen
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
