// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetPolicies

/// A step of a policy as the gateway runs it: behind one reference, so that running it copies nothing.
package final class PlanStep: Sendable {
    /// One branch of a `choose`.
    package final class Branch: Sendable {
        package let condition: PolicySetting<Bool>
        package let path: String
        package let steps: [PlanStep]

        init(_ branch: Choose.Branch) {
            self.condition = branch.condition
            self.path = branch.path
            self.steps = branch.steps.map(PlanStep.init)
        }
    }

    /// What is done.
    package let statement: PolicyStatement
    /// The step as compiled: where it stands.
    package let origin: PolicyStep
    /// The branches of a `choose`.
    package let branches: [Branch]
    /// What a `choose` does when no branch is taken.
    package let otherwise: [PlanStep]
    /// The steps inside a `retry` or `limit-concurrency`.
    package let inner: [PlanStep]
    /// The URL of a `set-backend-service` whose URL is known beforehand.
    package let serviceURL: ServiceURL?

    package init(_ step: PolicyStep) {
        self.statement = step.statement
        self.origin = step
        var branches: [Branch] = []
        var otherwise: [PlanStep] = []
        var inner: [PlanStep] = []
        var serviceURL: ServiceURL?
        switch step.statement {
        case .choose(let choose):
            branches = choose.branches.map(Branch.init)
            otherwise = choose.otherwise.map(PlanStep.init)
        case .setBackendService(.baseURL(.literal(let text))):
            serviceURL = try? ServiceURL(text)
        case .retry(let retry): inner = retry.steps.map(PlanStep.init)
        case .limitConcurrency(let limit): inner = limit.steps.map(PlanStep.init)
        case .wait(let wait): inner = wait.steps.map(PlanStep.init)
        default: break
        }
        self.inner = inner
        self.branches = branches
        self.otherwise = otherwise
        self.serviceURL = serviceURL
    }

    /// This step and all steps inside it.
    package var all: [PlanStep] {
        [self] + self.branches.flatMap(\.steps).flatMap(\.all) + self.otherwise.flatMap(\.all)
            + self.inner.flatMap(\.all)
    }
}
