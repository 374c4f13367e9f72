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
    /// The `cors` policies, which alone see the questions of browsers.
    let cors: [PlanStep]
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
        let sending = (self.inbound + self.backend).flatMap(\.all)
        self.needsRequestBody = policy.requirements.requestBody || sending.contains(where: \.needsRequestBody)
        // An answer cannot wait in a connection while policies wait for something else.
        let fails = sending.contains(where: \.failsOnErrorStatusCode)
        let answering = (self.outbound + (fails ? self.onError : [])).flatMap(\.all)
        self.needsResponseBody =
            policy.requirements.responseBody || answering.contains { $0.needsResponseBody || $0.interrupts }
            || self.backend.flatMap(\.all).contains { $0.interrupts && !$0.isRetry }
        self.cors = self.inbound.flatMap(\.all).filter { if case .cors = $0.statement { true } else { false } }
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
