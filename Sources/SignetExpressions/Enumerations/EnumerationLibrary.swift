// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The enumerations that expressions may use; a value is its number.
enum EnumerationLibrary {
    /// The enumerations whose values may be combined.
    private static let flags: Set<String> = [
        "StringSplitOptions", "RegexOptions", "Base64FormattingOptions", "SaveOptions", "LoadOptions",
    ]

    /// The name of a value, as `ToString()` gives it.
    static func name(_ value: ExpressionValue, in type: String) -> String {
        let number = value.integer ?? 0
        let values = EnumerationCatalogue.values[type] ?? [:]
        if let name = values.filter({ Int($0.value) == number }).map(\.key).min() { return name }
        guard self.flags.contains(type) else { return String(number) }
        var names: [(value: Int, name: String)] = []
        var rest = number
        for (name, value) in values.sorted(by: { $0.value > $1.value })
        where value > 0 && rest & Int(value) == Int(value) {
            names.append((Int(value), name))
            rest -= Int(value)
        }
        return rest == 0 && !names.isEmpty ? names.reversed().map(\.name).joined(separator: ", ") : String(number)
    }

    /// The value of a name or number; `nil` for another text.
    static func value(_ text: String, in type: String, ignoresCase: Bool) -> Int32? {
        if let number = Int32(text) { return number }
        var result: Int32 = 0
        for part in text.split(separator: ",") {
            let name = NumberText.trimmed(String(part))
            let found = EnumerationCatalogue.values[type]?
                .first {
                    ignoresCase ? OrdinalText.folded($0.key) == OrdinalText.folded(name) : $0.key == name
                }
            guard let found else { return nil }
            result |= found.value
        }
        return text.isEmpty ? nil : result
    }

    /// `System.Enum`; the generic forms are bound by themselves.
    static func table() -> LibraryTable {
        LibraryTable(
            "Enum",
            [
                .init("static object Parse(Type enumType, string value)") { _, a throws(ExpressionError) in
                    try parsed(a, ignoresCase: false)
                },
                .init("static object Parse(Type enumType, string value, bool ignoreCase)") {
                    _,
                    a throws(ExpressionError) in
                    try parsed(a, ignoresCase: a[2].bool == true)
                },
            ]
        )
    }

    private static func parsed(_ a: [ExpressionValue], ignoresCase: Bool) throws(ExpressionError) -> ExpressionValue {
        guard case .enumeration(let type) = try a.object(0, TypeObject.self).type else {
            throw .exception(.argument, "Type provided must be an Enum. (Parameter 'enumType')")
        }
        return .object(EnumerationObject(type, try parse(try a.text(1), in: type, ignoresCase: ignoresCase)))
    }

    static func parse(_ text: String, in type: String, ignoresCase: Bool) throws(ExpressionError) -> Int32 {
        guard let value = value(text, in: type, ignoresCase: ignoresCase) else {
            throw .exception(.argument, "Requested value '\(text)' was not found.")
        }
        return value
    }
}
