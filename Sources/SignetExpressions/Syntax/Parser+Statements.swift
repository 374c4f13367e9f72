// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Reads `{ … }`.
    mutating func block() throws(ExpressionError) -> [StatementSyntax] {
        try expect(.leftBrace)
        var statements: [StatementSyntax] = []
        while !isAt(.rightBrace) {
            guard !self.isAtEnd else { throw ExpressionError(.syntax, "} expected", at: self.token.start) }
            statements.append(try statement())
        }
        try expect(.rightBrace)
        return statements
    }

    /// Reads one statement.
    mutating func statement() throws(ExpressionError) -> StatementSyntax {
        let offset = self.token.start
        let kind = try nested { parser throws(ExpressionError) in try parser.statementKind() }
        return StatementSyntax(kind: kind, offset: offset)
    }

    private mutating func statementKind() throws(ExpressionError) -> StatementSyntax.Kind {
        if take(.semicolon) { return .empty }
        if isAt(.leftBrace) { return .block(try block()) }
        if case .keyword(let keyword) = self.token.kind, let kind = try statement(of: keyword) { return kind }
        if isAt(contextual: "yield"), Self.matches(peek(), .return) || Self.matches(peek(), .break) {
            throw notAllowed("yield")
        }
        if let declaration = try declaration() {
            if case .localFunction = declaration { return declaration }
            try expect(.semicolon)
            return declaration
        }
        let expression = try statementExpression()
        try expect(.semicolon)
        return .expression(expression)
    }

    private mutating func statement(of keyword: Keyword) throws(ExpressionError) -> StatementSyntax.Kind? {
        switch keyword {
        case .if: return try ifStatement()
        case .while:
            advance()
            return .whileLoop(try condition(), try statement())
        case .do: return try doStatement()
        case .for: return try forStatement()
        case .foreach: return try forEachStatement()
        case .switch: return try switchStatement()
        case .try: return try tryStatement()
        case .using: return try usingStatement()
        case .return:
            advance()
            let value = isAt(.semicolon) ? nil : try expression()
            try expect(.semicolon)
            return .returnValue(value)
        case .break, .continue:
            advance()
            try expect(.semicolon)
            return keyword == .break ? .breakOut : .continueLoop
        case .throw:
            advance()
            let value = isAt(.semicolon) ? nil : try expression()
            try expect(.semicolon)
            return .throwing(value)
        case .checked where Self.matches(peek(), .leftBrace), .unchecked where Self.matches(peek(), .leftBrace):
            advance()
            return .overflowBlock(isChecked: keyword == .checked, try block())
        case .goto, .lock, .unsafe, .fixed: throw notAllowed(keyword.rawValue)
        default: return nil
        }
    }

    private func notAllowed(_ word: String) -> ExpressionError {
        ExpressionError(.unsupported, "'\(word)' is not allowed in policy expressions", at: self.token.start)
    }

    /// Reads an expression that may stand alone.
    private mutating func statementExpression() throws(ExpressionError) -> ExpressionSyntax {
        let expression = try expression()
        switch expression.kind {
        case .assignment, .objectCreation, .unary(.increment, _), .unary(.decrement, _): return expression
        case .postfix(_, let tails):
            switch tails.last?.kind {
            case .call, .increment, .decrement: return expression
            default: break
            }
        default: break
        }
        throw ExpressionError(
            .syntax,
            "Only assignment, call, increment, decrement, and new object expressions can be used as a statement",
            at: expression.offset
        )
    }

    /// Reads a declaration of locals without its semicolon, or a local function; `nil` where none stands.
    mutating func declaration() throws(ExpressionError) -> StatementSyntax.Kind? {
        let start = self.position
        let isConstant = take(.const)
        let head = speculate { parser -> (TypeSyntax, String)? in
            if parser.isAt(.void), case .identifier = parser.peek(),
                Parser.matches(parser.peek(2), .leftParenthesis)
            {
                let type = TypeSyntax(name: "void", arguments: [], offset: parser.token.start)
                parser.advance()
                return (try? parser.identifier()).map { (type, $0) }
            }
            guard let type = parser.type(), let name = try? parser.identifier() else { return nil }
            return (type, name)
        }
        guard let (type, name) = head else {
            guard !isConstant else { throw ExpressionError(.syntax, "Type expected", at: self.token.start) }
            return nil
        }
        if !isConstant, let function = try localFunction(type, name) { return function }
        guard isAt(.equal) || isAt(.semicolon) || isAt(.comma) || isConstant else {
            self.position = start
            return nil
        }
        self.position -= 1
        var declarators: [DeclaratorSyntax] = []
        repeat {
            let offset = self.token.start
            let name = try identifier()
            let value = take(.equal) ? try initialValue(type) : nil
            declarators.append(DeclaratorSyntax(name: name, value: value, offset: offset))
        } while take(.comma)
        return .declaration(type, declarators, isConstant: isConstant)
    }

    /// Reads an initial value: an expression, or the braces of an array.
    private mutating func initialValue(_ type: TypeSyntax) throws(ExpressionError) -> ExpressionSyntax {
        guard isAt(.leftBrace), !type.ranks.isEmpty else { return try expression() }
        let offset = self.token.start
        var element = type
        element.ranks.removeLast()
        let kind = ExpressionSyntax.Kind.arrayCreation(element, sizes: [], try arrayElements())
        return ExpressionSyntax(kind: kind, offset: offset)
    }

    /// Reads a condition in parentheses.
    mutating func condition() throws(ExpressionError) -> ExpressionSyntax {
        try expect(.leftParenthesis)
        let condition = try expression()
        try expect(.rightParenthesis)
        return condition
    }
}
