// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Tokens as JSON text, as Newtonsoft writes it.
struct JSONTokenWriter {
    private let isIndented: Bool
    private var out: [UInt8] = []
    private var counted = 0

    /// The text of a token.
    static func text(
        _ token: JSONToken,
        isIndented: Bool,
        memory: inout Budget
    ) throws(ExpressionError) -> String {
        var writer = JSONTokenWriter(isIndented: isIndented)
        try writer.write(token, depth: 0, &memory)
        try memory.charge(writer.uncounted)
        return String(decoding: writer.out, as: UTF8.self)
    }

    /// A text between quotes.
    static func quoted(_ text: String) -> String {
        var writer = JSONTokenWriter(isIndented: false)
        writer.write(string: text)
        return String(decoding: writer.out, as: UTF8.self)
    }

    private init(isIndented: Bool) {
        self.isIndented = isIndented
    }

    /// What has been written and not yet counted.
    private var uncounted: Int { self.out.count - self.counted }

    private mutating func write(
        _ token: JSONToken,
        depth: Int,
        _ memory: inout Budget
    ) throws(ExpressionError) {
        if self.uncounted > 4_096 {
            try memory.charge(self.uncounted)
            self.counted = self.out.count
        }
        switch token.glimpse {
        case .value(let value):
            if case .string(let text) = value, text.utf8.count > memory.remaining { try memory.charge(.max) }
            write(value)
        case .property(let name, let value):
            write(string: name)
            append(self.isIndented ? ": " : ":")
            try write(value, depth: depth, &memory)
        case .array(let elements): try write(elements, "[", "]", depth: depth, &memory)
        case .object(let members): try write(members.tokens, "{", "}", depth: depth, &memory)
        }
    }

    private mutating func write(
        _ children: [JSONToken],
        _ open: String,
        _ close: String,
        depth: Int,
        _ memory: inout Budget
    ) throws(ExpressionError) {
        append(open)
        for (index, child) in children.enumerated() {
            if index > 0 { append(",") }
            newLine(depth + 1)
            try write(child, depth: depth + 1, &memory)
        }
        if !children.isEmpty { newLine(depth) }
        append(close)
    }

    private mutating func newLine(_ depth: Int) {
        guard self.isIndented else { return }
        // Newtonsoft writes the platform's line end; the gateway of the real service runs on Windows.
        append("\r\n")
        for _ in 0..<depth { append("  ") }
    }

    private mutating func write(_ value: ExpressionValue) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .int, .long, .uint, .ulong: append(value.invariantText)
        case .float(let number): append(Self.real(InvariantNumber.text(number), isFinite: number.isFinite))
        case .decimal(let number): append(Self.real(number.text, isFinite: true))
        case .double(let number): append(Self.real(InvariantNumber.text(number), isFinite: number.isFinite))
        case .dateTime(let date): append("\"" + date.roundTripText + "\"")
        case .bytes(let bytes): append("\"" + Base64.encode(bytes) + "\"")
        default: write(string: value.invariantText)
        }
    }

    /// A number with a point, so that it is read as the same type again.
    private static func real(_ text: String, isFinite: Bool) -> String {
        if !isFinite { return "\"\(text)\"" }
        return text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "E") } ? text : text + ".0"
    }

    private mutating func write(string text: String) {
        append("\"")
        if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 && $0 != 0x22 && $0 != 0x5C }) {
            append(text)
        } else {
            for scalar in text.unicodeScalars { write(scalar) }
        }
        append("\"")
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": append("\\\"")
        case "\\": append("\\\\")
        case "\n": append("\\n")
        case "\r": append("\\r")
        case "\t": append("\\t")
        case "\u{8}": append("\\b")
        case "\u{C}": append("\\f")
        case "\u{85}", "\u{2028}", "\u{2029}", "\u{0}"..<"\u{20}":
            let digits = String(scalar.value, radix: 16)
            append("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
        default: self.out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private mutating func append(_ text: String) { self.out.append(contentsOf: text.utf8) }
}
