// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// `System.Math`.
enum MathLibrary {
    static func table() -> LibraryTable {
        LibraryTable("Math", constants + comparisons + rounding + functions)
    }

    private static let constants: [LibraryDeclaration] = [
        .init("static double PI") { _, _ in .double(.pi) },
        .init("static double E") { _, _ in .double(M_E) },
    ]

    private static let comparisons: [LibraryDeclaration] = NumberLibrary.types.flatMap { type in
        let name = type.name
        var declarations: [LibraryDeclaration] = [
            .init("static \(name) Max(\(name) val1, \(name) val2)") { _, a throws(ExpressionError) in
                if a.real(0).isNaN { return a[0] }
                return try ValueOrder.compare(a[0], a[1]) >= 0 && !a.real(1).isNaN ? a[0] : a[1]
            },
            .init("static \(name) Min(\(name) val1, \(name) val2)") { _, a throws(ExpressionError) in
                if a.real(0).isNaN { return a[0] }
                return try ValueOrder.compare(a[0], a[1]) <= 0 && !a.real(1).isNaN ? a[0] : a[1]
            },
        ]
        guard ![.byte, .ushort, .uint, .ulong].contains(type) else { return declarations }
        declarations += [
            .init("static \(name) Abs(\(name) value)") { _, a throws(ExpressionError) in try absolute(a[0], type) },
            .init("static int Sign(\(name) value)") { _, a throws(ExpressionError) in
                guard !a.real(0).isNaN else {
                    throw .exception(.general, "Function does not accept floating point Not-a-Number values.")
                }
                return .int(a.real(0) > 0 ? 1 : a.real(0) < 0 ? -1 : 0)
            },
        ]
        return declarations
    }

    private static func absolute(_ value: ExpressionValue, _ type: StaticType) throws(ExpressionError)
        -> ExpressionValue
    {
        if type.isWhole, value.integer == type.range.map({ Int($0.lowerBound) }) {
            throw .exception(.overflow, "Negating the minimum value of a twos complement number is invalid.")
        }
        return Arithmetic.real(value) < 0 || value.invariantText == "-0"
            ? try Arithmetic.apply(.minus, value, as: type.promoted ?? type) : value
    }

    private static let rounding: [LibraryDeclaration] = [
        .init("static double Floor(double d)") { _, a in .double(a.real(0).rounded(.down)) },
        .init("static double Ceiling(double a)") { _, a in .double(a.real(0).rounded(.up)) },
        .init("static double Truncate(double d)") { _, a in .double(a.real(0).rounded(.towardZero)) },
        .init("static decimal Floor(decimal d)") { _, a in .decimal(a.decimal(0).whole(up: false)) },
        .init("static decimal Ceiling(decimal d)") { _, a in .decimal(a.decimal(0).whole(up: true)) },
        .init("static decimal Truncate(decimal d)") { _, a in .decimal(a.decimal(0).truncated) },
        .init("static double Round(double a)") { _, a in .double(a.real(0).rounded(.toNearestOrEven)) },
        .init("static double Round(double value, int digits)") { _, a throws(ExpressionError) in
            try rounded(a.real(0), a.integer(1), mode: 0)
        },
        .init("static double Round(double value, MidpointRounding mode)") { _, a throws(ExpressionError) in
            try rounded(a.real(0), 0, mode: a.integer(1))
        },
        .init("static double Round(double value, int digits, MidpointRounding mode)") { _, a throws(ExpressionError) in
            try rounded(a.real(0), a.integer(1), mode: a.integer(2))
        },
        .init("static decimal Round(decimal d)") { _, a in .decimal(a.decimal(0).rounded(0, awayFromZero: false)) },
        .init("static decimal Round(decimal d, int decimals)") { _, a throws(ExpressionError) in
            try rounded(a.decimal(0), a.integer(1), mode: 0)
        },
        .init("static decimal Round(decimal d, MidpointRounding mode)") { _, a throws(ExpressionError) in
            try rounded(a.decimal(0), 0, mode: a.integer(1))
        },
        .init("static decimal Round(decimal d, int decimals, MidpointRounding mode)") { _, a throws(ExpressionError) in
            try rounded(a.decimal(0), a.integer(1), mode: a.integer(2))
        },
    ]

    private static func rounded(_ value: Double, _ digits: Int, mode: Int) throws(ExpressionError) -> ExpressionValue {
        guard 0...15 ~= digits else {
            throw .exception(
                .argumentOutOfRange,
                "Rounding digits must be between 0 and 15, inclusive. (Parameter 'digits')"
            )
        }
        guard value.isFinite, value.magnitude < 1e16 else { return .double(value) }
        var power = 1.0
        for _ in 0..<digits { power *= 10 }
        let rule: FloatingPointRoundingRule = mode == 1 ? .toNearestOrAwayFromZero : .toNearestOrEven
        return .double((value * power).rounded(rule) / power)
    }

    static func rounded(
        _ value: ExpressionDecimal,
        _ digits: Int,
        mode: Int
    ) throws(ExpressionError) -> ExpressionValue {
        guard 0...28 ~= digits else {
            throw .exception(
                .argumentOutOfRange,
                "Decimal can only round to between 0 and 28 digits of precision. (Parameter 'decimals')"
            )
        }
        return .decimal(value.rounded(digits, awayFromZero: mode == 1))
    }

    private static let functions: [LibraryDeclaration] = [
        function("Sqrt", sqrt), function("Exp", exp), function("Log", log), function("Log10", log10),
        function("Sin", sin), function("Cos", cos), function("Tan", tan), function("Asin", asin),
        function("Acos", acos), function("Atan", atan), function("Sinh", sinh), function("Cosh", cosh),
        function("Tanh", tanh),
        .init("static double Pow(double x, double y)") { _, a in .double(pow(a.real(0), a.real(1))) },
        .init("static double Atan2(double y, double x)") { _, a in .double(atan2(a.real(0), a.real(1))) },
        .init("static double Log(double a, double newBase)") { _, a in .double(log(a.real(0)) / log(a.real(1))) },
        .init("static double IEEERemainder(double x, double y)") { _, a in .double(remainder(a.real(0), a.real(1))) },
        .init("static long BigMul(int a, int b)") { _, a in .long(Int64(a.integer(0) * a.integer(1))) },
        .init("static int DivRem(int a, int b, out int result)") { state, a throws(ExpressionError) in
            state.output = try Arithmetic.apply(.remainder, a[0], a[1], as: .int)
            return try Arithmetic.apply(.divide, a[0], a[1], as: .int)
        },
        .init("static long DivRem(long a, long b, out long result)") { state, a throws(ExpressionError) in
            state.output = try Arithmetic.apply(.remainder, a[0], a[1], as: .long)
            return try Arithmetic.apply(.divide, a[0], a[1], as: .long)
        },
    ]

    private static func function(_ name: String, _ compute: @escaping @Sendable (Double) -> Double)
        -> LibraryDeclaration
    {
        .init("static double \(name)(double d)") { _, a in .double(compute(a.real(0))) }
    }
}
