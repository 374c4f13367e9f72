// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `SelectToken`: the path language of Newtonsoft, names, indices, `*`, `..` and filters that compare.
struct JSONPath {
    private indirect enum Step {
        case name(String)
        case index(Int)
        case all
        case descend
        case filter([String], String, ExpressionValue?)
    }

    private var steps: [Step] = []
    private let source: [UInt8]
    private var position = 0

    /// The tokens that a path leads to, in the order of the document; each that is looked at is counted.
    static func tokens(
        _ path: String,
        from root: JSONToken,
        _ budget: inout Budget
    ) throws(ExpressionError) -> [JSONToken] {
        var reader = JSONPath(path)
        try reader.read()
        var found = [root]
        for step in reader.steps {
            var next: [JSONToken] = []
            for token in found {
                try budget.charge(Budget.element)
                try select(step, token, &next, &budget)
            }
            found = next
        }
        return found
    }

    private init(_ path: String) {
        self.source = Array(path.utf8)
    }

    private static func select(
        _ step: Step,
        _ token: JSONToken,
        _ result: inout [JSONToken],
        _ budget: inout Budget
    ) throws(ExpressionError) {
        switch step {
        case .name(let name): if let property = token.property(name) { result.append(property.unwrapped) }
        case .index(let index):
            guard case .array(let elements) = token.content, elements.indices.contains(index) else { return }
            result.append(elements[index])
        case .all:
            let children = token.children
            try budget.charge(elements: children.count)
            for child in children { result.append(child.unwrapped) }
        case .descend:
            // Self first, then every value below in document order.
            var pending = [token]
            while let current = pending.popLast() {
                try budget.charge(2 * Budget.element)
                result.append(current)
                let children = current.children
                try budget.work(children.count)
                for child in children.reversed() { pending.append(child.unwrapped) }
            }
        case .filter(let path, let operation, let operand):
            let children = token.children
            for child in children {
                try budget.charge(Budget.element)
                let value = child.unwrapped
                var found: JSONToken? = value
                for name in path { found = found?.property(name)?.unwrapped }
                if let found, accepts(found, operation, operand) { result.append(value) }
            }
        }
    }

    private static func accepts(_ token: JSONToken, _ operation: String, _ operand: ExpressionValue?) -> Bool {
        guard let operand else { return true }
        guard let scalar = token.scalar else { return operation == "!=" }
        let order: Int32
        switch (scalar, operand) {
        case (.string(let left), .string(let right)): order = OrdinalText.compare(left, right)
        case (.long(let left), .long(let right)): order = left == right ? 0 : left < right ? -1 : 1
        case (.long(let left), .double(let right)): order = compare(Double(left), right)
        case (.double(let left), .long(let right)): order = compare(left, Double(right))
        case (.double(let left), .double(let right)): order = compare(left, right)
        default:
            let same = Equality.equal(scalar, operand)
            return operation == "!=" ? !same : same && operation == "=="
        }
        switch operation {
        case "==", "===": return order == 0
        case "!=", "!==": return order != 0
        case "<": return order < 0
        case "<=": return order <= 0
        case ">": return order > 0
        default: return order >= 0
        }
    }

    private static func compare(_ left: Double, _ right: Double) -> Int32 { left == right ? 0 : left < right ? -1 : 1 }
}

extension JSONPath {
    private var next: UInt8? { self.position < self.source.count ? self.source[self.position] : nil }

    private var malformed: ExpressionError {
        .exception(
            .json,
            "Unexpected character while parsing path: \(String(decoding: self.source[self.position...].prefix(1), as: UTF8.self))"
        )
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        guard self.next == UInt8(ascii: sign) else { return false }
        self.position += 1
        return true
    }

    private mutating func read() throws(ExpressionError) {
        _ = take("$")
        while self.next != nil {
            if take("[") {
                try bracket()
            } else if take(".") {
                if take(".") { self.steps.append(.descend) }
                if self.next != UInt8(ascii: "[") { try word() }
            } else {
                guard self.position == 0 else { throw self.malformed }
                try word()
            }
        }
    }

    private mutating func word() throws(ExpressionError) {
        if take("*") {
            self.steps.append(.all)
            return
        }
        let start = self.position
        while let byte = self.next, byte != UInt8(ascii: "."), byte != UInt8(ascii: "[") { self.position += 1 }
        guard self.position > start else { throw .exception(.json, "Unexpected end while parsing path.") }
        self.steps.append(.name(String(decoding: self.source[start..<self.position], as: UTF8.self)))
    }

    private mutating func bracket() throws(ExpressionError) {
        if take("*") {
            self.steps.append(.all)
        } else if self.next == UInt8(ascii: "'") || self.next == UInt8(ascii: "\"") {
            self.steps.append(.name(try quoted()))
        } else if take("?") {
            try filter()
        } else {
            let digits = self.source[self.position...].prefix { Lexer.isDigit($0) }
            guard let index = Int(String(decoding: digits, as: UTF8.self)) else { throw self.malformed }
            self.position = digits.endIndex
            self.steps.append(.index(index))
        }
        guard take("]") else { throw self.malformed }
    }

    private mutating func quoted() throws(ExpressionError) -> String {
        let quote = self.next
        self.position += 1
        let text = self.source[self.position...].prefix { $0 != quote }
        guard text.endIndex < self.source.count else {
            throw .exception(.json, "Path ended with an open string.")
        }
        self.position = text.endIndex + 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func skipSpace() { while self.next == 0x20 { self.position += 1 } }

    /// Reads `(@.name == 'value')`.
    private mutating func filter() throws(ExpressionError) {
        guard take("("), take("@") else { throw self.malformed }
        var path: [String] = []
        while take(".") {
            let name = self.source[self.position...].prefix { !" .=!<>)".utf8.contains($0) }
            path.append(String(decoding: name, as: UTF8.self))
            self.position = name.endIndex
        }
        skipSpace()
        let signs = self.source[self.position...].prefix { "=!<>".utf8.contains($0) }
        let operation = String(decoding: signs, as: UTF8.self)
        self.position = signs.endIndex
        skipSpace()
        var operand: ExpressionValue?
        if !operation.isEmpty {
            guard ["==", "===", "!=", "!==", "<", "<=", ">", ">="].contains(operation) else { throw self.malformed }
            operand = try self.operand()
        }
        skipSpace()
        guard take(")") else { throw self.malformed }
        self.steps.append(.filter(path, operation, operand))
    }

    private mutating func operand() throws(ExpressionError) -> ExpressionValue {
        if self.next == UInt8(ascii: "'") || self.next == UInt8(ascii: "\"") { return .string(try quoted()) }
        let word = self.source[self.position...].prefix { $0 != UInt8(ascii: ")") && $0 != 0x20 }
        self.position = word.endIndex
        let text = String(decoding: word, as: UTF8.self)
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default: break
        }
        if let number = Int64(text) { return .long(number) }
        guard let number = Double(text) else { throw self.malformed }
        return .double(number)
    }
}
