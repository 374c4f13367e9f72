// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An expression of a policy document, compiled: names resolved, types checked, constants folded.
///
/// Compile once when the document is loaded, evaluate for every call. A compiled expression is immutable.
public struct CompiledExpression: Sendable {
    /// The text that was compiled, as it stands between the parentheses of `@(…)` or the braces of `@{…}`.
    public var source: String { self.compilation.source }
    /// The static type of the result in C#'s words, such as `string` or `byte[]`.
    public var resultType: String { self.compilation.type.name }
    /// What the evaluation will look at.
    public var requirements: ExpressionRequirements { self.compilation.requirements }
    /// The result, where it does not depend on the call.
    public var constant: ExpressionValue? { self.compilation.constant }

    private let compilation: Compilation

    init(_ compilation: Compilation) { self.compilation = compilation }

    /// What came of compiling an expression: expressions are handed on more often than they are made.
    final class Compilation: Sendable {
        let source: String
        let type: StaticType
        let requirements: ExpressionRequirements
        let constant: ExpressionValue?
        let code: Code
        let locals: Int
        let plan: PlanIdentity

        init(
            source: String,
            type: StaticType,
            constant: ExpressionValue?,
            code: @escaping Code,
            binder: Binder
        ) {
            self.source = source
            self.type = type
            self.requirements = binder.requirements
            self.constant = constant
            self.code = code
            self.locals = binder.localCount
            self.plan = binder.plan
        }
    }

    /// Evaluates the expression.
    ///
    /// - Parameters:
    ///   - context: What the name `context` means.
    ///   - environment: The clock and the limits.
    /// - Returns: The value; ``ExpressionValue/invariantText`` is what an attribute gets.
    /// - Throws: ``ExpressionError`` with .NET's message when .NET would throw, or when a limit is exceeded.
    public func evaluate(
        _ context: any ExpressionObject,
        environment: ExpressionEnvironment
    ) throws(ExpressionError) -> ExpressionValue {
        let compilation = self.compilation
        if let constant = compilation.constant { return constant }
        var evaluation = Evaluation(
            context: context,
            environment: environment,
            locals: compilation.locals,
            plan: compilation.plan
        )
        defer { evaluation.end() }
        var value = try compilation.code(&evaluation)
        if evaluation.hasQueries { value = try evaluation.settled(value) }
        // A byte array that only this evaluation could change is a plain one from here on.
        if case .array(let array) = value, array.elementType == "System.Byte", let bytes = array.bytes {
            return .bytes(bytes)
        }
        return value
    }

    /// Evaluates the expression and gives the text of the result, counted against the limit of memory.
    ///
    /// - Parameters:
    ///   - context: What the name `context` means.
    ///   - environment: The clock and the limits.
    /// - Returns: The text, as `ToString()` gives it; `nil` for `null`.
    /// - Throws: ``ExpressionError`` with .NET's message when .NET would throw, or when a limit is exceeded.
    public func text(
        _ context: any ExpressionObject,
        environment: ExpressionEnvironment
    ) throws(ExpressionError) -> String? {
        let value = try evaluate(context, environment: environment)
        if value.isNull { return nil }
        return try Self.text(of: value, limits: environment.limits)
    }

    /// The text of a value, as `ToString()` gives it; `null` gives an empty one.
    ///
    /// - Throws: ``ExpressionError`` for a text larger than the limit of memory.
    public static func text(of value: ExpressionValue, limits: ExpressionLimits) throws(ExpressionError) -> String {
        if case .string(let text) = value { return text }
        var memory = Budget(limit: limits.memory)
        return try value.written(&memory)
    }
}

extension CompiledExpression: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The type of the result, never the text or a constant: passwords stand in expressions.
    public var description: String { "expression of type \(self.resultType)" }
    /// The same as ``description``.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
