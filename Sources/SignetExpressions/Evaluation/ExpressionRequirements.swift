// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What an expression, or a whole plan, looks at: the host need not provide anything else.
public struct ExpressionRequirements: Sendable, Hashable {
    /// The body of a request is read.
    public internal(set) var requestBody = false
    /// The body of a response is read.
    public internal(set) var responseBody = false
    /// The context variables that are read by a name known beforehand.
    public internal(set) var variables: Set<String> = []
    /// A context variable is read whose name is computed.
    public internal(set) var anyVariable = false

    /// Nothing at all.
    public init() {}

    /// Adds what another expression needs.
    public mutating func formUnion(_ other: ExpressionRequirements) {
        self.requestBody = self.requestBody || other.requestBody
        self.responseBody = self.responseBody || other.responseBody
        self.variables.formUnion(other.variables)
        self.anyVariable = self.anyVariable || other.anyVariable
    }
}
