// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Reads a type, with array ranks without sizes and `?`; `nil` where none stands.
    mutating func type(allowsNullable: Bool = true, depth: Int = 0) -> TypeSyntax? {
        guard depth < 16, var type = typeName(depth: depth) else { return nil }
        if allowsNullable, isAt(.question) {
            advance()
            type.isNullable = true
        }
        while isAt(.leftBracket), let rank = arrayRank() { type.ranks.append(rank) }
        return type
    }

    /// Reads a type without `?` and ranks, as it stands behind `new`.
    mutating func typeName(depth: Int = 0) -> TypeSyntax? {
        let offset = self.token.start
        if case .keyword(let keyword) = self.token.kind, keyword.isType {
            advance()
            return TypeSyntax(name: keyword.rawValue, arguments: [], isPredefined: true, offset: offset)
        }
        guard case .identifier(var name) = self.token.kind else { return nil }
        advance()
        var arguments: [TypeSyntax] = []
        while true {
            if isAt(.less) {
                guard let list = typeArguments(depth: depth) else { return nil }
                arguments = list
            }
            guard isAt(.dot) else { break }
            guard case .identifier(let next) = peek() else {
                // No type goes on with a keyword behind its dot.
                if case .keyword = peek() { return nil }
                break
            }
            self.position += 2
            name += "." + next
        }
        return TypeSyntax(name: name, arguments: arguments, offset: offset)
    }

    /// Reads `<A, B>`; the position is the sign.
    mutating func typeArguments(depth: Int = 0) -> [TypeSyntax]? {
        guard take(.less) else { return nil }
        var arguments: [TypeSyntax] = []
        repeat {
            guard let argument = type(depth: depth + 1) else { return nil }
            arguments.append(argument)
        } while take(.comma)
        return take(.greater) ? arguments : nil
    }

    /// Reads type arguments behind a name in an expression, where `<` may also be an operator: C#'s rule looks at the
    /// sign behind the list.
    mutating func typeArgumentsInExpression() -> [TypeSyntax] {
        guard isAt(.less) else { return [] }
        return speculate { parser in
            guard let arguments = parser.typeArguments(), parser.canFollowTypeArguments() else { return nil }
            return arguments
        } ?? []
    }

    private func canFollowTypeArguments() -> Bool {
        switch self.token.kind {
        case .end: true
        case .punctuator(let sign):
            switch sign {
            case .leftParenthesis, .rightParenthesis, .rightBracket, .rightBrace, .colon, .semicolon, .comma, .dot,
                .question, .questionDot, .equalEqual, .exclamationEqual, .bar, .caret, .ampersandAmpersand, .barBar,
                .ampersand, .leftBracket:
                true
            default: false
            }
        default: false
        }
    }

    private mutating func arrayRank() -> Int? {
        speculate { parser in
            guard parser.take(.leftBracket) else { return nil }
            var rank = 1
            while parser.take(.comma) { rank += 1 }
            return parser.take(.rightBracket) ? rank : nil
        }
    }

    /// Whether a cast stands here: `(type)` followed by what cannot continue an expression in parentheses.
    mutating func castType() -> TypeSyntax? {
        speculate { parser in
            guard parser.take(.leftParenthesis), let type = parser.type(), parser.take(.rightParenthesis) else {
                return nil
            }
            let isCertain = type.isPredefined || !type.ranks.isEmpty || type.isNullable
            return isCertain || parser.startsCastOperand() ? type : nil
        }
    }

    private func startsCastOperand() -> Bool {
        switch self.token.kind {
        case .identifier: true
        case .keyword(let keyword): keyword != .as && keyword != .is
        case .literal, .interpolated: true
        case .punctuator(let sign): sign == .tilde || sign == .exclamation || sign == .leftParenthesis
        case .end: false
        }
    }
}
