// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The constructors of `System.String`, and members that it has beside the most used.
enum StringConstructors {
    static func table() -> LibraryTable { LibraryTable("string", constructors + members) }

    private static let constructors: [LibraryDeclaration] = [
        .init("new(char c, int count)") { state, a throws(ExpressionError) in
            guard a.integer(1) >= 0 else { throw StringLibrary.outOfRange("count") }
            try state.charge(a.integer(1) * 3)
            return .string(String(repeating: a[0].invariantText, count: a.integer(1)))
        },
        .init("new(char[] value)") { state, a throws(ExpressionError) in
            try state.text(OrdinalText.text(a.units(0)))
        },
        .init("new(char[] value, int startIndex, int length)") { state, a throws(ExpressionError) in
            let units = a.units(0)
            guard a.integer(1) >= 0, a.integer(2) >= 0, a.integer(1) + a.integer(2) <= units.count else {
                throw StringLibrary.outOfRange("startIndex")
            }
            return try state.text(OrdinalText.text(units[a.integer(1)..<a.integer(1) + a.integer(2)]))
        },
    ]

    private static let members: [LibraryDeclaration] = [
        .init("int GetHashCode()") { _, a throws(ExpressionError) in
            .int(Int32(truncatingIfNeeded: try a.receiver.utf8.reduce(5_381) { $0 &* 33 &+ Int($1) }))
        },
        .init("string Remove(int startIndex, int count)") { state, a throws(ExpressionError) in
            var units = Array(try a.receiver.utf16)
            guard a.integer(1) >= 0, a.integer(2) >= 0, a.integer(1) + a.integer(2) <= units.count else {
                throw .exception(
                    .argumentOutOfRange,
                    "Index and count must refer to a location within the string. (Parameter 'count')"
                )
            }
            units.removeSubrange(a.integer(1)..<a.integer(1) + a.integer(2))
            return try state.text(OrdinalText.text(units))
        },
        .init("char[] ToCharArray(int startIndex, int length)") { state, a throws(ExpressionError) in
            let units = Array(try a.receiver.utf16)
            guard a.integer(1) >= 0, a.integer(2) >= 0, a.integer(1) + a.integer(2) <= units.count else {
                throw StringLibrary.outOfRange("startIndex")
            }
            try state.charge(a.integer(2) * 24)
            return StaticType.char.array(units[a.integer(1)..<a.integer(1) + a.integer(2)].map { .char($0) })
        },
        .init("int IndexOfAny(char[] anyOf)") { _, a throws(ExpressionError) in
            let wanted = Set(a.units(1))
            return .int(Array(try a.receiver.utf16).firstIndex { wanted.contains($0) } ?? -1)
        },
        .init("int LastIndexOfAny(char[] anyOf)") { _, a throws(ExpressionError) in
            let wanted = Set(a.units(1))
            return .int(Array(try a.receiver.utf16).lastIndex { wanted.contains($0) } ?? -1)
        },
        .init("object Clone()") { _, a in a[0] },
        .init("string Normalize()") { _, a in a[0] },
    ]
}
