// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The number types and `bool`: limits, parsing, formats, comparison.
enum NumberLibrary {
    static let types: [StaticType] = [
        .sbyte, .byte, .short, .ushort, .int, .uint, .long, .ulong, .float, .double, .decimal,
    ]

    static func table(_ type: StaticType) -> LibraryTable {
        let name = type.name
        var declarations: [LibraryDeclaration] = [
            .init("static \(name) MaxValue") { _, _ in limits(type).maximum },
            .init("static \(name) MinValue") { _, _ in limits(type).minimum },
            .init("static \(name) Parse(string s)") { _, a throws(ExpressionError) in
                guard let text = a[0].string else {
                    throw .exception(.argumentNull, "Value cannot be null. (Parameter 's')")
                }
                return try parsed(text, as: type)
            },
            .init("string ToString(string format)") { state, a throws(ExpressionError) in
                try state.text(try ValueFormat.text(a[0], format: a[1].string, &state.memory))
            },
            .init("int CompareTo(\(name) value)") { _, a throws(ExpressionError) in
                .int(try ValueOrder.compare(a[0], a[1]))
            },
            .init("int GetHashCode()") { _, a in .int(Int32(truncatingIfNeeded: a[0].integer ?? 0)) },
        ]
        if type == .double || type == .float { declarations += reals(type) }
        if type == .decimal { declarations += decimals }
        return LibraryTable(name, declarations)
    }

    private static func reals(_ type: StaticType) -> [LibraryDeclaration] {
        let name = type.name
        @Sendable func value(_ number: Double) -> ExpressionValue {
            type == .float ? .float(Float(number)) : .double(number)
        }
        return [
            .init("static \(name) NaN") { _, _ in value(.nan) },
            .init("static \(name) PositiveInfinity") { _, _ in value(.infinity) },
            .init("static \(name) NegativeInfinity") { _, _ in value(-.infinity) },
            .init("static \(name) Epsilon") { _, _ in
                type == .float ? .float(.leastNonzeroMagnitude) : .double(.leastNonzeroMagnitude)
            },
            .init("static bool IsNaN(\(name) d)") { _, a in .bool(a.real(0).isNaN) },
            .init("static bool IsInfinity(\(name) d)") { _, a in .bool(a.real(0).isInfinite) },
            .init("static bool IsPositiveInfinity(\(name) d)") { _, a in .bool(a.real(0) == .infinity) },
            .init("static bool IsNegativeInfinity(\(name) d)") { _, a in .bool(a.real(0) == -.infinity) },
        ]
    }

    private static let decimals: [LibraryDeclaration] = [
        .init("static decimal Zero") { _, _ in .decimal(.zero) },
        .init("static decimal One") { _, _ in .decimal(ExpressionDecimal(Int64(1))) },
        .init("static decimal MinusOne") { _, _ in .decimal(ExpressionDecimal(Int64(-1))) },
        .init("static decimal Round(decimal d, int decimals = 0)") { _, a throws(ExpressionError) in
            try MathLibrary.rounded(a.decimal(0), a.integer(1), mode: 0)
        },
        .init("static decimal Truncate(decimal d)") { _, a in .decimal(a.decimal(0).truncated) },
        .init("static decimal Floor(decimal d)") { _, a in .decimal(a.decimal(0).whole(up: false)) },
        .init("static decimal Ceiling(decimal d)") { _, a in .decimal(a.decimal(0).whole(up: true)) },
        .init("static decimal Negate(decimal d)") { _, a in .decimal(a.decimal(0).negated) },
        .init("static int ToInt32(decimal d)") { _, a throws(ExpressionError) in
            try Arithmetic.checked(.decimal(a.decimal(0).truncated), to: .int)
        },
        .init("static double ToDouble(decimal d)") { _, a in .double(a.decimal(0).double) },
    ]

    static func bool() -> LibraryTable {
        LibraryTable(
            "bool",
            [
                .init("static string TrueString") { _, _ in .string("True") },
                .init("static string FalseString") { _, _ in .string("False") },
                .init("static bool Parse(string value)") { _, a throws(ExpressionError) in
                    guard let text = a[0].string else {
                        throw .exception(.argumentNull, "Value cannot be null. (Parameter 'value')")
                    }
                    return .bool(try NumberText.bool(text))
                },
                .init("int CompareTo(bool value)") { _, a throws(ExpressionError) in
                    .int(try ValueOrder.compare(a[0], a[1]))
                },
            ]
        )
    }

    private static func limits(_ type: StaticType) -> (minimum: ExpressionValue, maximum: ExpressionValue) {
        switch type {
        case .int: (.int(Int32.min), .int(Int32.max))
        case .uint: (.uint(0), .uint(.max))
        case .long: (.long(.min), .long(.max))
        case .ulong: (.ulong(0), .ulong(.max))
        case .float: (.float(-.greatestFiniteMagnitude), .float(.greatestFiniteMagnitude))
        case .double: (.double(-.greatestFiniteMagnitude), .double(.greatestFiniteMagnitude))
        case .decimal:
            (
                .decimal(ExpressionDecimal(isNegative: true, magnitude: ExpressionDecimal.limit - 1, scale: 0)),
                .decimal(ExpressionDecimal(isNegative: false, magnitude: ExpressionDecimal.limit - 1, scale: 0))
            )
        default: (.int(Int(type.range?.lowerBound ?? 0)), .int(Int(type.range?.upperBound ?? 0)))
        }
    }

    /// A text as a number of a type, with the exceptions of `Parse`.
    static func parsed(_ text: String, as type: StaticType) throws(ExpressionError) -> ExpressionValue {
        switch type {
        case .int: .int(try NumberText.int(text))
        case .uint: .uint(try NumberText.uint(text))
        case .long: .long(try NumberText.long(text))
        case .ulong: .ulong(try NumberText.ulong(text))
        case .float: .float(Float(try NumberText.double(text)))
        case .double: .double(try NumberText.double(text))
        case .decimal: .decimal(try ExpressionDecimal.parse(text))
        default: .int(try NumberText.small(text, type))
        }
    }
}
