// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Numbers as C# computes with them: integers wrap around, divisions by zero are exceptions.
enum Arithmetic {
    static func int(_ left: Int32, _ operation: BinaryOperator, _ right: Int32) throws(ExpressionError)
        -> ExpressionValue
    {
        switch operation {
        case .equal: return .bool(left == right)
        case .notEqual: return .bool(left != right)
        case .less: return .bool(left < right)
        case .greater: return .bool(left > right)
        case .lessOrEqual: return .bool(left <= right)
        case .greaterOrEqual: return .bool(left >= right)
        case .shiftLeft: return .int(left << (right & 31))
        case .shiftRight: return .int(left >> (right & 31))
        default: return .int(try integer(left, operation, right))
        }
    }

    /// Combines two numbers in a common type.
    static func apply(
        _ operation: BinaryOperator,
        _ left: ExpressionValue,
        _ right: ExpressionValue,
        as type: StaticType
    ) throws(ExpressionError) -> ExpressionValue {
        if operation == .shiftLeft || operation == .shiftRight { return try shifted(left, operation, right, as: type) }
        switch (try cast(left, to: type), try cast(right, to: type)) {
        case (.int(let first), .int(let second)): return try int(first, operation, second)
        case (.long(let first), .long(let second)):
            if let result = compared(first, operation, second) { return result }
            return .long(try integer(first, operation, second))
        case (.uint(let first), .uint(let second)):
            if let result = compared(first, operation, second) { return result }
            return .uint(try integer(first, operation, second))
        case (.ulong(let first), .ulong(let second)):
            if let result = compared(first, operation, second) { return result }
            return .ulong(try integer(first, operation, second))
        case (.float(let first), .float(let second)):
            if let result = compared(first, operation, second) { return result }
            return .float(real(first, operation, second))
        case (.double(let first), .double(let second)):
            if let result = compared(first, operation, second) { return result }
            return .double(real(first, operation, second))
        case (.decimal(let first), .decimal(let second)): return try decimal(first, operation, second)
        default: throw .nullReference
        }
    }

    private static func shifted(
        _ left: ExpressionValue,
        _ operation: BinaryOperator,
        _ right: ExpressionValue,
        as type: StaticType
    ) throws(ExpressionError) -> ExpressionValue {
        guard case .int(let count) = try cast(right, to: .int) else { throw .nullReference }
        let isLeft = operation == .shiftLeft
        switch try cast(left, to: type) {
        case .int(let number): return .int(isLeft ? number << (count & 31) : number >> (count & 31))
        case .uint(let number):
            let places = UInt32(truncatingIfNeeded: count & 31)
            return .uint(isLeft ? number << places : number >> places)
        case .long(let number):
            let places = Int64(count & 63)
            return .long(isLeft ? number << places : number >> places)
        case .ulong(let number):
            let places = UInt64(truncatingIfNeeded: count & 63)
            return .ulong(isLeft ? number << places : number >> places)
        default: throw .nullReference
        }
    }

    private static func compared<Number: Comparable>(
        _ left: Number,
        _ operation: BinaryOperator,
        _ right: Number
    ) -> ExpressionValue? {
        switch operation {
        case .equal: .bool(left == right)
        case .notEqual: .bool(left != right)
        case .less: .bool(left < right)
        case .greater: .bool(left > right)
        case .lessOrEqual: .bool(left <= right)
        case .greaterOrEqual: .bool(left >= right)
        default: nil
        }
    }

    private static func decimal(
        _ left: ExpressionDecimal,
        _ operation: BinaryOperator,
        _ right: ExpressionDecimal
    ) throws(ExpressionError) -> ExpressionValue {
        if let result = compared(left.compared(to: right), operation, 0) { return result }
        switch operation {
        case .add: return .decimal(try ExpressionDecimal.sum(left, right))
        case .subtract: return .decimal(try ExpressionDecimal.sum(left, right.negated))
        case .multiply: return .decimal(try ExpressionDecimal.product(left, right))
        case .divide: return .decimal(try ExpressionDecimal.quotient(left, right))
        default: return .decimal(try ExpressionDecimal.remainder(left, right))
        }
    }

    private static func integer<Number: FixedWidthInteger>(
        _ left: Number,
        _ operation: BinaryOperator,
        _ right: Number
    ) throws(ExpressionError) -> Number {
        switch operation {
        case .add: return left &+ right
        case .subtract: return left &- right
        case .multiply: return left &* right
        case .and: return left & right
        case .or: return left | right
        case .exclusiveOr: return left ^ right
        default:
            guard right != 0 else { throw .exception(.divideByZero, "Attempted to divide by zero.") }
            let result =
                operation == .divide
                ? left.dividedReportingOverflow(by: right) : left.remainderReportingOverflow(dividingBy: right)
            guard !result.overflow else {
                throw .exception(.overflow, "Arithmetic operation resulted in an overflow.")
            }
            return result.partialValue
        }
    }

    private static func real<Number: BinaryFloatingPoint>(
        _ left: Number,
        _ operation: BinaryOperator,
        _ right: Number
    ) -> Number {
        switch operation {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        default: left.truncatingRemainder(dividingBy: right)
        }
    }

    static func apply(
        _ operation: UnaryOperator,
        _ value: ExpressionValue,
        as type: StaticType
    ) throws(ExpressionError) -> ExpressionValue {
        switch (operation, try cast(value, to: type)) {
        case (.minus, .int(let number)): .int(0 &- number)
        case (.minus, .long(let number)): .long(0 &- number)
        case (.minus, .float(let number)): .float(-number)
        case (.minus, .double(let number)): .double(-number)
        case (.minus, .decimal(let number)): .decimal(number.negated)
        case (.complement, .int(let number)): .int(~number)
        case (.complement, .uint(let number)): .uint(~number)
        case (.complement, .long(let number)): .long(~number)
        case (.complement, .ulong(let number)): .ulong(~number)
        case (_, let number): number
        }
    }

    /// Combines dates and durations.
    static func date(
        _ operation: BinaryOperator,
        _ left: ExpressionValue,
        _ right: ExpressionValue
    ) throws(ExpressionError) -> ExpressionValue {
        switch (left, right) {
        case (.dateTime(let first), .dateTime(let second)):
            if operation == .subtract { return .timeSpan(first.ticks - second.ticks) }
            return compared(first.ticks, operation, second.ticks) ?? .null
        case (.dateTime, .timeSpan(let ticks)):
            return .dateTime(try [left].date(0).moved(operation == .add ? ticks : 0 &- ticks))
        case (.timeSpan(let first), .timeSpan(let second)):
            if let result = compared(first, operation, second) { return result }
            let ticks =
                operation == .add
                ? first.addingReportingOverflow(second) : first.subtractingReportingOverflow(second)
            guard !ticks.overflow else { throw DateLibrary.durationOverflow }
            return .timeSpan(ticks.partialValue)
        case (.object(let first as DateOffset), .object(let second as DateOffset)):
            if operation == .subtract { return .timeSpan(first.utcTicks - second.utcTicks) }
            return compared(first.utcTicks, operation, second.utcTicks) ?? .null
        case (.object(let first as DateOffset), .timeSpan(let ticks)):
            return try first.moved(operation == .add ? ticks : 0 &- ticks)
        case (.object(let first as DateOffset), .dateTime(let second)):
            return compared(first.utcTicks, operation, second.ticks) ?? .null
        default: throw .nullReference
        }
    }
}
