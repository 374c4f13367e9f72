// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Finds where an expression ends, as C# does: brackets nest, and those in strings and comments do not count.
///
/// A policy document in the raw form cannot be read without this: `"` inside an attribute in quotes is usual there.
package enum ExpressionBoundary {
    /// The index behind the bracket that closes the one at `opening`.
    ///
    /// - Parameters:
    ///   - bytes: The text, UTF-8.
    ///   - opening: The index of a `(`, `{` or `[`.
    /// - Returns: `nil` when the brackets, strings or comments do not end or do not match.
    package static func end(in bytes: [UInt8], opening: Int) -> Int? {
        LiteralScanner(bytes: bytes, end: bytes.count).closing(opening)
    }

    /// Whether an XML reference such as `&quot;` stands in a part of the text where C# has code, not a string.
    ///
    /// There it cannot mean anything: the expression was written for the encoded form of a document.
    package static func hasReferenceInCode(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
        let scanner = LiteralScanner(bytes: bytes, end: range.upperBound)
        var index = range.lowerBound
        while index < range.upperBound {
            switch bytes[index] {
            case UInt8(ascii: "&"):
                if startsReference(bytes, index, range.upperBound) { return true }
                index += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "$"):
                index = scanner.skip(index, depth: 0) ?? index + 1
            default: index += 1
            }
        }
        return false
    }

    private static func startsReference(_ bytes: [UInt8], _ index: Int, _ end: Int) -> Bool {
        ["quot;", "lt;", "gt;", "amp;", "apos;", "#"]
            .contains { name in
                bytes[(index + 1)..<end].starts(with: name.utf8)
            }
    }
}

/// Skips strings, characters, comments and brackets without looking at what they mean.
struct LiteralScanner {
    let bytes: [UInt8]
    let end: Int
    private let maximumBrackets = 1_024
    private let maximumInterpolations = 16

    init(bytes: [UInt8], end: Int) {
        self.bytes = bytes
        self.end = end
    }

    func byte(_ index: Int) -> UInt8 { index < self.end ? self.bytes[index] : 0 }

    /// The index behind the bracket that closes the one at `opening`.
    func closing(_ opening: Int, depth: Int = 0) -> Int? {
        var open: [UInt8] = []
        var index = opening
        let bytes = self.bytes
        while index < self.end {
            switch bytes[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                guard open.count < self.maximumBrackets else { return nil }
                open.append(bytes[index])
                index += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard let last = open.popLast(), Self.pair(last) == bytes[index] else { return nil }
                index += 1
                if open.isEmpty { return index }
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"), UInt8(ascii: "@"), UInt8(ascii: "$"):
                guard let next = skip(index, depth: depth) else { return nil }
                index = next
            default: index += 1
            }
        }
        return nil
    }

    private static func pair(_ bracket: UInt8) -> UInt8 {
        switch bracket {
        case UInt8(ascii: "("): UInt8(ascii: ")")
        case UInt8(ascii: "["): UInt8(ascii: "]")
        default: UInt8(ascii: "}")
        }
    }

    /// The index behind the string, character, comment or single byte at `index`; `nil` when it has no end.
    func skip(_ index: Int, depth: Int) -> Int? {
        switch self.bytes[index] {
        case UInt8(ascii: "\""): return string(index)
        case UInt8(ascii: "'"): return character(index)
        case UInt8(ascii: "/") where byte(index + 1) == UInt8(ascii: "/"): return lineComment(index)
        case UInt8(ascii: "/") where byte(index + 1) == UInt8(ascii: "*"): return blockComment(index)
        case UInt8(ascii: "@") where byte(index + 1) == UInt8(ascii: "\""): return verbatim(index + 1)
        case UInt8(ascii: "$") where byte(index + 1) == UInt8(ascii: "\""):
            return interpolated(index + 1, verbatim: false, depth: depth)
        case UInt8(ascii: "$") where byte(index + 1) == UInt8(ascii: "@") && byte(index + 2) == UInt8(ascii: "\""),
            UInt8(ascii: "@") where byte(index + 1) == UInt8(ascii: "$") && byte(index + 2) == UInt8(ascii: "\""):
            return interpolated(index + 2, verbatim: true, depth: depth)
        default: return index + 1
        }
    }

    /// The index behind a regular string; `index` is its opening quote.
    func string(_ index: Int) -> Int? { quoted(index, by: UInt8(ascii: "\"")) }

    /// The index behind a character literal; `index` is its opening quote.
    func character(_ index: Int) -> Int? { quoted(index, by: UInt8(ascii: "'")) }

    private func quoted(_ index: Int, by quote: UInt8) -> Int? {
        var index = index + 1
        while index < self.end {
            switch self.bytes[index] {
            case quote: return index + 1
            case UInt8(ascii: "\\"): index += 2
            case 0x0A, 0x0D: return nil
            default: index += 1
            }
        }
        return nil
    }

    /// The index behind a verbatim string; `index` is its opening quote.
    func verbatim(_ index: Int) -> Int? {
        var index = index + 1
        while index < self.end {
            guard self.bytes[index] == UInt8(ascii: "\"") else {
                index += 1
                continue
            }
            guard byte(index + 1) == UInt8(ascii: "\"") else { return index + 1 }
            index += 2
        }
        return nil
    }

    /// The index behind an interpolated string; `index` is its opening quote.
    func interpolated(_ index: Int, verbatim: Bool, depth: Int) -> Int? {
        guard depth < self.maximumInterpolations else { return nil }
        var index = index + 1
        while index < self.end {
            switch self.bytes[index] {
            case UInt8(ascii: "\"") where verbatim && byte(index + 1) == UInt8(ascii: "\""): index += 2
            case UInt8(ascii: "\""): return index + 1
            case UInt8(ascii: "\\") where !verbatim: index += 2
            case 0x0A where !verbatim, 0x0D where !verbatim: return nil
            case UInt8(ascii: "{") where byte(index + 1) == UInt8(ascii: "{"): index += 2
            case UInt8(ascii: "{"):
                guard let next = closing(index, depth: depth + 1) else { return nil }
                index = next
            default: index += 1
            }
        }
        return nil
    }

    func lineComment(_ index: Int) -> Int {
        var index = index + 2
        while index < self.end, self.bytes[index] != 0x0A, self.bytes[index] != 0x0D { index += 1 }
        return index
    }

    /// The index behind a block comment; `index` is its slash.
    func blockComment(_ index: Int) -> Int? {
        var index = index + 2
        while index + 1 < self.end {
            if self.bytes[index] == UInt8(ascii: "*"), self.bytes[index + 1] == UInt8(ascii: "/") { return index + 2 }
            index += 1
        }
        return nil
    }
}
