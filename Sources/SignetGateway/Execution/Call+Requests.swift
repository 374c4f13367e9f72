// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetExpressions
import SignetPolicies

// The requests that policies make of their own, and the proofs that they send along.

extension Call {
    /// `send-request`, `send-one-way-request`.
    func start(_ request: SendRequest, _ step: PlanStep) throws(CallError) -> CallStep? {
        do throws(CallError) {
            var token: SecretBytes?
            if let identity = request.identity {
                switch try identityToken(identity, step) {
                case .token(let known): token = known
                case .none: break
                case .wait(let errand): return wait(for: errand, step)
                }
            }
            let outgoing = try build(request, token, step)
            guard request.responseVariableName != nil else {
                self.services.outgoing.post(outgoing)
                return nil
            }
            return wait(for: .request(outgoing), step)
        } catch {
            guard request.ignoresErrors else { throw error }
            try store(.null, request, step)
            return nil
        }
    }

    /// What came of a request.
    ///
    /// - Returns: Whether the step is done.
    func finish(_ request: SendRequest, _ outcome: CallErrand.Outcome, _ step: PlanStep) throws(CallError) -> Bool {
        switch outcome {
        case .response(let response):
            try store(.object(ResponseContext(response)), request, step)
            return true
        case .failed(let failure) where !self.waitsForToken:
            guard request.ignoresErrors else { throw Self.error(failure, step) }
            try store(.null, request, step)
            return true
        default: return false
        }
    }

    func store(_ value: ExpressionValue, _ request: SendRequest, _ step: PlanStep) throws(CallError) {
        guard let name = request.responseVariableName else { return }
        self.state.variables[try text(name, step)] = value
    }

    static func error(_ failure: OutgoingFailure, _ step: PlanStep) -> CallError {
        CallError(
            at: step,
            reason: failure.isTimeout ? "Timeout" : "BackendConnectionFailure",
            message: failure.message,
            detail: failure.detail
        )
    }

    func build(
        _ request: SendRequest,
        _ token: SecretBytes?,
        _ step: PlanStep
    ) throws(CallError) -> OutgoingRequest {
        let isCopy = try mode(request, step) == .copy
        let url =
            try request.url.map { url throws(CallError) in try text(url, step) }
            ?? RequestURL.current(self.state).invariantText
        let current = isCopy ? self.state.destination.method ?? self.state.request.method : "GET"
        let method = try request.method.map { method throws(CallError) in try text(method, step) } ?? current
        guard !method.isEmpty, method.utf8.count <= 32, method.utf8.allSatisfy(\.isToken) else {
            throw CallError(at: step, reason: "InvalidMethod", message: "'\(method)' is not a method.")
        }
        var outgoing: OutgoingRequest
        do { outgoing = try OutgoingRequest(method: method, url: url.trimmingSpaces) } catch {
            throw CallError(
                at: step,
                reason: "InvalidURL",
                message: "Invalid URI: '\(url)' cannot be used as 'set-url': \(error.reason)."
            )
        }
        if isCopy { copy(into: &outgoing) }
        if let body = request.body { outgoing.body = try bytes(of: body, step) }
        for change in request.headers { try apply(change, to: &outgoing, step) }
        try addProofs(request, token, &outgoing, step)
        outgoing.timeoutMilliseconds = max(0, min(try integer(request.timeout, step), Int(Int32.max))) * 1000
        return outgoing
    }

    private func mode(_ request: SendRequest, _ step: PlanStep) throws(CallError) -> SendRequest.Mode {
        if case .literal(let mode) = request.mode { return mode }
        guard case .expression(let expression) = request.mode else { return .new }
        let text = try text(.expression(expression), step)
        guard let mode = SendRequest.Mode(rawValue: text) else {
            throw CallError(
                at: step,
                reason: "ExpressionValueEvaluationFailure",
                message: "'\(text)' is not one of new, copy."
            )
        }
        return mode
    }

    private func copy(into outgoing: inout OutgoingRequest) {
        let head = self.state.request
        for field in head.fields where !field.isDropped && !field.name.isHopByHop {
            switch field.name {
            case .host, .contentLength, .transferEncoding: break
            default: outgoing.fields.append((head.text(field.nameRange), head.text(field.valueRange)))
            }
        }
        if self.section == .inbound || self.section == .backend { outgoing.body = self.state.requestBody.bytes ?? [] }
    }

    private func apply(_ change: FieldChange, to outgoing: inout OutgoingRequest, _ step: PlanStep) throws(CallError) {
        let name = try text(change.name, step)
        let values = try texts(change.values, step)
        let isThere = outgoing.fields.contains { $0.name.lowercased() == name.lowercased() }
        let action = try existsAction(change.existsAction, step)
        if action == .skip, isThere { return }
        if action == .override || action == .delete {
            outgoing.fields.removeAll { $0.name.lowercased() == name.lowercased() }
        }
        guard action != .delete else { return }
        for value in values { try add(name, value, to: &outgoing, step) }
    }

    private func add(
        _ name: String,
        _ value: String,
        to outgoing: inout OutgoingRequest,
        _ step: PlanStep
    ) throws(CallError) {
        guard !name.isEmpty, name.utf8.allSatisfy(\.isToken), MessageHead.isFieldValue(value.utf8),
            !FieldRules.isReserved(name)
        else {
            throw CallError(
                at: step,
                reason: "InvalidHeader",
                message: "The header '\(name)' cannot be set, or would hold a character that no header may hold."
            )
        }
        outgoing.fields.append((name, value))
    }

    private func addProofs(
        _ request: SendRequest,
        _ token: SecretBytes?,
        _ outgoing: inout OutgoingRequest,
        _ step: PlanStep
    ) throws(CallError) {
        if let selection = request.certificate { outgoing.certificate = try certificate(selection, step) }
        var authorization: String?
        if let basic = request.basic { authorization = try basicCredentials(basic, step) }
        if let token, request.identity?.outputVariable == nil { authorization = Self.bearer(token) }
        guard let authorization else { return }
        outgoing.fields.removeAll { $0.name.lowercased() == "authorization" }
        try add("Authorization", authorization, to: &outgoing, step)
    }
}

extension Call {
    enum TokenAnswer {
        case token(SecretBytes)
        case none
        case wait(CallErrand)
    }

    /// Whether what is waited for is a token, not an answer.
    var waitsForToken: Bool { if case .token? = self.doneErrand { true } else { false } }

    static func bearer(_ token: SecretBytes) -> String {
        "Bearer " + token.withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The token of the gateway's identity, or what must be waited for.
    private func identityToken(
        _ identity: ManagedIdentityAuthentication,
        _ step: PlanStep
    ) throws(CallError) -> TokenAnswer {
        let resource = try text(identity.resource, step)
        let clientID = try identity.clientID.map { value throws(CallError) in try text(value, step) }
        let provided = self.provided
        self.provided = nil
        switch provided {
        case .token(let token): return try keep(token.secret, identity)
        case .failed(let failure):
            guard identity.ignoresErrors else {
                throw CallError(
                    at: step,
                    reason: "ManagedIdentityTokenFailure",
                    message: "Failed to acquire a token of the managed identity. \(failure.message)",
                    detail: failure.detail
                )
            }
            return .none
        default: break
        }
        if let token = self.services.tokens.known(resource, clientID) { return try keep(token.secret, identity) }
        return .wait(.token(resource: resource, clientID: clientID))
    }

    private func keep(
        _ token: SecretBytes,
        _ identity: ManagedIdentityAuthentication
    ) throws(CallError) -> TokenAnswer {
        if let name = identity.outputVariable {
            self.state.variables[name] = .string(token.withExposedBytes { String(decoding: $0, as: UTF8.self) })
        }
        return .token(token)
    }

    /// `authentication-managed-identity`.
    func authenticate(_ identity: ManagedIdentityAuthentication, _ step: PlanStep) throws(CallError) -> CallStep? {
        switch try identityToken(identity, step) {
        case .none: return nil
        case .wait(let errand): return wait(for: errand, step)
        case .token(let token):
            if identity.outputVariable == nil { try authorize(Self.bearer(token), step) }
            return nil
        }
    }

    private func authorize(_ value: String, _ step: PlanStep) throws(CallError) {
        try FieldRules.apply(.override, "Authorization", [value], to: &self.state.request, step)
    }

    /// `authentication-basic`.
    func authenticate(_ basic: BasicAuthentication, _ step: PlanStep) throws(CallError) {
        try authorize(try basicCredentials(basic, step), step)
    }

    private func basicCredentials(_ basic: BasicAuthentication, _ step: PlanStep) throws(CallError) -> String {
        let pair = "\(try text(basic.username, step)):\(try text(basic.password, step))"
        return "Basic \(Base64.encode(Array(pair.utf8)))"
    }
}
