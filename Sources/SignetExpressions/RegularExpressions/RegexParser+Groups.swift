// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension RegexParser {
    /// Reads a group, whose bracket has been read; `nil` for options without a body.
    mutating func group(at start: Int) throws(ExpressionError) -> RegexNode? {
        let outer = self.options
        guard take("?") else {
            if self.options.contains(.explicitCapture) { return try closed(outer, at: start) { $0 } }
            let number = unnamed()
            return try closed(outer, at: start) { .capture(number, $0) }
        }
        if take(":") { return try closed(outer, at: start) { $0 } }
        if take(">") { return try closed(outer, at: start) { .atomic($0) } }
        if take("=") { return try closed(outer, at: start) { .look($0, isAhead: true, isNegative: false) } }
        if take("!") { return try closed(outer, at: start) { .look($0, isAhead: true, isNegative: true) } }
        if take("<=") { return try closed(outer, at: start) { .look($0, isAhead: false, isNegative: false) } }
        if take("<!") { return try closed(outer, at: start) { .look($0, isAhead: false, isNegative: true) } }
        if isAt("<") || isAt("'") { return try named(outer, at: start) }
        if take("(") { return try condition(outer, at: start) }
        return try optionGroup(outer, at: start)
    }

    private mutating func closed(
        _ outer: RegexSettings,
        at start: Int,
        _ make: (RegexNode) -> RegexNode
    ) throws(ExpressionError) -> RegexNode {
        let inner = try alternation()
        guard take(")") else { throw failure("Not enough )'s.") }
        self.options = outer
        return make(inner)
    }

    private mutating func named(_ outer: RegexSettings, at start: Int) throws(ExpressionError) -> RegexNode {
        let close = take("<") ? ">" : "'"
        if close == "'" { _ = take("'") }
        let name = word()
        var popped: String?
        if take("-") { popped = word() }
        guard take(close), !name.isEmpty || popped?.isEmpty == false else {
            throw failure("Invalid group name: Group names must begin with a word character.")
        }
        if let number = Int(name), number == 0 { throw failure("Capture number cannot be zero.") }
        var push: Int?
        if !name.isEmpty {
            self.found.append(name)
            push = self.groups?.number(name) ?? 0
        }
        if let popped {
            guard let groups else { return try closed(outer, at: start) { $0 } }
            guard let pop = groups.number(popped) else {
                throw failure("Reference to undefined group name '\(popped)'.")
            }
            return try closed(outer, at: start) { .balance(push: push, pop: pop, $0) }
        }
        return try closed(outer, at: start) { .capture(push ?? 0, $0) }
    }

    private mutating func word() -> String {
        let start = self.position
        while let unit = self.next, CharacterSet.isWordUnit(unit) { self.position += 1 }
        return String(decoding: self.units[start..<self.position], as: UTF16.self)
    }

    /// Reads `(?(test)yes|no)`.
    private mutating func condition(_ outer: RegexSettings, at start: Int) throws(ExpressionError) -> RegexNode {
        let place = self.position
        let name = word()
        var number: Int?
        if take(")"), !name.isEmpty {
            number = self.groups.map { $0.number(name) } ?? 0
            if number == nil, Int(name) != nil { throw failure("(?(\(name))...) has an undefined group reference.") }
        }
        var test = RegexNode.empty
        if number == nil {
            self.position = place
            test = try alternation()
            guard take(")") else { throw failure("Not enough )'s.") }
        }
        let body = try alternation()
        guard take(")") else { throw failure("Not enough )'s.") }
        self.options = outer
        var branches = (body, RegexNode.empty)
        if case .alternation(let nodes) = body {
            guard nodes.count == 2 else { throw failure("Too many | in (?()|).") }
            branches = (nodes[0], nodes[1])
        }
        if let number { return .condition(number, branches.0, branches.1) }
        return .test(test, branches.0, branches.1)
    }

    /// Reads `(?i)` and `(?i-s:…)`.
    private mutating func optionGroup(_ outer: RegexSettings, at start: Int) throws(ExpressionError) -> RegexNode? {
        var removes = false
        while let unit = self.next {
            let option: RegexSettings
            switch unit {
            case 0x2D:
                removes = true
                self.position += 1
                continue
            case 0x69, 0x49: option = .ignoreCase
            case 0x6D, 0x4D: option = .multiline
            case 0x6E, 0x4E: option = .explicitCapture
            case 0x73, 0x53: option = .singleline
            case 0x78, 0x58: option = .ignorePatternWhitespace
            case 0x3A:
                self.position += 1
                return try closed(outer, at: start) { $0 }
            case 0x29:
                // The options hold until the group around them ends.
                self.position += 1
                return nil
            default: throw failure("Unrecognized grouping construct.")
            }
            self.position += 1
            if removes { self.options.remove(option) } else { self.options.insert(option) }
        }
        throw failure("Unrecognized grouping construct.")
    }
}
