// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Names and values as HTML forms and queries write them, each name with a list of values.
enum FormContent {
    /// What `AsFormUrlEncodedContent` gives.
    static let type = StaticType.generic("IDictionary", [.string, .generic("IList", [.string])])

    static func parse(_ text: String, _ memory: inout Budget) throws(ExpressionError) -> ExpressionMap {
        let map = ExpressionMap("System.String", "System.Collections.Generic.IList`1[System.String]")
        try memory.work(text.utf8.count)
        try memory.charge(text.utf8.count)
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.map { PercentEncoding.decoded(String(decoding: $0, as: UTF8.self), plusAsSpace: true) }
            try memory.charge(2 * Budget.node)
            let key = ExpressionValue.string(decoded[0])
            if case .object(let list as ExpressionList)? = map.find(key) {
                _ = try list.add(.string(decoded.count > 1 ? decoded[1] : ""))
                continue
            }
            let list = ExpressionList("List", of: "System.String")
            _ = try list.add(.string(decoded.count > 1 ? decoded[1] : ""))
            _ = try map.set(key, .object(list), replaces: true)
        }
        return map
    }

    /// The names and values as one text; a form writes `+` for a space, a query `%20`.
    static func text(
        _ map: ExpressionMap,
        isForm: Bool,
        _ memory: inout Budget
    ) throws(ExpressionError) -> String {
        var parts: [String] = []
        for (key, value) in map.pairs {
            for item in try texts(value, &memory) {
                let pair = [key, item]
                    .map { value in
                        let text = value.string ?? ""
                        return isForm
                            ? PercentEncoding.encoded(text, keeping: "-_.*", spaceAsPlus: true)
                            : PercentEncoding.encoded(text, keeping: "-_.~", spaceAsPlus: false)
                    }
                parts.append(pair.joined(separator: "="))
                try memory.charge(Budget.element + pair[0].utf8.count + pair[1].utf8.count)
            }
        }
        return parts.joined(separator: "&")
    }

    /// The texts of a name: a list, or an array that the expression made.
    private static func texts(
        _ value: ExpressionValue,
        _ memory: inout Budget
    ) throws(ExpressionError) -> [ExpressionValue] {
        let elements: [ExpressionValue]
        switch value {
        case .array(let array): elements = array.elements
        case .object(let list as ExpressionList): elements = list.elements
        default: throw .nullReference
        }
        try memory.charge(elements: elements.count)
        return elements
    }
}
