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
    public let source: String
    /// The static type of the result in C#'s words, such as `string` or `byte[]`.
    public let resultType: String
    /// What the evaluation will look at.
    public let requirements: ExpressionRequirements
    /// The result, where it does not depend on the call.
    public let constant: ExpressionValue?

    private let code: Code
    private let locals: Int
    private let plan: PlanIdentity

    init(
        source: String,
        resultType: String,
        requirements: ExpressionRequirements,
        constant: ExpressionValue?,
        code: @escaping Code,
        locals: Int,
        plan: PlanIdentity
    ) {
        self.source = source
        self.resultType = resultType
        self.requirements = requirements
        self.constant = constant
        self.code = code
        self.locals = locals
        self.plan = plan
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
        if let constant = self.constant { return constant }
        var evaluation = Evaluation(context: context, environment: environment, locals: self.locals, plan: self.plan)
        defer { evaluation.end() }
        var value = try self.code(&evaluation)
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
