// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension PolicyReader {
    /// Reads text up to the next markup; in the raw form an expression may hold what looks like markup.
    mutating func text() {
        let start = self.position
        var end = start
        var text = PolicyText()
        if !self.isStrict, let close = expressionEnd(start) {
            text.append(expressionText(start..<close))
            end = close
        }
        let rest = end
        if rest == start, byte(end) == UInt8(ascii: "<") { end += 1 }
        while end < self.bytes.count {
            if self.bytes[end] == UInt8(ascii: "<") {
                if startsMarkup(end) { break }
                deviate()
            }
            if self.bytes[end] == UInt8(ascii: ">"), end >= start + 2, stands("]]", at: end - 2) { deviate() }
            end += 1
        }
        if rest < end { text.append(decoded(rest..<end)) }
        self.position = end
        text.range = start..<end
        if self.isOutside {
            guard !text.isBlank else { return }
            let offset = text.sourceOffset(text.trimmedRange.lowerBound)
            let (line, column) = self.source.position(offset)
            report("Data at the root level is invalid. Line \(line), position \(column).", at: offset)
            return
        }
        if self.isStrict, !self.cutsExpressions, end < self.bytes.count, cuts(start, end) {
            self.cutsExpressions = true
        }
        add(.text(text))
    }

    /// Whether an expression begins in a range of text and ends behind it.
    private mutating func cuts(_ start: Int, _ end: Int) -> Bool {
        var index = start
        while index < end, Self.isSpace(self.bytes[index]) { index += 1 }
        guard byte(index) == UInt8(ascii: "@") else { return false }
        let bracket = byte(index + 1)
        guard bracket == UInt8(ascii: "(") || bracket == UInt8(ascii: "{") else { return false }
        return ExpressionBoundary.end(in: Array(self.bytes[index..<end]), opening: 1) == nil
            && expressionEnd(index) != nil
    }

    private func startsMarkup(_ index: Int) -> Bool {
        let next = byte(index + 1)
        return next == UInt8(ascii: "/") || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
            || Self.startsName(next)
    }

    /// The text of a range with its references replaced.
    mutating func decoded(_ range: Range<Int>) -> PolicyText {
        var text = PolicyText()
        var start = range.lowerBound
        var index = start
        while index < range.upperBound {
            let byte = self.bytes[index]
            if byte == UInt8(ascii: "&") {
                if let (scalar, end) = reference(index, range.upperBound) {
                    text.append(self.bytes[start..<index], source: start)
                    text.append(replacement: String(scalar).utf8, source: index)
                    index = end
                    start = end
                    continue
                }
                deviate()
            }
            index += 1
        }
        text.append(self.bytes[start..<range.upperBound], source: start)
        return text
    }

    /// Whether XML has a character of this number, surrogates aside.
    private static func isCharacter(_ value: UInt32) -> Bool {
        value >= 0x20 ? value != 0xFFFE && value != 0xFFFF : isSpace(UInt8(truncatingIfNeeded: value))
    }

    /// What a reference stands for; a `&` alone is not XML, but understood.
    private mutating func reference(_ index: Int, _ limit: Int) -> (Unicode.Scalar, Int)? {
        guard let end = self.bytes[index..<min(limit, index + 66)].firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: self.bytes[(index + 1)..<end], as: UTF8.self)
        switch name {
        case "lt": return ("<", end + 1)
        case "gt": return (">", end + 1)
        case "amp": return ("&", end + 1)
        case "quot": return ("\"", end + 1)
        case "apos": return ("'", end + 1)
        default: break
        }
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let value = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            // A sign is no digit to XML.
            if let value, digits.utf8.allSatisfy(Self.isNameByte), Self.isCharacter(value),
                let scalar = Unicode.Scalar(value)
            {
                return (scalar, end + 1)
            }
        }
        if name.utf8.first.map(Self.startsName) == true, name.utf8.allSatisfy(Self.isNameByte) {
            let (line, column) = self.source.position(index + 1)
            report(
                "Reference to undeclared entity '\(name)'. Line \(line), position \(column).",
                at: index,
                length: name.utf8.count + 2
            )
        }
        return nil
    }
}
