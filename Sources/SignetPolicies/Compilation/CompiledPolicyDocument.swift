// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// A policy document, compiled: what its sections do, with `<base/>` still open.
public struct CompiledPolicyDocument: Sendable {
    /// Where the document is attached.
    public let scope: PolicyScope
    /// Everything that there is to say about the document, its fragments included, in the order of places.
    public let diagnostics: [Diagnostic]
    /// How many policies it has, fragments not counted.
    public let policyCount: Int
    /// How many expressions it has.
    public let expressionCount: Int
    /// How many of the expressions could be bound.
    public let boundCount: Int
    /// What the sections do.
    let sections: [PolicySection: [PlannedNode]]
    /// What the expressions look at.
    let requirements: ExpressionRequirements

    /// Whether the document may be executed.
    public var isValid: Bool { !self.diagnostics.contains { $0.severity == .error } }

    /// The document of the global scope when there is none: the backend is called.
    public static let defaultGlobal: CompiledPolicyDocument = {
        let text = "<policies><inbound/><backend><forward-request/></backend><outbound/><on-error/></policies>"
        return PolicyCompiler().compile(PolicyDocument(Array(text.utf8)), scope: .global)
    }()
}

/// A policy before it is known what `<base/>` stands for.
indirect enum PlannedNode: Sendable {
    case base
    case step(PolicyStep)
    case choose(ChooseFrame, branches: [Branch], otherwise: [PlannedNode])

    struct Branch: Sendable {
        let condition: PolicySetting<Bool>
        let path: String
        let nodes: [PlannedNode]
    }

    /// A `choose` whose branches are still open.
    struct ChooseFrame: Sendable {
        let make: @Sendable (PolicyStatement) -> PolicyStep
    }

    /// The steps, with those of the broader scope in the place of `<base/>`.
    static func steps(_ nodes: [PlannedNode], base: [PolicyStep]) -> [PolicyStep] {
        nodes.flatMap { node -> [PolicyStep] in
            switch node {
            case .base: return base
            case .step(let step): return [step]
            case .choose(let frame, let branches, let otherwise):
                let choose = Choose(
                    branches: branches.map {
                        Choose.Branch(condition: $0.condition, steps: steps($0.nodes, base: base), path: $0.path)
                    },
                    otherwise: steps(otherwise, base: base)
                )
                return [frame.make(.choose(choose))]
            }
        }
    }
}

extension EffectivePolicy {
    /// Puts the documents together that apply to a call.
    ///
    /// - Parameter documents: One for each scope that has one, in any order. Without one of the global scope, the
    ///   default global document applies.
    public init(_ documents: [CompiledPolicyDocument]) {
        var documents = documents.sorted { $0.scope < $1.scope }
        if documents.first?.scope != .global { documents.insert(.defaultGlobal, at: 0) }
        var sections: [PolicySection: [PolicyStep]] = [:]
        var requirements = ExpressionRequirements()
        for document in documents {
            requirements.formUnion(document.requirements)
            for section in PolicySection.allCases {
                sections[section] = PlannedNode.steps(
                    document.sections[section] ?? [],
                    base: sections[section] ?? []
                )
            }
        }
        self.inbound = sections[.inbound] ?? []
        self.backend = sections[.backend] ?? []
        self.outbound = sections[.outbound] ?? []
        self.onError = sections[.onError] ?? []
        self.requirements = requirements
    }

    /// Whether the backend is ever called.
    public var callsBackend: Bool { PolicySection.allCases.contains { Self.calls(self[$0]) } }

    private static func calls(_ steps: [PolicyStep]) -> Bool {
        steps.contains { step in
            switch step.statement {
            case .forwardRequest: true
            case .choose(let choose): choose.branches.contains { calls($0.steps) } || calls(choose.otherwise)
            default: false
            }
        }
    }
}
