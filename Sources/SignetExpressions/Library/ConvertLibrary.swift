// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// `System.Convert`.
enum ConvertLibrary {
    static let methods: [LibraryMethod] = [
        method("ToBase64String", [.array(.byte)], .string) { state, arguments throws(ExpressionError) in
            let bytes = try arguments.bytes(0)
            try state.charge(bytes.count)
            return try state.text(Base64.encode(bytes))
        },
        method("FromBase64String", [.string], .array(.byte)) { state, arguments throws(ExpressionError) in
            let text = try arguments.text(0)
            try state.charge(text.utf8.count)
            return .bytes(try base64(text))
        },
        method("ToString", [.object], .string) { state, arguments throws(ExpressionError) in
            .string(try state.written(arguments[0]))
        },
        method("ToInt32", [.object], .int) { _, arguments throws(ExpressionError) in
            .int(try narrowed(try whole(arguments[0], to: "Int32"), "Int32"))
        },
        method("ToInt64", [.object], .long) { _, arguments throws(ExpressionError) in
            .long(try whole(arguments[0], to: "Int64"))
        },
        method("ToDouble", [.object], .double) { _, arguments throws(ExpressionError) in
            .double(try real(arguments[0]))
        },
        method("ToBoolean", [.object], .bool) { _, arguments throws(ExpressionError) in
            .bool(try boolean(arguments[0]))
        },
    ]

    private static func method(
        _ name: String,
        _ parameters: [StaticType],
        _ result: StaticType,
        _ code: @escaping LibraryCode
    ) -> LibraryMethod {
        LibraryMethod(
            owner: "Convert",
            name: name,
            isStatic: true,
            parameters: parameters,
            result: result,
            code: code
        )
    }

    /// White space may stand anywhere; otherwise the alphabet and the padding are strict.
    private static func base64(_ text: String) throws(ExpressionError) -> [UInt8] {
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

    private static func whole(_ value: ExpressionValue, to type: String) throws(ExpressionError) -> Int64 {
        switch value {
        case .null: return 0
        case .bool(let flag): return flag ? 1 : 0
        case .int(let number): return Int64(number)
        case .long(let number): return number
        case .char(let unit): return Int64(unit)
        case .double(let number):
            guard let result = Int64(exactly: number.rounded(.toNearestOrEven)) else { throw overflow(type) }
            return result
        case .string(let text): return type == "Int32" ? Int64(try NumberText.int(text)) : try NumberText.long(text)
        default: throw .invalidCast(from: value.runtimeTypeName, to: "System.IConvertible")
        }
    }

    private static func narrowed(_ value: Int64, _ type: String) throws(ExpressionError) -> Int32 {
        guard let result = Int32(exactly: value) else { throw overflow(type) }
        return result
    }

    private static func overflow(_ type: String) -> ExpressionError {
        .exception(.overflow, "Value was either too large or too small for an \(type).")
    }

    private static func real(_ value: ExpressionValue) throws(ExpressionError) -> Double {
        switch value {
        case .double(let number): number
        case .string(let text): try NumberText.double(text)
        default: Double(try whole(value, to: "Int64"))
        }
    }

    private static func boolean(_ value: ExpressionValue) throws(ExpressionError) -> Bool {
        switch value {
        case .string(let text): try NumberText.bool(text)
        case .double(let number): number != 0
        default: try whole(value, to: "Int64") != 0
        }
    }
}
