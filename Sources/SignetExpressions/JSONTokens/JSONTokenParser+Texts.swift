// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension JSONTokenParser {
    mutating func name() throws(ExpressionError) -> String {
        if self.next == UInt8(ascii: "\"") || self.next == UInt8(ascii: "'") { return try string() }
        let start = self.position
        while let byte = self.next, Lexer.isDigit(byte) || Self.isLetter(byte) { self.position += 1 }
        guard self.position > start else {
            throw self.next == nil
                ? failure("Unexpected end of content while loading JSON")
                : failure("Invalid property identifier character: \(self.character)")
        }
        return String(decoding: self.bytes[start..<self.position], as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "$")
    }

    /// Reads a number or one of the words.
    mutating func word() throws(ExpressionError) -> ExpressionValue {
        let start = self.position
        while let byte = self.next,
            Lexer.isDigit(byte) || Self.isLetter(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E
        {
            self.position += 1
        }
        if let number = small(start) { return .long(number) }
        let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null", "undefined": return .null
        case "NaN": return .double(.nan)
        case "Infinity": return .double(.infinity)
        case "-Infinity": return .double(-.infinity)
        default: break
        }
        if let first = text.utf8.first, Lexer.isDigit(first) || first == UInt8(ascii: "-") {
            if let number = Int64(text) { return .long(number) }
            if let number = Double(text), !text.utf8.contains(where: Self.isNoNumberLetter) { return .double(number) }
        }
        self.position = start
        guard self.next != nil else { throw failure("Unexpected end of content while loading JSON") }
        throw failure("Unexpected character encountered while parsing value: \(self.character)")
    }

    /// Letters that Swift reads in numbers and JSON does not have there: those of `0x`, `p`, `nan`, `inf`.
    private static func isNoNumberLetter(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "x"), UInt8(ascii: "p"), UInt8(ascii: "n"), UInt8(ascii: "i"): true
        default: false
        }
    }

    /// The value of a few digits from a place on.
    private func small(_ start: Int) -> Int64? {
        guard 1...18 ~= self.position - start else { return nil }
        let isNegative = self.bytes[start] == UInt8(ascii: "-")
        guard !isNegative || self.position - start > 1 else { return nil }
        var value: Int64 = 0
        for byte in self.bytes[(isNegative ? start + 1 : start)..<self.position] {
            guard Lexer.isDigit(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return isNegative ? -value : value
    }

    mutating func string() throws(ExpressionError) -> String {
        let quote = self.bytes[self.position]
        self.position += 1
        var units: [UInt16] = []
        var text = ""
        var start = self.position
        while let byte = self.next, byte != quote {
            self.position += 1
            guard byte == UInt8(ascii: "\\") else { continue }
            text += String(decoding: self.bytes[start..<(self.position - 1)], as: UTF8.self)
            units = [try escape()]
            // The halves of a surrogate pair make one character.
            while 0xD800...0xDBFF ~= units[units.count - 1], self.next == UInt8(ascii: "\\") {
                self.position += 1
                units.append(try escape())
            }
            text += String(decoding: units, as: UTF16.self)
            start = self.position
        }
        guard self.next == quote else {
            throw failure(
                "Unterminated string. Expected delimiter: \(String(decoding: [quote], as: UTF8.self))"
            )
        }
        let rest = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        text = text.isEmpty ? rest : text + rest
        self.position += 1
        try self.memory.charge(text.utf8.count)
        return text
    }

    mutating func escape() throws(ExpressionError) -> UInt16 {
        guard let byte = self.next else { throw failure("Unterminated string. Expected delimiter: \"") }
        self.position += 1
        switch byte {
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "f"): return 12
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"): return UInt16(byte)
        case UInt8(ascii: "u"):
            let digits = String(decoding: self.bytes[self.position...].prefix(4), as: UTF8.self)
            guard digits.utf8.count == 4, digits.utf8.first != UInt8(ascii: "+"), let unit = UInt16(digits, radix: 16)
            else {
                throw failure("Could not convert Unicode escape sequence: \\u\(digits)")
            }
            self.position += 4
            return unit
        default:
            throw failure("Bad JSON escape sequence: \\\(String(decoding: [byte], as: UTF8.self))")
        }
    }
}
