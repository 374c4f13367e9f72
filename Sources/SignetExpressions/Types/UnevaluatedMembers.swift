// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Members that policy expressions may use in API Management, but that this version does not evaluate.
enum UnevaluatedMembers {
    static func contains(_ name: String, on type: StaticType) -> Bool {
        if self.byType[type.name]?.contains(name) == true { return true }
        switch type {
        case .array, .dictionary, .string: return self.linq.contains(name)
        default: return false
        }
    }

    private static let byType: [String: Set<String>] = [
        "IUrl": ["ToUri"],
        "string": ["AsBasic", "TryParseBasic", "AsJwt", "TryParseJwt", "GetHashCode", "IndexOfAny", "LastIndexOfAny"],
        "byte[]": ["Clone", "CopyTo"],
        "X509Certificate2": [
            "Extensions", "Archived",
        ],
        "DateTime": [
            "DayOfWeek", "DayOfYear", "TimeOfDay", "Millisecond", "Kind", "AddMonths", "AddYears", "AddTicks",
            "ToLocalTime", "ToShortDateString", "CompareTo",
        ],
        "TimeSpan": ["Days", "Hours", "Minutes", "Seconds", "Milliseconds", "Ticks", "Add", "Subtract", "Negate"],
        "Exception": ["InnerException", "StackTrace"],
    ]

    private static let linq: Set<String> = [
        "Aggregate", "All", "Any", "Append", "Average", "Cast", "Concat", "Contains", "Count", "DefaultIfEmpty",
        "Distinct",
        "ElementAt", "ElementAtOrDefault", "Except", "First", "FirstOrDefault", "GroupBy", "Intersect", "Join", "Last",
        "LastOrDefault", "Max", "Min", "OfType", "OrderBy", "OrderByDescending", "Prepend", "Reverse", "Select",
        "SelectMany", "SequenceEqual", "Single", "SingleOrDefault", "Skip", "SkipWhile", "Sum", "Take", "TakeWhile",
        "ToArray", "ToDictionary", "ToHashSet", "ToList", "ToLookup", "Union", "Where", "Zip", "Values",
    ]
}
