// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies

// The policies that let calls in, or do not.

extension Call {
    /// `check-header`.
    func check(_ check: CheckHeader, _ step: PlanStep) throws(CallError) {
        let name = try text(check.name, step)
        let found = self.state.request.values(of: name)
        let status = try integer(check.statusCode, step)
        let message = try text(check.message, step)
        func refusal(_ reason: String, _ text: String) -> CallError {
            var error = CallError(at: step, reason: reason, message: text)
            error.status = (200...599).contains(status) ? status : 401
            error.answer = message
            return error
        }
        guard !found.isEmpty else {
            throw refusal("HeaderNotFound", "Header \(name) was not found in the request. Access denied.")
        }
        guard !check.values.isEmpty else { return }
        let ignoresCase = try decision(check.ignoresCase, step)
        let allowed = try texts(check.values, step).map { ignoresCase ? $0.lowercased() : $0 }
        for value in found where !allowed.contains(ignoresCase ? value.lowercased() : value) {
            throw refusal(
                "HeaderValueNotAllowed",
                "Header \(name) value of \(value) is not allowed. Access denied."
            )
        }
    }

    /// `ip-filter`.
    func filter(_ filter: IPFilter, _ step: PlanStep) throws(CallError) {
        func refusal(_ reason: String, _ message: String) -> CallError {
            var error = CallError(at: step, reason: reason, message: message)
            error.status = 403
            error.answer = "Forbidden"
            return error
        }
        guard let caller = IPAddress(self.state.caller.ipAddress) else {
            throw refusal(
                "FailedToParseCallerIP",
                "Failed to establish IP address for the caller. Access denied."
            )
        }
        var isListed = false
        for range in filter.ranges where !isListed {
            let (first, last) = (try address(range.first, step), try address(range.last, step))
            // A range from one version of the protocol to the other would hold almost everything.
            isListed =
                first <= caller && caller <= last && first.isVersion4 == last.isVersion4
                && first.isVersion4 == caller.isVersion4
        }
        if filter.isAllowList, !isListed {
            throw refusal(
                "CallerIpNotAllowed",
                "Caller IP address \(self.state.caller.ipAddress) is not allowed. Access denied."
            )
        } else if !filter.isAllowList, isListed {
            throw refusal("CallerIpBlocked", "Caller IP address is blocked. Access denied.")
        }
    }

    private func address(_ setting: PolicySetting<IPAddress>, _ step: PlanStep) throws(CallError) -> IPAddress {
        switch setting {
        case .literal(let address): return address
        case .expression(let expression):
            let text = try text(.expression(expression), step)
            guard let address = IPAddress(text.trimmingSpaces) else {
                throw CallError(
                    at: step,
                    reason: "ExpressionValueEvaluationFailure",
                    message: "The value '\(text)' is not a valid IP address."
                )
            }
            return address
        }
    }
}
