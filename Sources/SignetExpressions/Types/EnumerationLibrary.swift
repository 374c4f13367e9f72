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
        "Base64FormattingOptions": ["None": 0, "InsertLineBreaks": 1],
    ]
}
