// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The named values of a configuration: texts that stand for `{{name}}` in policy documents.
///
/// They are put in as text before anything else is understood, within expressions and their strings too; what a named
/// value holds is not searched for further names.
public struct NamedValues: Sendable {
    private let values: [String: String]

    /// Creates named values by their display names.
    public init(_ values: [String: String] = [:]) {
        self.values = values
    }

    /// The text with every name replaced.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - unknown: Is told each name that does not exist, with its offset in the text.
    /// - Returns: The text; names that do not exist stand as they were.
    func substituted(_ text: PolicyText, unknown: (String, Int) -> Void) -> PolicyText {
        let bytes = text.bytes
        var result = PolicyText()
        var start = 0
        var index = 0
        while let (name, range) = Self.nextName(bytes, from: index) {
            index = range.upperBound
            guard let value = self.values[name] else {
                unknown(name, range.lowerBound)
                continue
            }
            result.append(text, in: start..<range.lowerBound)
            result.append(replacement: value.utf8, source: text.sourceOffset(range.lowerBound))
            start = range.upperBound
        }
        if start == 0 { return text }
        result.append(text, in: start..<bytes.count)
        result.isCharacterData = text.isCharacterData
        return result
    }

    /// The first `{{name}}` at or behind an index.
    private static func nextName(_ bytes: [UInt8], from start: Int) -> (String, Range<Int>)? {
        var index = start
        while index + 4 < bytes.count {
            guard bytes[index] == UInt8(ascii: "{"), bytes[index + 1] == UInt8(ascii: "{") else {
                index += 1
                continue
            }
            var end = index + 2
            while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
            if end > index + 2, end + 1 < bytes.count, bytes[end] == UInt8(ascii: "}"), bytes[end + 1] == bytes[end] {
                return (String(decoding: bytes[(index + 2)..<end], as: UTF8.self), index..<end + 2)
            }
            index += 1
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
