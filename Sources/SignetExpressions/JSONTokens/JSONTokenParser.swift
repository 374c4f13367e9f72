// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads JSON as Newtonsoft's reader does by default: single quotes, names without quotes, comments and a comma before
/// the end are accepted; texts in the form of an ISO date become dates.
struct JSONTokenParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    /// How much memory the tokens may still take.
    private var memory: MemoryBudget
    private let readsDates: Bool

    /// Reads one document.
    ///
    /// - Parameters:
    ///   - text: The JSON.
    ///   - memory: How much the tokens may take; lowered by what they take.
    ///   - readsDates: Whether texts in the form of a date become dates.
    /// - Returns: The topmost token.
    /// - Throws: ``ExpressionError`` with Newtonsoft's words, or `limitExceeded`.
    static func parse(
        _ text: String,
        memory: inout MemoryBudget,
        readsDates: Bool = true
    ) throws(ExpressionError) -> JSONToken {
        var parser = JSONTokenParser(bytes: Array(text.utf8), memory: memory, readsDates: readsDates)
        let token = try parser.value(path: "")
        parser.skipSpace()
        guard parser.position == parser.bytes.count else {
            throw parser.failure("Additional text encountered after finished reading JSON content: \(parser.character)")
        }
        memory = parser.memory
        return token
    }

    private init(bytes: [UInt8], memory: MemoryBudget, readsDates: Bool) {
        self.bytes = bytes
        self.memory = memory
        self.readsDates = readsDates
    }

    private var next: UInt8? { self.position < self.bytes.count ? self.bytes[self.position] : nil }

    private var character: String {
        String(String(decoding: self.bytes[self.position...].prefix(8), as: UTF8.self).prefix(1))
    }

    private func failure(_ reason: String, path: String = "") -> ExpressionError {
        let before = self.bytes[..<min(self.position, self.bytes.count)]
        // Before the first character has been taken, Newtonsoft has not begun to count.
        if before.isEmpty { return .exception(.jsonReader, "\(reason). Path '\(path)', line 0, position 0.") }
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count
        return .exception(.jsonReader, "\(reason). Path '\(path)', line \(line), position \(column).")
    }

    private mutating func skipSpace() {
        while let byte = self.next {
            if byte == 0x20 || 0x09...0x0D ~= byte {
                self.position += 1
            } else if byte == UInt8(ascii: "/"), self.position + 1 < self.bytes.count {
                guard skipComment() else { return }
            } else {
                return
            }
        }
    }

    private mutating func skipComment() -> Bool {
        switch self.bytes[self.position + 1] {
        case UInt8(ascii: "/"):
            while let byte = self.next, byte != 0x0A { self.position += 1 }
            return true
        case UInt8(ascii: "*"):
            var end = self.position + 2
            while end + 1 < self.bytes.count, self.bytes[end] != 0x2A || self.bytes[end + 1] != 0x2F { end += 1 }
            guard end + 1 < self.bytes.count else { return false }
            self.position = end + 2
            return true
        default: return false
        }
    }

    private mutating func value(path: String) throws(ExpressionError) -> JSONToken {
        skipSpace()
        try self.memory.charge(MemoryBudget.node)
        switch self.next {
        case nil:
            throw path.isEmpty && self.depth == 0
                ? .exception(
                    .jsonReader,
                    "Error reading JToken from JsonReader. Path '', line 0, position 0."
                ) : failure("Unexpected end of content while loading JSON", path: path)
        case UInt8(ascii: "{"): return try object(path: path)
        case UInt8(ascii: "["): return try array(path: path)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let text = try string(path: path)
            if self.readsDates, let date = ISODate.date(text) { return JSONToken(value: .dateTime(date)) }
            return JSONToken(value: .string(text))
        default: return JSONToken(value: try word(path: path))
        }
    }

    private mutating func enter(path: String) throws(ExpressionError) {
        self.depth += 1
        self.position += 1
        guard self.depth <= JSONToken.maximumDepth else {
            throw failure("The reader's MaxDepth of \(JSONToken.maximumDepth) has been exceeded", path: path)
        }
    }

    private mutating func object(path: String) throws(ExpressionError) -> JSONToken {
        try enter(path: path)
        let object = JSONToken.empty(isArray: false)
        while true {
            skipSpace()
            if take("}") { break }
            let name = try name(path: path)
            skipSpace()
            guard take(":") else {
                throw failure(
                    "Invalid character after parsing property name. Expected ':' but got: \(self.character)",
                    path: path
                )
            }
            try self.memory.charge(name.utf8.count)
            try object.set(name, try value(path: path.isEmpty ? name : path + "." + name), &self.memory)
            skipSpace()
            if take(",") { continue }
            guard self.next == UInt8(ascii: "}") else {
                throw ended(path: path.isEmpty ? name : path + "." + name)
            }
        }
        self.depth -= 1
        return object
    }

    private mutating func array(path: String) throws(ExpressionError) -> JSONToken {
        try enter(path: path)
        let array = JSONToken.empty(isArray: true)
        var elements: [JSONToken] = []
        while true {
            skipSpace()
            if take("]") { break }
            let item = "\(path)[\(elements.count)]"
            elements.append(try array.adopt(try value(path: item)))
            skipSpace()
            if take(",") { continue }
            guard self.next == UInt8(ascii: "]") else { throw ended(path: item) }
        }
        array.replace(.array(elements))
        self.depth -= 1
        return array
    }

    private func ended(path: String) -> ExpressionError {
        self.next == nil
            ? failure("Unexpected end of content while loading JSON", path: path)
            : failure(
                "After parsing a value an unexpected character was encountered: \(self.character)",
                path: path
            )
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard self.next == UInt8(ascii: sign) else { return false }
        self.position += 1
        return true
    }

    private mutating func name(path: String) throws(ExpressionError) -> String {
        if self.next == UInt8(ascii: "\"") || self.next == UInt8(ascii: "'") { return try string(path: path) }
        let start = self.position
        while let byte = self.next, Lexer.isDigit(byte) || Self.isLetter(byte) { self.position += 1 }
        guard self.position > start else {
            throw self.next == nil
                ? failure("Unexpected end of content while loading JSON", path: path)
                : failure("Invalid property identifier character: \(self.character)", path: path)
        }
        return String(decoding: self.bytes[start..<self.position], as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "$")
    }

    /// Reads a number or one of the words.
    private mutating func word(path: String) throws(ExpressionError) -> ExpressionValue {
        let start = self.position
        while let byte = self.next, Lexer.isDigit(byte) || Self.isLetter(byte) || "+-.".utf8.contains(byte) {
            self.position += 1
        }
        let text = String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null", "undefined": return .null
        case "NaN": return .double(.nan)
        case "Infinity": return .double(.infinity)
        case "-Infinity": return .double(-.infinity)
        default: break
        }
        if let first = text.utf8.first, Lexer.isDigit(first) || first == UInt8(ascii: "-") {
            if let number = Int64(text) { return .long(number) }
            if let number = Double(text), !text.contains(where: \.isHexDigitLetterMark) { return .double(number) }
        }
        self.position = start
        guard self.next != nil else { throw failure("Unexpected end of content while loading JSON", path: path) }
        throw failure("Unexpected character encountered while parsing value: \(self.character)", path: path)
    }

    private mutating func string(path: String) throws(ExpressionError) -> String {
        let quote = self.bytes[self.position]
        self.position += 1
        var units: [UInt16] = []
        var text = ""
        var start = self.position
        while let byte = self.next, byte != quote {
            self.position += 1
            guard byte == UInt8(ascii: "\\") else { continue }
            text += String(decoding: self.bytes[start..<(self.position - 1)], as: UTF8.self)
            units = [try escape(path: path)]
            // The halves of a surrogate pair make one character.
            while 0xD800...0xDBFF ~= units[units.count - 1], self.next == UInt8(ascii: "\\") {
                self.position += 1
                units.append(try escape(path: path))
            }
            text += String(decoding: units, as: UTF16.self)
            start = self.position
        }
        guard self.next == quote else {
            throw failure(
                "Unterminated string. Expected delimiter: \(String(decoding: [quote], as: UTF8.self))",
                path: path
            )
        }
        text += String(decoding: self.bytes[start..<self.position], as: UTF8.self)
        self.position += 1
        try self.memory.charge(text.utf8.count)
        return text
    }

    private mutating func escape(path: String) throws(ExpressionError) -> UInt16 {
        guard let byte = self.next else { throw failure("Unterminated string. Expected delimiter: \"", path: path) }
        self.position += 1
        switch byte {
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "f"): return 12
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""), UInt8(ascii: "'"): return UInt16(byte)
        case UInt8(ascii: "u"):
            let digits = String(decoding: self.bytes[self.position...].prefix(4), as: UTF8.self)
            guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
                throw failure("Could not convert Unicode escape sequence: \\u\(digits)", path: path)
            }
            self.position += 4
            return unit
        default:
            throw failure("Bad JSON escape sequence: \\\(String(decoding: [byte], as: UTF8.self))", path: path)
        }
    }
}

extension Character {
    /// Letters that Swift reads in numbers and JSON does not have there.
    fileprivate var isHexDigitLetterMark: Bool { "xXpPnNiI".contains(self) }
}
