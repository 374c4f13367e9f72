// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Why a text is not the JSON that was wanted.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    package let reason: String
    /// The offset in bytes at which it is wrong.
    package let offset: Int

    package var description: String { "invalid JSON at byte \(self.offset): \(self.reason)" }
}

extension JSONValue {
    /// Reads one strict JSON document.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 text without byte order mark.
    ///   - maximumDepth: How deeply arrays and objects may nest.
    /// - Returns: The document.
    /// - Throws: ``JSONError`` with the offset: for any breach of RFC 8259, a name that stands twice in an object, a
    ///   depth over the limit, or text behind the document.
    package static func parse(_ bytes: [UInt8], maximumDepth: Int = 64) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, remainingDepth: maximumDepth)
        return try parser.document()
    }

    /// Reads one strict JSON document from a text.
    package static func parse(_ text: String, maximumDepth: Int = 64) throws(JSONError) -> JSONValue {
        try parse(Array(text.utf8), maximumDepth: maximumDepth)
    }
}

private struct JSONParser {
    let bytes: [UInt8]
    var remainingDepth: Int
    var position = 0

    init(bytes: [UInt8], remainingDepth: Int) {
        self.bytes = bytes
        self.remainingDepth = remainingDepth
    }

    mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        let value = try value()
        skipSpace()
        guard self.position == self.bytes.count else { throw failure("text behind the document") }
        return value
    }

    private func failure(_ reason: String) -> JSONError { JSONError(reason: reason, offset: self.position) }

    private var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private mutating func skipSpace() {
        while let byte = self.next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            self.position += 1
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.next == UInt8(ascii: character) else { return false }
        self.position += 1
        return true
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        switch self.next {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in .object(try parser.object()) }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in .array(try parser.array()) }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case .some: return .number(try number())
        case .none: throw failure("the document ends where a value should stand")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard self.remainingDepth > 0 else { throw failure("nested too deeply") }
        self.remainingDepth -= 1
        self.position += 1
        let value = try body(&self)
        self.remainingDepth += 1
        return value
    }

    private mutating func literal(_ text: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard self.bytes[self.position...].starts(with: text.utf8) else { throw failure("not a value") }
        self.position += text.utf8.count
        return value
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        skipSpace()
        if take("]") { return elements }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            if take("]") { return elements }
            guard take(",") else { throw failure("',' or ']' should stand here") }
        }
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        var members: [JSONObject.Member] = []
        var names: Set<String> = []
        skipSpace()
        if take("}") { return JSONObject() }
        while true {
            skipSpace()
            guard self.next == UInt8(ascii: "\"") else { throw failure("a name in quotes should stand here") }
            let start = self.position
            let name = try string()
            guard !members.isKnown(name, &names) else {
                self.position = start
                throw failure("the name '\(name.prefix(64))' stands twice")
            }
            skipSpace()
            guard take(":") else { throw failure("':' should stand here") }
            skipSpace()
            members.append(JSONObject.Member(name: name, value: try value()))
            skipSpace()
            if take("}") { return JSONObject(distinct: members) }
            guard take(",") else { throw failure("',' or '}' should stand here") }
        }
    }

    private mutating func number() throws(JSONError) -> JSONNumber {
        let start = self.position
        _ = take("-")
        if !take("0") {
            guard digits() > 0 else { throw failure("not a value") }
        }
        if take("."), digits() == 0 { throw failure("digits should follow the point") }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { throw failure("digits should follow the exponent") }
        }
        return JSONNumber(validated: String(decoding: self.bytes[start..<self.position], as: UTF8.self))
    }

    private mutating func digits() -> Int {
        let start = self.position
        while let byte = self.next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
            self.position += 1
        }
        return self.position - start
    }

    private mutating func string() throws(JSONError) -> String {
        self.position += 1
        let start = self.position
        var seen: UInt8 = 0
        while let byte = self.next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            seen |= byte
            self.position += 1
        }
        // Most texts end here, and are read whole; what is ASCII is UTF-8.
        if take("\"") {
            let text = self.bytes[start..<self.position - 1]
            return seen < 0x80 ? String(decoding: text, as: UTF8.self) : try validated(text)
        }
        var text = Array(self.bytes[start..<self.position])
        while let byte = self.next {
            self.position += 1
            switch byte {
            case UInt8(ascii: "\""):
                return try validated(text[...])
            case UInt8(ascii: "\\"):
                text.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20:
                self.position -= 1
                throw failure("a control character must be escaped")
            default:
                text.append(byte)
            }
        }
        throw failure("the text has no end")
    }

    private func validated(_ text: ArraySlice<UInt8>) throws(JSONError) -> String {
        guard let string = String(validating: text, as: UTF8.self) else { throw failure("not UTF-8") }
        return string
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard let byte = self.next else { throw failure("the escape has no end") }
        self.position += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw failure("unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take("\\"), take("u") else { throw failure("half of a surrogate pair") }
        let second = try fourDigits()
        guard (0xDC00...0xDFFF).contains(second) else { throw failure("half of a surrogate pair") }
        let combined = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(combined) else { throw failure("not a character") }
        return scalar
    }

    private mutating func fourDigits() throws(JSONError) -> UInt16 {
        guard self.position + 4 <= self.bytes.count else { throw failure("four hexadecimal digits should follow") }
        let text = String(decoding: self.bytes[self.position..<self.position + 4], as: UTF8.self)
        guard let bytes = Hexadecimal.decode(text), bytes.count == 2 else {
            throw failure("four hexadecimal digits should follow")
        }
        self.position += 4
        return UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    }
}

extension [JSONObject.Member] {
    /// Up to so many members, looking at each is faster than hashing their names.
    private static var greatestScan: Int { 16 }

    /// Whether a member has this name; `names` holds those of all members as soon as there are many.
    fileprivate func isKnown(_ name: String, _ names: inout Set<String>) -> Bool {
        guard self.count >= Self.greatestScan else { return self.contains { $0.name == name } }
        if names.isEmpty { names = Set(self.map(\.name)) }
        return !names.insert(name).inserted
    }
}
