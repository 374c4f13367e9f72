// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Reads the `$filter` of OData as far as Graph's directory has it; depth and size are bounded.
struct FilterParser {
    /// What the text breaks is not said in detail by the real service either.
    struct Malformed: Error {}

    private enum Token: Equatable {
        case word(String)
        case text(String)
        case open, close, comma, colon
    }

    private static let greatestLength = 8_192
    private static let greatestDepth = 16

    private var tokens: [Token]
    private var position = 0
    private var depth = 0

    /// Reads a whole filter.
    static func parse(_ text: String) throws(Malformed) -> Filter {
        guard text.utf8.count <= self.greatestLength else { throw Malformed() }
        var parser = FilterParser(tokens: try tokens(Array(text.utf8)))
        let filter = try parser.disjunction()
        guard parser.position == parser.tokens.count else { throw Malformed() }
        return filter
    }

    private init(tokens: [Token]) {
        self.tokens = tokens
    }

    private static func tokens(_ bytes: [UInt8]) throws(Malformed) -> [Token] {
        var tokens: [Token] = []
        var rest = bytes[...]
        func mark(_ token: Token) {
            tokens.append(token)
            rest = rest.dropFirst()
        }
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): rest = rest.dropFirst()
            case UInt8(ascii: "("): mark(.open)
            case UInt8(ascii: ")"): mark(.close)
            case UInt8(ascii: ","): mark(.comma)
            case UInt8(ascii: "'"): tokens.append(.text(try quoted(&rest)))
            case UInt8(ascii: ":"): mark(.colon)
            default:
                let word = rest.prefix { !" \t(),'".utf8.contains($0) }
                // The colon behind the variable of a lambda; inside a date it belongs to the word.
                let isNumber = word.first.map { (0x30...0x39).contains($0) } ?? false
                let end = isNumber ? word.endIndex : word.firstIndex(of: UInt8(ascii: ":")) ?? word.endIndex
                guard end > word.startIndex else { throw Malformed() }
                tokens.append(.word(String(decoding: word[..<end], as: UTF8.self)))
                rest = rest[end...]
            }
        }
        return tokens
    }

    /// Reads `'…'`, in which two quotation marks stand for one.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) throws(Malformed) -> String {
        var text: [UInt8] = []
        rest = rest.dropFirst()
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "'") else {
                text.append(byte)
                continue
            }
            guard rest.first == UInt8(ascii: "'") else { return String(decoding: text, as: UTF8.self) }
            text.append(byte)
            rest = rest.dropFirst()
        }
        throw Malformed()
    }

    private mutating func disjunction() throws(Malformed) -> Filter {
        self.depth += 1
        guard self.depth <= Self.greatestDepth else { throw Malformed() }
        var filter = try conjunction()
        while take("or") { filter = .or(filter, try conjunction()) }
        self.depth -= 1
        return filter
    }

    private mutating func conjunction() throws(Malformed) -> Filter {
        var filter = try term()
        while take("and") { filter = .and(filter, try term()) }
        return filter
    }

    private mutating func term() throws(Malformed) -> Filter {
        if take("not") {
            self.depth += 1
            guard self.depth <= Self.greatestDepth else { throw Malformed() }
            let inner = try term()
            self.depth -= 1
            return .not(inner)
        }
        if take(.open) {
            let inner = try disjunction()
            try expect(.close)
            return inner
        }
        guard case .word(let name) = next() else { throw Malformed() }
        guard take(.open) else { return try comparison(name) }
        if let function = Filter.TextFunction(rawValue: name.lowercased()) { return try text(function) }
        guard name.hasSuffix("/any"), case .word(let variable) = next() else { throw Malformed() }
        try expect(.colon)
        let inner = try disjunction()
        try expect(.close)
        return .any(path: String(name.dropLast("/any".count)), variable: variable, inner)
    }

    private mutating func text(_ function: Filter.TextFunction) throws(Malformed) -> Filter {
        guard case .word(let path) = next(), take(.comma), case .text(let value) = next() else { throw Malformed() }
        try expect(.close)
        return .text(function, path: path, value)
    }

    private mutating func comparison(_ path: String) throws(Malformed) -> Filter {
        if take("in") {
            try expect(.open)
            var literals = [try literal()]
            while take(.comma) { literals.append(try literal()) }
            try expect(.close)
            return .membership(path: path, literals)
        }
        guard case .word(let name) = next(), let comparison = Filter.Comparison(rawValue: name.lowercased()) else {
            throw Malformed()
        }
        return .comparison(path: path, comparison, try literal())
    }

    private mutating func literal() throws(Malformed) -> Filter.Literal {
        switch next() {
        case .text(let text): return .text(text)
        case .word("true"): return .bool(true)
        case .word("false"): return .bool(false)
        case .word("null"): return .null
        case .word(let word):
            if let number = Int(word) { return .number(number) }
            guard GUID.isWellFormed(word) || Timestamp.parse(word) != nil else { throw Malformed() }
            return .text(word)
        default: throw Malformed()
        }
    }

    private mutating func next() -> Token? {
        guard self.position < self.tokens.count else { return nil }
        self.position += 1
        return self.tokens[self.position - 1]
    }

    private mutating func take(_ token: Token) -> Bool {
        guard self.position < self.tokens.count, self.tokens[self.position] == token else { return false }
        self.position += 1
        return true
    }

    private mutating func take(_ keyword: String) -> Bool {
        guard self.position < self.tokens.count, case .word(let word) = self.tokens[self.position],
            word.lowercased() == keyword
        else { return false }
        self.position += 1
        return true
    }

    private mutating func expect(_ token: Token) throws(Malformed) {
        guard take(token) else { throw Malformed() }
    }
}
