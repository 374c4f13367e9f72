// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// `System.Text.StringBuilder`, and the text behind `StringWriter`.
final class TextBuilder: LibraryObject, WrittenObject {
    var invariantText: String { self.text }

    private let state: Mutex<String>
    let expressionType: String

    init(_ text: String, type: String = "StringBuilder") {
        self.state = Mutex(text)
        self.expressionType = type
    }

    var text: String { self.state.withLock { $0 } }

    func written(_ memory: inout Budget) throws(ExpressionError) -> String {
        let text = self.text
        try memory.charge(text.utf8.count)
        return text
    }

    func append(_ text: String) { self.state.withLock { $0 += text } }

    func replace(_ text: String) { self.state.withLock { $0 = text } }
}

/// `System.IO.StringReader`.
final class TextReader: LibraryObject {
    private let units: [UInt16]
    private let position = Mutex(0)

    init(_ text: String) {
        self.units = Array(text.utf16)
    }

    var expressionType: String { "StringReader" }

    /// The next character, taken or only looked at.
    func next(takes: Bool) -> ExpressionValue {
        self.position.withLock { position in
            guard position < self.units.count else { return .int(-1) }
            if takes { position += 1 }
            return .int(Int(self.units[takes ? position - 1 : position]))
        }
    }

    func line() -> String? {
        self.position.withLock { position in
            guard position < self.units.count else { return nil }
            let start = position
            while position < self.units.count, self.units[position] != 0x0A, self.units[position] != 0x0D {
                position += 1
            }
            let line = OrdinalText.text(self.units[start..<position])
            if position < self.units.count {
                let isPair =
                    self.units[position] == 0x0D && position + 1 < self.units.count && self.units[position + 1] == 0x0A
                position += isPair ? 2 : 1
            }
            return line
        }
    }

    func rest() -> String {
        self.position.withLock { position in
            defer { position = self.units.count }
            return OrdinalText.text(self.units[position...])
        }
    }
}

/// The members of `StringBuilder`, `StringReader` and `StringWriter`.
enum StringBuilderLibrary {
    static func table() -> LibraryTable {
        LibraryTable("StringBuilder", constructors + appending("StringBuilder", "Append", "AppendLine") + changes)
    }

    static func writer() -> LibraryTable {
        LibraryTable(
            "StringWriter",
            [.init("new()") { _, _ in .object(TextBuilder("", type: "StringWriter")) }]
                + appending("void", "Write", "WriteLine")
                + [.init("StringBuilder GetStringBuilder()") { _, a in a[0] }]
        )
    }

    static func reader() -> LibraryTable {
        LibraryTable(
            "StringReader",
            [
                .init("new(string s)") { state, a throws(ExpressionError) in
                    let text = try a.text(0)
                    try state.charge(text.utf8.count * 2)
                    return .object(TextReader(text))
                },
                .init("int Read()") { _, a throws(ExpressionError) in try a.object(0, TextReader.self).next(takes: true)
                },
                .init("int Peek()") { _, a throws(ExpressionError) in
                    try a.object(0, TextReader.self).next(takes: false)
                },
                .init("string ReadLine()") { state, a throws(ExpressionError) in
                    guard let line = try a.object(0, TextReader.self).line() else { return .null }
                    return try state.text(line)
                },
                .init("string ReadToEnd()") { state, a throws(ExpressionError) in
                    try state.text(try a.object(0, TextReader.self).rest())
                },
            ]
        )
    }

    private static let constructors: [LibraryDeclaration] = [
        .init("new()") { _, _ in .object(TextBuilder("")) },
        .init("new(int capacity)") { _, _ in .object(TextBuilder("")) },
        .init("new(string value)") { state, a throws(ExpressionError) in
            try state.charge(a[0].string?.utf8.count ?? 0)
            return .object(TextBuilder(a[0].string ?? ""))
        },
        .init("new(string value, int capacity)") { _, a in .object(TextBuilder(a[0].string ?? "")) },
    ]

    private static func add(_ state: inout Evaluation, _ a: [ExpressionValue], _ text: String) throws(ExpressionError)
        -> ExpressionValue
    {
        try state.charge(text.utf8.count)
        try a.object(0, TextBuilder.self).append(text)
        return a[0]
    }

    private static func appending(_ result: String, _ append: String, _ line: String) -> [LibraryDeclaration] {
        let end = "\r\n"
        return [
            .init("\(result) \(append)(object value)") { state, a throws(ExpressionError) in
                try add(&state, a, try state.written(a[1]))
            },
            .init("\(result) \(append)(char value, int repeatCount)") { state, a throws(ExpressionError) in
                guard a.integer(2) >= 0 else { throw StringLibrary.outOfRange("repeatCount") }
                try state.charge(a.integer(2) * 3)
                return try add(&state, a, String(repeating: a[1].invariantText, count: a.integer(2)))
            },
            .init("\(result) \(append)(char[] value)") { state, a throws(ExpressionError) in
                try add(&state, a, OrdinalText.text(a.units(1)))
            },
            .init("\(result) \(append)(string value, int startIndex, int count)") { state, a throws(ExpressionError) in
                let units = Array(try a.text(1).utf16)
                guard a.integer(2) >= 0, a.integer(3) >= 0, a.integer(2) + a.integer(3) <= units.count else {
                    throw StringLibrary.outOfRange("startIndex")
                }
                return try add(&state, a, OrdinalText.text(units[a.integer(2)..<a.integer(2) + a.integer(3)]))
            },
            .init("\(result) \(append == "Append" ? "AppendFormat" : "Write")(string format, params object[] args)") {
                state,
                a throws(ExpressionError) in
                try add(&state, a, try CompositeFormat.text(try a.text(1), a.elements(2), state: &state))
            },
            .init("\(result) \(line)()") { state, a throws(ExpressionError) in try add(&state, a, end) },
            .init("\(result) \(line)(string value)") { state, a throws(ExpressionError) in
                try add(&state, a, (a[1].string ?? "") + end)
            },
        ]
    }

    /// Changes the code units of the text.
    private static func change(
        _ signature: String,
        _ body: @escaping @Sendable (inout [UInt16], [ExpressionValue]) throws(ExpressionError) -> Void
    ) -> LibraryDeclaration {
        .init("StringBuilder " + signature) { state, a throws(ExpressionError) in
            let builder: TextBuilder = try a.object(0)
            try state.charge(builder.text.utf8.count * 2 + a.reduce(0) { $0 + $1.weight })
            var units = Array(builder.text.utf16)
            try body(&units, a)
            builder.replace(OrdinalText.text(units))
            return a[0]
        }
    }

    private static let setLength: LibraryCode = { state, a throws(ExpressionError) in
        let builder: TextBuilder = try a.object(0)
        guard a.integer(1) >= 0 else { throw StringLibrary.outOfRange("value") }
        try state.charge(a.integer(1) * 2)
        let units = Array(builder.text.utf16)
        let missing = max(0, a.integer(1) - units.count)
        builder.replace(OrdinalText.text(units.prefix(a.integer(1)) + Array(repeating: 0, count: missing)))
        return .null
    }

    private static let changes: [LibraryDeclaration] = [
        change("Insert(int index, object value)") { units, a throws(ExpressionError) in
            guard 0...units.count ~= a.integer(1) else { throw StringLibrary.outOfRange("index") }
            units.insert(contentsOf: a[2].invariantText.utf16, at: a.integer(1))
        },
        change("Remove(int startIndex, int length)") { units, a throws(ExpressionError) in
            guard a.integer(1) >= 0, a.integer(2) >= 0, a.integer(1) + a.integer(2) <= units.count else {
                throw StringLibrary.outOfRange("length")
            }
            units.removeSubrange(a.integer(1)..<a.integer(1) + a.integer(2))
        },
        change("Clear()") { units, _ in units = [] },
        .init("StringBuilder Replace(string oldValue, string newValue)") { state, a throws(ExpressionError) in
            let builder: TextBuilder = try a.object(0)
            let text = try StringLibrary.replaced(&state, builder.text, try a.text(1), a[2].string ?? "")
            builder.replace(text)
            return a[0]
        },
        .init("StringBuilder Replace(char oldChar, char newChar)") { state, a throws(ExpressionError) in
            let builder: TextBuilder = try a.object(0)
            let text = try StringLibrary.replaced(&state, builder.text, a[1].invariantText, a[2].invariantText)
            builder.replace(text)
            return a[0]
        },
        .init("string ToString(int startIndex, int length)") { state, a throws(ExpressionError) in
            try state.work(try a.object(0, TextBuilder.self).text.utf8.count)
            let units = Array(try a.object(0, TextBuilder.self).text.utf16)
            guard a.integer(1) >= 0, a.integer(2) >= 0, a.integer(1) + a.integer(2) <= units.count else {
                throw StringLibrary.outOfRange("length")
            }
            return try state.text(OrdinalText.text(units[a.integer(1)..<a.integer(1) + a.integer(2)]))
        },
        .init("int Length", set: setLength) { _, a throws(ExpressionError) in
            .int(try a.object(0, TextBuilder.self).text.utf16.count)
        },
        .init("int Capacity") { _, a throws(ExpressionError) in
            .int(max(16, try a.object(0, TextBuilder.self).text.utf16.count))
        },
        .init("char this[int index]") { _, a throws(ExpressionError) in
            guard let unit = try a.object(0, TextBuilder.self).text.unit(at: a.integer(1)) else {
                throw .indexOutsideArray
            }
            return .char(unit)
        },
        .init("void set_Item(int index, char value)") { state, a throws(ExpressionError) in
            let builder: TextBuilder = try a.object(0)
            try state.work(builder.text.utf8.count)
            var units = Array(builder.text.utf16)
            guard units.indices.contains(a.integer(1)) else { throw StringLibrary.outOfRange("index") }
            units[a.integer(1)] = a.unit(2)
            builder.replace(OrdinalText.text(units))
            return .null
        },
    ]
}
