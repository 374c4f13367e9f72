// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension CompiledExpression {
    /// How an expression is written.
    public enum Form: Sendable {
        /// `@(…)`: one expression.
        case single
        /// `@{…}`: statements, of which every path returns a value.
        case block
    }

    /// What the place of an expression wants of its result.
    public enum Expectation: Sendable {
        /// A value of any type, which becomes a text where a text is wanted.
        case any
        /// A Boolean, as the condition of a `when`.
        case boolean
        /// A byte array, or anything that may turn out to be one.
        case bytes
    }

    /// Compiles an expression.
    ///
    /// - Parameters:
    ///   - source: The C# between `@(` and `)`, or between `@{` and `}`.
    ///   - form: Which of the two it is.
    ///   - expectation: What the place of the expression wants.
    /// - Throws: ``ExpressionError`` with the compiler's words and the offset, for anything that is not C# of the
    ///   policy language, that names what does not exist, or that this version does not evaluate.
    public init(
        _ source: String,
        form: Form = .single,
        expectation: Expectation = .any
    ) throws(ExpressionError) {
        let bytes = Array(source.utf8)
        switch form {
        case .single:
            let syntax = try Parser.expression(bytes)
            let (whole, binder) = try Binder.bound { binder throws(ExpressionError) in try binder.bind(syntax) }
            let bound = try Self.checked(whole, expectation, binder)
            let constant = bound.constant
            self.init(
                Compilation(source: source, type: bound.type, constant: constant, code: bound.code, binder: binder)
            )
        case .block:
            let statements = try Parser.statements(bytes)
            let (body, binder) = try Binder.bound { binder throws(ExpressionError) in
                try binder.bind(block: statements)
            }
            guard !body.completes else {
                throw ExpressionError(.syntax, "Not all code paths return a value", at: bytes.count)
            }
            var results: [Bound] = []
            for returned in binder.function.returned { results.append(try Self.checked(returned, expectation, binder)) }
            let code = body.code
            let type = binder.bestType(results) ?? .object
            self.init(
                Compilation(
                    source: source,
                    type: type,
                    constant: nil,
                    code: { state throws(ExpressionError) in
                        guard case .returned(let value) = try code(&state) else { return .null }
                        return value
                    },
                    binder: binder
                )
            )
        }
    }

    private static func checked(
        _ bound: Bound,
        _ expectation: Expectation,
        _ binder: Binder
    ) throws(ExpressionError) -> Bound {
        switch expectation {
        case .any:
            guard bound.type != .void else {
                throw ExpressionError(
                    .typeMismatch,
                    "Cannot implicitly convert type 'void' to 'object'",
                    at: bound.offset
                )
            }
            if case .enumeration = bound.type { return try binder.converted(bound, to: .object) }
            return bound
        case .boolean: return try binder.converted(bound, to: .bool)
        case .bytes:
            if bound.type == .object { return bound }
            return try binder.converted(bound, to: .array(.byte))
        }
    }
}
