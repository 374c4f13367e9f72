// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A word of an expression, for those who look at its text and not at its meaning, such as a lint.
package struct ExpressionWord: Sendable, Hashable {
    /// What a word is.
    package enum Kind: Sendable, Hashable {
        /// A name or a keyword.
        case name(String)
        /// A string, or a piece of an interpolated one, with its value.
        case string(String)
        /// Any other literal, as written.
        case literal(String)
        /// A sign, as written.
        case sign(String)
    }

    /// What it is.
    package let kind: Kind
    /// Where it begins, in bytes.
    package let offset: Int

    /// The words of an expression, those within interpolated strings included.
    ///
    /// - Parameter source: The C#, without the brackets around it.
    /// - Returns: The words up to the first thing that is none.
    package static func words(of source: String) -> [ExpressionWord] {
        let bytes = Array(source.utf8)
        return words(bytes, bytes.indices, depth: 0)
    }

    private static func words(_ bytes: [UInt8], _ range: Range<Int>, depth: Int) -> [ExpressionWord] {
        guard let tokens = try? Lexer.tokens(of: bytes, in: range, depth: depth) else { return [] }
        return tokens.flatMap { token -> [ExpressionWord] in
            let written = String(decoding: bytes[token.start..<token.end], as: UTF8.self)
            switch token.kind {
            case .end: return []
            case .identifier(let name): return [ExpressionWord(kind: .name(name), offset: token.start)]
            case .keyword(let word): return [ExpressionWord(kind: .name(word.rawValue), offset: token.start)]
            case .literal(.string(let text)): return [ExpressionWord(kind: .string(text), offset: token.start)]
            case .literal: return [ExpressionWord(kind: .literal(written), offset: token.start)]
            case .punctuator(let sign): return [ExpressionWord(kind: .sign(sign.rawValue), offset: token.start)]
            case .interpolated(let parts):
                return parts.flatMap { part -> [ExpressionWord] in
                    switch part {
                    case .text(let text): [ExpressionWord(kind: .string(text), offset: token.start)]
                    case .hole(let hole, _, _): words(bytes, hole, depth: depth + 1)
                    }
                }
            }
        }
    }
}
