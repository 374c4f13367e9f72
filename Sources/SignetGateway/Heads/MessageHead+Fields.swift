// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension MessageHead {
    /// The values of a name, in order; letter case does not matter.
    package func values(of name: String) -> [String] {
        var name = name
        return name.withUTF8 { wanted in
            var values: [String] = []
            for field in self.fields where unsafe has(field, wanted) { values.append(text(field.valueRange)) }
            return values
        }
    }

    /// The value of the first field of a name, without making texts of the others.
    package func firstValueRange(of name: String) -> Range<Int>? {
        var name = name
        return name.withUTF8 { wanted in
            self.fields.first { unsafe has($0, wanted) }?.valueRange
        }
    }

    private func has(_ field: HeaderField, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        let range = field.nameRange
        guard !field.isDropped, range.count == name.count else { return false }
        for index in name.indices
        where unsafe self.bytes[range.lowerBound + index].lowercased != name[index].lowercased {
            return false
        }
        return true
    }

    /// Removes every field of a name.
    package mutating func remove(_ name: String) {
        var name = name
        name.withUTF8 { wanted in
            for index in self.fields.indices where unsafe has(self.fields[index], wanted) {
                self.fields[index].isDropped = true
            }
        }
    }

    /// Removes one field by its index.
    package mutating func drop(at index: Int) {
        self.fields[index].isDropped = true
    }

    /// Adds a field behind the others.
    ///
    /// - Returns: Whether it was added: a name that is no token, or a value with a control character, would write
    ///   another line into the head and is refused.
    @discardableResult
    package mutating func append(_ name: String, _ value: String) -> Bool {
        var (name, value) = (name, value)
        let isSound = name.withUTF8 { unsafe Self.isToken($0) } && value.withUTF8 { unsafe Self.isFieldValue($0) }
        guard isSound else { return false }
        let start = self.bytes.count
        name.withUTF8 { unsafe self.bytes.append(contentsOf: $0) }
        let nameEnd = self.bytes.count
        self.bytes.append(UInt8(ascii: ":"))
        self.bytes.append(UInt8(ascii: " "))
        let valueStart = self.bytes.count
        value.withUTF8 { unsafe self.bytes.append(contentsOf: $0) }
        let valueEnd = self.bytes.count
        self.bytes.append(0x0D)
        self.bytes.append(0x0A)
        self.fields.append(
            HeaderField(
                start: UInt32(truncatingIfNeeded: start),
                nameEnd: UInt32(truncatingIfNeeded: nameEnd),
                valueStart: UInt32(truncatingIfNeeded: valueStart),
                valueEnd: UInt32(truncatingIfNeeded: valueEnd),
                end: UInt32(truncatingIfNeeded: self.bytes.count),
                name: HeaderName.recognize(self.bytes.span, start, nameEnd - start),
                isOwn: true
            )
        )
        return true
    }

    /// Adds a line behind the others that was written before.
    mutating func append(_ line: FieldLine) {
        let start = UInt32(truncatingIfNeeded: self.bytes.count)
        self.bytes.append(contentsOf: line.bytes)
        self.fields.append(
            HeaderField(
                start: start,
                nameEnd: start &+ line.field.nameEnd,
                valueStart: start &+ line.field.valueStart,
                valueEnd: start &+ line.field.valueEnd,
                end: start &+ line.field.end,
                name: line.field.name,
                isOwn: true
            )
        )
    }

    private static func isToken(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in bytes.indices where unsafe !bytes[index].isToken { return false }
        return !bytes.isEmpty
    }

    private static func isFieldValue(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in bytes.indices where unsafe !bytes[index].isFieldValue { return false }
        return true
    }

    /// Lets the last field count as one that no policy wrote.
    mutating func markReceived() {
        guard !self.fields.isEmpty else { return }
        self.fields[self.fields.count - 1].isOwn = false
    }

    /// Whether RFC 9110 §5.5 allows the bytes as a value.
    package static func isFieldValue(_ value: some Sequence<UInt8>) -> Bool {
        value.allSatisfy(\.isFieldValue)
    }

    /// Whether a request asks for a WebSocket (RFC 6455 §4.1).
    package var asksForWebSocket: Bool {
        guard self.namesUpgrade, self.minorVersion == 1, !self.isChunked, (self.contentLength ?? 0) == 0,
            isMethod("GET")
        else { return false }
        return self.fields.contains { $0.name == .upgrade && text($0.valueRange).lowercased() == "websocket" }
    }

    /// The names that the `Connection` header lists beside `close` and `keep-alive`, which must not be handed on.
    mutating func dropFieldsOfConnection() -> HeadRefusal? {
        for field in self.fields where field.name == .connection {
            for option in text(field.valueRange).split(separator: ",") {
                let name = option.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }.lowercased()
                switch name {
                case "", "keep-alive": break
                case "close": self.keepsAlive = false
                case "upgrade": self.namesUpgrade = true
                case "host", "content-length", "transfer-encoding": return .connectionOption
                default: remove(name)
                }
            }
        }
        return nil
    }
}

extension UInt8 {
    /// Whether RFC 9110 §5.5 allows the byte in a value.
    @inline(__always)
    fileprivate var isFieldValue: Bool { self >= 0x20 && self != 0x7F || self == 0x09 }
}
