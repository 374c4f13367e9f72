// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The classes of Newtonsoft's tokens and what they derive from.
enum JSONTypes {
    private static let bases = [
        "JObject": "JContainer", "JArray": "JContainer", "JProperty": "JContainer", "JContainer": "JToken",
        "JValue": "JToken",
    ]

    static func contains(_ name: String) -> Bool { name == "JToken" || self.bases[name] != nil }

    /// The class above one; `nil` for `JToken` and for what is no token.
    static func base(of name: String) -> String? { self.bases[name] }

    /// Whether one class is another or derives from it.
    static func derives(_ name: String, from base: String) -> Bool {
        var current: String? = name
        while let type = current {
            if type == base { return true }
            current = self.bases[type]
        }
        return false
    }
}

extension StaticType {
    static let token = StaticType.named("JToken")

    /// Whether the values are tokens.
    var isToken: Bool { if case .named(let name) = self { JSONTypes.contains(name) } else { false } }

    /// A sequence of this type.
    var sequence: StaticType { .generic("IEnumerable", [self]) }

    /// What a sequence of this type has as elements; `nil` for what is no sequence.
    var element: StaticType? {
        switch self {
        case .array(let element): element
        case .string: .char
        case .dictionary(let value): .generic("KeyValuePair", [.string, value])
        case .generic("Dictionary", let arguments), .generic("IDictionary", let arguments):
            .generic("KeyValuePair", arguments)
        case .generic("IGrouping", let arguments): arguments.last
        case .generic("KeyValuePair", _): nil
        case .generic(_, let arguments): arguments.first
        case .named("JObject"): .generic("KeyValuePair", [.string, .token])
        case .named(let name) where JSONTypes.contains(name): .token
        default: nil
        }
    }
}
