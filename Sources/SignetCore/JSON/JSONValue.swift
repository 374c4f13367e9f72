// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A JSON document as it was written: members in order, numbers as text.
///
/// Tokens and assertions need what `JSONDecoder` hides: whether a name stood twice, whether a date was a number, a
/// decimal or a text. The parser is strict (RFC 8259) and bounded in size and depth.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// A JSON number, kept as its text.
package struct JSONNumber: Sendable, Equatable {
    /// The digits as written.
    package let text: String

    /// Wraps an integer.
    package init(_ value: Int) { self.text = String(value) }

    /// Wraps the text of a number that the grammar has accepted.
    init(validated text: String) { self.text = text }

    /// The integer, where the number is one (no point, no exponent) and fits.
    package var integer: Int? { Int(self.text) }

    /// The number as a double.
    package var double: Double? { Double(self.text) }
}

/// The members of an object, in the order in which they were written.
package struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// A name with its value.
    package struct Member: Sendable, Equatable {
        package let name: String
        package var value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// Up to so many members, looking at each is faster than hashing their names.
    private static let greatestScan = 24

    /// The members in order.
    package private(set) var members: [Member]

    /// Creates an object from members in order; a later one replaces an earlier one of the same name.
    package init(_ members: [Member] = []) {
        guard members.count > Self.greatestScan else {
            self.members = []
            for member in members { self[member.name] = member.value }
            return
        }
        var kept: [Member] = []
        var places: [String: Int] = [:]
        for member in members {
            if let place = places[member.name] {
                kept[place].value = member.value
            } else {
                places[member.name] = kept.count
                kept.append(member)
            }
        }
        self.members = kept
    }

    /// Takes over members whose names are known to differ.
    package init(distinct members: [Member]) {
        self.members = members
    }

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { Member(name: $0.0, value: $0.1) })
    }

    /// The value of a name; setting `nil` removes the member.
    package subscript(name: String) -> JSONValue? {
        get { self.members.first { $0.name == name }?.value }
        set {
            let index = self.members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (.some(let index), .some(let value)): self.members[index].value = value
            case (.some(let index), .none): self.members.remove(at: index)
            case (.none, .some(let value)): self.members.append(Member(name: name, value: value))
            case (.none, .none): break
            }
        }
    }
}

extension JSONValue {
    /// The text of a string value.
    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The integer of a number value.
    package var integer: Int? {
        guard case .number(let number) = self else { return nil }
        return number.integer
    }

    /// The value of a `true` or `false`.
    package var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The elements of an array value.
    package var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members of an object value.
    package var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// The member of an object value.
    package subscript(name: String) -> JSONValue? { self.object?[name] }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }
    package init(nilLiteral: ()) { self = .null }

    /// Wraps an integer.
    package static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    /// Wraps a text, or gives `null`.
    package static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
