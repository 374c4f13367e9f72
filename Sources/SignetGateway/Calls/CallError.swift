// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetPolicies

/// What `context.LastError` tells.
package struct CallError: Error, Sendable {
    /// The policy or the built-in step that failed.
    package var source: String
    /// A word for programs.
    package var reason: String
    /// A sentence for people.
    package var message: String
    /// The scope of the document with the policy.
    package var scope: PolicyScope?
    /// The section in which it failed.
    package var section: PolicySection?
    /// The place of the policy in the section.
    package var path: String?
    /// The `id` attribute of the policy.
    package var policyID: String?
    /// The status that the caller gets unless `on-error` says otherwise.
    package var status = 500
    /// The message that the caller gets, where the built-in answer has one.
    package var answer: String?
    /// What the operator should know beyond the message; never sent to the caller.
    package var detail: String?

    package init(source: String, reason: String, message: String, status: Int = 500, detail: String? = nil) {
        self.source = source
        self.reason = reason
        self.message = message
        self.status = status
        self.detail = detail
    }

    /// The error of a step.
    package init(at step: PlanStep, reason: String, message: String, detail: String? = nil) {
        self.init(source: step.origin.name, reason: reason, message: message, detail: detail)
        locate(step)
    }

    /// Enters the place of a step.
    package mutating func locate(_ step: PlanStep) {
        self.scope = step.origin.scope
        self.section = step.origin.section
        self.path = step.origin.path
        self.policyID = step.origin.id
    }
}

extension CallError {
    /// No operation fits.
    static var operationNotFound: CallError {
        CallError(
            source: "configuration",
            reason: "OperationNotFound",
            message: "Unable to match incoming request to an operation.",
            status: 404
        )
    }

    /// An API of WebSockets was called without asking for one.
    static var handshakeExpected: CallError {
        CallError(
            source: "configuration",
            reason: "HandshakeExpected",
            message: "The API takes WebSockets only, and the request asks for none.",
            status: 400
        )
    }

    /// The call has no key where one is needed.
    static var subscriptionKeyMissing: CallError {
        CallError(
            source: "authorization",
            reason: "SubscriptionKeyNotFound",
            message: "Access denied due to missing subscription key. "
                + "Make sure to include subscription key when making requests to this API.",
            status: 401
        )
    }

    /// The call's key opens nothing here.
    static var subscriptionKeyInvalid: CallError {
        CallError(
            source: "authorization",
            reason: "SubscriptionKeyInvalid",
            message: "Access denied due to invalid subscription key. "
                + "Make sure to provide a valid key for an active subscription.",
            status: 401
        )
    }

    /// The backend could not be reached, or did not speak as it should.
    package static func backendConnectionFailure(_ message: String, detail: String? = nil) -> CallError {
        CallError(source: "forward-request", reason: "BackendConnectionFailure", message: message, detail: detail)
    }

    /// The backend took too long.
    package static func timeout(_ message: String) -> CallError {
        CallError(source: "forward-request", reason: "Timeout", message: message)
    }
}
