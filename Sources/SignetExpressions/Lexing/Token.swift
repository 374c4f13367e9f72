// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A word of the language, with its place in bytes.
struct Token: Sendable {
    let kind: TokenKind
    let start: Int
    let end: Int
}

/// What a token is.
enum TokenKind: Sendable {
    /// A name, without the `@` that may stand before it.
    case identifier(String)
    case keyword(Keyword)
    case literal(LiteralSyntax)
    case interpolated([InterpolationPart])
    case punctuator(Punctuator)
    case end
}

/// A piece of an interpolated string.
enum InterpolationPart: Sendable {
    case text(String)
    /// The places of the expression and of the alignment in the text, and the format behind the colon.
    case hole(expression: Range<Int>, alignment: Range<Int>?, format: String?)
}

/// The value of a literal, with the type that its form gives it.
enum LiteralSyntax: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int32)
    case uint(UInt32)
    case long(Int64)
    case ulong(UInt64)
    case float(String)
    case double(Double)
    case decimal(String)
    case char(UInt16)
    case string(String)
}

/// Signs that stand between the words; `>>` is two signs, as generics need it.
enum Punctuator: String, Sendable, CaseIterable {
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case leftBracket = "["
    case rightBracket = "]"
    case leftBrace = "{"
    case rightBrace = "}"
    case dot = "."
    case questionDot = "?."
    case question = "?"
    case questionQuestion = "??"
    case colon = ":"
    case semicolon = ";"
    case comma = ","
    case plus = "+"
    case minus = "-"
    case star = "*"
    case slash = "/"
    case percent = "%"
    case ampersand = "&"
    case bar = "|"
    case caret = "^"
    case exclamation = "!"
    case tilde = "~"
    case less = "<"
    case greater = ">"
    case lessEqual = "<="
    case greaterEqual = ">="
    case equalEqual = "=="
    case exclamationEqual = "!="
    case ampersandAmpersand = "&&"
    case barBar = "||"
    case shiftLeft = "<<"
    case arrow = "=>"
    case equal = "="
    case plusEqual = "+="
    case minusEqual = "-="
    case starEqual = "*="
    case slashEqual = "/="
    case percentEqual = "%="
    case ampersandEqual = "&="
    case barEqual = "|="
    case caretEqual = "^="
    case shiftLeftEqual = "<<="
    case plusPlus = "++"
    case minusMinus = "--"

    /// The longest sign that the bytes begin with.
    static func matching(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> (Punctuator, Int)? {
        if first == UInt8(ascii: "<"), second == first, third == UInt8(ascii: "=") { return (.shiftLeftEqual, 3) }
        // `a?.5:b` is a choice between numbers.
        let isDigit = third >= UInt8(ascii: "0") && third <= UInt8(ascii: "9")
        if first == UInt8(ascii: "?"), second == UInt8(ascii: "."), isDigit { return (.question, 1) }
        guard first < 0x80 else { return nil }
        if second > 0, second < 0x80, let punctuator = self.pairs[Int(first) << 7 | Int(second)] {
            return (punctuator, 2)
        }
        return self.pairs[Int(first) << 7].map { ($0, 1) }
    }

    /// The signs of one or two characters by these; NUL stands for no second one.
    private static let pairs: [Punctuator?] = {
        var pairs = [Punctuator?](repeating: nil, count: 128 * 128)
        for punctuator in allCases {
            let spelling = Array(punctuator.rawValue.utf8)
            if spelling.count < 3 {
                pairs[Int(spelling[0]) << 7 | (spelling.count > 1 ? Int(spelling[1]) : 0)] = punctuator
            }
        }
        return pairs
    }()
}
