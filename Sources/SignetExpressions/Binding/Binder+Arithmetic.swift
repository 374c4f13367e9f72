// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds an operator on numbers, promoted as C# does; with a nullable operand, `null` passes through.
    func arithmetic(
        _ left: Bound,
        _ operation: BinaryOperator,
        _ right: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        guard let type = commonNumber(left.type.underlying, right.type.underlying, operation) else {
            throw inapplicable(operation, left.type, right.type, offset)
        }
        if operation == .divide || operation == .remainder, type != .double, right.constant?.integer == 0 {
            throw ExpressionError(.typeMismatch, "Division by constant zero", at: right.offset)
        }
        let isComparison = [6, 7].contains(operation.precedence)
        let isLifted = left.type.underlying != left.type || right.type.underlying != right.type
        let resultType: StaticType = isComparison ? .bool : isLifted ? .nullable(type) : type
        let (first, second) = (left.code, right.code)
        let result = try made(resultType, from: [left, right], offset: offset) { state throws(ExpressionError) in
            let (one, other) = (try first(&state), try second(&state))
            if case .int(let a) = one, case .int(let b) = other, type == .int {
                return try Arithmetic.int(a, operation, b)
            }
            if one.isNull || other.isNull {
                guard isComparison else { return .null }
                switch operation {
                case .equal: return .bool(one.isNull && other.isNull)
                case .notEqual: return .bool(one.isNull != other.isNull)
                default: return .bool(false)
                }
            }
            return try Arithmetic.apply(operation, one, other, as: type)
        }
        try checkOverflow(left, operation, right, type: type, offset: offset)
        return folded(result, [left, right])
    }

    /// The type in which two numbers are combined; shifts keep the left one's.
    private func commonNumber(
        _ left: StaticType,
        _ right: StaticType,
        _ operation: BinaryOperator
    ) -> StaticType? {
        if case .enumeration = left, left == right { return [6, 7].contains(operation.precedence) ? .int : nil }
        guard let first = left.promoted, let second = right.promoted else { return nil }
        switch operation {
        case .shiftLeft, .shiftRight: return first != .double && second == .int ? first : nil
        case .and, .or, .exclusiveOr:
            if first == .double || second == .double { return nil }
        default: break
        }
        if first == .double || second == .double { return .double }
        return first == .long || second == .long ? .long : .int
    }

    /// Constants are computed with overflow checked, unlike everything else.
    private func checkOverflow(
        _ left: Bound,
        _ operation: BinaryOperator,
        _ right: Bound,
        type: StaticType,
        offset: Int
    ) throws(ExpressionError) {
        guard let first = left.constant?.integer, let second = right.constant?.integer else { return }
        let result: (partialValue: Int, overflow: Bool)
        switch operation {
        case .add: result = first.addingReportingOverflow(second)
        case .subtract: result = first.subtractingReportingOverflow(second)
        case .multiply: result = first.multipliedReportingOverflow(by: second)
        default: return
        }
        guard result.overflow || type == .int && Int32(exactly: result.partialValue) == nil else { return }
        throw ExpressionError(
            .typeMismatch,
            "The operation overflows at compile time in checked mode",
            at: offset
        )
    }

    /// Binds an operator on dates and durations; `nil` for other operands.
    func date(
        _ left: Bound,
        _ operation: BinaryOperator,
        _ right: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound? {
        let isComparison = operation.precedence == 7
        let type: StaticType
        switch (left.type.underlying, operation, right.type.underlying) {
        case (.dateTime, .subtract, .dateTime): type = .timeSpan
        case (.dateTime, .add, .timeSpan), (.dateTime, .subtract, .timeSpan): type = .dateTime
        case (.timeSpan, .add, .timeSpan), (.timeSpan, .subtract, .timeSpan): type = .timeSpan
        case (.dateTime, _, .dateTime) where isComparison, (.timeSpan, _, .timeSpan) where isComparison: type = .bool
        default: return nil
        }
        let (first, second) = (left.code, right.code)
        let isLifted = left.type.underlying != left.type || right.type.underlying != right.type
        let resultType = isLifted && type != .bool ? StaticType.nullable(type) : type
        return try made(resultType, from: [left, right], offset: offset) { state throws(ExpressionError) in
            let (one, other) = (try first(&state), try second(&state))
            if one.isNull || other.isNull { return type == .bool ? .bool(false) : .null }
            return try Arithmetic.date(operation, one, other)
        }
    }

    /// Binds an operator before its operand.
    mutating func bind(
        _ operation: UnaryOperator,
        _ operand: ExpressionSyntax,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        switch operation {
        case .increment, .decrement:
            return try bind(step: operand, by: operation == .increment ? 1 : -1, isPrefix: true, offset: offset)
        case .minus:
            if let literal = negativeLiteral(operand, offset: offset) { return literal }
        default: break
        }
        let bound = try bind(operand)
        if operation == .not {
            guard bound.type == .bool else { throw inapplicable(operation, bound.type, offset) }
            let code = bound.code
            let result = try made(.bool, from: [bound], offset: offset) { state throws(ExpressionError) in
                .bool(try code(&state).bool == false)
            }
            return folded(result, [bound])
        }
        guard let type = bound.type.underlying.promoted, operation != .complement || type != .double else {
            throw inapplicable(operation, bound.type, offset)
        }
        let code = bound.code
        let resultType = bound.type.underlying == bound.type ? type : StaticType.nullable(type)
        let result = try made(resultType, from: [bound], offset: offset) { state throws(ExpressionError) in
            Arithmetic.apply(operation, try code(&state), as: type)
        }
        return folded(result, [bound])
    }

    /// `-2147483648` is an `int`, though the number without its sign is none.
    private func negativeLiteral(_ operand: ExpressionSyntax, offset: Int) -> Bound? {
        switch operand.kind {
        case .literal(.uint(0x8000_0000)): Bound(constant: .int(.min), .int, offset: offset)
        case .literal(.ulong(0x8000_0000_0000_0000)): Bound(constant: .long(.min), .long, offset: offset)
        default: nil
        }
    }

    private func inapplicable(_ operation: UnaryOperator, _ type: StaticType, _ offset: Int) -> ExpressionError {
        ExpressionError(
            .typeMismatch,
            "Operator '\(operation.rawValue)' cannot be applied to operand of type '\(type.name)'",
            at: offset
        )
    }
}
