// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions
import SignetPolicies

extension Call {
    /// Begins an answer of the gateway's own.
    func respond(_ status: Int, reason: String? = nil) {
        self.state.response.reset()
        self.state.response.status = status
        self.state.reason = reason
        self.state.hasOwnStatus = true
        self.state.hasResponse = true
        self.state.responseBody = .written([])
    }

    /// Gives the built-in answer of an error.
    func respond(_ error: CallError) {
        let isKeyError = error.status == 401 && error.source == "authorization"
        respond(error.status, reason: isKeyError ? "Access Denied" : nil)
        self.state.responseBody = .written(BuiltInAnswer.body(error, requestID: self.state.identity.text))
        self.state.response.append("Content-Type", "application/json")
        guard isKeyError, let api = self.state.plan?.api else { return }
        let realm = "\(self.state.caller.isTLS ? "https" : "http")://\(self.state.request.authority)/\(api.path)"
        self.state.response.append(
            "WWW-Authenticate",
            "AzureApiManagementKey realm=\"\(realm)\",name=\"\(api.keyHeader)\",type=\"header\""
        )
    }

    /// The reason that the answer's status line gives when it is not the backend's own.
    package var ownReason: String {
        self.state.reason ?? BuiltInAnswer.reason(self.state.response.status)
    }

    /// `return-response`.
    func giveResponse(_ response: ReturnResponse, _ step: PlanStep) throws(CallError) {
        let stored = try storedResponse(response, step)
        var status = stored?.status ?? 200
        var reason = stored?.reason
        if let wanted = response.status { (status, reason) = try evaluate(wanted, step) }
        var body = stored?.body ?? []
        if let value = response.body { body = try bytes(of: value, step) }
        // The headers may be computed from the answer so far: all values first, then the new answer.
        var fields: [(FieldChange, String, [String])] = []
        for change in response.headers {
            fields.append((change, try text(change.name, step), try texts(change.values, step)))
        }
        respond(status, reason: reason)
        self.state.responseBody = .written(body)
        for field in stored?.fields ?? [] where !FieldRules.isOfConnection(field.name) {
            self.state.response.append(field.name, field.value)
        }
        for (change, name, values) in fields {
            try apply(change.existsAction, name, values, isResponse: true, step)
        }
    }

    /// The response in the variable that `return-response` names.
    private func storedResponse(_ response: ReturnResponse, _ step: PlanStep) throws(CallError) -> OutgoingResponse? {
        guard let name = response.responseVariableName else { return nil }
        if case .object(let object)? = self.state.variables[name],
            let context = object as? ResponseContext
        {
            return context.response
        }
        throw CallError(
            at: step,
            reason: "InvalidOperation",
            message: "The context variable '\(name)' holds no response."
        )
    }

    /// Code and reason of a status.
    func evaluate(_ status: ResponseStatus, _ step: PlanStep) throws(CallError) -> (Int, String?) {
        let code = try integer(status.code, step)
        guard (200...599).contains(code) else {
            throw CallError(
                at: step,
                reason: "ExpressionValueEvaluationFailure",
                message: "The status code \(code) is not between 200 and 599."
            )
        }
        let reason = try text(status.reason, step)
        guard MessageHead.isFieldValue(reason.utf8) else {
            throw CallError(
                at: step,
                reason: "ExpressionValueEvaluationFailure",
                message: "The reason of the status holds a control character."
            )
        }
        return (code, reason)
    }
}
