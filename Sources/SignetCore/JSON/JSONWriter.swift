// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// The document as compact UTF-8 text, members in order.
    package var serialized: [UInt8] {
        var writer = JSONWriter(indentation: nil)
        if case .object = self { writer.out.reserveCapacity(JSONWriter.usualSize) }
        writer.write(self, depth: 0)
        return writer.out
    }

    /// The document as text on several lines, indented by two spaces, for people.
    package var formatted: String {
        var writer = JSONWriter(indentation: 2)
        writer.write(self, depth: 0)
        return String(decoding: writer.out, as: UTF8.self)
    }

    /// The document as compact text.
    package var text: String { String(decoding: self.serialized, as: UTF8.self) }
}

private struct JSONWriter {
    /// What most objects that are written have room in, so that the text does not move while it grows.
    static let usualSize = 1_024

    let indentation: Int?
    var out: [UInt8] = []

    init(indentation: Int?) {
        self.indentation = indentation
    }

    mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let number): append(number.text)
        case .string(let text): write(string: text)
        case .array(let elements):
            write("[", "]", elements, depth: depth) { writer, element in
                writer.write(element, depth: depth + 1)
            }
        case .object(let object):
            write("{", "}", object.members, depth: depth) { writer, member in
                writer.write(string: member.name)
                writer.append(writer.indentation == nil ? ":" : ": ")
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func write<Element>(
        _ open: String,
        _ close: String,
        _ elements: [Element],
        depth: Int,
        _ body: (inout JSONWriter, Element) -> Void
    ) {
        append(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { append(",") }
            newLine(depth + 1)
            body(&self, element)
        }
        if !elements.isEmpty { newLine(depth) }
        append(close)
    }

    private mutating func append(_ text: String) {
        self.out.append(contentsOf: text.utf8)
    }

    private mutating func newLine(_ depth: Int) {
        guard let indentation = self.indentation else { return }
        append("\n" + String(repeating: " ", count: depth * indentation))
    }

    /// Whether a byte cannot stand as it is; most texts have none, and are copied whole.
    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    /// Appends a text that can stand as it is; says so where it cannot.
    private mutating func append(plain string: String) -> Bool {
        let isPlain = unsafe string.utf8.withContiguousStorageIfAvailable { bytes in
            guard unsafe !bytes.contains(where: Self.isEscaped) else { return false }
            unsafe self.out.append(contentsOf: bytes)
            return true
        }
        return isPlain ?? false
    }

    private mutating func write(string: String) {
        append("\"")
        guard !append(plain: string) else { return append("\"") }
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0..<0x20, 0x7F: append("\\u00" + Hexadecimal.encode([byte]))
            default: self.out.append(byte)
            }
        }
        append("\"")
    }
}
