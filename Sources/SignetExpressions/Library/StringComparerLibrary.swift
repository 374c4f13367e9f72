// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The members of `System.StringComparer`.
enum StringComparerLibrary {
    static func table() -> LibraryTable {
        let names = [
            "Ordinal", "OrdinalIgnoreCase", "InvariantCulture", "InvariantCultureIgnoreCase", "CurrentCulture",
            "CurrentCultureIgnoreCase",
        ]
        let comparers = names.map { name in
            LibraryDeclaration("static StringComparer \(name)") { _, _ in
                .object(TextComparer(ignoresCase: name.hasSuffix("IgnoreCase"), isOrdinal: name.hasPrefix("Ordinal")))
            }
        }
        return LibraryTable(
            "StringComparer",
            comparers + [
                .init("bool Equals(string x, string y)") { _, a throws(ExpressionError) in
                    guard let first = a[1].string, let second = a[2].string else {
                        return .bool(a[1].isNull && a[2].isNull)
                    }
                    return .bool(OrdinalText.equal(first, second, try a.object(0, TextComparer.self).comparison))
                },
                .init("int Compare(string x, string y)") { _, a throws(ExpressionError) in
                    let ignoresCase = try a.object(0, TextComparer.self).comparison.ignoresCase
                    return StringStaticLibrary.compare(a[1].string, a[2].string, ignoringCase: ignoresCase)
                },
                .init("int GetHashCode(string obj)") { _, a throws(ExpressionError) in
                    .int(
                        Int32(
                            truncatingIfNeeded: OrdinalText.folded(try a.text(1)).utf8
                                .reduce(5_381) { $0 &* 33 &+ Int($1) }
                        )
                    )
                },
            ]
        )
    }
}
