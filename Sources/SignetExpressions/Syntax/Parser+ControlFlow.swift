// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Parser {
    mutating func ifStatement() throws(ExpressionError) -> StatementSyntax.Kind {
        var branches: [(condition: ExpressionSyntax, body: StatementSyntax)] = []
        while take(.if) {
            branches.append((try condition(), try statement()))
            guard take(.else) else { return .conditional(branches, otherwise: nil) }
        }
        return .conditional(branches, otherwise: try statement())
    }

    mutating func doStatement() throws(ExpressionError) -> StatementSyntax.Kind {
        advance()
        let body = try statement()
        guard take(.while) else {
            throw ExpressionError(.syntax, "Syntax error, 'while' expected", at: self.token.start)
        }
        let condition = try condition()
        try expect(.semicolon)
        return .doLoop(body, condition)
    }

    mutating func forStatement() throws(ExpressionError) -> StatementSyntax.Kind {
        advance()
        try expect(.leftParenthesis)
        var start: [StatementSyntax] = []
        let offset = self.token.start
        if !isAt(.semicolon) {
            if let declaration = try declaration() {
                start = [StatementSyntax(kind: declaration, offset: offset)]
            } else {
                start = try expressions(until: .semicolon)
                    .map {
                        StatementSyntax(kind: .expression($0), offset: $0.offset)
                    }
            }
        }
        try expect(.semicolon)
        let condition = isAt(.semicolon) ? nil : try expression()
        try expect(.semicolon)
        let steps = try expressions(until: .rightParenthesis)
        try expect(.rightParenthesis)
        return .forLoop(start, condition, steps, try statement())
    }

    private mutating func expressions(until close: Punctuator) throws(ExpressionError) -> [ExpressionSyntax] {
        var expressions: [ExpressionSyntax] = []
        guard !isAt(close) else { return expressions }
        repeat { expressions.append(try expression()) } while take(.comma)
        return expressions
    }

    mutating func forEachStatement() throws(ExpressionError) -> StatementSyntax.Kind {
        advance()
        try expect(.leftParenthesis)
        guard let type = type() else { throw ExpressionError(.syntax, "Type expected", at: self.token.start) }
        let name = try identifier()
        guard take(.in) else { throw ExpressionError(.syntax, "'in' expected", at: self.token.start) }
        let sequence = try expression()
        try expect(.rightParenthesis)
        return .forEach(type, name, sequence, try statement())
    }

    mutating func switchStatement() throws(ExpressionError) -> StatementSyntax.Kind {
        advance()
        let value = try condition()
        try expect(.leftBrace)
        var sections: [SwitchSectionSyntax] = []
        while !isAt(.rightBrace) {
            var labels: [SwitchSectionSyntax.Label] = []
            while let label = try switchLabel() { labels.append(label) }
            guard !labels.isEmpty else {
                throw ExpressionError(.syntax, "Syntax error, 'case' or 'default' expected", at: self.token.start)
            }
            var statements: [StatementSyntax] = []
            while !isAt(.rightBrace), !isAt(.case), !startsDefaultLabel {
                guard !self.isAtEnd else { throw ExpressionError(.syntax, "} expected", at: self.token.start) }
                statements.append(try statement())
            }
            sections.append(SwitchSectionSyntax(labels: labels, statements: statements))
        }
        try expect(.rightBrace)
        return .switchOver(value, sections)
    }

    private var startsDefaultLabel: Bool { isAt(.default) && Self.matches(peek(), .colon) }

    private mutating func switchLabel() throws(ExpressionError) -> SwitchSectionSyntax.Label? {
        if self.startsDefaultLabel {
            self.position += 2
            return .otherwise
        }
        guard take(.case) else { return nil }
        let pattern = try pattern()
        let filter = take(contextual: "when") ? try expression() : nil
        try expect(.colon)
        return .pattern(pattern, when: filter)
    }

    mutating func tryStatement() throws(ExpressionError) -> StatementSyntax.Kind {
        advance()
        let body = try block()
        var catches: [CatchSyntax] = []
        while take(.catch) { catches.append(try catchClause()) }
        let finally = take(.finally) ? try block() : nil
        guard !catches.isEmpty || finally != nil else {
            throw ExpressionError(.syntax, "Expected catch or finally", at: self.token.start)
        }
        return .attempt(body, catches, finally: finally)
    }

    private mutating func catchClause() throws(ExpressionError) -> CatchSyntax {
        var type: TypeSyntax?
        var name: String?
        if take(.leftParenthesis) {
            type = self.type()
            guard type != nil else { throw ExpressionError(.syntax, "Type expected", at: self.token.start) }
            if !isAt(.rightParenthesis) { name = try identifier() }
            try expect(.rightParenthesis)
        }
        let filter = take(contextual: "when") ? try condition() : nil
        return CatchSyntax(type: type, name: name, filter: filter, body: try block())
    }

    mutating func usingStatement() throws(ExpressionError) -> StatementSyntax.Kind {
        advance()
        try expect(.leftParenthesis)
        let offset = self.token.start
        let resource: StatementSyntax.Kind
        if let declaration = try declaration() {
            resource = declaration
        } else {
            resource = .expression(try expression())
        }
        try expect(.rightParenthesis)
        return .using([StatementSyntax(kind: resource, offset: offset)], try statement())
    }
}
