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

    /// Appends the document as compact UTF-8 text, members in order.
    package func append(to out: inout [UInt8]) {
        var writer = JSONWriter(indentation: nil)
        swap(&writer.out, &out)
        writer.write(self, depth: 0)
        swap(&writer.out, &out)
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
        case .null: self.out.append(utf8: "null")
        case .bool(let value): self.out.append(utf8: value ? "true" : "false")
        case .number(let number): self.out.append(utf8: number.text)
        case .string(let text): write(string: text)
        case .array(let elements):
            write("[", "]", count: elements.count, depth: depth) { writer, index in
                writer.write(elements[index], depth: depth + 1)
            }
        case .object(let object):
            let members = object.members
            write("{", "}", count: members.count, depth: depth) { writer, index in
                writer.write(string: members[index].name)
                writer.append(":")
                if writer.indentation != nil { writer.append(" ") }
                writer.write(members[index].value, depth: depth + 1)
            }
        }
    }

    private mutating func write(
        _ open: Unicode.Scalar,
        _ close: Unicode.Scalar,
        count: Int,
        depth: Int,
        _ element: (inout JSONWriter, Int) -> Void
    ) {
        append(open)
        for index in 0..<count {
            if index > 0 { append(",") }
            newLine(depth + 1)
            element(&self, index)
        }
        if count > 0 { newLine(depth) }
        append(close)
    }

    private mutating func append(_ mark: Unicode.Scalar) { self.out.append(UInt8(ascii: mark)) }

    private mutating func newLine(_ depth: Int) {
        guard let indentation = self.indentation else { return }
        self.out.append(utf8: "\n" + String(repeating: " ", count: depth * indentation))
    }

    /// Appends a text that can stand as it is, as most can; says so where it cannot.
    private mutating func append(plain string: String) -> Bool {
        let isPlain = unsafe string.utf8.withContiguousStorageIfAvailable { bytes in
            let marks = (UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(0x7F))
            guard unsafe PlainBytes.areAll(UnsafeRawBufferPointer(bytes), from: 0x20, except: marks) else {
                return false
            }
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
            case UInt8(ascii: "\""): self.out.append(utf8: "\\\"")
            case UInt8(ascii: "\\"): self.out.append(utf8: "\\\\")
            case 0x0A: self.out.append(utf8: "\\n")
            case 0x0D: self.out.append(utf8: "\\r")
            case 0x09: self.out.append(utf8: "\\t")
            case 0..<0x20, 0x7F: self.out.append(utf8: "\\u00" + Hexadecimal.encode([byte]))
            default: self.out.append(byte)
            }
        }
        append("\"")
    }
}
