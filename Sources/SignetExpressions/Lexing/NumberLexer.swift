// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads numeric literals: decimal, hexadecimal, binary, real, with separators and suffixes.
struct NumberLexer {
    let scanner: LiteralScanner
    var position: Int

    private var byte: UInt8 { self.scanner.byte(self.position) }

    mutating func literal() throws(ExpressionError) -> LiteralSyntax {
        let start = self.position
        let second = self.scanner.byte(start + 1) | 0x20
        if self.byte == UInt8(ascii: "0"), second == UInt8(ascii: "x") || second == UInt8(ascii: "b") {
            self.position += 2
            let radix = second == UInt8(ascii: "x") ? 16 : 2
            return try integer(digits(radix: radix), radix: radix, start: start)
        }
        var text = digits(radix: 10)
        var isReal = false
        if self.byte == UInt8(ascii: "."), Lexer.isDigit(self.scanner.byte(self.position + 1)) {
            self.position += 1
            isReal = true
            text += "." + digits(radix: 10)
        }
        if let exponent = exponent() {
            isReal = true
            text += exponent
        }
        switch self.byte | 0x20 {
        case UInt8(ascii: "f"):
            self.position += 1
            return .float(text)
        case UInt8(ascii: "d"):
            self.position += 1
            return try real(text, start: start)
        case UInt8(ascii: "m"):
            self.position += 1
            return .decimal(text)
        default: return isReal ? try real(text, start: start) : try integer(text, radix: 10, start: start)
        }
    }

    private mutating func digits(radix: Int) -> String {
        var text = ""
        while let digit = Self.hexadecimalDigit(self.byte), digit < radix {
            text.unicodeScalars.append(Unicode.Scalar(self.byte))
            self.position += 1
            var separators = self.position
            while self.scanner.byte(separators) == UInt8(ascii: "_") { separators += 1 }
            if Self.hexadecimalDigit(self.scanner.byte(separators)) != nil { self.position = separators }
        }
        return text
    }

    private mutating func exponent() -> String? {
        guard self.byte | 0x20 == UInt8(ascii: "e") else { return nil }
        let sign = self.scanner.byte(self.position + 1)
        let isSigned = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
        guard Lexer.isDigit(self.scanner.byte(self.position + (isSigned ? 2 : 1))) else { return nil }
        self.position += isSigned ? 2 : 1
        return "e" + (sign == UInt8(ascii: "-") ? "-" : "") + digits(radix: 10)
    }

    private func real(_ text: String, start: Int) throws(ExpressionError) -> LiteralSyntax {
        guard let value = Double(text.hasPrefix(".") ? "0" + text : text), value.isFinite else {
            throw ExpressionError(.syntax, "Floating-point constant is outside the range of type 'double'", at: start)
        }
        return .double(value)
    }

    private mutating func integer(_ text: String, radix: Int, start: Int) throws(ExpressionError) -> LiteralSyntax {
        guard !text.isEmpty else { throw ExpressionError(.syntax, "Invalid number", at: start) }
        guard let value = UInt64(text, radix: radix) else {
            throw ExpressionError(.syntax, "Integral constant is too large", at: start)
        }
        var unsigned = false
        var long = false
        while true {
            if !unsigned, self.byte | 0x20 == UInt8(ascii: "u") {
                unsigned = true
            } else if !long, self.byte | 0x20 == UInt8(ascii: "l") {
                long = true
            } else {
                break
            }
            self.position += 1
        }
        if !unsigned, !long, let small = Int32(exactly: value) { return .int(small) }
        if !long, let small = UInt32(exactly: value) { return .uint(small) }
        if !unsigned, let signed = Int64(exactly: value) { return .long(signed) }
        return .ulong(value)
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
    }

    static func hexadecimalDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): Int(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
