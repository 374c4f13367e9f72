// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads .NET's regular expressions.
struct RegexParser {
    static let maximumDepth = 60

    let units: [UInt16]
    let pattern: String
    var position = 0
    var options: RegexSettings
    var depth = 0
    /// The groups, on the second reading.
    let groups: RegexGroups?
    /// The groups found, in the order of their opening brackets.
    var found: [String?] = []
    private var unnamedCount = 0

    /// Reads a pattern: once to count the groups, once to use them.
    static func parse(
        _ pattern: String,
        _ options: RegexSettings
    ) throws(ExpressionError) -> (node: RegexNode, groups: RegexGroups) {
        var first = RegexParser(pattern, options, nil)
        _ = try first.whole()
        let groups = RegexGroups(first.found)
        var second = RegexParser(pattern, options, groups)
        return (try second.whole(), groups)
    }

    init(_ pattern: String, _ options: RegexSettings, _ groups: RegexGroups?) {
        self.pattern = pattern
        self.units = Array(pattern.utf16)
        self.options = options
        self.groups = groups
    }

    func failure(_ reason: String, at offset: Int? = nil) -> ExpressionError {
        .exception(.argument, "Invalid pattern '\(self.pattern)' at offset \(offset ?? self.position). \(reason)")
    }

    var next: UInt16? { self.position < self.units.count ? self.units[self.position] : nil }

    func isAt(_ text: String) -> Bool { self.units[self.position...].starts(with: text.utf16) }

    mutating func take(_ text: String) -> Bool {
        guard isAt(text) else { return false }
        self.position += text.utf16.count
        return true
    }

    private mutating func whole() throws(ExpressionError) -> RegexNode {
        let node = try alternation()
        guard self.position == self.units.count else { throw failure("Too many )'s.") }
        return node
    }

    mutating func alternation() throws(ExpressionError) -> RegexNode {
        guard self.depth < Self.maximumDepth else { throw failure("The groups nest too deep.") }
        self.depth += 1
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        self.depth -= 1
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func sequence() throws(ExpressionError) -> RegexNode {
        var nodes: [RegexNode] = []
        while true {
            try skipSpace()
            guard let unit = self.next, unit != 0x7C, unit != 0x29 else { break }
            guard let node = try atom() else { continue }
            nodes.append(try quantified(node))
        }
        return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .sequence(nodes)
    }

    /// Skips comments, and with the option white space.
    private mutating func skipSpace() throws(ExpressionError) {
        while let unit = self.next {
            if take("(?#") {
                while let unit = self.next, unit != 0x29 { self.position += 1 }
                guard take(")") else { throw failure("Unterminated (?#...) comment.") }
            } else if self.options.contains(.ignorePatternWhitespace), CharacterSet.isSpace(unit) {
                self.position += 1
            } else if self.options.contains(.ignorePatternWhitespace), unit == 0x23 {
                while let unit = self.next, unit != 0x0A { self.position += 1 }
            } else {
                return
            }
        }
    }

    private mutating func atom() throws(ExpressionError) -> RegexNode? {
        guard let unit = self.next else { return nil }
        let start = self.position
        self.position += 1
        switch unit {
        case 0x28: return try group(at: start)
        case 0x5B: return .set(try bracket(isNested: false).prepared(ignoresCase: self.options.contains(.ignoreCase)))
        case 0x2E: return .set(self.options.contains(.singleline) ? .any : .notNewLine)
        case 0x5E: return .anchor(self.options.contains(.multiline) ? .lineStart : .start)
        case 0x24: return .anchor(self.options.contains(.multiline) ? .lineEnd : .end)
        case 0x5C: return try escape(at: start)
        case 0x2A, 0x2B, 0x3F:
            throw failure("Quantifier '\(String(decoding: [unit], as: UTF16.self))' following nothing.")
        case 0x7B where bounds(at: start) != nil:
            throw failure("Quantifier '{' following nothing.")
        default: return .unit(unit, ignoresCase: self.options.contains(.ignoreCase))
        }
    }

    private mutating func quantified(_ node: RegexNode) throws(ExpressionError) -> RegexNode {
        try skipSpace()
        let bounds: (Int, Int)
        switch self.next {
        case 0x2A:
            bounds = (0, .max)
            self.position += 1
        case 0x2B:
            bounds = (1, .max)
            self.position += 1
        case 0x3F:
            bounds = (0, 1)
            self.position += 1
        case 0x7B:
            guard let found = self.bounds(at: self.position) else { return node }
            self.position = found.end
            bounds = (found.minimum, found.maximum)
            guard bounds.0 <= bounds.1 else { throw failure("Illegal {x,y} with x > y.") }
        default: return node
        }
        let isLazy = take("?")
        try skipSpace()
        if let unit = self.next,
            unit == 0x2A || unit == 0x2B || unit == 0x3F || unit == 0x7B && self.bounds(at: self.position) != nil
        {
            self.position += 1
            throw failure("Nested quantifier '\(String(decoding: [unit], as: UTF16.self))'.")
        }
        return .loop(node, minimum: bounds.0, maximum: bounds.1, isLazy: isLazy)
    }

    /// `{n}`, `{n,}` or `{n,m}`; anything else in braces is text.
    private func bounds(at start: Int) -> (minimum: Int, maximum: Int, end: Int)? {
        var index = start + 1
        func number() -> (Int, Int)? {
            var (value, end) = (0, index)
            while end < self.units.count, 0x30...0x39 ~= self.units[end] {
                value = min(value * 10 + Int(self.units[end] - 0x30), Int(Int32.max))
                end += 1
            }
            return end > index ? (value, end) : nil
        }
        guard let (minimum, end) = number() else { return nil }
        index = end
        var maximum = minimum
        if index < self.units.count, self.units[index] == 0x2C {
            index += 1
            maximum = .max
            if let (value, end) = number() { (maximum, index) = (value, end) }
        }
        guard index < self.units.count, self.units[index] == 0x7D else { return nil }
        return (minimum, maximum, index + 1)
    }

    /// The number of the next unnamed group.
    mutating func unnamed() -> Int {
        self.found.append(nil)
        self.unnamedCount += 1
        guard let groups, groups.unnamed.count >= self.unnamedCount else { return self.unnamedCount }
        return groups.unnamed[self.unnamedCount - 1]
    }
}
