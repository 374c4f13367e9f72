// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Words of C# that are no names; contextual ones such as `var` or `when` are names.
enum Keyword: String, Sendable, CaseIterable {
    case abstract, `as`, base, bool, `break`, byte, `case`, `catch`, char, checked, `class`, const, `continue`, decimal
    case `default`, delegate, `do`, double, `else`, `enum`, event, explicit, extern, `false`, finally, fixed, float,
        `for`
    case foreach, goto, `if`, implicit, `in`, int, interface, `internal`, `is`, lock, long, namespace, new, null, object
    case `operator`, out, override, params, `private`, protected, `public`, readonly, ref, `return`, sbyte, sealed,
        short
    case sizeof, stackalloc, `static`, string, `struct`, `switch`, this, `throw`, `true`, `try`, typeof, uint, ulong
    case unchecked, unsafe, ushort, using, virtual, void, volatile, `while`

    /// The keyword that a part of a text is.
    ///
    /// Most names are none, so that this must be told without making a string of them.
    static func matching(_ bytes: [UInt8], in range: Range<Int>) -> Keyword? {
        guard 2...10 ~= range.count else { return nil }
        let letter = bytes[range.lowerBound]
        guard UInt8(ascii: "a")...UInt8(ascii: "w") ~= letter else { return nil }
        var spelling: UInt128 = 0
        for index in range { spelling = spelling << 8 | UInt128(bytes[index]) }
        let index = Int(letter - UInt8(ascii: "a"))
        for place in self.table.starts[index]..<self.table.starts[index + 1]
        where self.table.spellings[place] == spelling {
            return self.table.keywords[place]
        }
        return nil
    }

    /// Whether the keyword is a type.
    var isType: Bool {
        switch self {
        case .bool, .byte, .char, .decimal, .double, .float, .int, .long, .object, .sbyte, .short, .string, .uint,
            .ulong, .ushort:
            true
        default: false
        }
    }

    /// The keywords by their first letters, their bytes as numbers.
    private static let table: (starts: [Int], spellings: [UInt128], keywords: [Keyword]) = {
        let sorted = allCases.sorted { $0.rawValue < $1.rawValue }
        let spellings = sorted.map { $0.rawValue.utf8.reduce(UInt128(0)) { $0 << 8 | UInt128($1) } }
        let starts = (UInt8(ascii: "a")...UInt8(ascii: "w") + 1)
            .map { letter in
                sorted.firstIndex { $0.rawValue.utf8.first ?? 0 >= letter } ?? sorted.count
            }
        return (starts, spellings, sorted)
    }()
}
