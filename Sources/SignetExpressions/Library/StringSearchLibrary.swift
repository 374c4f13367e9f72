// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The members of `System.String` that look into a text.
enum StringSearchLibrary {
    static let methods: [LibraryMethod] = searching + comparing + splitting + conversion

    private static let options = StaticType.enumeration("StringSplitOptions")
    private static let comparison = StaticType.enumeration("StringComparison")

    private static let searching: [LibraryMethod] =
        [
            StringLibrary.method("Contains", [.string], result: .bool) { _, arguments throws(ExpressionError) in
                .bool(OrdinalText.contains(try arguments.text(1), in: try arguments.receiver))
            },
            StringLibrary.method("Contains", [.char], result: .bool) { _, arguments throws(ExpressionError) in
                .bool(OrdinalText.contains(arguments[1].invariantText, in: try arguments.receiver))
            },
            StringLibrary.method("Contains", [.string, comparison], result: .bool) {
                _,
                arguments throws(ExpressionError) in
                .bool(try index(arguments, comparison: arguments[2]) >= 0)
            },
        ] + [StaticType.string, .char].flatMap(places)

    /// `IndexOf` and `LastIndexOf` of a text or a character: from a place, in a part, under a comparison.
    private static func places(of sought: StaticType) -> [LibraryMethod] {
        ["IndexOf", "LastIndexOf"]
            .flatMap { name in
                let forms: [[StaticType]] = [[], [.int], [.int, .int]]
                let comparisons: [[StaticType]] = sought == .string ? [[], [comparison]] : [[]]
                return forms.flatMap { form in
                    comparisons.map { extra in
                        StringLibrary.method(name, [sought] + form + extra, result: .int) {
                            _,
                            arguments throws(ExpressionError) in
                            let ignoresCase = !extra.isEmpty && TextComparison(arguments[form.count + 2]).ignoresCase
                            return number(try place(name, arguments, form.count, ignoresCase: ignoresCase))
                        }
                    }
                }
            }
    }

    private static func place(
        _ name: String,
        _ arguments: [ExpressionValue],
        _ count: Int,
        ignoresCase: Bool
    ) throws(ExpressionError) -> Int {
        var text = try arguments.receiver
        if arguments[1].isNull { throw .exception(.argumentNull, "Value cannot be null. (Parameter 'value')") }
        var sought = arguments[1].invariantText
        if ignoresCase { (text, sought) = (OrdinalText.folded(text), OrdinalText.folded(sought)) }
        let length = text.utf16.count
        if name == "IndexOf" {
            let start = count > 0 ? arguments.integer(2) : 0
            guard 0...length ~= start else { throw StringLibrary.outOfRange("startIndex") }
            let part = count > 1 ? arguments.integer(3) : length - start
            guard 0...(length - start) ~= part else { throw StringLibrary.outOfRange("count") }
            let found = OrdinalText.index(of: sought, in: text, from: start)
            return found + sought.utf16.count <= start + part ? found : -1
        }
        if length == 0 { return sought.isEmpty ? 0 : -1 }
        let last = count > 0 ? arguments.integer(2) : length - 1
        guard -1...length ~= last else { throw StringLibrary.outOfRange("startIndex") }
        let end = min(last + 1, length)
        let part = count > 1 ? arguments.integer(3) : end
        guard 0...end ~= part else { throw StringLibrary.outOfRange("count") }
        let found = OrdinalText.lastIndex(of: sought, in: text, before: end)
        return found >= end - part ? found : -1
    }

    private static let comparing: [LibraryMethod] = [
        StringLibrary.method("StartsWith", [.string, comparison], optional: 1, result: .bool) {
            _,
            arguments throws(ExpressionError) in
            let (text, prefix) = try folded(arguments)
            return .bool(text.utf8.starts(with: prefix.utf8))
        },
        StringLibrary.method("EndsWith", [.string, comparison], optional: 1, result: .bool) {
            _,
            arguments throws(ExpressionError) in
            let (text, suffix) = try folded(arguments)
            return .bool(text.utf8.reversed().starts(with: suffix.utf8.reversed()))
        },
        StringLibrary.method("Equals", [.string, comparison], optional: 1, result: .bool) {
            _,
            arguments throws(ExpressionError) in
            let text = try arguments.receiver
            guard let other = arguments[1].string else { return .bool(false) }
            return .bool(OrdinalText.equal(text, other, TextComparison(arguments[2])))
        },
        StringLibrary.method("Equals", [.object], result: .bool) { _, arguments throws(ExpressionError) in
            let text = try arguments.receiver
            return .bool(arguments[1].string.map { OrdinalText.equal(text, $0) } ?? false)
        },
        StringLibrary.method("CompareTo", [.string], result: .int) { _, arguments throws(ExpressionError) in
            .int(arguments[1].string.map { OrdinalText.compare((try? arguments.receiver) ?? "", $0) } ?? 1)
        },
    ]

    private static let splitting: [LibraryMethod] =
        [
            StringLibrary.method("Split", [.array(.char)], variadic: true, result: .array(.string)) {
                state,
                arguments throws(ExpressionError) in
                try split(&state, arguments, options: .null, count: .null)
            }
        ]
        + [StaticType.array(.char), .char, .array(.string), .string]
        .flatMap { separator in
            [
                StringLibrary.method("Split", [separator, options], optional: 1, result: .array(.string)) {
                    state,
                    arguments throws(ExpressionError) in
                    try split(&state, arguments, options: arguments[2], count: .null)
                },
                StringLibrary.method("Split", [separator, .int, options], optional: 1, result: .array(.string)) {
                    state,
                    arguments throws(ExpressionError) in
                    try split(&state, arguments, options: arguments[3], count: arguments[2])
                },
            ]
        }

    private static let conversion: [LibraryMethod] = [
        StringLibrary.method("ToCharArray", [], result: .array(.char)) { state, arguments throws(ExpressionError) in
            try state.memory.charge(elements: try arguments.receiver.utf16.count)
            let units = Array(try arguments.receiver.utf16)
            return .array(ExpressionArray(elementType: "System.Char", units.map(ExpressionValue.char)))
        }
    ]

    private static func number(_ value: Int) -> ExpressionValue { .int(Int32(clamping: value)) }

    private static func index(
        _ arguments: [ExpressionValue],
        comparison: ExpressionValue
    ) throws(ExpressionError) -> Int {
        let (text, needle) = try folded(arguments)
        return OrdinalText.index(of: needle, in: text)
    }

    /// The receiver and the first argument, both in upper case when the second argument ignores case.
    private static func folded(_ arguments: [ExpressionValue]) throws(ExpressionError) -> (String, String) {
        let (text, other) = (try arguments.receiver, try arguments.text(1))
        guard TextComparison(arguments[2]).ignoresCase else { return (text, other) }
        return (OrdinalText.folded(text), OrdinalText.folded(other))
    }

    private static func split(
        _ state: inout Evaluation,
        _ arguments: [ExpressionValue],
        options: ExpressionValue,
        count: ExpressionValue
    ) throws(ExpressionError) -> ExpressionValue {
        try state.charge(try arguments.receiver.utf8.count * 2 + 16)
        let units = Array(try arguments.receiver.utf16)
        let separators = separators(arguments[1])
        let keepsEmpty = options.integer != 1
        let limit = count.integer ?? Int.max
        guard limit >= 0 else { throw StringLibrary.outOfRange("count") }
        var pieces: [ExpressionValue] = []
        var start = 0
        var index = 0
        while index < units.count, pieces.count < limit - 1 {
            guard let length = try separatorLength(units[index...], separators, &state.memory) else {
                index += 1
                continue
            }
            try state.charge(Budget.element)
            if keepsEmpty || index > start { pieces.append(.string(OrdinalText.text(units[start..<index]))) }
            index += length
            start = index
        }
        if limit > 0, keepsEmpty || start < units.count { pieces.append(.string(OrdinalText.text(units[start...]))) }
        return .array(ExpressionArray(elementType: "System.String", pieces))
    }

    /// The separators of an argument: one text or character, or an array of them.
    private static func separators(_ value: ExpressionValue) -> [[UInt16]] {
        let values = if case .array(let array) = value { array.elements } else { [value] }
        return values.map { Array($0.invariantText.utf16) }.filter { !$0.isEmpty }
    }

    private static func separatorLength(
        _ units: ArraySlice<UInt16>,
        _ separators: [[UInt16]],
        _ budget: inout Budget
    ) throws(ExpressionError) -> Int? {
        if separators.isEmpty {
            let isSpace = units.first.flatMap(Unicode.Scalar.init)?.properties.isWhitespace ?? false
            return isSpace ? 1 : nil
        }
        try budget.work(separators.count)
        for separator in separators where separator[0] == units.first {
            try budget.work(separator.count)
            if units.starts(with: separator) { return separator.count }
        }
        return nil
    }
}
