// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// Where in a text an expression stands, if the whole text is one.
struct ExpressionText {
    /// The C# between the brackets.
    let source: String
    let form: CompiledExpression.Form
    /// The offset of the C# in the text.
    let offset: Int
    /// Whether it has an end.
    let isClosed: Bool

    init?(_ text: PolicyText) {
        let range = text.trimmedRange
        guard range.count > 2, text.bytes[range.lowerBound] == UInt8(ascii: "@") else { return nil }
        let bracket = text.bytes[range.lowerBound + 1]
        guard bracket == UInt8(ascii: "(") || bracket == UInt8(ascii: "{") else { return nil }
        let closing = bracket == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}")
        let end = ExpressionBoundary.end(in: text.bytes, opening: range.lowerBound + 1)
        // An expression that has no end is one with a fault, not a text.
        guard end == nil || end == range.upperBound else { return nil }
        self.isClosed = end != nil
        let hasBracket = end != nil || text.bytes[range.upperBound - 1] == closing
        self.form = bracket == UInt8(ascii: "(") ? .single : .block
        self.offset = range.lowerBound + 2
        let inner = self.offset..<max(self.offset, range.upperBound - (hasBracket ? 1 : 0))
        self.source = String(decoding: text.bytes[inner], as: UTF8.self)
    }
}
