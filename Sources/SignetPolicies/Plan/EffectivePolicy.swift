// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import SignetExpressions

/// What is done with a call: the documents of all scopes that apply, put together and compiled.
public struct EffectivePolicy: Sendable {
    /// Before the backend is called.
    public let inbound: [PolicyStep]
    /// The call of the backend.
    public let backend: [PolicyStep]
    /// After the backend has answered.
    public let outbound: [PolicyStep]
    /// After an error in any of the others.
    public let onError: [PolicyStep]
    /// What the expressions of all steps look at.
    public let requirements: ExpressionRequirements

    /// The steps of a section.
    public subscript(section: PolicySection) -> [PolicyStep] {
        switch section {
        case .inbound: self.inbound
        case .backend: self.backend
        case .outbound: self.outbound
        case .onError: self.onError
        }
    }
}
