// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `System.Convert`.
enum ConvertLibrary {
    static func table() -> LibraryTable {
        LibraryTable("Convert", numbers + texts + coding)
    }

    private static let targets: [(String, StaticType)] = [
        ("SByte", .sbyte), ("Byte", .byte), ("Int16", .short), ("UInt16", .ushort), ("Int32", .int), ("UInt32", .uint),
        ("Int64", .long), ("UInt64", .ulong), ("Single", .float), ("Double", .double), ("Decimal", .decimal),
    ]

    private static let numbers: [LibraryDeclaration] = targets.flatMap { name, type in
        var declarations = [
            LibraryDeclaration("static \(type.name) To\(name)(object value)") { _, a throws(ExpressionError) in
                try converted(a[0], to: type)
            }
        ]
        if type.isWhole {
            declarations.append(
                LibraryDeclaration("static \(type.name) To\(name)(string value, int fromBase)") {
                    _,
                    a throws(ExpressionError) in
                    try read(a[0].string, base: a.integer(1), as: type)
                }
            )
        }
        return declarations
    }

    private static let texts: [LibraryDeclaration] = [
        .init("static string ToString(object value)") { state, a throws(ExpressionError) in
            .string(try state.written(a[0]))
        },
        .init("static string ToString(int value, int toBase)") { state, a throws(ExpressionError) in
            try state.text(try digits(UInt64(UInt32(truncatingIfNeeded: a.integer(0))), a.integer(0), a.integer(1)))
        },
        .init("static string ToString(long value, int toBase)") { state, a throws(ExpressionError) in
            try state.text(try digits(UInt64(bitPattern: a.long(0)), Int(a.long(0)), a.integer(1)))
        },
        .init("static bool ToBoolean(object value)") { _, a throws(ExpressionError) in .bool(try boolean(a[0])) },
        .init("static char ToChar(object value)") { _, a throws(ExpressionError) in
            guard let text = a[0].string else { return try Arithmetic.checked(a[0], to: .char) }
            guard text.utf16.count == 1 else {
                throw .exception(.format, "String must be exactly one character long.")
            }
            return .char(text.utf16.first ?? 0)
        },
        .init("static DateTime ToDateTime(object value)") { _, a throws(ExpressionError) in
            if case .dateTime = a[0] { return a[0] }
            guard let text = a[0].string else {
                if a[0].isNull { return StaticType.dateTime.defaultValue }
                throw .invalidCast(from: a[0].runtimeTypeName, to: "System.DateTime")
            }
            return .dateTime(try DateText.parse(text))
        },
        .init("static bool IsDBNull(object value)") { _, _ in .bool(false) },
    ]

    private static let coding: [LibraryDeclaration] = [
        .init("static string ToBase64String(byte[] inArray)") { state, a throws(ExpressionError) in
            try encoded(&state, try a.bytes(0)[...], breaks: false)
        },
        .init("static string ToBase64String(byte[] inArray, Base64FormattingOptions options)") {
            state,
            a throws(ExpressionError) in
            try encoded(&state, try a.bytes(0)[...], breaks: a.integer(1) == 1)
        },
        .init("static string ToBase64String(byte[] inArray, int offset, int length)") {
            state,
            a throws(ExpressionError) in
            let (bytes, offset, length) = (try a.bytes(0), a.integer(1), a.integer(2))
            guard offset >= 0, length >= 0, offset + length <= bytes.count else {
                throw StringLibrary.outOfRange("offset")
            }
            return try encoded(&state, bytes[offset..<offset + length], breaks: false)
        },
        .init("static byte[] FromBase64String(string s)") { state, a throws(ExpressionError) in
            let text = try a.text(0)
            try state.charge(text.utf8.count)
            return .bytes(try base64(text))
        },
        .init("static byte[] FromBase64CharArray(char[] inArray, int offset, int length)") {
            state,
            a throws(ExpressionError) in
            let units = a.units(0)
            let (offset, length) = (a.integer(1), a.integer(2))
            guard offset >= 0, length >= 0, offset + length <= units.count else {
                throw StringLibrary.outOfRange("offset")
            }
            try state.charge(length)
            return .bytes(try base64(OrdinalText.text(units[offset..<offset + length])))
        },
    ]

    private static func encoded(
        _ state: inout Evaluation,
        _ bytes: ArraySlice<UInt8>,
        breaks: Bool
    ) throws(ExpressionError) -> ExpressionValue {
        try state.charge(bytes.count * 2)
        let text = Base64.encode(Array(bytes))
        guard breaks else { return try state.text(text) }
        var lines: [Substring] = []
        var rest = text[...]
        while !rest.isEmpty {
            lines.append(rest.prefix(76))
            rest = rest.dropFirst(76)
        }
        return try state.text(lines.joined(separator: "\r\n"))
    }

    /// White space may stand anywhere; otherwise the alphabet and the padding are strict.
    static func base64(_ text: String) throws(ExpressionError) -> [UInt8] {
        var accumulator: UInt32 = 0
        var count = 0
        var padding = 0
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3)
        for byte in text.utf8 where byte != 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D {
            if byte == UInt8(ascii: "=") {
                padding += 1
                count += 1
                continue
            }
            guard padding == 0, let value = sextet(byte) else { throw self.notBase64 }
            accumulator = accumulator << 6 | value
            count += 1
            if count % 4 == 0 {
                for shift in [16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(shift))) }
                accumulator = 0
            }
        }
        guard count % 4 == 0, padding <= 2 else { throw self.notBase64 }
        if padding == 1 {
            bytes.append(UInt8(truncatingIfNeeded: accumulator >> 10))
            bytes.append(UInt8(truncatingIfNeeded: accumulator >> 2))
        } else if padding == 2 {
            bytes.append(UInt8(truncatingIfNeeded: accumulator >> 4))
        }
        return bytes
    }

    private static func sextet(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    private static var notBase64: ExpressionError {
        .exception(
            .format,
            "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding "
                + "characters, or an illegal character among the padding characters."
        )
    }

    /// A value as a number, as `Convert.ToInt32(object)` and its like.
    static func converted(_ value: ExpressionValue, to type: StaticType) throws(ExpressionError) -> ExpressionValue {
        switch value {
        case .null: return type.defaultValue
        case .bool(let flag): return try Arithmetic.cast(.int(flag ? 1 : 0), to: type)
        case .string(let text): return try NumberLibrary.parsed(text, as: type)
        case .char where !type.isWhole: break
        case .int, .uint, .long, .ulong, .float, .double, .decimal, .char:
            return try Arithmetic.checked(value, to: type)
        case .object(let token as any ScalarObject):
            guard let scalar = token.scalar else { break }
            return try converted(scalar, to: type)
        default: break
        }
        throw .exception(
            .invalidCast,
            "Unable to cast object of type '\(value.runtimeTypeName)' to type 'System.IConvertible'."
        )
    }

    private static func boolean(_ value: ExpressionValue) throws(ExpressionError) -> Bool {
        switch value {
        case .null: return false
        case .bool(let flag): return flag
        case .string(let text): return try NumberText.bool(text)
        case .int, .uint, .long, .ulong, .float, .double, .decimal: return Arithmetic.real(value) != 0
        case .object(let token as any ScalarObject): return try boolean(token.scalar ?? .null)
        default:
            throw .exception(
                .invalidCast,
                "Unable to cast object of type '\(value.runtimeTypeName)' to type 'System.IConvertible'."
            )
        }
    }

    private static func read(_ text: String?, base: Int, as type: StaticType) throws(ExpressionError) -> ExpressionValue
    {
        guard [2, 8, 10, 16].contains(base) else { throw .exception(.argument, "Invalid Base.") }
        guard let text else { return type.defaultValue }
        if base == 10 { return try NumberLibrary.parsed(text, as: type) }
        let body = base == 16 && (text.hasPrefix("0x") || text.hasPrefix("0X")) ? String(text.dropFirst(2)) : text
        guard !body.isEmpty, body.utf8.allSatisfy({ NumberLexer.hexadecimalDigit($0).map { $0 < base } ?? false })
        else {
            throw .exception(.format, "Could not find any recognizable digits.")
        }
        let bits = [.sbyte: 8, .byte: 8, .short: 16, .ushort: 16, .int: 32, .uint: 32][type] ?? 64
        guard let value = UInt64(body, radix: base), bits == 64 || value >> UInt64(bits) == 0 else {
            throw NumberText.outOfRange(StaticType.systemNames[type.name] ?? type.name)
        }
        return try Arithmetic.cast(.ulong(value), to: type)
    }

    private static func digits(_ pattern: UInt64, _ value: Int, _ base: Int) throws(ExpressionError) -> String {
        guard [2, 8, 10, 16].contains(base) else { throw .exception(.argument, "Invalid Base.") }
        return base == 10 ? String(value) : String(pattern, radix: base)
    }
}
