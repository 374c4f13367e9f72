// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions
package import SignetPolicies

/// Everything that is known of a call once its operation and product are: what will be done with it.
package final class CallPlan: Sendable {
    /// The API; absent for calls that meet none.
    package let api: API
    /// The operation; absent when the API has none for the call.
    package let operation: Operation?
    /// The product of the subscription.
    package let product: Product?
    /// The steps of each section.
    package let inbound: [PlanStep]
    package let backend: [PlanStep]
    package let outbound: [PlanStep]
    package let onError: [PlanStep]
    /// Whether the request's body must be there as a whole before the first step.
    package let needsRequestBody: Bool
    /// Whether the answer's body must be there as a whole before the outbound section.
    package let needsResponseBody: Bool

    package init(api: API, operation: Operation?, product: Product?, policy: EffectivePolicy) {
        self.api = api
        self.operation = operation
        self.product = product
        self.inbound = policy.inbound.map(PlanStep.init)
        self.backend = policy.backend.map(PlanStep.init)
        self.outbound = policy.outbound.map(PlanStep.init)
        self.onError = policy.onError.map(PlanStep.init)
        let buffers = (self.inbound + self.backend).flatMap(\.all)
            .contains {
                if case .forwardRequest(let forward) = $0.statement { forward.buffersRequestBody } else { false }
            }
        self.needsRequestBody = policy.requirements.requestBody || buffers
        self.needsResponseBody = policy.requirements.responseBody
    }

    /// The steps of a section.
    package subscript(section: PolicySection) -> [PlanStep] {
        switch section {
        case .inbound: self.inbound
        case .backend: self.backend
        case .outbound: self.outbound
        case .onError: self.onError
        }
    }

    /// All steps of all sections, those inside others included.
    package var all: [PlanStep] {
        (self.inbound + self.backend + self.outbound + self.onError).flatMap(\.all)
    }
}
