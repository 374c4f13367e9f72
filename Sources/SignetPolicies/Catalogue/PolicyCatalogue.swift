// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// All policies of API Management, by name.
public enum PolicyCatalogue: Sendable {
    /// The definition of a policy; `nil` when there is no policy of this name.
    public static func definition(_ name: String) -> PolicyDefinition? { self.definitions[name] }

    /// All definitions, by name.
    public static let definitions: [String: PolicyDefinition] = {
        var definitions: [String: PolicyDefinition] = [:]
        for group in [transformation, validation, models, integration, resolvers, allExecuted] {
            for definition in group { definitions[definition.name] = definition }
        }
        return definitions
    }()

    /// `i`, `b`, `o`, `e` for the sections from inbound to on-error.
    static func sections(_ letters: String) -> Set<PolicySection> {
        Set(zip("iboe", PolicySection.allCases).filter { letters.contains($0.0) }.map(\.1))
    }

    /// The policies that are not executed yet and hold other policies.
    static let containers: Set<String> = ["retry", "limit-concurrency", "wait"]
}
