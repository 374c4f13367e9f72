// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What is known about a policy: where it may stand, and what it may hold.
public struct PolicyDefinition: Sendable {
    /// The name of the element.
    public let name: String
    /// The sections that it is documented for.
    public let sections: Set<PolicySection>
    /// Whether this version executes it.
    public let isExecuted: Bool
    /// The attributes; `nil` when they are not described yet.
    public let attributes: [PolicyAttributeDefinition]?
    /// The child elements with how often they may stand; `nil` when they are not described yet.
    public let children: [PolicyChildDefinition]?
    /// Whether text may stand between the tags.
    public let holdsText: Bool
}

/// An attribute of a policy.
public struct PolicyAttributeDefinition: Sendable {
    /// The name.
    public let name: String
    /// Whether it must be there.
    public let isRequired: Bool
    /// Whether its value may be an expression.
    public let allowsExpression: Bool
    /// The values that it takes; empty when any text of the right type.
    public let values: [String]
    /// What it is when it is not there.
    public let defaultValue: String?

    static func attribute(
        _ name: String,
        required: Bool = false,
        expression: Bool = true,
        values: [String] = [],
        default defaultValue: String? = nil
    ) -> PolicyAttributeDefinition {
        PolicyAttributeDefinition(
            name: name,
            isRequired: required,
            allowsExpression: expression,
            values: values,
            defaultValue: defaultValue
        )
    }

    /// A switch.
    static func flag(_ name: String, expression: Bool = false, default value: Bool) -> PolicyAttributeDefinition {
        attribute(name, expression: expression, values: ["true", "false"], default: value ? "true" : "false")
    }
}

/// A child element of a policy.
public struct PolicyChildDefinition: Sendable {
    /// The name.
    public let name: String
    /// How often it must be there at least.
    public let minimum: Int
    /// How often it may be there at most.
    public let maximum: Int

    static func one(_ name: String) -> PolicyChildDefinition {
        PolicyChildDefinition(name: name, minimum: 1, maximum: 1)
    }

    static func optional(_ name: String) -> PolicyChildDefinition {
        PolicyChildDefinition(name: name, minimum: 0, maximum: 1)
    }

    static func any(_ name: String, atLeast minimum: Int = 0) -> PolicyChildDefinition {
        PolicyChildDefinition(name: name, minimum: minimum, maximum: .max)
    }
}
