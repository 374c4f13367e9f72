// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Reads what follows `new`.
    mutating func creation(offset: Int) throws(ExpressionError) -> ExpressionSyntax {
        if isAt(.leftBrace) {
            return ExpressionSyntax(kind: .anonymousObject(try anonymousMembers()), offset: offset)
        }
        if take(.leftBracket) {
            try expect(.rightBracket)
            let kind = ExpressionSyntax.Kind.arrayCreation(nil, sizes: [], try arrayElements())
            return ExpressionSyntax(kind: kind, offset: offset)
        }
        guard var type = typeName() else { throw ExpressionError(.syntax, "Type expected", at: self.token.start) }
        if isAt(.question), Self.matches(peek(), .leftBracket) {
            advance()
            type.isNullable = true
        }
        if isAt(.leftBracket) { return try arrayCreation(type, offset: offset) }
        let arguments = take(.leftParenthesis) ? try arguments(until: .rightParenthesis) : []
        let hasArguments = Self.matches(self.tokens[self.position - 1].kind, .rightParenthesis)
        let initializer = isAt(.leftBrace) ? try initializer() : nil
        guard hasArguments || initializer != nil else {
            throw ExpressionError(
                .syntax,
                "A new expression requires an argument list or (), [], or {} after type",
                at: self.token.start
            )
        }
        return ExpressionSyntax(kind: .objectCreation(type, arguments, initializer), offset: offset)
    }

    private mutating func arrayCreation(
        _ element: TypeSyntax,
        offset: Int
    ) throws(ExpressionError) -> ExpressionSyntax {
        var element = element
        try expect(.leftBracket)
        var sizes: [ExpressionSyntax] = []
        if !isAt(.rightBracket), !isAt(.comma) {
            repeat { sizes.append(try expression()) } while take(.comma)
        } else {
            while take(.comma) {}
        }
        try expect(.rightBracket)
        while isAt(.leftBracket) {
            advance()
            var rank = 1
            while take(.comma) { rank += 1 }
            try expect(.rightBracket)
            element.ranks.append(rank)
        }
        let elements = isAt(.leftBrace) ? try arrayElements() : nil
        guard !sizes.isEmpty || elements != nil else {
            throw ExpressionError(
                .syntax,
                "Array creation must have array size or array initializer",
                at: self.token.start
            )
        }
        return ExpressionSyntax(kind: .arrayCreation(element, sizes: sizes, elements), offset: offset)
    }

    /// Reads `{ a, b }` of an array.
    mutating func arrayElements() throws(ExpressionError) -> [ExpressionSyntax] {
        try expect(.leftBrace)
        var elements: [ExpressionSyntax] = []
        while !isAt(.rightBrace) {
            elements.append(try expression())
            guard take(.comma) else { break }
        }
        try expect(.rightBrace)
        return elements
    }

    private mutating func anonymousMembers() throws(ExpressionError) -> [(name: String?, value: ExpressionSyntax)] {
        try expect(.leftBrace)
        var members: [(name: String?, value: ExpressionSyntax)] = []
        while !isAt(.rightBrace) {
            var name: String?
            if case .identifier(let text) = self.token.kind, Self.matches(peek(), .equal) {
                name = text
                self.position += 2
            }
            members.append((name, try expression()))
            guard take(.comma) else { break }
        }
        try expect(.rightBrace)
        return members
    }

    /// Reads the braces behind `new T`.
    private mutating func initializer() throws(ExpressionError) -> InitializerSyntax {
        try nested { parser throws(ExpressionError) in
            try parser.startsObjectInitializer
                ? .object(parser.objectMembers()) : .collection(parser.collectionElements())
        }
    }

    private var startsObjectInitializer: Bool {
        if Self.matches(peek(), .leftBracket) { return true }
        guard case .identifier = peek() else { return false }
        return Self.matches(peek(2), .equal)
    }

    private mutating func objectMembers() throws(ExpressionError) -> [(
        target: InitializerTarget, value: InitializerValue
    )] {
        try expect(.leftBrace)
        var members: [(target: InitializerTarget, value: InitializerValue)] = []
        while !isAt(.rightBrace) {
            let target: InitializerTarget =
                take(.leftBracket) ? .index(try arguments(until: .rightBracket)) : .member(try identifier())
            try expect(.equal)
            members.append((target, isAt(.leftBrace) ? .nested(try initializer()) : .expression(try expression())))
            guard take(.comma) else { break }
        }
        try expect(.rightBrace)
        return members
    }

    private mutating func collectionElements() throws(ExpressionError) -> [[ExpressionSyntax]] {
        try expect(.leftBrace)
        var elements: [[ExpressionSyntax]] = []
        while !isAt(.rightBrace) {
            elements.append(isAt(.leftBrace) ? try arrayElements() : [try expression()])
            guard take(.comma) else { break }
        }
        try expect(.rightBrace)
        return elements
    }
}
