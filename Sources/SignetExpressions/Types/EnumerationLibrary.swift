// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The enumerations that expressions may use; a value is its number.
enum EnumerationLibrary {
    /// The values of each enumeration.
    static let values: [String: [String: Int32]] = [
        "StringComparison": [
            "CurrentCulture": 0, "CurrentCultureIgnoreCase": 1, "InvariantCulture": 2, "InvariantCultureIgnoreCase": 3,
            "Ordinal": 4, "OrdinalIgnoreCase": 5,
        ],
        "StringSplitOptions": ["None": 0, "RemoveEmptyEntries": 1],
        "Formatting": ["None": 0, "Indented": 1],
        "JTokenType": [
            "None": 0, "Object": 1, "Array": 2, "Constructor": 3, "Property": 4, "Comment": 5, "Integer": 6, "Float": 7,
            "String": 8, "Boolean": 9, "Null": 10, "Undefined": 11, "Date": 12, "Raw": 13, "Bytes": 14, "Guid": 15,
            "Uri": 16, "TimeSpan": 17,
        ],
        "DayOfWeek": [
            "Sunday": 0, "Monday": 1, "Tuesday": 2, "Wednesday": 3, "Thursday": 4, "Friday": 5, "Saturday": 6,
        ],
        "DateTimeKind": ["Unspecified": 0, "Utc": 1, "Local": 2],
        "Base64FormattingOptions": ["None": 0, "InsertLineBreaks": 1],
    ]

    /// The name of a value, as `ToString()` gives it.
    static func name(_ value: ExpressionValue, in type: String) -> String {
        let number = value.integer ?? 0
        return self.values[type]?.first { Int($0.value) == number }?.key ?? String(number)
    }
}
