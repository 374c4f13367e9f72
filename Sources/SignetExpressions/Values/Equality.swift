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
        case (.uint(let first), .uint(let second)): first == second
        case (.ulong(let first), .ulong(let second)): first == second
        case (.float(let first), .float(let second)): first == second
        case (.decimal(let first), .decimal(let second)): first == second
        case (.char(let first), .char(let second)): first == second
        case (.string(let first), .string(let second)): OrdinalText.equal(first, second)
        case (.bytes(let first), .bytes(let second)): first == second
        case (.guid(let first), .guid(let second)): first == second
        case (.dateTime(let first), .dateTime(let second)): first == second
        case (.timeSpan(let first), .timeSpan(let second)): first == second
        case (.array(let first), .array(let second)): first === second
        case (.object(let first), .object(let second)):
            first === second || (first as? any EquatableObject)?.isEqual(to: second) ?? false
        default: false
        }
    }

    /// Whether one of some elements is the same as a value.
    static func contains(
        _ elements: [ExpressionValue],
        _ value: ExpressionValue,
        _ budget: inout Budget
    ) throws(ExpressionError) -> Bool {
        for element in elements {
            try budget.work(1 + min(element.weight, value.weight))
            if equal(element, value) { return true }
        }
        return false
    }

    /// How many members of objects inside objects are compared: the same object may be inside others in very many ways.
    static let maximumVisits = 10_000

    /// Compares two members; when there have been too many, the objects are not the same.
    static func equal(_ left: ExpressionValue, _ right: ExpressionValue, _ visits: inout Int) -> Bool {
        visits -= 1
        guard visits > 0 else { return false }
        guard case .object(let first as any NestedEquatable) = left, case .object(let second) = right else {
            return equal(left, right)
        }
        return first === second || first.isEqual(to: second, &visits)
    }
}

/// An object that is the same as another when what it holds is.
protocol NestedEquatable: EquatableObject {
    /// Whether another object is the same, as far as there are visits left.
    func isEqual(to other: any ExpressionObject, _ visits: inout Int) -> Bool

    /// A number that is the same for objects that are the same; what lies deeper does not count.
    func hash(depth: Int) -> Int
}

extension ExpressionValue {
    /// A number that equal values have in common, the same in every process; .NET promises no more.
    var stableHash: Int32 {
        switch self {
        case .null: 0
        case .bool(let flag): flag ? 1 : 0
        case .int(let number): number
        case .long(let number): Int32(truncatingIfNeeded: number ^ number >> 32)
        case .char(let unit): Int32(unit) | Int32(unit) << 16
        case .object: 0
        default: self.invariantText.utf8.reduce(5_381) { ($0 &<< 5 &+ $0) ^ Int32($1) }
        }
    }
}

/// An object that is the same as another by its value.
protocol EquatableObject: ExpressionObject {
    /// Whether another object is the same.
    func isEqual(to other: any ExpressionObject) -> Bool

    /// A number that is the same for objects that are the same.
    var hash: Int { get }
}
