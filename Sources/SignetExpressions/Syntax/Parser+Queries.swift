// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A query of C# (`from x in xs where … select …`) as the calls of LINQ's methods that it stands for (C# 7, §12.19.3).
///
/// Where more than one variable is in reach, the elements are anonymous objects that hold them all, and each function
/// begins with taking these apart.
struct QuerySyntax {
    /// How many variables may be in reach.
    static let maximumNames = 32

    private let first: ExpressionSyntax
    /// The calls, in a row as any others.
    private var tails: [PostfixSyntax] = []
    /// The variables in reach.
    private(set) var names: [String]
    private let offset: Int
    private var number = 0

    init(from source: ExpressionSyntax, as name: String, offset: Int) {
        self.first = source
        self.names = [name]
        self.offset = offset
    }

    /// The sequence so far.
    var source: ExpressionSyntax { made(.postfix(made(.parenthesized(self.first)), self.tails)) }

    private func made(_ kind: ExpressionSyntax.Kind) -> ExpressionSyntax {
        ExpressionSyntax(kind: kind, offset: self.offset)
    }

    private func name(_ text: String) -> ExpressionSyntax { made(.name(text, [])) }

    /// Calls a method of the sequence so far.
    mutating func call(_ method: String, _ arguments: [ExpressionSyntax]) {
        let arguments = arguments.map { ArgumentSyntax(name: nil, passing: .value($0), offset: $0.offset) }
        self.tails.append(PostfixSyntax(kind: .member(method, []), isConditional: false, offset: self.offset))
        self.tails.append(PostfixSyntax(kind: .call(arguments), isConditional: false, offset: self.offset))
    }

    /// A function of the variables in reach, and perhaps of one more.
    mutating func function(_ body: ExpressionSyntax, and other: String? = nil) -> ExpressionSyntax {
        let more = other.map { [ParameterSyntax(type: nil, name: $0)] } ?? []
        if self.names.count == 1 {
            return made(.lambda([ParameterSyntax(type: nil, name: self.names[0])] + more, .expression(body)))
        }
        self.number += 1
        let whole = "\u{4}\(self.number)"
        var statements = self.names.map { part in
            let member = PostfixSyntax(kind: .member(part, []), isConditional: false, offset: self.offset)
            let value = made(.postfix(name(whole), [member]))
            let declarator = DeclaratorSyntax(name: part, value: value, offset: self.offset)
            let type = TypeSyntax(name: "var", arguments: [], offset: self.offset)
            return StatementSyntax(kind: .declaration(type, [declarator], isConstant: false), offset: self.offset)
        }
        statements.append(StatementSyntax(kind: .returnValue(body), offset: self.offset))
        return made(.lambda([ParameterSyntax(type: nil, name: whole)] + more, .block(statements)))
    }

    /// The variables in reach and one more, as an object.
    private func together(_ name: String, _ value: ExpressionSyntax? = nil) -> ExpressionSyntax {
        made(.anonymousObject(self.names.map { ($0, self.name($0)) } + [(name, value ?? self.name(name))]))
    }

    /// `from name in sequence`, not the first one.
    mutating func from(_ name: String, in sequence: ExpressionSyntax) {
        call("SelectMany", [function(sequence), function(together(name), and: name)])
        self.names.append(name)
    }

    /// `let name = value`.
    mutating func define(_ name: String, as value: ExpressionSyntax) {
        call("Select", [function(together(name, value))])
        self.names.append(name)
    }

    /// `join name in sequence on outer equals inner`, perhaps `into group`.
    mutating func join(
        _ name: String,
        in sequence: ExpressionSyntax,
        on outer: ExpressionSyntax,
        equals inner: ExpressionSyntax,
        into group: String?
    ) {
        let key = made(.lambda([ParameterSyntax(type: nil, name: name)], .expression(inner)))
        let result = group ?? name
        let arguments = [sequence, function(outer), key, function(together(result), and: result)]
        call(group == nil ? "Join" : "GroupJoin", arguments)
        self.names.append(result)
    }

    /// `into name`: the query goes on with the results.
    mutating func goOn(as name: String) { self.names = [name] }
}

extension Parser {
    /// Whether a query stands here: `from x in`, perhaps with a type.
    var startsQuery: Bool {
        guard isAt(contextual: "from") else { return false }
        if case .identifier = peek() {
            if Self.matches(peek(2), .in) { return true }
            if case .identifier = peek(2) { return Self.matches(peek(3), .in) }
        }
        if case .keyword(let type) = peek(), type.isType, case .identifier = peek(2) {
            return Self.matches(peek(3), .in)
        }
        return false
    }

    /// Reads a query.
    mutating func query() throws(ExpressionError) -> ExpressionSyntax {
        let offset = self.token.start
        advance()
        let (name, source) = try rangeVariable()
        var query = QuerySyntax(from: source, as: name, offset: offset)
        while true {
            guard query.names.count <= QuerySyntax.maximumNames else {
                throw ExpressionError(.syntax, "An expression is too long or complex to compile", at: offset)
            }
            guard case .identifier(let word) = self.token.kind, try clause(word, &query) else {
                throw ExpressionError(
                    .syntax,
                    "A query body must end with a select clause or a group clause",
                    at: self.token.start
                )
            }
            guard word == "select" || word == "group" else { continue }
            guard take(contextual: "into") else { return query.source }
            query.goOn(as: try identifier())
        }
    }

    /// Reads `x in xs`, or `T x in xs`, which casts the elements.
    private mutating func rangeVariable() throws(ExpressionError) -> (String, ExpressionSyntax) {
        var type: TypeSyntax?
        if !Self.matches(peek(), .in) { type = self.type() }
        let name = try identifier()
        guard take(.in) else { throw ExpressionError(.syntax, "'in' expected", at: self.token.start) }
        let source = try expression()
        guard let type else { return (name, source) }
        let tails = [
            PostfixSyntax(kind: .member("Cast", [type]), isConditional: false, offset: type.offset),
            PostfixSyntax(kind: .call([]), isConditional: false, offset: type.offset),
        ]
        return (name, ExpressionSyntax(kind: .postfix(source, tails), offset: source.offset))
    }

    /// Reads a clause behind its first word; `false` where none stands.
    private mutating func clause(_ word: String, _ query: inout QuerySyntax) throws(ExpressionError) -> Bool {
        switch word {
        case "from":
            advance()
            let (name, source) = try rangeVariable()
            query.from(name, in: source)
        case "let":
            advance()
            let name = try identifier()
            try expect(.equal)
            query.define(name, as: try expression())
        case "where":
            advance()
            let condition = try expression()
            query.call("Where", [query.function(condition)])
        case "orderby":
            advance()
            try orderings(&query)
        case "join":
            advance()
            try join(&query)
        case "select":
            advance()
            let result = try expression()
            query.call("Select", [query.function(result)])
        case "group":
            advance()
            let element = try expression()
            try expect(contextual: "by")
            let key = try expression()
            query.call("GroupBy", [query.function(key), query.function(element)])
        default: return false
        }
        return true
    }

    private mutating func orderings(_ query: inout QuerySyntax) throws(ExpressionError) {
        var method = "OrderBy"
        repeat {
            let key = try expression()
            let isDescending = take(contextual: "descending")
            if !isDescending { _ = take(contextual: "ascending") }
            query.call(method + (isDescending ? "Descending" : ""), [query.function(key)])
            method = "ThenBy"
        } while take(.comma)
    }

    private mutating func join(_ query: inout QuerySyntax) throws(ExpressionError) {
        let (name, source) = try rangeVariable()
        try expect(contextual: "on")
        let outer = try expression()
        try expect(contextual: "equals")
        let inner = try expression()
        let group = take(contextual: "into") ? try identifier() : nil
        query.join(name, in: source, on: outer, equals: inner, into: group)
    }

    private mutating func expect(contextual word: String) throws(ExpressionError) {
        guard take(contextual: word) else {
            throw ExpressionError(.syntax, "Expected contextual keyword '\(word)'", at: self.token.start)
        }
    }
}
