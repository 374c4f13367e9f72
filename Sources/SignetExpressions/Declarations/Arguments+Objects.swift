// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Array where Element == ExpressionValue {
    /// The object of an argument, which must not be `null`.
    func object<Object>(_ index: Int, _ type: Object.Type = Object.self) throws(ExpressionError) -> Object {
        guard case .object(let object) = self[index], let result = object as? Object else { throw .nullReference }
        return result
    }

    /// The object of an argument; `nil` for `null`.
    func optional<Object>(_ index: Int, _ type: Object.Type = Object.self) -> Object? {
        if case .object(let object) = self[index] { object as? Object } else { nil }
    }

    /// The decimal of an argument.
    func decimal(_ index: Int) -> ExpressionDecimal {
        if case .decimal(let value) = self[index] { value } else { .zero }
    }

    /// The date of an argument.
    func date(_ index: Int) -> ExpressionDate {
        if case .dateTime(let date) = self[index] { date } else { ExpressionDate(ticks: 0, kind: .unspecified) }
    }

    /// The ticks of a duration.
    func ticks(_ index: Int) -> Int64 { if case .timeSpan(let ticks) = self[index] { ticks } else { 0 } }

    /// The character of an argument.
    func unit(_ index: Int) -> UInt16 { if case .char(let unit) = self[index] { unit } else { 0 } }

    /// The array of an argument, which must not be `null`.
    func array(_ index: Int) throws(ExpressionError) -> ExpressionArray {
        switch self[index] {
        case .array(let array): array
        case .bytes(let bytes): ExpressionArray(bytes: bytes)
        default: throw .exception(.argumentNull, "Value cannot be null.")
        }
    }
}

extension ExpressionValue {
    /// A number as `int`.
    static func int(_ value: Int) -> ExpressionValue { .int(Int32(clamping: value)) }
}
