// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// How values are spelt in the two forms.
enum PolicySpelling {
    /// An expression as XML; one that XML takes as it is stays.
    static func escaped(_ expression: [UInt8], quote: UInt8?) -> [UInt8] {
        guard needsEscapes(expression, quote: quote) else { return expression }
        var result: [UInt8] = []
        for byte in expression {
            switch byte {
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: ">"): result += Array("&gt;".utf8)
            case UInt8(ascii: "\"") where quote == byte: result += Array("&quot;".utf8)
            case UInt8(ascii: "'") where quote == byte: result += Array("&apos;".utf8)
            case 0x0A where quote != nil: result += Array("&#xA;".utf8)
            case 0x0D where quote != nil: result += Array("&#xD;".utf8)
            case 0x09 where quote != nil: result += Array("&#x9;".utf8)
            default: result.append(byte)
            }
        }
        return result
    }

    private static func needsEscapes(_ expression: [UInt8], quote: UInt8?) -> Bool {
        for (index, byte) in expression.enumerated() {
            if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<") || byte == quote { return true }
            if byte == UInt8(ascii: "]"), expression[index...].starts(with: "]]>".utf8) { return true }
        }
        return false
    }

    /// An expression as C# has it; `nil` where the reader of the raw form would take it for an escaped one.
    static func bare(_ expression: [UInt8], isCautious: Bool) -> [UInt8]? {
        if isCautious, expression.contains(UInt8(ascii: "&")) { return nil }
        return ExpressionBoundary.hasReferenceInCode(expression, in: 0..<expression.count) ? nil : expression
    }

    /// A text that is no expression: what XML would not take gets a spelling by which it is known again.
    static func marked(_ written: [UInt8], isText: Bool) -> [UInt8] {
        var result: [UInt8] = []
        for (index, byte) in written.enumerated() {
            switch byte {
            case UInt8(ascii: "<"): result += Array("&#60;".utf8)
            case UInt8(ascii: "&") where !startsReference(written, index): result += Array("&#38;".utf8)
            case UInt8(ascii: ">") where isText && result.ends(with: "]]"): result += Array("&#62;".utf8)
            default: result.append(byte)
            }
        }
        return result
    }

    /// The other direction of ``marked(_:isText:)``.
    static func unmarked(_ written: [UInt8], isText: Bool) -> [UInt8] {
        guard written.contains(UInt8(ascii: "&")) else { return written }
        var result: [UInt8] = []
        var index = 0
        while index < written.count {
            let rest = written[index...]
            let next = index + 5 < written.count ? written[index + 5] : 0
            if rest.starts(with: "&#38;".utf8), !startsReference([UInt8(ascii: "&")] + rest.dropFirst(5), 0) {
                result.append(UInt8(ascii: "&"))
                index += 5
            } else if rest.starts(with: "&#60;".utf8), !isText || !startsMarkup(next) {
                result.append(UInt8(ascii: "<"))
                index += 5
            } else if rest.starts(with: "&#62;".utf8), isText, result.ends(with: "]]") {
                result.append(UInt8(ascii: ">"))
                index += 5
            } else {
                result.append(written[index])
                index += 1
            }
        }
        return result
    }

    private static func startsMarkup(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
            || PolicyReader.startsName(byte)
    }

    private static func startsReference(_ bytes: [UInt8], _ index: Int) -> Bool {
        var end = index + 1
        if end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        let start = end
        while end < bytes.count, end < index + 66, PolicyReader.isNameByte(bytes[end]) { end += 1 }
        return end > start && end < bytes.count && bytes[end] == UInt8(ascii: ";")
    }

    private static let hyphen = UInt8(ascii: "-")

    /// The text of a comment without two hyphens in a row and without one at the end.
    static func markedComment(_ written: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, byte) in written.enumerated() {
            let isSecond = index > 0 && written[index - 1] == self.hyphen
            if byte == self.hyphen, isSecond || index == written.count - 1 {
                result += Array("&#45;".utf8)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    /// The other direction of ``markedComment(_:)``.
    static func unmarkedComment(_ written: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < written.count {
            if written[index...].starts(with: "&#45;".utf8) {
                result.append(self.hyphen)
                index += 5
            } else {
                result.append(written[index])
                index += 1
            }
        }
        return result
    }
}

extension [UInt8] {
    fileprivate func ends(with text: String) -> Bool { self.suffix(text.utf8.count).elementsEqual(text.utf8) }
}
