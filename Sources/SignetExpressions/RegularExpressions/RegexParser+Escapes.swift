// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension RegexParser {
    private var ignoresCase: Bool { self.options.contains(.ignoreCase) }

    /// Reads what follows a backslash outside of brackets.
    mutating func escape(at start: Int) throws(ExpressionError) -> RegexNode {
        guard let unit = self.next else { throw failure("Illegal \\ at end of pattern.") }
        switch unit {
        case 0x41: return anchor(.start)
        case 0x5A: return anchor(.end)
        case 0x7A: return anchor(.absoluteEnd)
        case 0x62: return anchor(.boundary)
        case 0x42: return anchor(.noBoundary)
        case 0x47: return anchor(.lastEnd)
        case 0x6B: return try namedReference()
        case 0x31...0x39: return try numberedReference()
        default: break
        }
        if let set = try classEscape() { return .set(set.prepared(ignoresCase: self.ignoresCase)) }
        return .unit(try character(), ignoresCase: self.ignoresCase)
    }

    private mutating func anchor(_ anchor: RegexAnchor) -> RegexNode {
        self.position += 1
        return .anchor(anchor)
    }

    private mutating func namedReference() throws(ExpressionError) -> RegexNode {
        self.position += 1
        let close = take("<") ? ">" : take("'") ? "'" : ""
        let start = self.position
        while let unit = self.next, CharacterSet.isWordUnit(unit) { self.position += 1 }
        let name = String(decoding: self.units[start..<self.position], as: UTF16.self)
        guard !close.isEmpty, !name.isEmpty, take(close) else {
            throw failure("Malformed \\k<...> named back reference.")
        }
        guard let groups else { return .empty }
        guard let number = groups.number(name) else {
            throw failure("Reference to undefined group name '\(name)'.")
        }
        return .reference(number, ignoresCase: self.ignoresCase)
    }

    /// `\1` is a reference; `\10` is one when there is such a group, and otherwise an octal number.
    private mutating func numberedReference() throws(ExpressionError) -> RegexNode {
        let digits = self.units[self.position...].prefix(3).prefix { 0x30...0x39 ~= $0 }
        let all = digits.map { Int($0 - 0x30) }
        for length in stride(from: all.count, to: 0, by: -1) {
            let number = all.prefix(length).reduce(0) { $0 * 10 + $1 }
            if let groups, groups.names[number] == nil, length > 1 || all.count > 1 && all[0] < 8 && all[1] < 8 {
                continue
            }
            if groups == nil, length > 1 { continue }
            if let groups, groups.names[number] == nil {
                throw failure("Reference to undefined group number \(number).")
            }
            self.position += length
            return .reference(number, ignoresCase: self.ignoresCase)
        }
        return .unit(octal(), ignoresCase: self.ignoresCase)
    }

    private mutating func octal() -> UInt16 {
        var (value, count): (UInt16, Int) = (0, 0)
        while count < 3, let unit = self.next, 0x30...0x37 ~= unit {
            value = value * 8 + (unit - 0x30)
            self.position += 1
            count += 1
        }
        return value & 0xFF
    }

    /// Reads `\d`, `\p{L}` and their like; `nil` where another escape stands.
    private mutating func classEscape() throws(ExpressionError) -> CharacterSet? {
        guard let unit = self.next else { return nil }
        var set = CharacterSet()
        let isECMA = self.options.contains(.ecmaScript)
        switch unit {
        case 0x64, 0x44: isECMA ? set.insert(0x30...0x39) : set.insert(.digit, isNegated: false)
        case 0x73, 0x53:
            if isECMA {
                set.insert(0x09...0x0D)
                set.insert(0x20...0x20)
            } else {
                set.insert(.space, isNegated: false)
            }
        case 0x77, 0x57:
            if isECMA {
                for range in [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A] as [ClosedRange<UInt16>] {
                    set.insert(range)
                }
            } else {
                set.insert(.word, isNegated: false)
            }
        case 0x70, 0x50:
            self.position += 1
            guard take("{") else { throw failure("Malformed \\p{X} character escape.") }
            let start = self.position
            while let unit = self.next, unit != 0x7D { self.position += 1 }
            let name = String(decoding: self.units[start..<self.position], as: UTF16.self)
            guard take("}") else { throw failure("Incomplete \\p{X} character escape.") }
            guard let property = UnicodeCategory.property(name) else { throw failure("Unknown property '\(name)'.") }
            set.insert(property, isNegated: false)
            set.isNegated = unit == 0x50
            return set
        default: return nil
        }
        self.position += 1
        set.isNegated = [0x44, 0x53, 0x57].contains(unit)
        return set
    }

    /// Reads the escape of one character, whose backslash has been read.
    private mutating func character() throws(ExpressionError) -> UInt16 {
        guard let unit = self.next else { throw failure("Illegal \\ at end of pattern.") }
        if 0x30...0x37 ~= unit { return octal() }
        self.position += 1
        switch unit {
        case 0x61: return 7
        case 0x62: return 8
        case 0x65: return 27
        case 0x66: return 12
        case 0x6E: return 10
        case 0x72: return 13
        case 0x74: return 9
        case 0x76: return 11
        case 0x78: return try hexadecimal(2)
        case 0x75: return try hexadecimal(4)
        case 0x63:
            guard let control = self.next, 0x40...0x5F ~= CaseFolding.upper(control) else {
                throw failure("Missing control character.")
            }
            self.position += 1
            return CaseFolding.upper(control) - 0x40
        default:
            if CharacterSet.isWordUnit(unit) {
                throw failure("Unrecognized escape sequence \\\(String(decoding: [unit], as: UTF16.self)).")
            }
            return unit
        }
    }

    private mutating func hexadecimal(_ count: Int) throws(ExpressionError) -> UInt16 {
        let digits = String(decoding: self.units[self.position...].prefix(count), as: UTF16.self)
        guard digits.utf16.count == count, digits.utf8.allSatisfy({ Lexer.isHexadecimal($0) }),
            let value = UInt16(digits, radix: 16)
        else { throw failure("Insufficient or invalid hexadecimal digits.") }
        self.position += count
        return value
    }

    /// Reads `[…]`, whose first bracket has been read.
    mutating func bracket(isNested: Bool) throws(ExpressionError) -> CharacterSet {
        guard self.depth < Self.maximumDepth else { throw failure("The groups nest too deep.") }
        self.depth += 1
        defer { self.depth -= 1 }
        var set = CharacterSet()
        set.isNegated = take("^")
        var isFirst = true
        while let unit = self.next {
            if unit == 0x5D, !isFirst {
                self.position += 1
                return set
            }
            isFirst = false
            if isAt("-[") {
                self.position += 2
                set.subtract(try bracket(isNested: true).prepared(ignoresCase: self.ignoresCase))
                guard self.next == 0x5D else {
                    throw failure("A subtraction must be the last element in a character class.")
                }
                continue
            }
            try element(&set)
        }
        throw failure("Unterminated [] set.")
    }

    /// Reads one character, class or range of a set.
    private mutating func element(_ set: inout CharacterSet) throws(ExpressionError) {
        var first = self.units[self.position]
        self.position += 1
        if first == 0x5C {
            if let inner = try classEscape() {
                for (property, isNegated) in inner.properties {
                    set.insert(property, isNegated: isNegated != inner.isNegated)
                }
                if inner.isNegated, !inner.ranges.isEmpty {
                    throw failure("A negated class of the ECMAScript option is not evaluated in brackets.")
                }
                for range in inner.ranges { set.insert(range) }
                return
            }
            first = try character()
        }
        guard self.next == 0x2D, self.position + 1 < self.units.count, self.units[self.position + 1] != 0x5D,
            !isAt("-[")
        else {
            set.insert(first...first)
            return
        }
        self.position += 1
        var last = self.units[self.position]
        self.position += 1
        if last == 0x5C {
            guard try classEscape() == nil else {
                throw failure(
                    "Cannot include class \\\(String(decoding: [self.units[self.position - 1]], as: UTF16.self)) in character range."
                )
            }
            last = try character()
        }
        guard first <= last else { throw failure("[x-y] range in reverse order.") }
        set.insert(first...last)
    }

    /// The text that an escaped one stands for.
    static func unescaped(_ text: String) throws(ExpressionError) -> String {
        var reader = RegexParser(text, [], nil)
        var result: [UInt16] = []
        while let unit = reader.next {
            reader.position += 1
            result.append(unit == 0x5C ? try reader.character() : unit)
        }
        return OrdinalText.text(result)
    }
}
