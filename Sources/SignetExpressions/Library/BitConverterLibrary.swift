// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `System.BitConverter`, little-endian.
enum BitConverterLibrary {
    static func table() -> LibraryTable { LibraryTable("BitConverter", texts + bytes + numbers) }

    private static let texts: [LibraryDeclaration] = [
        .init("static bool IsLittleEndian") { _, _ in .bool(true) },
        .init("static string ToString(byte[] value)") { state, a throws(ExpressionError) in
            try dashed(&state, try a.bytes(0)[...])
        },
        .init("static string ToString(byte[] value, int startIndex)") { state, a throws(ExpressionError) in
            let bytes = try a.bytes(0)
            return try dashed(&state, try slice(bytes, a.integer(1), bytes.count - a.integer(1)))
        },
        .init("static string ToString(byte[] value, int startIndex, int length)") { state, a throws(ExpressionError) in
            try dashed(&state, try slice(try a.bytes(0), a.integer(1), a.integer(2)))
        },
    ]

    private static func dashed(
        _ state: inout Evaluation,
        _ bytes: ArraySlice<UInt8>
    ) throws(ExpressionError) -> ExpressionValue {
        try state.charge(bytes.count * 8)
        return .string(bytes.map { OrdinalText.upper(Hexadecimal.encode([$0])) }.joined(separator: "-"))
    }

    private static func slice(_ bytes: [UInt8], _ start: Int, _ count: Int) throws(ExpressionError) -> ArraySlice<UInt8>
    {
        guard start >= 0, count >= 0, start <= bytes.count else {
            throw .exception(
                .argumentOutOfRange,
                "Index was out of range. Must be non-negative and less than or equal to the size of the collection. "
                    + "(Parameter 'startIndex')"
            )
        }
        guard start + count <= bytes.count else {
            throw .exception(
                .argument,
                "Destination array is not long enough to copy all the items in the collection. Check array index and "
                    + "length. (Parameter 'value')"
            )
        }
        return bytes[start..<start + count]
    }

    private static let bytes: [LibraryDeclaration] =
        [StaticType.short, .ushort, .int, .uint, .long, .ulong]
        .map { type in
            .init("static byte[] GetBytes(\(type.name) value)") { _, a in
                let size = size(of: type)
                let pattern: UInt64
                if case .ulong(let number) = a[0] {
                    pattern = number
                } else {
                    pattern = UInt64(bitPattern: a.long(0))
                }
                return .bytes(encoded(pattern, size))
            }
        } + [
            .init("static byte[] GetBytes(bool value)") { _, a in .bytes([a[0].bool == true ? 1 : 0]) },
            .init("static byte[] GetBytes(char value)") { _, a in .bytes(encoded(UInt64(a.unit(0)), 2)) },
            .init("static byte[] GetBytes(double value)") { _, a in .bytes(encoded(a.real(0).bitPattern, 8)) },
            .init("static byte[] GetBytes(float value)") { _, a in
                .bytes(encoded(UInt64(Float(a.real(0)).bitPattern), 4))
            },
        ]

    private static func encoded(_ pattern: UInt64, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: pattern >> UInt64($0 * 8)) }
    }

    private static func size(of type: StaticType) -> Int { [.short: 2, .ushort: 2, .int: 4, .uint: 4][type] ?? 8 }

    private static let numbers: [LibraryDeclaration] =
        [
            ("Int16", StaticType.short), ("UInt16", .ushort), ("Int32", .int), ("UInt32", .uint), ("Int64", .long),
            ("UInt64", .ulong),
        ]
        .map { name, type in
            .init("static \(type.name) To\(name)(byte[] value, int startIndex)") { _, a throws(ExpressionError) in
                let pattern = try pattern(try a.bytes(0), a.integer(1), size(of: type))
                return try Arithmetic.cast(.ulong(pattern), to: type)
            }
        } + [
            .init("static double ToDouble(byte[] value, int startIndex)") { _, a throws(ExpressionError) in
                .double(Double(bitPattern: try pattern(try a.bytes(0), a.integer(1), 8)))
            },
            .init("static float ToSingle(byte[] value, int startIndex)") { _, a throws(ExpressionError) in
                .float(Float(bitPattern: UInt32(truncatingIfNeeded: try pattern(try a.bytes(0), a.integer(1), 4))))
            },
            .init("static bool ToBoolean(byte[] value, int startIndex)") { _, a throws(ExpressionError) in
                .bool(try pattern(try a.bytes(0), a.integer(1), 1) != 0)
            },
        ]

    private static func pattern(_ bytes: [UInt8], _ start: Int, _ size: Int) throws(ExpressionError) -> UInt64 {
        try slice(bytes, start, size).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
