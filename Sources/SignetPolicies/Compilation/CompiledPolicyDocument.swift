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
    /// What the expressions of the sections look at, those of broader scopes not counted.
    let requirements: [PolicySection: ExpressionRequirements]

    /// Whether the document may be executed.
    public var isValid: Bool { !self.diagnostics.contains { $0.severity == .error } }
}

/// A policy before it is known what `<base/>` stands for.
indirect enum PlannedNode: Sendable {
    case base
    case step(PolicyStep)
    case choose(ChooseFrame, branches: [Branch], otherwise: [PlannedNode])
    /// A policy around others: `retry` and its like.
    case container([PlannedNode], make: @Sendable ([PolicyStep]) -> PolicyStep)

    struct Branch: Sendable {
        let condition: PolicySetting<Bool>
        let path: String
        let nodes: [PlannedNode]
    }

    /// A `choose` whose branches are still open.
    struct ChooseFrame: Sendable {
        let make: @Sendable (PolicyStatement) -> PolicyStep
    }

    /// Whether `<base/>` is among the policies, or within them.
    var isOpen: Bool {
        switch self {
        case .base: true
        case .step: false
        case .choose(_, let branches, let otherwise):
            otherwise.contains { $0.isOpen } || branches.contains { $0.nodes.contains { $0.isOpen } }
        case .container(let nodes, _): nodes.contains { $0.isOpen }
        }
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
            case .container(let nodes, let make): return [make(steps(nodes, base: base))]
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
        self = documents.sorted { $0.scope < $1.scope }
            .reduce(.standard) { EffectivePolicy($1, inheriting: $0) }
    }

    /// Puts a document on top of what the broader scopes come to.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - inherited: What `<base/>` brings; at the global scope it brings nothing.
    public init(_ document: CompiledPolicyDocument, inheriting inherited: EffectivePolicy) {
        var steps: [PolicySection: [PolicyStep]] = [:]
        var requirements = document.requirements
        for (section, nodes) in document.sections {
            let base = document.scope == .global ? [] : inherited[section]
            steps[section] = PlannedNode.steps(nodes, base: base)
            guard document.scope != .global, nodes.contains(where: { $0.isOpen }) else { continue }
            requirements[section, default: ExpressionRequirements()].formUnion(inherited.requirements(of: section))
        }
        self.init(steps: steps, requirements: requirements)
    }

    /// Whether the backend is ever called.
    public var callsBackend: Bool { PolicySection.allCases.contains { Self.calls(self[$0]) } }

    private static func calls(_ steps: [PolicyStep]) -> Bool {
        steps.contains { step in
            switch step.statement {
            case .forwardRequest: true
            case .choose(let choose): choose.branches.contains { calls($0.steps) } || calls(choose.otherwise)
            case .retry(let retry): calls(retry.steps)
            case .limitConcurrency(let limit): calls(limit.steps)
            default: false
            }
        }
    }
}
