// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Reads the C# of policy expressions: recursive descent over tokens, operators by precedence.
///
/// Nesting is limited, rows of operators and accesses are kept flat: neither the parser nor whoever walks the tree can
/// run out of stack.
struct Parser {
    static let maximumDepth = 100

    let bytes: [UInt8]
    let tokens: [Token]
    var position = 0
    var depth = 0
    /// How many interpolated strings are around the text.
    let interpolationDepth: Int

    init(bytes: [UInt8], range: Range<Int>, depth: Int = 0, interpolationDepth: Int = 0) throws(ExpressionError) {
        self.bytes = bytes
        self.tokens = try Lexer.tokens(of: bytes, in: range, depth: interpolationDepth)
        self.depth = depth
        self.interpolationDepth = interpolationDepth
    }

    /// Reads one expression and nothing behind it.
    static func expression(_ bytes: [UInt8]) throws(ExpressionError) -> ExpressionSyntax {
        var parser = try Parser(bytes: bytes, range: bytes.indices)
        return try parser.wholeExpression()
    }

    /// Reads the statements of a block, without its braces.
    static func statements(_ bytes: [UInt8]) throws(ExpressionError) -> [StatementSyntax] {
        var parser = try Parser(bytes: bytes, range: bytes.indices)
        var statements: [StatementSyntax] = []
        while !parser.isAtEnd { statements.append(try parser.statement()) }
        return statements
    }

    mutating func wholeExpression() throws(ExpressionError) -> ExpressionSyntax {
        let expression = try expression()
        guard self.isAtEnd else {
            // A second expression behind the first: what the compiler misses is the bracket around the first.
            throw ExpressionError(.syntax, ") expected", at: self.token.start)
        }
        return expression
    }
}

extension Parser {
    var token: Token { self.tokens[min(self.position, self.tokens.count - 1)] }

    func peek(_ distance: Int = 1) -> TokenKind {
        self.tokens[min(self.position + distance, self.tokens.count - 1)].kind
    }

    var isAtEnd: Bool {
        if case .end = self.token.kind { true } else { false }
    }

    func isAt(_ punctuator: Punctuator) -> Bool { Self.matches(self.token.kind, punctuator) }

    func isAt(_ keyword: Keyword) -> Bool { Self.matches(self.token.kind, keyword) }

    /// Whether a word stands here that is a keyword in some places only.
    func isAt(contextual word: String) -> Bool {
        if case .identifier(word) = self.token.kind { true } else { false }
    }

    static func matches(_ kind: TokenKind, _ punctuator: Punctuator) -> Bool {
        if case .punctuator(punctuator) = kind { true } else { false }
    }

    static func matches(_ kind: TokenKind, _ keyword: Keyword) -> Bool {
        if case .keyword(keyword) = kind { true } else { false }
    }

    mutating func advance() { self.position += 1 }

    mutating func take(_ punctuator: Punctuator) -> Bool {
        guard isAt(punctuator) else { return false }
        self.position += 1
        return true
    }

    mutating func take(_ keyword: Keyword) -> Bool {
        guard isAt(keyword) else { return false }
        self.position += 1
        return true
    }

    mutating func take(contextual word: String) -> Bool {
        guard isAt(contextual: word) else { return false }
        self.position += 1
        return true
    }

    mutating func expect(_ punctuator: Punctuator) throws(ExpressionError) {
        guard take(punctuator) else {
            let offset = self.position > 0 ? self.tokens[self.position - 1].end : self.token.start
            throw ExpressionError(.syntax, "\(punctuator.rawValue) expected", at: offset)
        }
    }

    mutating func identifier() throws(ExpressionError) -> String {
        guard case .identifier(let name) = self.token.kind else {
            throw ExpressionError(.syntax, "Identifier expected", at: self.token.start)
        }
        self.position += 1
        return name
    }

    /// Runs a part of the parser one level deeper.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        guard self.depth < Self.maximumDepth else {
            throw ExpressionError(.syntax, "An expression is too long or complex to compile", at: self.token.start)
        }
        self.depth += 1
        let result = try body(&self)
        self.depth -= 1
        return result
    }

    /// Runs a part of the parser that may find that it does not apply, and then stands where it stood.
    mutating func speculate<Result>(_ body: (inout Parser) -> Result?) -> Result? {
        let start = self.position
        if let result = body(&self) { return result }
        self.position = start
        return nil
    }
}
