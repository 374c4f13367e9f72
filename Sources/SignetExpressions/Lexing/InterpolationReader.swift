// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Takes an interpolated string apart: text, and holes with alignment and format.
struct InterpolationReader {
    let scanner: LiteralScanner
    var position: Int
    let isVerbatim: Bool
    let depth: Int

    mutating func parts() throws(ExpressionError) -> [InterpolationPart] {
        var parts: [InterpolationPart] = []
        var start = self.position
        while self.position < self.scanner.end {
            let byte = self.scanner.bytes[self.position]
            let doubled = self.scanner.byte(self.position + 1) == byte
            switch byte {
            case UInt8(ascii: "\\") where !self.isVerbatim: self.position += 2
            case UInt8(ascii: "\"") where self.isVerbatim: self.position += 2
            case UInt8(ascii: "{") where doubled, UInt8(ascii: "}") where doubled:
                parts.append(.text(try text(start..<self.position + 1)))
                self.position += 2
                start = self.position
            case UInt8(ascii: "}"):
                throw ExpressionError(
                    .syntax,
                    "A '}' character must be escaped (by doubling) in an interpolated string.",
                    at: self.position
                )
            case UInt8(ascii: "{"):
                if start < self.position { parts.append(.text(try text(start..<self.position))) }
                parts.append(try hole())
                start = self.position
            default: self.position += 1
            }
        }
        if start < self.scanner.end { parts.append(.text(try text(start..<self.scanner.end))) }
        return parts
    }

    private func text(_ range: Range<Int>) throws(ExpressionError) -> String {
        self.isVerbatim
            ? EscapeReader.verbatimText(self.scanner.bytes, in: range)
            : try EscapeReader.text(self.scanner.bytes, in: range)
    }

    /// Reads `{expression,alignment:format}`; the position is the brace.
    private mutating func hole() throws(ExpressionError) -> InterpolationPart {
        let open = self.position
        guard let end = self.scanner.closing(open, depth: self.depth + 1) else {
            throw ExpressionError(.syntax, "} expected", at: open)
        }
        self.position = end
        var comma: Int?
        var colon: Int?
        var index = open + 1
        while index < end - 1, colon == nil {
            switch self.scanner.bytes[index] {
            case UInt8(ascii: ","):
                comma = comma ?? index
                index += 1
            case UInt8(ascii: ":"): colon = index
            default: index = skip(index) ?? end
            }
        }
        let close = colon ?? end - 1
        let alignment = comma.map { $0 + 1..<close }
        var format: String?
        if let colon { format = try text(colon + 1..<end - 1) }
        return .hole(expression: open + 1..<(comma ?? close), alignment: alignment, format: format)
    }

    private func skip(_ index: Int) -> Int? {
        switch self.scanner.bytes[index] {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
            self.scanner.closing(index, depth: self.depth + 1)
        default: self.scanner.skip(index, depth: self.depth + 1)
        }
    }
}
