// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Reads an operand with the operators before it.
    mutating func unary() throws(ExpressionError) -> ExpressionSyntax {
        let offset = self.token.start
        if case .punctuator(let sign) = self.token.kind {
            if let operation = sign.prefix {
                advance()
                let operand = try nested { parser throws(ExpressionError) in try parser.unary() }
                return ExpressionSyntax(kind: .unary(operation, operand), offset: offset)
            }
            if sign == .leftParenthesis, let type = castType() {
                let operand = try nested { parser throws(ExpressionError) in try parser.unary() }
                return ExpressionSyntax(kind: .cast(type, operand), offset: offset)
            }
        }
        let primary = try primary()
        var tails: [PostfixSyntax] = []
        while let tail = try postfix() { tails.append(tail) }
        return tails.isEmpty ? primary : ExpressionSyntax(kind: .postfix(primary, tails), offset: offset)
    }

    private mutating func postfix() throws(ExpressionError) -> PostfixSyntax? {
        guard case .punctuator(let sign) = self.token.kind else { return nil }
        let offset = self.token.start
        switch sign {
        case .dot, .questionDot:
            advance()
            let place = self.token.start
            let name = try identifier()
            let kind = PostfixSyntax.Kind.member(name, typeArgumentsInExpression())
            return PostfixSyntax(kind: kind, isConditional: sign == .questionDot, offset: place)
        case .question where Self.matches(peek(), .leftBracket):
            self.position += 2
            return PostfixSyntax(kind: .index(try arguments(until: .rightBracket)), isConditional: true, offset: offset)
        case .leftBracket:
            advance()
            let arguments = try arguments(until: .rightBracket)
            return PostfixSyntax(kind: .index(arguments), isConditional: false, offset: offset)
        case .leftParenthesis:
            advance()
            let arguments = try arguments(until: .rightParenthesis)
            return PostfixSyntax(kind: .call(arguments), isConditional: false, offset: offset)
        case .plusPlus, .minusMinus:
            advance()
            let kind: PostfixSyntax.Kind = sign == .plusPlus ? .increment : .decrement
            return PostfixSyntax(kind: kind, isConditional: false, offset: offset)
        default: return nil
        }
    }

    /// Reads arguments and the bracket behind them.
    mutating func arguments(until close: Punctuator) throws(ExpressionError) -> [ArgumentSyntax] {
        var arguments: [ArgumentSyntax] = []
        if take(close) { return arguments }
        repeat { arguments.append(try argument()) } while take(.comma)
        try expect(close)
        return arguments
    }

    private mutating func argument() throws(ExpressionError) -> ArgumentSyntax {
        let offset = self.token.start
        var name: String?
        if case .identifier(let text) = self.token.kind, Self.matches(peek(), .colon) {
            name = text
            self.position += 2
        }
        if take(.out) { return ArgumentSyntax(name: name, passing: try outArgument(), offset: offset) }
        if take(.ref) {
            return ArgumentSyntax(name: name, passing: .reference(try expression()), offset: offset)
        }
        return ArgumentSyntax(name: name, passing: .value(try expression()), offset: offset)
    }

    private mutating func outArgument() throws(ExpressionError) -> ArgumentSyntax.Passing {
        let declaration = speculate { parser -> ArgumentSyntax.Passing? in
            guard let type = parser.type(), let name = try? parser.identifier() else { return nil }
            return .outDeclaration(type.name == "var" ? nil : type, name)
        }
        if let declaration { return declaration }
        return .out(try expression())
    }

    private mutating func primary() throws(ExpressionError) -> ExpressionSyntax {
        let token = self.token
        switch token.kind {
        case .literal(let literal):
            advance()
            return ExpressionSyntax(kind: .literal(literal), offset: token.start)
        case .interpolated(let parts):
            advance()
            return ExpressionSyntax(kind: .interpolated(try interpolation(parts)), offset: token.start)
        case .punctuator(.leftParenthesis):
            advance()
            let inner = try expression()
            try expect(.rightParenthesis)
            return ExpressionSyntax(kind: .parenthesized(inner), offset: token.start)
        case .identifier(let name): return try word(name, offset: token.start)
        case .keyword(let keyword): return try word(keyword, offset: token.start)
        case .punctuator(let sign):
            throw ExpressionError(.syntax, "Invalid expression term '\(sign.rawValue)'", at: token.start)
        case .end: throw ExpressionError(.syntax, "Invalid expression term ''", at: token.start)
        }
    }

    private mutating func word(_ name: String, offset: Int) throws(ExpressionError) -> ExpressionSyntax {
        advance()
        guard isAt(.leftParenthesis), name == "nameof" else {
            return ExpressionSyntax(kind: .name(name, typeArgumentsInExpression()), offset: offset)
        }
        advance()
        let inner = try expression()
        try expect(.rightParenthesis)
        return ExpressionSyntax(kind: .nameOf(inner), offset: offset)
    }

    private mutating func word(_ keyword: Keyword, offset: Int) throws(ExpressionError) -> ExpressionSyntax {
        switch keyword {
        case .new:
            advance()
            return try creation(offset: offset)
        case .typeof:
            advance()
            return ExpressionSyntax(kind: .typeOf(try typeInParentheses()), offset: offset)
        case .default:
            advance()
            let type = isAt(.leftParenthesis) ? try typeInParentheses() : nil
            return ExpressionSyntax(kind: .defaultValue(type), offset: offset)
        case .checked where Self.matches(peek(), .leftParenthesis),
            .unchecked where Self.matches(peek(), .leftParenthesis):
            self.position += 2
            let inner = try expression()
            try expect(.rightParenthesis)
            return ExpressionSyntax(kind: .overflow(isChecked: keyword == .checked, inner), offset: offset)
        case .throw:
            advance()
            return ExpressionSyntax(kind: .throwing(try expression()), offset: offset)
        case _ where keyword.isType:
            advance()
            let type = TypeSyntax(name: keyword.rawValue, arguments: [], isPredefined: true, offset: offset)
            return ExpressionSyntax(kind: .predefinedType(type), offset: offset)
        default:
            throw ExpressionError(.syntax, "Invalid expression term '\(keyword.rawValue)'", at: offset)
        }
    }

    private mutating func typeInParentheses() throws(ExpressionError) -> TypeSyntax {
        try expect(.leftParenthesis)
        guard let type = type() else { throw ExpressionError(.syntax, "Type expected", at: self.token.start) }
        try expect(.rightParenthesis)
        return type
    }

    private func interpolation(_ parts: [InterpolationPart]) throws(ExpressionError) -> [InterpolationSyntax] {
        var pieces: [InterpolationSyntax] = []
        for part in parts {
            switch part {
            case .text(let text): pieces.append(.text(text))
            case .hole(let range, let alignment, let format):
                let value = try hole(range)
                var width: ExpressionSyntax?
                if let alignment { width = try hole(alignment) }
                pieces.append(.hole(value, alignment: width, format: format))
            }
        }
        return pieces
    }

    private func hole(_ range: Range<Int>) throws(ExpressionError) -> ExpressionSyntax {
        var parser = try Parser(
            bytes: self.bytes,
            range: range,
            depth: self.depth + 1,
            interpolationDepth: self.interpolationDepth + 1
        )
        return try parser.wholeExpression()
    }
}
