// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The members of `System.String` that give another text.
enum StringLibrary {
    static let properties: [LibraryProperty] = [
        LibraryProperty(owner: "string", name: "Length", isStatic: false, type: .int) {
            _,
            arguments throws(ExpressionError) in
            .int(Int32(clamping: try arguments.receiver.utf16.count))
        },
        LibraryProperty(owner: "string", name: "Empty", isStatic: true, type: .string) { _, _ in .string("") },
    ]

    static let methods: [LibraryMethod] = [
        method("ToString", []) { _, arguments throws(ExpressionError) in .string(try arguments.receiver) },
        method("ToUpper", []) { state, arguments throws(ExpressionError) in
            try state.text(OrdinalText.upper(try arguments.receiver))
        },
        method("ToUpperInvariant", []) { state, arguments throws(ExpressionError) in
            try state.text(OrdinalText.upper(try arguments.receiver))
        },
        method("ToLower", []) { state, arguments throws(ExpressionError) in
            try state.text(OrdinalText.lower(try arguments.receiver))
        },
        method("ToLowerInvariant", []) { state, arguments throws(ExpressionError) in
            try state.text(OrdinalText.lower(try arguments.receiver))
        },
        method("Substring", [.int]) { state, arguments throws(ExpressionError) in
            try substring(&state, try arguments.receiver, arguments.integer(1), nil)
        },
        method("Substring", [.int, .int]) { state, arguments throws(ExpressionError) in
            try substring(&state, try arguments.receiver, arguments.integer(1), arguments.integer(2))
        },
        method("Replace", [.string, .string]) { state, arguments throws(ExpressionError) in
            try replace(&state, try arguments.receiver, try arguments.text(1), arguments[2].string ?? "")
        },
        method("Replace", [.char, .char]) { state, arguments throws(ExpressionError) in
            let (old, new) = (arguments[1].invariantText, arguments[2].invariantText)
            return try replace(&state, try arguments.receiver, old, new)
        },
        method("Remove", [.int]) { state, arguments throws(ExpressionError) in
            try substring(&state, try arguments.receiver, 0, arguments.integer(1))
        },
        method("Insert", [.int, .string]) { state, arguments throws(ExpressionError) in
            let (text, index) = (Array(try arguments.receiver.utf16), arguments.integer(1))
            guard index >= 0, index <= text.count else { throw outOfRange("startIndex") }
            let inserted = Array(try arguments.text(2).utf16)
            return try state.text(OrdinalText.text(text[..<index] + inserted + text[index...]))
        },
        method("PadLeft", [.int, .char], optional: 1) { state, arguments throws(ExpressionError) in
            try pad(&state, arguments, left: true)
        },
        method("PadRight", [.int, .char], optional: 1) { state, arguments throws(ExpressionError) in
            try pad(&state, arguments, left: false)
        },
        method("Trim", [.array(.char)], variadic: true) { state, arguments throws(ExpressionError) in
            try trim(&state, arguments, start: true, end: true)
        },
        method("TrimStart", [.array(.char)], variadic: true) { state, arguments throws(ExpressionError) in
            try trim(&state, arguments, start: true, end: false)
        },
        method("TrimEnd", [.array(.char)], variadic: true) { state, arguments throws(ExpressionError) in
            try trim(&state, arguments, start: false, end: true)
        },
    ]

    static func method(
        _ name: String,
        _ parameters: [StaticType],
        optional: Int = 0,
        variadic: Bool = false,
        result: StaticType = .string,
        _ code: @escaping LibraryCode
    ) -> LibraryMethod {
        LibraryMethod(
            owner: "string",
            name: name,
            isStatic: false,
            parameters: parameters,
            optional: optional,
            isVariadic: variadic,
            result: result,
            code: code
        )
    }

    static func outOfRange(_ parameter: String) -> ExpressionError {
        .exception(
            .argumentOutOfRange,
            "Specified argument was out of the range of valid values. (Parameter '\(parameter)')"
        )
    }

    private static func substring(
        _ state: inout Evaluation,
        _ text: String,
        _ start: Int,
        _ length: Int?
    ) throws(ExpressionError) -> ExpressionValue {
        let units = text.utf16
        let count = units.count
        guard start >= 0 else {
            throw .exception(.argumentOutOfRange, "StartIndex cannot be less than zero. (Parameter 'startIndex')")
        }
        guard start <= count else {
            throw .exception(
                .argumentOutOfRange,
                "startIndex cannot be larger than length of string. (Parameter 'startIndex')"
            )
        }
        let length = length ?? count - start
        guard length >= 0 else {
            throw .exception(.argumentOutOfRange, "Length cannot be less than zero. (Parameter 'length')")
        }
        guard start + length <= count else {
            throw .exception(
                .argumentOutOfRange,
                "Index and length must refer to a location within the string. (Parameter 'length')"
            )
        }
        let first = units.index(units.startIndex, offsetBy: start)
        return try state.text(OrdinalText.text(units[first..<units.index(first, offsetBy: length)]))
    }

    private static func replace(
        _ state: inout Evaluation,
        _ text: String,
        _ old: String,
        _ new: String
    ) throws(ExpressionError) -> ExpressionValue {
        .string(try replaced(&state, text, old, new))
    }

    /// A text with each occurrence of another replaced.
    static func replaced(
        _ state: inout Evaluation,
        _ text: String,
        _ old: String,
        _ new: String
    ) throws(ExpressionError) -> String {
        guard !old.isEmpty else {
            throw .exception(.argument, "String cannot be of zero length. (Parameter 'oldValue')")
        }
        let (source, replacement) = (Array(text.utf8), Array(new.utf8))
        let search = TextSearch(Array(old.utf8))
        try state.charge(source.count)
        var result: [UInt8] = []
        var index = 0
        while let place = search.first(in: source, from: index) {
            try state.charge(replacement.count + 1)
            result += source[index..<place]
            result += replacement
            index = place + old.utf8.count
        }
        if index == 0 { return text }
        result += source[index...]
        return String(decoding: result, as: UTF8.self)
    }

    private static func pad(
        _ state: inout Evaluation,
        _ arguments: [ExpressionValue],
        left: Bool
    ) throws(ExpressionError) -> ExpressionValue {
        let text = try arguments.receiver
        guard arguments.integer(1) >= 0 else { throw outOfRange("totalWidth") }
        let missing = max(0, arguments.integer(1) - text.utf16.count)
        try state.charge(missing * 3 + text.utf8.count)
        let filler = if case .char(let unit) = arguments[2], unit != 0 { arguments[2].invariantText } else { " " }
        let padding = String(repeating: filler, count: missing)
        return .string(left ? padding + text : text + padding)
    }

    private static func trim(
        _ state: inout Evaluation,
        _ arguments: [ExpressionValue],
        start: Bool,
        end: Bool
    ) throws(ExpressionError) -> ExpressionValue {
        let characters = Set(arguments.units(1))
        var units = Array(try arguments.receiver.utf16)[...]
        let isTrimmed: (UInt16) -> Bool =
            characters.isEmpty
            ? { Unicode.Scalar($0)?.properties.isWhitespace ?? false } : { characters.contains($0) }
        if start { units = units.drop(while: isTrimmed) }
        while end, let last = units.last, isTrimmed(last) { units.removeLast() }
        return try state.text(OrdinalText.text(units))
    }
}
