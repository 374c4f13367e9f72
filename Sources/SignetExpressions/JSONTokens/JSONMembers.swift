// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The properties of an object in their order, each of kind `property`.
struct JSONMembers: Sendable {
    /// Up to this many names are compared one by one: a dictionary would cost more than it saves.
    private static let few = 16

    private(set) var tokens: [JSONToken] = []
    private var names: [String] = []
    /// The place of each name, where there are many.
    private var places: [JSONName: Int] = [:]

    init(capacity: Int = 0) {
        self.tokens.reserveCapacity(capacity)
        self.names.reserveCapacity(capacity)
    }

    /// The place of a name.
    func place(of name: String) -> Int? {
        guard self.names.count <= Self.few else { return self.places[JSONName(text: name)] }
        return self.names.firstIndex { OrdinalText.equal($0, name) }
    }

    mutating func append(_ token: JSONToken, named name: String) {
        self.tokens.append(token)
        self.names.append(name)
        if self.names.count > Self.few + 1 {
            self.places[JSONName(text: name)] = self.names.count - 1
        } else if self.names.count > Self.few {
            for (index, name) in self.names.enumerated() { self.places[JSONName(text: name)] = index }
        }
    }

    mutating func replace(at place: Int, by token: JSONToken) { self.tokens[place] = token }

    mutating func remove(_ token: JSONToken) {
        var rest = JSONMembers()
        for (other, name) in zip(self.tokens, self.names) where other !== token { rest.append(other, named: name) }
        self = rest
    }
}

/// A name of a property, compared by its code units.
struct JSONName: Hashable, Sendable {
    let text: String

    static func == (left: JSONName, right: JSONName) -> Bool { OrdinalText.equal(left.text, right.text) }

    func hash(into hasher: inout Hasher) {
        hasher.combine(ordinal: self.text)
    }
}
