// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// When two values are the same for `==` and `Equals`.
enum Equality {
    /// Texts ordinally, numbers by value, arrays and objects by identity; the bytes of an array by value, since a
    /// byte array has no identity here.
    static func equal(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let first), .bool(let second)): first == second
        case (.int(let first), .int(let second)): first == second
        case (.long(let first), .long(let second)): first == second
        case (.double(let first), .double(let second)): first == second
        case (.char(let first), .char(let second)): first == second
        case (.string(let first), .string(let second)): OrdinalText.equal(first, second)
        case (.bytes(let first), .bytes(let second)): first == second
        case (.guid(let first), .guid(let second)): first == second
        case (.dateTime(let first), .dateTime(let second)): first == second
        case (.timeSpan(let first), .timeSpan(let second)): first == second
        case (.array(let first), .array(let second)): first === second
        case (.object(let first), .object(let second)): first === second
        default: false
        }
    }
}
