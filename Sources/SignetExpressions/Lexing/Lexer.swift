// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Cuts an expression's text into tokens.
struct Lexer {
    let scanner: LiteralScanner
    var position: Int
    private let depth: Int

    private var end: Int { self.scanner.end }
    private var bytes: [UInt8] { self.scanner.bytes }

    /// The tokens of a part of the text, with an ``TokenKind/end`` behind the last.
    ///
    /// - Parameters:
    ///   - bytes: The whole text.
    ///   - range: The part, such as the hole of an interpolated string.
    ///   - depth: How many interpolated strings are around it.
    /// - Returns: The tokens.
    /// - Throws: ``ExpressionError`` with the compiler's words for what is no token.
    static func tokens(of bytes: [UInt8], in range: Range<Int>, depth: Int = 0) throws(ExpressionError) -> [Token] {
        var lexer = Lexer(
            scanner: LiteralScanner(bytes: bytes, end: range.upperBound),
            position: range.lowerBound,
            depth: depth
        )
        var tokens: [Token] = []
        tokens.reserveCapacity(range.count / 4 + 1)
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if case .end = token.kind { return tokens }
        }
    }

    private mutating func next() throws(ExpressionError) -> Token {
        try skipSpace()
        let start = self.position
        guard start < self.end else { return Token(kind: .end, start: start, end: start) }
        let kind = try kind()
        return Token(kind: kind, start: start, end: self.position)
    }

    private mutating func skipSpace() throws(ExpressionError) {
        while self.position < self.end {
            switch self.bytes[self.position] {
            case 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D: self.position += 1
            case 0xC2 where self.scanner.byte(self.position + 1) == 0xA0: self.position += 2
            case 0xEF where self.scanner.byte(self.position + 1) == 0xBB: self.position += 3
            case UInt8(ascii: "/") where self.scanner.byte(self.position + 1) == UInt8(ascii: "/"):
                self.position = self.scanner.lineComment(self.position)
            case UInt8(ascii: "/") where self.scanner.byte(self.position + 1) == UInt8(ascii: "*"):
                guard let end = self.scanner.blockComment(self.position) else {
                    throw ExpressionError(.syntax, "End-of-file found, '*/' expected", at: self.position)
                }
                self.position = end
            default: return
            }
        }
    }

    private mutating func kind() throws(ExpressionError) -> TokenKind {
        let first = self.bytes[self.position]
        let second = self.scanner.byte(self.position + 1)
        let third = self.scanner.byte(self.position + 2)
        let quote = UInt8(ascii: "\"")
        switch first {
        case quote: return .literal(.string(try string()))
        case UInt8(ascii: "'"): return .literal(.char(try character()))
        case UInt8(ascii: "@") where second == quote: return .literal(.string(try verbatimString()))
        case UInt8(ascii: "$") where second == quote: return try interpolated(quoteAt: 1, verbatim: false)
        case UInt8(ascii: "$") where second == UInt8(ascii: "@") && third == quote,
            UInt8(ascii: "@") where second == UInt8(ascii: "$") && third == quote:
            return try interpolated(quoteAt: 2, verbatim: true)
        case UInt8(ascii: "@") where Self.startsIdentifier(second):
            self.position += 1
            return .identifier(text(of: identifier()))
        case UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: ".") where Self.isDigit(second):
            var number = NumberLexer(scanner: self.scanner, position: self.position)
            let literal = try number.literal()
            self.position = number.position
            return .literal(literal)
        case _ where Self.startsIdentifier(first): return word()
        default: return try punctuator(first, second, third)
        }
    }

    private mutating func punctuator(
        _ first: UInt8,
        _ second: UInt8,
        _ third: UInt8
    ) throws(ExpressionError) -> TokenKind {
        guard let (punctuator, length) = Punctuator.matching(first, second, third) else {
            let character = String(decoding: CollectionOfOne(first), as: UTF8.self)
            throw ExpressionError(.syntax, "Unexpected character '\(character)'", at: self.position)
        }
        self.position += length
        return .punctuator(punctuator)
    }

    private mutating func word() -> TokenKind {
        let range = identifier()
        guard let keyword = Keyword.matching(self.bytes, in: range) else { return .identifier(text(of: range)) }
        switch keyword {
        case .true: return .literal(.bool(true))
        case .false: return .literal(.bool(false))
        case .null: return .literal(.null)
        default: return .keyword(keyword)
        }
    }

    private mutating func identifier() -> Range<Int> {
        let start = self.position
        while self.position < self.end, Self.continuesIdentifier(self.bytes[self.position]) { self.position += 1 }
        return start..<self.position
    }

    private func text(of range: Range<Int>) -> String { String(decoding: self.bytes[range], as: UTF8.self) }

    static func isHexadecimal(_ byte: UInt8) -> Bool { NumberLexer.hexadecimalDigit(byte) != nil }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func startsIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: byte >= 0x80
        }
    }

    static func continuesIdentifier(_ byte: UInt8) -> Bool { startsIdentifier(byte) || isDigit(byte) }
}

extension Lexer {
    private mutating func string() throws(ExpressionError) -> String {
        let start = self.position
        guard let end = self.scanner.string(start) else {
            throw ExpressionError(.syntax, "Newline in constant", at: start)
        }
        self.position = end
        return try EscapeReader.text(self.bytes, in: start + 1..<end - 1)
    }

    private mutating func verbatimString() throws(ExpressionError) -> String {
        let start = self.position
        guard let end = self.scanner.verbatim(start + 1) else {
            throw ExpressionError(.syntax, "Unterminated string literal", at: start)
        }
        self.position = end
        return EscapeReader.verbatimText(self.bytes, in: start + 2..<end - 1)
    }

    private mutating func character() throws(ExpressionError) -> UInt16 {
        let start = self.position
        guard let end = self.scanner.character(start) else {
            throw ExpressionError(.syntax, "Newline in constant", at: start)
        }
        self.position = end
        let units = Array(try EscapeReader.text(self.bytes, in: start + 1..<end - 1).utf16)
        guard let unit = units.first else { throw ExpressionError(.syntax, "Empty character literal", at: start) }
        guard units.count == 1 else {
            throw ExpressionError(.syntax, "Too many characters in character literal", at: start)
        }
        return unit
    }

    private mutating func interpolated(quoteAt offset: Int, verbatim: Bool) throws(ExpressionError) -> TokenKind {
        let start = self.position
        let end = self.scanner.interpolated(start + offset, verbatim: verbatim, depth: self.depth)
        guard let end else {
            throw ExpressionError(.syntax, "Unterminated interpolated string literal", at: start)
        }
        self.position = end
        var reader = InterpolationReader(
            scanner: LiteralScanner(bytes: self.bytes, end: end - 1),
            position: start + offset + 1,
            isVerbatim: verbatim,
            depth: self.depth
        )
        return .interpolated(try reader.parts())
    }
}
