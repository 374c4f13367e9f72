// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// The methods of LINQ that run only when their result is enumerated.
    private static let deferring: Set<String> = [
        "Where", "Select", "SelectMany", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Skip", "Take",
        "SkipWhile", "TakeWhile", "Distinct", "Concat", "Union", "Except", "Intersect", "Append", "Prepend", "Reverse",
        "Cast", "OfType", "GroupBy", "Join", "GroupJoin", "Zip", "DefaultIfEmpty",
    ]

    /// Binds the value of a variable that is a query: its source is settled now, it runs when the variable is read.
    ///
    /// - Parameters:
    ///   - syntax: The value.
    ///   - declared: The variable's type; `nil` for `var`.
    /// - Returns: The query; `nil` for every other value.
    /// - Throws: What is wrong with the expression.
    mutating func bind(
        query syntax: ExpressionSyntax,
        to declared: StaticType?
    ) throws(ExpressionError) -> Bound? {
        if case .name(let name, _) = syntax.kind, let type = local(name)?.type, type.isQuery, declared ?? type == type,
            let local = used(name)
        {
            let slot = local.place
            return Bound(type, depth: 1, offset: syntax.offset) { slot.read($0) }
        }
        guard declared?.isQuery != false, case .postfix(let primary, let tails) = syntax.kind else { return nil }
        let first = Self.queryStart(tails)
        guard first < tails.count, isValue(primary, tails[..<first]) else { return nil }
        var trial = self
        guard let source = try trial.querySource(primary, tails[..<first]) else { return nil }
        let calls = try tails[first...].map { tail throws(ExpressionError) in try trial.settled(tail) }
        var prepare = source.prepare
        for call in calls { prepare += call.prepare }
        let chain = ExpressionSyntax(kind: .postfix(source.syntax, calls.map(\.tail)), offset: syntax.offset)
        var type = StaticType.void
        let code = try trial.delegate(.object, offset: syntax.offset) { binder throws(ExpressionError) in
            let body = try binder.bind(chain)
            type = body.type
            return Lambda(slots: [], body: body)
        }
        guard type.isQuery, declared == nil || declared == type else { return nil }
        self = trial
        let make = code.code
        return try made(type, from: [code], offset: syntax.offset) { [prepare] state throws(ExpressionError) in
            for step in prepare { _ = try step(&state) }
            guard case .object(let delegate as ExpressionDelegate) = try make(&state) else { throw .nullReference }
            return .object(DeferredQuery(delegate))
        }
    }

    /// Where the calls begin that run later.
    private static func queryStart(_ tails: [PostfixSyntax]) -> Int {
        var first = tails.count
        while first >= 2, case .call = tails[first - 1].kind, case .member(let name, _) = tails[first - 2].kind,
            !tails[first - 1].isConditional, !tails[first - 2].isConditional, deferring.contains(name)
        {
            first -= 2
        }
        return first
    }

    /// Whether the beginning of a row is a value rather than the name of a class.
    private func isValue(_ primary: ExpressionSyntax, _ tails: ArraySlice<PostfixSyntax>) -> Bool {
        switch primary.kind {
        case .name(let name, _):
            local(name) != nil || name == "context"
                || tails.contains { if case .member = $0.kind { false } else { true } }
        case .predefinedType: tails.contains { if case .call = $0.kind { true } else { false } }
        default: true
        }
    }

    /// What a query enumerates, in a variable of its own; `nil` for what is no sequence.
    private mutating func querySource(
        _ primary: ExpressionSyntax,
        _ tails: ArraySlice<PostfixSyntax>
    ) throws(ExpressionError) -> (syntax: ExpressionSyntax, prepare: [StatementCode])? {
        let bound: Bound
        if tails.isEmpty, case .name(let name, _) = primary.kind, let local = used(name), local.type.isQuery {
            // A query over a query: that one runs later too.
            let slot = local.place
            bound = Bound(local.type, depth: 1, offset: primary.offset) { slot.read($0) }
        } else {
            bound = try bind(chain: primary, tails, offset: primary.offset)
        }
        guard bound.type.element != nil, bound.type.acceptsNull else { return nil }
        return try kept(bound)
    }

    /// Keeps a value in a variable without a name of its own, which the query captures.
    private mutating func kept(_ bound: Bound) throws(ExpressionError)
        -> (syntax: ExpressionSyntax, prepare: [StatementCode])
    {
        let name = "\u{2}\(self.localCount)"
        let place = try declare(name, bound.type, offset: bound.offset).place
        let code = bound.code
        let step: StatementCode = { state throws(ExpressionError) in
            try place.declare(&state, try code(&state))
            return .normal
        }
        return (ExpressionSyntax(kind: .name(name, []), offset: bound.offset), [step])
    }

    /// A call of a query whose arguments that are values are settled now.
    private mutating func settled(
        _ tail: PostfixSyntax
    ) throws(ExpressionError) -> (tail: PostfixSyntax, prepare: [StatementCode]) {
        guard case .call(let arguments) = tail.kind else { return (tail, []) }
        var (settled, prepare): ([ArgumentSyntax], [StatementCode]) = ([], [])
        for argument in arguments {
            guard case .value(let syntax) = argument.passing, !isCode(syntax), Self.isComputed(syntax) else {
                settled.append(argument)
                continue
            }
            let value = try kept(try bind(syntax))
            prepare += value.prepare
            settled.append(ArgumentSyntax(name: argument.name, passing: .value(value.syntax), offset: argument.offset))
        }
        return (PostfixSyntax(kind: .call(settled), isConditional: false, offset: tail.offset), prepare)
    }

    /// Whether an argument could be another value later: variables and what is reached from them.
    private static func isComputed(_ syntax: ExpressionSyntax) -> Bool {
        switch syntax.kind {
        case .name, .postfix, .binary, .conditional, .coalesce, .unary, .assignment, .cast: true
        case .parenthesized(let inner): isComputed(inner)
        default: false
        }
    }
}

/// A query of LINQ in a variable: it runs whenever the variable is read, as .NET's do when they are enumerated.
final class DeferredQuery: LibraryObject {
    private let delegate: ExpressionDelegate

    init(_ delegate: ExpressionDelegate) {
        self.delegate = delegate
    }

    var expressionType: String { "IEnumerable" }

    func run(_ state: inout Evaluation) throws(ExpressionError) -> ExpressionValue {
        try self.delegate.call(&state, [])
    }
}
