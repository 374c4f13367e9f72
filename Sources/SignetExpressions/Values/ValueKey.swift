// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A value as the key of a set: equal as `Equals` has it.
struct ValueKey: Hashable, Sendable {
    let value: ExpressionValue

    init(_ value: ExpressionValue) { self.value = value }

    static func == (left: ValueKey, right: ValueKey) -> Bool { Equality.equal(left.value, right.value) }

    func hash(into hasher: inout Hasher) { Self.hash(self.value, depth: 0, into: &hasher) }

    /// The hash of what an object holds.
    static func hash(_ values: some Sequence<ExpressionValue>, depth: Int) -> Int {
        var hasher = Hasher()
        for value in values { hash(value, depth: depth, into: &hasher) }
        return hasher.finalize()
    }

    private static func hash(_ value: ExpressionValue, depth: Int, into hasher: inout Hasher) {
        switch value {
        case .string(let text): hasher.combine(ordinal: text)
        case .int(let number): hasher.combine(number)
        case .long(let number): hasher.combine(number)
        case .char(let unit): hasher.combine(unit)
        case .decimal(let number): hasher.combine(number)
        case .bool(let flag): hasher.combine(flag)
        case .uint(let number): hasher.combine(number)
        case .ulong(let number): hasher.combine(number)
        case .float(let number): hasher.combine(number)
        case .double(let number): hasher.combine(number)
        case .guid(let text): hasher.combine(ordinal: text)
        case .timeSpan(let ticks): hasher.combine(ticks)
        case .dateTime(let date): hasher.combine(date)
        case .array(let array): hasher.combine(ObjectIdentifier(array))
        case .object(let object as any NestedEquatable): if depth < 1 { hasher.combine(object.hash(depth: depth + 1)) }
        case .object(let object as any EquatableObject): hasher.combine(object.hash)
        case .object(let object): hasher.combine(ObjectIdentifier(object))
        case .null, .bytes: break
        }
    }
}

extension Hasher {
    /// Hashes a text by its code units.
    ///
    /// Swift's own hash is the same for texts that are canonically equivalent, so that a
    /// body could bring any number of different names with one hash; where all is ASCII, there are none such.
    mutating func combine(ordinal text: String) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return combine(text) }
        for byte in text.utf8 { combine(byte) }
    }
}
