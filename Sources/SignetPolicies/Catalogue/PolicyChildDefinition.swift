// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A child element of a policy.
public struct PolicyChildDefinition: Sendable {
    /// The name.
    public let name: String
    /// How often it must be there at least.
    public let minimum: Int
    /// How often it may be there at most.
    public let maximum: Int
    /// Its attributes; `nil` when it is a policy of its own, or not described.
    public let attributes: [PolicyAttributeDefinition]?
    /// Its child elements; `nil` when it is a policy of its own, or any may stand in it.
    public let children: [PolicyChildDefinition]?
    /// Whether text may stand between the tags.
    public let holdsText: Bool

    private init(
        _ name: String,
        _ minimum: Int,
        _ maximum: Int,
        _ attributes: [PolicyAttributeDefinition]?,
        _ children: [PolicyChildDefinition]?,
        _ holdsText: Bool
    ) {
        self.name = name
        self.minimum = minimum
        self.maximum = maximum
        self.attributes = attributes
        self.children = children
        self.holdsText = holdsText
    }

    /// A child that must be there once; without a description it is a policy of its own.
    static func one(
        _ name: String,
        _ attributes: [PolicyAttributeDefinition]? = nil,
        children: [PolicyChildDefinition]? = nil,
        holdsText: Bool = false
    ) -> PolicyChildDefinition {
        PolicyChildDefinition(name, 1, 1, attributes, children, holdsText)
    }

    /// A child that may be there once.
    static func optional(
        _ name: String,
        _ attributes: [PolicyAttributeDefinition]? = nil,
        children: [PolicyChildDefinition]? = nil,
        holdsText: Bool = false
    ) -> PolicyChildDefinition {
        PolicyChildDefinition(name, 0, 1, attributes, children, holdsText)
    }

    /// A child that may be there any number of times.
    static func any(
        _ name: String,
        atLeast minimum: Int = 0,
        _ attributes: [PolicyAttributeDefinition]? = nil,
        children: [PolicyChildDefinition]? = nil,
        holdsText: Bool = false
    ) -> PolicyChildDefinition {
        PolicyChildDefinition(name, minimum, .max, attributes, children, holdsText)
    }

    /// A child that holds a value between its tags: text, or an expression.
    static func text(_ name: String, atLeast minimum: Int = 0, atMost maximum: Int = .max) -> PolicyChildDefinition {
        PolicyChildDefinition(name, minimum, maximum, [], [], true)
    }
}
