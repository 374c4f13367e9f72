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
        switch (cast(left, to: type), cast(right, to: type == .long && isShift(operation) ? .int : type)) {
        case (.int(let first), .int(let second)): return try int(first, operation, second)
        case (.long(let first), .int(let second)):
            return .long(operation == .shiftLeft ? first << Int64(second & 63) : first >> Int64(second & 63))
        case (.long(let first), .long(let second)): return try long(first, operation, second)
        case (.double(let first), .double(let second)): return double(first, operation, second)
        default: throw .nullReference
        }
    }

    private static func isShift(_ operation: BinaryOperator) -> Bool {
        operation == .shiftLeft || operation == .shiftRight
    }

    private static func long(
        _ left: Int64,
        _ operation: BinaryOperator,
        _ right: Int64
    ) throws(ExpressionError) -> ExpressionValue {
        switch operation {
        case .equal: return .bool(left == right)
        case .notEqual: return .bool(left != right)
        case .less: return .bool(left < right)
        case .greater: return .bool(left > right)
        case .lessOrEqual: return .bool(left <= right)
        case .greaterOrEqual: return .bool(left >= right)
        default: return .long(try integer(left, operation, right))
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

    private static func double(_ left: Double, _ operation: BinaryOperator, _ right: Double) -> ExpressionValue {
        switch operation {
        case .equal: .bool(left == right)
        case .notEqual: .bool(left != right)
        case .less: .bool(left < right)
        case .greater: .bool(left > right)
        case .lessOrEqual: .bool(left <= right)
        case .greaterOrEqual: .bool(left >= right)
        case .add: .double(left + right)
        case .subtract: .double(left - right)
        case .multiply: .double(left * right)
        case .divide: .double(left / right)
        default: .double(left.truncatingRemainder(dividingBy: right))
        }
    }

    static func apply(_ operation: UnaryOperator, _ value: ExpressionValue, as type: StaticType) -> ExpressionValue {
        switch (operation, cast(value, to: type)) {
        case (.minus, .int(let number)): .int(0 &- number)
        case (.minus, .long(let number)): .long(0 &- number)
        case (.minus, .double(let number)): .double(-number)
        case (.complement, .int(let number)): .int(~number)
        case (.complement, .long(let number)): .long(~number)
        case (_, let number): number
        }
    }

    /// A number as another type; what does not fit is cut off, as in an unchecked cast.
    static func cast(_ value: ExpressionValue, to type: StaticType) -> ExpressionValue {
        let whole: Int64
        switch value {
        case .int(let number): whole = Int64(number)
        case .long(let number): whole = number
        case .char(let unit): whole = Int64(unit)
        case .double(let number):
            if type == .double { return value }
            whole = Int64(exactly: number.rounded(.towardZero)) ?? .min
        default: return value
        }
        switch type {
        case .byte: return .int(Int32(UInt8(truncatingIfNeeded: whole)))
        case .int: return .int(Int32(truncatingIfNeeded: whole))
        case .long: return .long(whole)
        case .double: return .double(Double(whole))
        case .char: return .char(UInt16(truncatingIfNeeded: whole))
        default: return value
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
            return try long(first.ticks, operation, second.ticks)
        case (.dateTime, .timeSpan(let ticks)):
            return try DateLibrary.sum(left, ticks: Double(operation == .add ? ticks : 0 &- ticks))
        case (.timeSpan(let first), .timeSpan(let second)):
            let value = try long(first, operation, second)
            if case .long(let ticks) = value { return .timeSpan(ticks) }
            return value
        default: throw .nullReference
        }
    }
}
