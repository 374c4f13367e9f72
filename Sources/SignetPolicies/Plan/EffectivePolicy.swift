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
    private let sectionRequirements: [PolicySection: ExpressionRequirements]

    /// What is done when there is no policy document at all: the call is forwarded.
    public static let standard = EffectivePolicy(
        steps: [
            .backend: [
                PolicyStep(
                    statement: .forwardRequest(ForwardRequest()),
                    name: "forward-request",
                    path: "forward-request[1]",
                    scope: .global,
                    section: .backend,
                    id: nil,
                    file: nil,
                    line: 1,
                    column: 1
                )
            ]
        ],
        requirements: [:]
    )

    init(steps: [PolicySection: [PolicyStep]], requirements: [PolicySection: ExpressionRequirements]) {
        self.inbound = steps[.inbound] ?? []
        self.backend = steps[.backend] ?? []
        self.outbound = steps[.outbound] ?? []
        self.onError = steps[.onError] ?? []
        self.sectionRequirements = requirements
        var all = ExpressionRequirements()
        for section in requirements.values { all.formUnion(section) }
        self.requirements = all
    }

    /// What the expressions of a section look at.
    public func requirements(of section: PolicySection) -> ExpressionRequirements {
        self.sectionRequirements[section] ?? ExpressionRequirements()
    }

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
