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
        guard let type = commonNumber(left, right, operation) else {
            throw inapplicable(operation, left.type, right.type, offset)
        }
        if operation == .divide || operation == .remainder, type.isWhole, right.constant?.integer == 0 {
            throw ExpressionError(.typeMismatch, "Division by constant zero", at: right.offset)
        }
        let isComparison = [6, 7].contains(operation.precedence)
        let isLifted = left.type.underlying != left.type || right.type.underlying != right.type
        var valueType = type
        if case .enumeration = left.type.underlying, operation != .subtract { valueType = left.type.underlying }
        let resultType: StaticType = isComparison ? .bool : isLifted ? .nullable(valueType) : valueType
        let (first, second) = (left.code, right.code)
        let isChecked = self.isChecked == true && type.isWhole && [.add, .subtract, .multiply].contains(operation)
        let result = try made(resultType, from: [left, right], offset: offset) { state throws(ExpressionError) in
            let (one, other) = (try first(&state), try second(&state))
            if isChecked, !one.isNull, !other.isNull { return try Arithmetic.checked(operation, one, other, as: type) }
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
        _ left: Bound,
        _ right: Bound,
        _ operation: BinaryOperator
    ) -> StaticType? {
        let (first, second) = (left.type.underlying, right.type.underlying)
        if case .enumeration = first, first == second {
            return [3, 4, 5, 6, 7].contains(operation.precedence) || operation == .subtract ? .int : nil
        }
        if case .enumeration = first, right.constant?.integer == 0, operation.precedence == 6 { return .int }
        if case .enumeration = second, left.constant?.integer == 0, operation.precedence == 6 { return .int }
        guard let one = first.promoted, let other = second.promoted else { return nil }
        switch operation {
        case .shiftLeft, .shiftRight: return one.isWhole && other == .int ? one : nil
        case .and, .or, .exclusiveOr:
            guard one.isWhole, other.isWhole else { return nil }
        default: break
        }
        let pair: Set<StaticType> = [one, other]
        if pair.contains(.decimal) { return pair.contains(.double) || pair.contains(.float) ? nil : .decimal }
        if pair.contains(.double) { return .double }
        if pair.contains(.float) { return .float }
        if pair.contains(.ulong) {
            let signed = one == .ulong ? right : left
            guard pair.contains(.int) || pair.contains(.long) else { return .ulong }
            if signed.type == .char || signed.type == .byte || signed.type == .ushort { return .ulong }
            return (signed.constant?.integer ?? -1) >= 0 ? .ulong : nil
        }
        if pair.contains(.long) { return .long }
        if pair.contains(.uint), pair.contains(.int) {
            let signed = one == .uint ? right : left
            return (signed.constant?.integer ?? -1) >= 0 ? .uint : .long
        }
        return pair.contains(.uint) ? .uint : .int
    }

    /// Constants are computed with overflow checked, unlike everything else.
    private func checkOverflow(
        _ left: Bound,
        _ operation: BinaryOperator,
        _ right: Bound,
        type: StaticType,
        offset: Int
    ) throws(ExpressionError) {
        guard self.isChecked != false, let first = left.constant?.integer, let second = right.constant?.integer else {
            return
        }
        let result: (partialValue: Int, overflow: Bool)
        switch operation {
        case .add: result = first.addingReportingOverflow(second)
        case .subtract: result = first.subtractingReportingOverflow(second)
        case .multiply: result = first.multipliedReportingOverflow(by: second)
        default: return
        }
        guard type.isWhole, type != .ulong,
            result.overflow || type.range?.contains(Int64(result.partialValue)) == false
        else { return }
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
        if isComparison || operation == .subtract {
            if left.type == .offsetDate, right.type == .dateTime {
                return try date(left, operation, try converted(right, to: .offsetDate), offset: offset)
            }
            if left.type == .dateTime, right.type == .offsetDate {
                return try date(try converted(left, to: .offsetDate), operation, right, offset: offset)
            }
        }
        let type: StaticType
        switch (left.type.underlying, operation, right.type.underlying) {
        case (.dateTime, .subtract, .dateTime): type = .timeSpan
        case (.dateTime, .add, .timeSpan), (.dateTime, .subtract, .timeSpan): type = .dateTime
        case (.timeSpan, .add, .timeSpan), (.timeSpan, .subtract, .timeSpan): type = .timeSpan
        case (.offsetDate, .subtract, .offsetDate): type = .timeSpan
        case (.offsetDate, .add, .timeSpan), (.offsetDate, .subtract, .timeSpan): type = .offsetDate
        case (.offsetDate, _, .offsetDate) where isComparison, (.offsetDate, _, .dateTime) where isComparison:
            type = .bool
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
            return try bind(
                step: operand,
                by: operation == .increment ? .add : .subtract,
                isPrefix: true,
                offset: offset
            )
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
        guard let type = bound.type.underlying.promoted, operation != .complement || type.isWhole,
            operation != .minus || type != .ulong
        else {
            throw inapplicable(operation, bound.type, offset)
        }
        let code = bound.code
        let number: StaticType = operation == .minus && type == .uint ? .long : type
        let resultType = bound.type.underlying == bound.type ? number : StaticType.nullable(number)
        let isChecked = self.isChecked == true && operation == .minus && number.isWhole
        let result = try made(resultType, from: [bound], offset: offset) { state throws(ExpressionError) in
            let value = try code(&state)
            if isChecked, !value.isNull {
                return try Arithmetic.checked(.subtract, .int(Int32(0)), value, as: number)
            }
            return value.isNull ? .null : try Arithmetic.apply(operation, value, as: number)
        }
        return folded(result, [bound])
    }

    /// `-2147483648` is an `int`, though the number without its sign is none.
    private func negativeLiteral(_ operand: ExpressionSyntax, offset: Int) -> Bound? {
        switch operand.kind {
        case .literal(.uint(0x8000_0000)): Bound(constant: .int(Int32.min), .int, offset: offset)
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
