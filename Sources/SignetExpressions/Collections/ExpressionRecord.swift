// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An object of an anonymous type.
final class ExpressionRecord: NestingObject, WrittenObject, EquatableObject {
    let members: [(String, ExpressionValue)]
    private let levels: Int

    init(_ members: [(String, ExpressionValue)]) throws(ExpressionError) {
        self.levels = try Nesting.levels(members.map(\.1))
        self.members = members
    }

    var expressionType: String { "<anonymous type>" }
    /// `{ a = 1, b = x }`.
    func written(_ memory: inout MemoryBudget) throws(ExpressionError) -> String {
        var parts: [String] = []
        for (name, value) in self.members { parts.append("\(name) = \(try value.written(&memory))") }
        return "{ " + parts.joined(separator: ", ") + " }"
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func levels(under limit: Int, reserve: Int) -> Int { self.levels }

    var hash: Int { self.members.map { ValueKey($0.1) }.hashValue }

    /// Anonymous objects are the same when their members are; those that hold others only when they are one.
    func isEqual(to other: any ExpressionObject) -> Bool {
        guard let other = other as? ExpressionRecord, self.levels == 1, other.members.count == self.members.count
        else { return false }
        return zip(self.members, other.members).allSatisfy { $0.0 == $1.0 && Equality.equal($0.1, $1.1) }
    }
}

/// A `KeyValuePair<K, V>`, or a group of `GroupBy` with its key.
final class ExpressionPair: NestingObject, WrittenObject {
    let key: ExpressionValue
    let value: ExpressionValue
    private let levels: Int

    init(_ key: ExpressionValue, _ value: ExpressionValue) throws(ExpressionError) {
        self.levels = try Nesting.levels([key, value])
        self.key = key
        self.value = value
    }

    var expressionType: String { "KeyValuePair" }
    /// `[key, value]`.
    func written(_ memory: inout MemoryBudget) throws(ExpressionError) -> String {
        "[\(try self.key.written(&memory)), \(try self.value.written(&memory))]"
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    func levels(under limit: Int, reserve: Int) -> Int { self.levels }
}
