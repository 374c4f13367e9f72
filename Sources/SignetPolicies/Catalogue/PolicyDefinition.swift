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
    /// The child elements with how often they may stand; `nil` when they are not described yet, or any may.
    public let children: [PolicyChildDefinition]?
    /// Whether text may stand between the tags.
    public let holdsText: Bool

    /// What the policy does, in one sentence.
    public var summary: String { PolicyCatalogue.pages[self.name]?.summary ?? "" }
    /// The name of Microsoft's page about it.
    public var page: String { PolicyCatalogue.pages[self.name]?.page ?? "\(self.name)-policy" }
    /// The scopes that it is documented for.
    public var scopes: Set<PolicyScope> { PolicyCatalogue.narrowScopes[self.name] ?? Set(PolicyScope.allCases) }
}
