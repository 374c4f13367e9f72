// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetExpressions

/// The value of an attribute or an element: known when the document is loaded, or computed for every call.
public enum PolicySetting<Value: Sendable>: Sendable {
    /// Known.
    case literal(Value)
    /// Computed.
    case expression(CompiledExpression)
}

extension PolicySetting: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Whether it is known or computed, never what it is: a secret named value may stand in it.
    public var description: String {
        switch self {
        case .literal: "literal"
        case .expression(let expression): "\(expression)"
        }
    }

    /// The same as ``description``.
    public var debugDescription: String { self.description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// A text, or an expression whose result is turned into one.
public typealias PolicyValue = PolicySetting<String>

extension PolicySetting where Value == String {
    /// The text for this call; `null` gives nothing.
    public func text(
        _ context: any ExpressionObject,
        environment: ExpressionEnvironment
    ) throws(ExpressionError) -> String? {
        switch self {
        case .literal(let text): return text
        case .expression(let expression):
            return try expression.text(context, environment: environment)
        }
    }

    /// The value for this call with its own type: what `set-variable` stores.
    public func value(
        _ context: any ExpressionObject,
        environment: ExpressionEnvironment
    ) throws(ExpressionError) -> ExpressionValue {
        switch self {
        case .literal(let text): .string(text)
        case .expression(let expression): try expression.evaluate(context, environment: environment)
        }
    }
}

extension PolicySetting where Value == Int {
    /// The number for this call.
    ///
    /// - Throws: ``ExpressionError`` also for a result that is not a whole number.
    public func integer(
        _ context: any ExpressionObject,
        environment: ExpressionEnvironment
    ) throws(ExpressionError) -> Int {
        switch self {
        case .literal(let value): return value
        case .expression(let expression):
            let value = try expression.evaluate(context, environment: environment)
            guard let number = value.integer ?? Int(value.invariantText) else {
                throw .exception(.format, "Input string was not in a correct format.")
            }
            return number
        }
    }
}

extension PolicySetting where Value == Bool {
    /// The decision for this call.
    ///
    /// - Throws: ``ExpressionError`` also for a result that is neither true nor false.
    public func bool(
        _ context: any ExpressionObject,
        environment: ExpressionEnvironment
    ) throws(ExpressionError) -> Bool {
        switch self {
        case .literal(let value): return value
        case .expression(let expression):
            let value = try expression.evaluate(context, environment: environment)
            if let decision = value.bool { return decision }
            switch value.invariantText.lowercased() {
            case "true": return true
            case "false": return false
            default: throw .exception(.format, "String was not recognized as a valid Boolean.")
            }
        }
    }
}

extension PolicySetting where Value == Double {
    /// The number for this call.
    ///
    /// - Throws: ``ExpressionError`` also for a result that is no number.
    public func number(
        _ context: any ExpressionObject,
        environment: ExpressionEnvironment
    ) throws(ExpressionError) -> Double {
        switch self {
        case .literal(let value): return value
        case .expression(let expression):
            let value = try expression.evaluate(context, environment: environment)
            guard let number = Double(value.invariantText), number.isFinite else {
                throw .exception(.format, "Input string was not in a correct format.")
            }
            return number
        }
    }
}
