// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Arithmetic {
    /// A number as another type: what does not fit is cut off, as in an unchecked cast; decimals are checked.
    static func cast(_ value: ExpressionValue, to type: StaticType) throws(ExpressionError) -> ExpressionValue {
        switch type {
        case .float:
            if case .float = value { return value }
            return .float(Float(real(value)))
        case .double:
            if case .double = value { return value }
            return .double(real(value))
        case .decimal: return try decimal(value)
        case .ulong:
            switch value {
            case .ulong: return value
            case .float, .double:
                let number = real(value).rounded(.towardZero)
                if let whole = UInt64(exactly: number) { return .ulong(whole) }
            default: break
            }
            return .ulong(UInt64(bitPattern: try whole(value)))
        case .int:
            if case .int = value { return value }
            return .int(Int32(truncatingIfNeeded: try whole(value)))
        case .long: return .long(try whole(value))
        case .uint: return .uint(UInt32(truncatingIfNeeded: try whole(value)))
        case .char: return .char(UInt16(truncatingIfNeeded: try whole(value)))
        case .byte: return .int(Int32(UInt8(truncatingIfNeeded: try whole(value))))
        case .sbyte: return .int(Int32(Int8(truncatingIfNeeded: try whole(value))))
        case .short: return .int(Int32(Int16(truncatingIfNeeded: try whole(value))))
        case .ushort: return .int(Int32(UInt16(truncatingIfNeeded: try whole(value))))
        default: return value
        }
    }

    /// A number as a `double`.
    static func real(_ value: ExpressionValue) -> Double {
        switch value {
        case .float(let number): Double(number)
        case .double(let number): number
        case .decimal(let number): number.double
        case .ulong(let number): Double(number)
        case .char(let unit): Double(unit)
        default: Double(value.integer ?? 0)
        }
    }

    private static func whole(_ value: ExpressionValue) throws(ExpressionError) -> Int64 {
        switch value {
        case .char(let unit): return Int64(unit)
        case .ulong(let number): return Int64(bitPattern: number)
        case .float, .double: return Int64(exactly: real(value).rounded(.towardZero)) ?? .min
        case .decimal(let number):
            guard let whole = number.integer else { throw NumberText.outOfRange("Int64") }
            return whole
        default: return Int64(value.integer ?? 0)
        }
    }

    private static func decimal(_ value: ExpressionValue) throws(ExpressionError) -> ExpressionValue {
        switch value {
        case .decimal: value
        case .float(let number): .decimal(try ExpressionDecimal(Double(InvariantNumber.text(number)) ?? 0))
        case .double(let number): .decimal(try ExpressionDecimal(number))
        case .ulong(let number): .decimal(ExpressionDecimal(number))
        default: .decimal(ExpressionDecimal(try whole(value)))
        }
    }

    /// The number in a type, with an exception for what does not fit: constants, `Convert`, checked sums.
    static func checked(_ value: ExpressionValue, to type: StaticType) throws(ExpressionError) -> ExpressionValue {
        guard type.isWhole else { return try cast(value, to: type) }
        switch value {
        case .float, .double:
            let number = real(value).rounded(.toNearestOrEven)
            if type == .ulong, let whole = UInt64(exactly: number) { return .ulong(whole) }
            guard let whole = Int64(exactly: number), type.range?.contains(whole) == true else {
                throw outOfRange(type)
            }
            return try cast(.long(whole), to: type)
        case .decimal(let number):
            let rounded = number.rounded(0, awayFromZero: false)
            guard let whole = rounded.integer, type.range?.contains(whole) == true else { throw outOfRange(type) }
            return try cast(.long(whole), to: type)
        case .ulong(let number) where number > UInt64(Int64.max):
            guard type == .ulong else { throw outOfRange(type) }
            return value
        default:
            let whole = try whole(value)
            guard type.range?.contains(whole) == true else { throw outOfRange(type) }
            return try cast(.long(whole), to: type)
        }
    }

    static var overflow: ExpressionError {
        .exception(.overflow, "Arithmetic operation resulted in an overflow.")
    }

    /// The number in a whole type as a checked cast gives it: what stands behind the point is cut off.
    static func checkedCast(_ value: ExpressionValue, to type: StaticType) throws(ExpressionError) -> ExpressionValue {
        do throws(ExpressionError) {
            switch value {
            case .float, .double: return try checked(.double(real(value).rounded(.towardZero)), to: type)
            case .decimal(let number): return try checked(.decimal(number.truncated), to: type)
            default: return try checked(value, to: type)
            }
        } catch {
            throw self.overflow
        }
    }

    /// A sum, difference or product of whole numbers that must fit.
    static func checked(
        _ operation: BinaryOperator,
        _ left: ExpressionValue,
        _ right: ExpressionValue,
        as type: StaticType
    ) throws(ExpressionError) -> ExpressionValue {
        switch (try cast(left, to: type), try cast(right, to: type)) {
        case (.int(let first), .int(let second)): return .int(try fitting(first, operation, second))
        case (.uint(let first), .uint(let second)): return .uint(try fitting(first, operation, second))
        case (.long(let first), .long(let second)): return .long(try fitting(first, operation, second))
        case (.ulong(let first), .ulong(let second)): return .ulong(try fitting(first, operation, second))
        default: throw .nullReference
        }
    }

    private static func fitting<Number: FixedWidthInteger>(
        _ left: Number,
        _ operation: BinaryOperator,
        _ right: Number
    ) throws(ExpressionError) -> Number {
        let result =
            switch operation {
            case .add: left.addingReportingOverflow(right)
            case .subtract: left.subtractingReportingOverflow(right)
            default: left.multipliedReportingOverflow(by: right)
            }
        guard !result.overflow else { throw self.overflow }
        return result.partialValue
    }

    private static func outOfRange(_ type: StaticType) -> ExpressionError {
        switch type {
        case .byte: .exception(.overflow, "Value was either too large or too small for an unsigned byte.")
        case .sbyte: .exception(.overflow, "Value was either too large or too small for a signed byte.")
        case .char: .exception(.overflow, "Value was either too large or too small for a character.")
        default: NumberText.outOfRange(StaticType.systemNames[type.name] ?? type.name)
        }
    }
}
