// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An attribute of a policy.
public struct PolicyAttributeDefinition: Sendable {
    /// What a value stands for.
    public enum Kind: String, Sendable {
        /// Any text.
        case text
        /// `true` or `false`.
        case boolean
        /// A whole number.
        case integer
        /// A number, with decimals where wanted.
        case number
        /// An absolute URL.
        case url
        /// Bytes, which only an expression can give.
        case bytes
        /// The name of a context variable.
        case variable
    }

    /// The name.
    public let name: String
    /// Whether it must be there.
    public let isRequired: Bool
    /// Whether its value may be an expression.
    public let allowsExpression: Bool
    /// What its value stands for.
    public let kind: Kind
    /// The values that it takes; empty when any text of the right type.
    public let values: [String]
    /// What it is when it is not there.
    public let defaultValue: String?
    /// The numbers that it takes; `nil` where it is none, or any will do.
    public let range: ClosedRange<Int>?
    /// What else is to be known of the value, for people.
    public let note: String?

    static func attribute(
        _ name: String,
        _ kind: Kind = .text,
        required: Bool = false,
        expression: Bool = true,
        values: [String] = [],
        default defaultValue: String? = nil,
        range: ClosedRange<Int>? = nil,
        note: String? = nil
    ) -> PolicyAttributeDefinition {
        PolicyAttributeDefinition(
            name: name,
            isRequired: required,
            allowsExpression: expression,
            kind: kind,
            values: values,
            defaultValue: defaultValue,
            range: range,
            note: note
        )
    }

    /// A switch.
    static func flag(_ name: String, expression: Bool = false, default value: Bool) -> PolicyAttributeDefinition {
        attribute(
            name,
            .boolean,
            expression: expression,
            values: ["true", "false"],
            default: value ? "true" : "false"
        )
    }
}
