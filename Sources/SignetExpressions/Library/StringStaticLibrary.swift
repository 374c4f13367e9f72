// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The static members of `System.String`.
enum StringStaticLibrary {
    static let methods: [LibraryMethod] = [
        method("IsNullOrEmpty", [.string], result: .bool) { _, arguments in
            .bool(arguments[0].string?.isEmpty ?? true)
        },
        method("IsNullOrWhiteSpace", [.string], result: .bool) { _, arguments in
            .bool(arguments[0].string?.unicodeScalars.allSatisfy(\.properties.isWhitespace) ?? true)
        },
        method("Equals", [.string, .string], result: .bool) { _, arguments in
            equal(arguments[0], arguments[1], TextComparison(.int(4)))
        },
        method("Equals", [.string, .string, .enumeration("StringComparison")], result: .bool) { _, arguments in
            equal(arguments[0], arguments[1], TextComparison(arguments[2]))
        },
        method("Compare", [.string, .string], result: .int) { _, arguments in
            compare(arguments[0].string, arguments[1].string, ignoringCase: false)
        },
        method("Compare", [.string, .string, .bool], result: .int) { _, arguments in
            compare(arguments[0].string, arguments[1].string, ignoringCase: arguments[2].bool ?? false)
        },
        method("Compare", [.string, .string, .enumeration("StringComparison")], result: .int) { _, arguments in
            let comparison = TextComparison(arguments[2])
            return compare(arguments[0].string, arguments[1].string, ignoringCase: comparison.ignoresCase)
        },
        method("CompareOrdinal", [.string, .string], result: .int) { _, arguments in
            compare(arguments[0].string, arguments[1].string, ignoringCase: false)
        },
        method("Concat", [.array(.object)], variadic: true) { state, arguments throws(ExpressionError) in
            try state.joined(arguments.elements(0), "")
        },
        method("Join", [.string, .array(.object)], variadic: true) { state, arguments throws(ExpressionError) in
            try state.joined(arguments.elements(1), arguments[0].string ?? "")
        },
        method("Format", [.string, .array(.object)], variadic: true) { state, arguments throws(ExpressionError) in
            try state.text(CompositeFormat.text(try arguments.text(0), arguments.elements(1), state: &state))
        },
    ]

    private static func method(
        _ name: String,
        _ parameters: [StaticType],
        variadic: Bool = false,
        result: StaticType = .string,
        _ code: @escaping LibraryCode
    ) -> LibraryMethod {
        LibraryMethod(
            owner: "string",
            name: name,
            isStatic: true,
            parameters: parameters,
            isVariadic: variadic,
            result: result,
            code: code
        )
    }

    private static func equal(
        _ left: ExpressionValue,
        _ right: ExpressionValue,
        _ comparison: TextComparison
    ) -> ExpressionValue {
        guard let first = left.string, let second = right.string else { return .bool(left.isNull && right.isNull) }
        return .bool(OrdinalText.equal(first, second, comparison))
    }

    static func compare(_ left: String?, _ right: String?, ignoringCase: Bool) -> ExpressionValue {
        guard let left, let right else { return .int((left == nil ? 0 : 1) - (right == nil ? 0 : 1)) }
        guard ignoringCase else { return .int(OrdinalText.compare(left, right)) }
        return .int(OrdinalText.compare(OrdinalText.folded(left), OrdinalText.folded(right)))
    }
}
