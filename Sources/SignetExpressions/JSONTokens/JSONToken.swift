// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A node of Newtonsoft's JSON: `JObject`, `JArray`, `JProperty` or `JValue`, which policies also change in place.
///
/// A node has at most one parent; what has one already is copied when it is put elsewhere, as Newtonsoft does.
final class JSONToken: WrittenObject {
    /// How deeply tokens may nest, as Newtonsoft's reader limits it.
    static let maximumDepth = 64

    enum Content: Sendable {
        /// A text, number, Boolean, date, GUID, duration, byte array or `null`.
        case value(ExpressionValue)
        case property(String, JSONToken)
        case array([JSONToken])
        /// Properties in order, each of kind `property`, with the place of each name.
        case object([JSONToken], [JSONName: Int])
    }

    private struct State {
        var content: Content
        weak var parent: JSONToken?
        /// At least how many nodes lie on the longest way down, this one included.
        var height: Int
    }

    private let state: Mutex<State>

    private init(_ content: Content, height: Int) {
        self.state = Mutex(State(content: content, height: height))
    }

    /// A `JValue`.
    convenience init(value: ExpressionValue) {
        if case .int(let number) = value {
            self.init(.value(.long(Int64(number))), height: 1)
        } else {
            self.init(.value(value), height: 1)
        }
    }

    /// An empty `JArray` or `JObject`.
    static func empty(isArray: Bool) -> JSONToken { JSONToken(isArray ? .array([]) : .object([], [:]), height: 1) }

    /// A `JProperty`.
    static func property(_ name: String, _ value: JSONToken) throws(ExpressionError) -> JSONToken {
        let property = JSONToken(.property(name, value), height: 1)
        _ = try property.adopt(value)
        return property
    }

    var content: Content { self.state.withLock { $0.content } }
    var parent: JSONToken? { self.state.withLock { $0.parent } }
    var height: Int { self.state.withLock { $0.height } }

    var expressionType: String {
        switch self.content {
        case .value: "JValue"
        case .property: "JProperty"
        case .array: "JArray"
        case .object: "JObject"
        }
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }

    /// What `ToString()` gives: a value as itself, everything else as indented JSON.
    func written(_ memory: inout MemoryBudget) throws(ExpressionError) -> String {
        if case .value(let value) = self.content { return value.invariantText }
        return try JSONTokenWriter.text(self, isIndented: true, memory: &memory)
    }

    /// Replaces the content, whose children must have been adopted.
    func replace(_ content: Content) { self.state.withLock { $0.content = content } }

    /// Adds an adopted child behind the others, in place: building a large container costs no copies.
    func add(_ child: JSONToken, named name: String?) {
        self.state.withLock { state in
            switch state.content {
            case .array(var elements):
                state.content = .value(.null)
                elements.append(child)
                state.content = .array(elements)
            case .object(var properties, var places):
                state.content = .value(.null)
                places[JSONName(text: name ?? "")] = properties.count
                properties.append(child)
                state.content = .object(properties, places)
            default: break
            }
        }
    }

    /// Makes this node the parent of another, which must be free, and counts the depth.
    func adopt(_ child: JSONToken) throws(ExpressionError) -> JSONToken {
        var height = child.height + 1
        child.state.withLock { $0.parent = self }
        var node: JSONToken? = self
        while let current = node {
            guard height <= 2 * Self.maximumDepth else {
                throw ExpressionError(.limitExceeded, "The expression was stopped: its JSON nests too deep.")
            }
            let next: JSONToken? = current.state.withLock { state in
                guard state.height < height else { return nil }
                state.height = height
                return state.parent
            }
            node = next
            height += 1
        }
        return child
    }

    /// Takes the node away from its parent.
    func release() { self.state.withLock { $0.parent = nil } }
}

/// A name of a property, compared by its code units.
struct JSONName: Hashable, Sendable {
    let text: String

    static func == (left: JSONName, right: JSONName) -> Bool { OrdinalText.equal(left.text, right.text) }

    func hash(into hasher: inout Hasher) {
        for byte in self.text.utf8 { hasher.combine(byte) }
    }
}
