// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// A named value: what a document's `{{display-name}}` stands for.
public struct NamedValue: Sendable {
    /// The text that takes the place of the reference.
    public let text: String
    /// Whether the text is a secret: then it never appears in a diagnostic.
    public let isSecret: Bool

    /// Creates a named value.
    public init(_ text: String, isSecret: Bool = false) {
        self.text = text
        self.isSecret = isSecret
    }
}

extension NamedValue: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text, unless it is a secret.
    public var description: String { self.isSecret ? "[secret]" : self.text }
    /// The text, unless it is a secret.
    public var debugDescription: String { self.description }
    /// Shows nothing within.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The named values of a configuration: texts that stand for `{{name}}` in policy documents.
///
/// They are put in as text before anything else is understood, within expressions and their strings too; what a named
/// value holds is not searched for further names. Secret ones are put in as well, but what is said about a document
/// shows their names only.
public struct NamedValues: Sendable, ExpressibleByDictionaryLiteral {
    private let values: [String: NamedValue]
    /// Takes the secret ones out of texts.
    package let redaction: SecretRedaction

    /// Creates named values by their display names.
    public init(_ values: [String: NamedValue]) {
        self.values = values
        self.redaction = SecretRedaction(
            values.filter(\.value.isSecret).map { (mark: "{{\($0.key)}}", secret: SecretBytes(utf8: $0.value.text)) }
        )
    }

    /// Creates named values by their display names, none of them secret.
    public init(_ values: [String: String] = [:]) {
        self.init(values.mapValues { NamedValue($0) })
    }

    /// Creates named values by their display names, none of them secret.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements) { first, _ in first })
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
            let source = text.sourceOffset(range.lowerBound)
            result.append(text, in: start..<range.lowerBound)
            if value.isSecret {
                result.append(secret: Array(value.text.utf8), named: name, source: source)
            } else {
                result.append(replacement: value.text.utf8, source: source)
            }
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
            guard bytes[index + 1] == UInt8(ascii: "{") else {
                index += 2
                continue
            }
            guard bytes[index] == UInt8(ascii: "{") else {
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
