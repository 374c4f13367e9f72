// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Array where Element == ExpressionValue {
    /// The text of an argument that must not be `null`.
    func text(_ index: Int) throws(ExpressionError) -> String {
        guard let text = self[index].string else {
            throw .exception(.argumentNull, "Value cannot be null.")
        }
        return text
    }

    /// The text that an instance method is called on.
    var receiver: String {
        get throws(ExpressionError) {
            guard let text = self[0].string else { throw .nullReference }
            return text
        }
    }

    /// The number of an `int` argument: sums and products of two of them never overflow.
    func integer(_ index: Int) -> Int { Int(Int32(clamping: self[index].integer ?? 0)) }

    /// The number of a `long` argument.
    func long(_ index: Int) -> Int64 { Int64(self[index].integer ?? 0) }

    /// The bytes of an argument that must not be `null`.
    func bytes(_ index: Int) throws(ExpressionError) -> [UInt8] {
        guard let bytes = self[index].bytes else { throw .exception(.argumentNull, "Value cannot be null.") }
        return bytes
    }

    /// The elements of an array argument; `null` is an array without any.
    func elements(_ index: Int) -> [ExpressionValue] {
        if case .array(let array) = self[index] { array.elements } else { [] }
    }

    /// The UTF-16 code units of an argument that is an array of characters.
    func units(_ index: Int) -> [UInt16] {
        elements(index).compactMap { if case .char(let unit) = $0 { unit } else { nil } }
    }
}

extension Evaluation {
    /// A text as a value, counted against the limit of memory.
    mutating func text(_ text: String) throws(ExpressionError) -> ExpressionValue {
        try charge(text.utf8.count)
        return .string(text)
    }
}
