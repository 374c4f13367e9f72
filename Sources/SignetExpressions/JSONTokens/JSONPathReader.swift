// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads the paths of `SelectToken`.
struct JSONPathReader {
    /// How deeply filters may stand in filters.
    private static let maximumDepth = 16

    private let source: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ path: String) {
        self.source = Array(path.utf8)
    }

    private var next: UInt8? { self.position < self.source.count ? self.source[self.position] : nil }

    private var malformed: ExpressionError {
        .exception(
            .json,
            "Unexpected character while parsing path: \(String(decoding: self.source[self.position...].prefix(1), as: UTF8.self))"
        )
    }

    private mutating func take(_ text: String) -> Bool {
        guard self.source[self.position...].starts(with: text.utf8) else { return false }
        self.position += text.utf8.count
        return true
    }

    private mutating func skipSpace() { while self.next == 0x20 { self.position += 1 } }

    /// Reads the whole path.
    mutating func read(_ state: inout Evaluation) throws(ExpressionError) -> [JSONPath.Step] {
        try state.work(self.source.count)
        _ = take("$")
        let steps = try steps(&state, isFilter: false)
        guard self.next == nil else { throw self.malformed }
        return steps
    }

    private mutating func steps(
        _ state: inout Evaluation,
        isFilter: Bool
    ) throws(ExpressionError) -> [JSONPath.Step] {
        var steps: [JSONPath.Step] = []
        while let byte = self.next {
            if take("[") {
                steps.append(try bracket(&state))
            } else if take(".") {
                if take(".") { steps.append(.descend) }
                if self.next != UInt8(ascii: "[") { steps.append(try word(isFilter: isFilter)) }
            } else if isFilter, " =!<>)&|".utf8.contains(byte) {
                break
            } else {
                guard self.position == 0 else { throw self.malformed }
                steps.append(try word(isFilter: isFilter))
            }
        }
        return steps
    }

    private mutating func word(isFilter: Bool) throws(ExpressionError) -> JSONPath.Step {
        if take("*") { return .all }
        let start = self.position
        let ends = isFilter ? ".[ =!<>)&|" : ".["
        while let byte = self.next, !ends.utf8.contains(byte) { self.position += 1 }
        guard self.position > start else { throw .exception(.json, "Unexpected end while parsing path.") }
        return .names([String(decoding: self.source[start..<self.position], as: UTF8.self)])
    }

    private mutating func bracket(_ state: inout Evaluation) throws(ExpressionError) -> JSONPath.Step {
        skipSpace()
        let step: JSONPath.Step
        if take("*") {
            step = .all
        } else if self.next == UInt8(ascii: "'") || self.next == UInt8(ascii: "\"") {
            step = .names(try list { reader throws(ExpressionError) in try reader.quoted() })
        } else if take("?") {
            guard take("(") else { throw self.malformed }
            step = .filter(try alternatives(&state))
            guard take(")") else { throw self.malformed }
        } else {
            step = try numbers()
        }
        skipSpace()
        guard take("]") else { throw self.malformed }
        return step
    }

    private mutating func list<Item>(
        _ item: (inout JSONPathReader) throws(ExpressionError) -> Item
    ) throws(ExpressionError) -> [Item] {
        var items = [try item(&self)]
        skipSpace()
        while take(",") {
            skipSpace()
            items.append(try item(&self))
            skipSpace()
        }
        return items
    }

    /// Reads an index, several, or a slice.
    private mutating func numbers() throws(ExpressionError) -> JSONPath.Step {
        let first = try number()
        skipSpace()
        if take(":") {
            let end = try number()
            let step = take(":") ? try number() : nil
            guard step != 0 else { throw .exception(.json, "Step cannot be zero.") }
            return .slice(first, end, step ?? 1)
        }
        guard let first else { throw self.malformed }
        guard take(",") else { return .indices([first]) }
        skipSpace()
        return .indices(
            [first]
                + (try list { reader throws(ExpressionError) in
                    guard let index = try reader.number() else { throw reader.malformed }
                    return index
                })
        )
    }

    private mutating func number() throws(ExpressionError) -> Int? {
        skipSpace()
        let isNegative = take("-")
        let digits = self.source[self.position...].prefix { Lexer.isDigit($0) }
        guard !digits.isEmpty else {
            guard !isNegative else { throw self.malformed }
            return nil
        }
        guard let value = Int32(String(decoding: digits, as: UTF8.self)) else { throw self.malformed }
        self.position = digits.endIndex
        return isNegative ? -Int(value) : Int(value)
    }

    private mutating func quoted() throws(ExpressionError) -> String {
        guard let quote = self.next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw self.malformed
        }
        self.position += 1
        var text: [UInt8] = []
        while let byte = self.next, byte != quote {
            self.position += 1
            guard byte == UInt8(ascii: "\\"), let escaped = self.next else {
                text.append(byte)
                continue
            }
            text.append(escaped)
            self.position += 1
        }
        guard self.next == quote else { throw .exception(.json, "Path ended with an open string.") }
        self.position += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads `a || b`.
    private mutating func alternatives(_ state: inout Evaluation) throws(ExpressionError) -> JSONPath.Filter {
        guard self.depth < Self.maximumDepth else { throw self.malformed }
        self.depth += 1
        defer { self.depth -= 1 }
        var filters = [try conjunction(&state)]
        while take("||") { filters.append(try conjunction(&state)) }
        return filters.count == 1 ? filters[0] : .any(filters)
    }

    private mutating func conjunction(_ state: inout Evaluation) throws(ExpressionError) -> JSONPath.Filter {
        var filters = [try comparison(&state)]
        while take("&&") { filters.append(try comparison(&state)) }
        return filters.count == 1 ? filters[0] : .every(filters)
    }

    private mutating func comparison(_ state: inout Evaluation) throws(ExpressionError) -> JSONPath.Filter {
        skipSpace()
        let left = try operand(&state)
        skipSpace()
        let signs = self.source[self.position...].prefix { "=!<>~".utf8.contains($0) }
        guard !signs.isEmpty else { return .exists(left) }
        let operation = String(decoding: signs, as: UTF8.self)
        self.position = signs.endIndex
        let known = ["==", "===", "!=", "!==", "<", "<=", ">", ">=", "<>", "=~"]
        guard known.contains(operation) else { throw self.malformed }
        skipSpace()
        let right = try operand(&state)
        skipSpace()
        return .comparison(left, operation, right)
    }

    private mutating func operand(_ state: inout Evaluation) throws(ExpressionError) -> JSONPath.Operand {
        if take("@") { return .path(try steps(&state, isFilter: true), fromRoot: false) }
        if take("$") { return .path(try steps(&state, isFilter: true), fromRoot: true) }
        if take("/") { return .pattern(try pattern(&state)) }
        if self.next == UInt8(ascii: "'") || self.next == UInt8(ascii: "\"") { return .value(.string(try quoted())) }
        let word = self.source[self.position...].prefix { !" )=!<>&|".utf8.contains($0) }
        self.position = word.endIndex
        let text = String(decoding: word, as: UTF8.self)
        switch text {
        case "true": return .value(.bool(true))
        case "false": return .value(.bool(false))
        case "null": return .value(.null)
        default: break
        }
        if let number = Int64(text) { return .value(.long(number)) }
        guard let number = Double(text) else { throw self.malformed }
        return .value(.double(number))
    }

    /// Reads the rest of `/pattern/options`.
    private mutating func pattern(_ state: inout Evaluation) throws(ExpressionError) -> RegexObject {
        let start = self.position
        while let byte = self.next, byte != UInt8(ascii: "/") { self.position += byte == UInt8(ascii: "\\") ? 2 : 1 }
        guard self.next == UInt8(ascii: "/") else { throw .exception(.json, "Path ended with an open regex.") }
        let pattern = String(decoding: self.source[start..<self.position], as: UTF8.self)
        self.position += 1
        var settings: RegexSettings = []
        while let byte = self.next, let option = Self.options[byte] {
            settings.insert(option)
            self.position += 1
        }
        return try RegexObject(pattern, settings, &state.memory)
    }

    private static let options: [UInt8: RegexSettings] = [
        UInt8(ascii: "i"): .ignoreCase, UInt8(ascii: "m"): .multiline, UInt8(ascii: "s"): .singleline,
        UInt8(ascii: "x"): .explicitCapture,
    ]
}
