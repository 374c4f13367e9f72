// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Reads an expression of any kind.
    mutating func expression() throws(ExpressionError) -> ExpressionSyntax {
        try nested { parser throws(ExpressionError) in try parser.assignment() }
    }

    private mutating func assignment() throws(ExpressionError) -> ExpressionSyntax {
        if let lambda = try lambda() { return lambda }
        if self.startsQuery { return try query() }
        let offset = self.token.start
        let target = try conditional()
        guard case .punctuator(let sign) = self.token.kind, let operation = assignmentOperator(sign) else {
            return target
        }
        advance()
        if sign == .greater { advance() }
        let value = try expression()
        return ExpressionSyntax(kind: .assignment(target, operation, value), offset: offset)
    }

    /// The operator of a compound assignment; an inner `nil` is plain assignment.
    private func assignmentOperator(_ sign: Punctuator) -> BinaryOperator?? {
        switch sign {
        case .equal: .some(nil)
        case .plusEqual: .add
        case .minusEqual: .subtract
        case .starEqual: .multiply
        case .slashEqual: .divide
        case .percentEqual: .remainder
        case .ampersandEqual: .and
        case .barEqual: .or
        case .caretEqual: .exclusiveOr
        case .shiftLeftEqual: .shiftLeft
        case .greater where Self.matches(peek(), .greaterEqual) && isAdjacent(): .shiftRight
        default: nil
        }
    }

    private mutating func conditional() throws(ExpressionError) -> ExpressionSyntax {
        let offset = self.token.start
        let condition = try coalesce()
        guard take(.question) else { return condition }
        let then = try expression()
        try expect(.colon)
        let otherwise = try expression()
        return ExpressionSyntax(kind: .conditional(condition, then: then, otherwise: otherwise), offset: offset)
    }

    private mutating func coalesce() throws(ExpressionError) -> ExpressionSyntax {
        let offset = self.token.start
        var operands = [try binary(minimum: 1)]
        while take(.questionQuestion) { operands.append(try binary(minimum: 1)) }
        if operands.count == 1 { return operands[0] }
        return ExpressionSyntax(kind: .coalesce(operands), offset: offset)
    }

    /// Reads operators that bind at least as tight as `minimum`, rows of one precedence flat.
    private mutating func binary(minimum: Int) throws(ExpressionError) -> ExpressionSyntax {
        let offset = self.token.start
        var left = try unary()
        while let (first, _) = binaryOperator(), first.precedence >= minimum {
            let precedence = first.precedence
            var tails: [BinaryTail] = []
            while let (operation, length) = binaryOperator(), operation.precedence == precedence {
                let place = self.token.start
                self.position += length
                let operand = try operand(of: operation)
                tails.append(BinaryTail(operation: operation, operand: operand, offset: place))
            }
            left = ExpressionSyntax(kind: .binary(left, tails), offset: offset)
        }
        return left
    }

    private mutating func operand(of operation: BinaryOperator) throws(ExpressionError) -> BinaryTail.Operand {
        switch operation {
        case .isType: return .isPattern(try pattern())
        case .asType:
            guard let type = typeBehindOperator() else {
                throw ExpressionError(.syntax, "Type expected", at: self.token.start)
            }
            return .asType(type)
        default: return .expression(try binary(minimum: operation.precedence + 1))
        }
    }

    /// Reads a type behind `as` or `is`, where a `?` may begin a choice instead.
    private mutating func typeBehindOperator() -> TypeSyntax? {
        let nullable = speculate { parser -> TypeSyntax? in
            guard let type = parser.type(), type.isNullable else { return nil }
            switch parser.token.kind {
            case .end: return type
            case .punctuator(let sign):
                let ends: [Punctuator] = [
                    .rightParenthesis, .rightBracket, .rightBrace, .comma, .semicolon, .questionQuestion, .equalEqual,
                    .exclamationEqual, .ampersandAmpersand, .barBar, .question,
                ]
                return ends.contains(sign) ? type : nil
            default: return nil
            }
        }
        return nullable ?? speculate { $0.type(allowsNullable: false) }
    }

    /// Reads what `is` or `case` tests.
    mutating func pattern() throws(ExpressionError) -> PatternSyntax {
        if isAt(contextual: "var"), case .identifier(let name) = peek() {
            self.position += 2
            return .any(name)
        }
        let typed = speculate { parser -> PatternSyntax? in
            guard let type = parser.typeBehindOperator() else { return nil }
            if case .identifier(let name) = parser.token.kind, name != "when" {
                parser.advance()
                return .type(type, name: name == "_" ? nil : name)
            }
            // A name without designation: a type or a constant, which only the binder can tell.
            return parser.continuesExpression ? nil : .type(type, name: nil)
        }
        if let typed { return typed }
        return .constant(try binary(minimum: BinaryOperator.shiftLeft.precedence))
    }

    private var continuesExpression: Bool {
        isAt(.dot) || isAt(.leftParenthesis) || isAt(.leftBracket) || isAt(.plus) || isAt(.minus) || isAt(.questionDot)
    }

    private func isAdjacent() -> Bool {
        self.position + 1 < self.tokens.count && self.token.end == self.tokens[self.position + 1].start
    }

    private func binaryOperator() -> (BinaryOperator, Int)? {
        switch self.token.kind {
        case .keyword(.is): return (.isType, 1)
        case .keyword(.as): return (.asType, 1)
        case .punctuator(.greater) where Self.matches(peek(), .greater) && isAdjacent(): return (.shiftRight, 2)
        case .punctuator(.greater) where Self.matches(peek(), .greaterEqual) && isAdjacent(): return nil
        case .punctuator(let sign): return sign.infix.map { ($0, 1) }
        default: return nil
        }
    }
}
