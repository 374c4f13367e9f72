// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.Text.RegularExpressions`: the members that the documentation allows.
enum RegexLibrary {
    static func regex() -> LibraryTable {
        LibraryTable("Regex", instance + simple + replacing + splitting)
    }

    private static let instance: [LibraryDeclaration] = [
        .init("new(string pattern)") { state, a throws(ExpressionError) in .object(try made(&state, a, 0, nil)) },
        .init("new(string pattern, RegexOptions options)") { state, a throws(ExpressionError) in
            .object(try made(&state, a, 0, 1))
        },
        .init("new(string pattern, RegexOptions options, TimeSpan matchTimeout)") { state, a throws(ExpressionError) in
            .object(try made(&state, a, 0, 1))
        },
        .init("static string Unescape(string str)") { state, a throws(ExpressionError) in
            try state.text(try RegexParser.unescaped(try a.text(0)))
        },
    ]

    private static let simple: [LibraryDeclaration] =
        forms(
            "bool IsMatch",
            "(string input@)"
        ) { state, regex, a, start throws(ExpressionError) in
            let text = try text(a, &state)
            return .bool(try regex.match(text, from: try place(start, regex, text), &state) != nil)
        }
        + forms("Match Match", "(string input@)") { state, regex, a, start throws(ExpressionError) in
            let text = try text(a, &state)
            let match = try regex.match(text, from: try place(start, regex, text), &state)
            return .object(match ?? RegexMatch(noneOf: regex))
        }
        + forms("MatchCollection Matches", "(string input@)") { state, regex, a, start throws(ExpressionError) in
            let text = try text(a, &state)
            let matches = try regex.matches(text, from: try place(start, regex, text), &state)
            return .object(RegexCollection("MatchCollection", matches))
        }

    private typealias Operation =
        @Sendable (inout Evaluation, RegexObject, [ExpressionValue], Int?) throws(ExpressionError) -> ExpressionValue

    /// A method of an object, with and without a start, and the same as a static method with a pattern.
    private static func forms(
        _ head: String,
        _ parameters: String,
        _ code: @escaping Operation
    ) -> [LibraryDeclaration] {
        let input = parameters.replacing("@", with: "")
        let open = String(input.dropLast())
        return [
            .init(head + input) { state, a throws(ExpressionError) in
                try code(&state, try a.object(0), Array(a.dropFirst()), nil)
            },
            .init(head + open + ", int startat)") { state, a throws(ExpressionError) in
                try code(&state, try a.object(0), Array(a[1..<a.count - 1]), a.integer(a.count - 1))
            },
        ] + statics(head, input, code)
    }

    private static func statics(
        _ head: String,
        _ parameters: String,
        _ code: @escaping Operation
    ) -> [LibraryDeclaration] {
        // The pattern comes second: `IsMatch(input, pattern)`, `Replace(input, pattern, replacement)`.
        let parts = parameters.dropFirst().dropLast().split(separator: ", ")
        let rest = parts.dropFirst().map { ", " + $0 }.joined()
        let list = "static \(head)(\(parts[0]), string pattern" + rest
        let options = ["", ", RegexOptions options", ", RegexOptions options, TimeSpan matchTimeout"]
        return options.map { option in
            LibraryDeclaration(list + option + ")") { state, a throws(ExpressionError) in
                let regex = try made(&state, a, 1, option.isEmpty ? nil : parts.count + 1)
                return try code(&state, regex, [a[0]] + a[2..<(parts.count + 1)], nil)
            }
        }
    }

    private static let replacing: [LibraryDeclaration] =
        [
            ("string Replace", "(string input, string replacement)"),
            ("string Replace", "(string input, Func<Match,string> evaluator)"),
        ]
        .flatMap { head, parameters in
            let open = String(parameters.dropLast())
            let code: Operation = { state, regex, a, _ throws(ExpressionError) in
                try replaced(&state, regex, a, limit: .max)
            }
            return [
                .init(head + parameters) { state, a throws(ExpressionError) in
                    try replaced(&state, try a.object(0), Array(a.dropFirst()), limit: .max)
                },
                .init(head + open + ", int count)") { state, a throws(ExpressionError) in
                    let count = a.integer(3)
                    return try replaced(&state, try a.object(0), Array(a.dropFirst()), limit: count < 0 ? .max : count)
                },
            ] + statics(head, parameters, code)
        }

    private static let splitting: [LibraryDeclaration] =
        [
            .init("string[] Split(string input)") { state, a throws(ExpressionError) in
                try split(&state, try a.object(0), try text(Array(a.dropFirst()), &state), limit: 0)
            },
            .init("string[] Split(string input, int count)") { state, a throws(ExpressionError) in
                try split(&state, try a.object(0), try text(Array(a.dropFirst()), &state), limit: a.integer(2))
            },
        ]
        + statics("string[] Split", "(string input)") { state, regex, a, _ throws(ExpressionError) in
            try split(&state, regex, try text(a, &state), limit: 0)
        }

    private static func made(
        _ state: inout Evaluation,
        _ arguments: [ExpressionValue],
        _ index: Int,
        _ options: Int?
    ) throws(ExpressionError) -> RegexObject {
        guard let pattern = arguments[index].string else {
            throw .exception(.argumentNull, "Value cannot be null. (Parameter 'pattern')")
        }
        let number = options.map { arguments.integer($0) } ?? 0
        guard number >= 0, number < 1_024 else { throw StringLibrary.outOfRange("options") }
        return try RegexObject(pattern, RegexSettings(rawValue: Int32(number)), &state.memory)
    }

    private static func text(
        _ arguments: [ExpressionValue],
        _ state: inout Evaluation
    ) throws(ExpressionError) -> RegexText {
        guard let text = arguments[0].string else {
            throw .exception(.argumentNull, "Value cannot be null. (Parameter 'input')")
        }
        try state.charge(text.utf8.count * 2)
        return RegexText(text)
    }

    private static func place(_ start: Int?, _ regex: RegexObject, _ text: RegexText) throws(ExpressionError) -> Int {
        guard let start else { return regex.program.settings.contains(.rightToLeft) ? text.units.count : 0 }
        guard start >= 0, start <= text.units.count else {
            throw .exception(
                .argumentOutOfRange,
                "Start index cannot be less than 0 or greater than input length. (Parameter 'startat')"
            )
        }
        return start
    }

    private static func replaced(
        _ state: inout Evaluation,
        _ regex: RegexObject,
        _ arguments: [ExpressionValue],
        limit: Int
    ) throws(ExpressionError) -> ExpressionValue {
        let text = try text(arguments, &state)
        let function: (any CallableObject)? = arguments.optional(1)
        if function == nil, arguments[1].isNull {
            throw .exception(.argumentNull, "Value cannot be null. (Parameter 'replacement')")
        }
        let replacement = RegexReplacement(arguments[1].string ?? "", regex.program.groups)
        var matches = try regex.matches(text, limit: limit, &state)
        if regex.program.settings.contains(.rightToLeft) { matches.reverse() }
        guard !matches.isEmpty else { return arguments[0] }
        var result: [UInt16] = []
        var end = 0
        for match in matches {
            try state.charge((match.range.lowerBound - end) * 2)
            result += text.units[end..<match.range.lowerBound]
            if let function {
                let value = try function.call(&state, [.object(match)])
                let piece = try state.written(value)
                try state.charge(piece.utf8.count * 2)
                result += piece.utf16
            } else {
                result += try replacement.text(match, &state.memory)
            }
            end = match.range.upperBound
        }
        result += text.units[end...]
        return try state.text(OrdinalText.text(result))
    }

    private static func split(
        _ state: inout Evaluation,
        _ regex: RegexObject,
        _ text: RegexText,
        limit: Int
    ) throws(ExpressionError) -> ExpressionValue {
        guard limit >= 0 else { throw StringLibrary.outOfRange("count") }
        var matches = try regex.matches(text, limit: limit == 0 ? .max : limit - 1, &state)
        if regex.program.settings.contains(.rightToLeft) { matches.reverse() }
        var pieces: [String] = []
        var end = 0
        func add(_ range: Range<Int>) throws(ExpressionError) {
            try state.charge(range.count * 3 + Budget.element)
            pieces.append(text.text(range))
        }
        for match in matches {
            try add(end..<match.range.lowerBound)
            for number in match.numbers.dropFirst() {
                let group = match.group(number)
                if group.isSuccess { try add(group.range) }
            }
            end = match.range.upperBound
        }
        try add(end..<text.units.count)
        return .strings(pieces)
    }

}

extension RegexLibrary {
    static func capture() -> LibraryTable {
        LibraryTable(
            "Capture",
            [
                .init("int Index") { _, a throws(ExpressionError) in
                    .int(try a.object(0, RegexCapture.self).range.lowerBound)
                },
                .init("int Length") { _, a throws(ExpressionError) in
                    .int(try a.object(0, RegexCapture.self).range.count)
                },
                .init("string Value") { state, a throws(ExpressionError) in
                    try state.text(try a.object(0, RegexCapture.self).invariantText)
                },
            ]
        )
    }

    static func group() -> LibraryTable {
        LibraryTable(
            "Group",
            [
                .init("bool Success") { _, a throws(ExpressionError) in
                    .bool(try a.object(0, RegexGroup.self).isSuccess)
                },
                .init("CaptureCollection Captures") { state, a throws(ExpressionError) in
                    let group: RegexGroup = try a.object(0)
                    try state.charge(group.captures.count * Budget.node)
                    let captures = group.captures.map { RegexCapture(group.source, $0) }
                    return .object(RegexCollection("CaptureCollection", captures))
                },
            ]
        )
    }

    static func match() -> LibraryTable {
        LibraryTable(
            "Match",
            [
                .init("static Match Empty") { _, _ in .object(RegexMatch(noneOf: nil)) },
                .init("GroupCollection Groups") { state, a throws(ExpressionError) in
                    let match: RegexMatch = try a.object(0)
                    try state.charge(match.numbers.count * 2 * Budget.node)
                    return .object(RegexCollection("GroupCollection", match.numbers.map(match.group), match: match))
                },
                .init("string Result(string replacement)") { state, a throws(ExpressionError) in
                    let match: RegexMatch = try a.object(0)
                    guard let regex = match.regex, match.isSuccess else {
                        throw .exception(.notSupported, "Result cannot be called on a failed Match.")
                    }
                    let replacement = RegexReplacement(try a.text(1), regex.program.groups)
                    return try state.text(OrdinalText.text(try replacement.text(match, &state.memory)))
                },
            ]
        )
    }

    static func collection(_ name: String, _ element: String) -> LibraryTable {
        let count = LibraryDeclaration("int Count") { _, a throws(ExpressionError) in
            .int(try a.object(0, RegexCollection.self).elements.count)
        }
        let item = LibraryDeclaration("\(element) this[int index]") { _, a throws(ExpressionError) in
            let (collection, index): (RegexCollection, Int) = (try a.object(0), a.integer(1))
            if let match = collection.match { return .object(match.group(index)) }
            guard collection.elements.indices.contains(index) else { throw .indexArgumentOutOfRange }
            return collection.elements[index]
        }
        guard name == "GroupCollection" else { return LibraryTable(name, [count, item]) }
        let named = LibraryDeclaration("Group this[string name]") { _, a throws(ExpressionError) in
            let collection: RegexCollection = try a.object(0)
            let name = try a.text(1)
            return collection.match.map { .object($0.group(name)) } ?? .null
        }
        return LibraryTable(name, [count, item, named])
    }
}
