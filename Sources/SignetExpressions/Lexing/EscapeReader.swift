// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Turns what stands between quotes into the text that it means.
enum EscapeReader {
    /// The text of a regular string.
    static func text(_ bytes: [UInt8], in range: Range<Int>) throws(ExpressionError) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var high: UInt16?
        var index = range.lowerBound
        while index < range.upperBound {
            guard bytes[index] == UInt8(ascii: "\\") else {
                flush(&high, into: &text)
                text.append(bytes[index])
                index += 1
                continue
            }
            let (scalar, next) = try escape(bytes, at: index, end: range.upperBound)
            index = next
            append(scalar, to: &text, high: &high)
        }
        flush(&high, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// The text of a verbatim string, in which only `""` means something else than it says.
    static func verbatimText(_ bytes: [UInt8], in range: Range<Int>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            text.append(bytes[index])
            index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func append(_ value: UInt32, to text: inout [UInt8], high: inout UInt16?) {
        if let first = high, (0xDC00...0xDFFF).contains(value) {
            high = nil
            let combined = 0x10000 + (UInt32(first) - 0xD800) << 10 + (value - 0xDC00)
            text.append(contentsOf: String(Unicode.Scalar(combined) ?? "\u{FFFD}").utf8)
            return
        }
        flush(&high, into: &text)
        if (0xD800...0xDBFF).contains(value) {
            high = UInt16(value)
        } else {
            text.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
        }
    }

    private static func flush(_ high: inout UInt16?, into text: inout [UInt8]) {
        guard high != nil else { return }
        high = nil
        text.append(contentsOf: [0xEF, 0xBF, 0xBD])
    }

    private static func escape(_ bytes: [UInt8], at start: Int, end: Int) throws(ExpressionError) -> (UInt32, Int) {
        guard start + 1 < end else { throw ExpressionError(.syntax, "Unrecognized escape sequence", at: start) }
        let after = start + 2
        switch bytes[start + 1] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"): return (UInt32(bytes[start + 1]), after)
        case UInt8(ascii: "0"): return (0, after)
        case UInt8(ascii: "a"): return (0x07, after)
        case UInt8(ascii: "b"): return (0x08, after)
        case UInt8(ascii: "f"): return (0x0C, after)
        case UInt8(ascii: "n"): return (0x0A, after)
        case UInt8(ascii: "r"): return (0x0D, after)
        case UInt8(ascii: "t"): return (0x09, after)
        case UInt8(ascii: "v"): return (0x0B, after)
        case UInt8(ascii: "u"): return try hexadecimal(bytes, from: after, digits: 4...4, end: end, start: start)
        case UInt8(ascii: "U"): return try hexadecimal(bytes, from: after, digits: 8...8, end: end, start: start)
        case UInt8(ascii: "x"): return try hexadecimal(bytes, from: after, digits: 1...4, end: end, start: start)
        default: throw ExpressionError(.syntax, "Unrecognized escape sequence", at: start)
        }
    }

    private static func hexadecimal(
        _ bytes: [UInt8],
        from first: Int,
        digits: ClosedRange<Int>,
        end: Int,
        start: Int
    ) throws(ExpressionError) -> (UInt32, Int) {
        var index = first
        var value: UInt32 = 0
        while index < min(end, first + digits.upperBound), let digit = NumberLexer.hexadecimalDigit(bytes[index]) {
            value = value << 4 | UInt32(digit)
            index += 1
        }
        guard index - first >= digits.lowerBound, value <= 0x10FFFF else {
            throw ExpressionError(.syntax, "Unrecognized escape sequence", at: start)
        }
        return (value, index)
    }
}
