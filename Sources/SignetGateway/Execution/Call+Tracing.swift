// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
package import SignetCore
import SignetExpressions
import SignetPolicies

// Traces: only a call that may have one pays for it.

extension Call {
    /// Begins a trace where the call asks for one and may have it.
    ///
    /// `Ocp-Apim-Trace: true` with a subscription that allows tracing, or `Apim-Debug-Authorization` with a key of the
    /// configuration.
    func beginTrace() {
        guard self.state.request.asksForTrace else { return }
        let request = self.state.request
        let debug = request.firstValueRange(of: "Apim-Debug-Authorization")
        let asked = request.firstValueRange(of: "Ocp-Apim-Trace")
        guard debug != nil || asked != nil else { return }
        // Neither is for the backend.
        self.state.request.remove("Apim-Debug-Authorization")
        self.state.request.remove("Ocp-Apim-Trace")
        let keys = self.state.configuration.traceKeys
        let presented = debug.map { SecretBytes(request.bytes[$0]) }
        let isKey = presented.map { key in keys.contains { $0 == key } } ?? false
        let isAllowed = asked.map { request.text($0).lowercased() == "true" } ?? false
        guard isKey || isAllowed && self.state.subscription?.allowsTracing == true else { return }
        self.state.trace = CallTrace(id: GUID.random(), start: self.state.timestamp)
        trace("inbound", "api-inspector", ["request": head(self.state.request, isRequest: true)])
        guard let plan = self.state.plan else { return }
        trace(
            "inbound",
            "api-inspector",
            [
                "configuration": [
                    "api": ["from": .string("/\(plan.api.path)"), "to": .optional(plan.api.serviceURL?.text)],
                    "operation": [
                        "method": .optional(plan.operation?.method),
                        "uriTemplate": .optional(plan.operation?.template.text),
                    ],
                    "product": .optional(plan.product?.name),
                    "subscription": .optional(self.state.subscription?.name),
                ]
            ]
        )
    }

    private var now: Date { self.environment.clock.now }

    /// Adds to the trace, if there is one.
    package func trace(_ section: String, _ source: String, _ data: @autoclosure () -> JSONValue) {
        guard self.state.trace != nil else { return }
        let data = data()
        self.state.trace?.add(section, source, at: now, data)
    }

    /// A step has been done.
    func traceDone(_ step: PlanStep) {
        guard self.state.trace != nil else { return }
        trace(step.origin.section.rawValue, step.origin.name, traceData(step))
    }

    private func traceData(_ step: PlanStep) -> JSONValue {
        switch step.statement {
        case .authenticationCertificate:
            let certificate = self.state.certificate?.certificate
            return [
                "message": "Certificate was attached to request per configuration.",
                "certificate": [
                    "subject": .optional(certificate?.details.subject),
                    "issuer": .optional(certificate?.details.issuer),
                    "thumbprint": .optional(self.state.certificate?.thumbprint),
                    "notAfter": .optional(certificate.map { Timestamp.iso8601($0.notAfter) }),
                    "hasPrivateKey": true,
                ],
            ]
        case .setVariable(let name, _):
            return ["message": .string("Variable '\(name)' was set.")]
        case .setBackendService:
            let url = self.state.destination.service?.text
            return ["message": "Backend service URL was changed.", "newBackendServiceUrl": .optional(url)]
        case .rewriteURI:
            return [
                "message": "Updated request URL per specified rewrite template.",
                "request": ["url": .string(target)],
            ]
        default:
            return ["message": .string("Policy '\(step.origin.name)' was applied."), "path": .string(step.origin.path)]
        }
    }

    private var target: String {
        let service = self.state.destination.service?.text ?? ""
        let path = self.state.destination.path ?? self.state.request.text(self.state.destination.suffix)
        let query = self.state.destination.query ?? self.state.request.queryRange.map(self.state.request.text) ?? ""
        return service + path + (query.isEmpty ? "" : "?\(query)")
    }

    /// The request goes to the backend.
    func traceForwarding() {
        guard self.state.trace != nil else { return }
        var request = head(self.state.request, isRequest: true).object ?? JSONObject()
        request = JSONObject(
            request.members.map {
                $0.name == "url" ? JSONObject.Member(name: "url", value: .string(target)) : $0
            }
        )
        let message =
            "Request is being forwarded to the backend service. Timeout set to "
            + "\(self.state.timeoutMilliseconds / 1_000) seconds"
        trace("backend", "forward-request", ["message": .string(message), "request": .object(request)])
    }

    /// The backend has answered.
    func traceAnswer() {
        trace("backend", "forward-request", ["response": head(self.state.response, isRequest: false)])
    }

    /// Something has failed.
    func traceError(_ error: CallError) {
        let section = error.section?.rawValue ?? "inbound"
        trace(
            section,
            error.source,
            [
                "messages": [
                    .string(error.message),
                    .string("Expression or policy failed with the reason \(error.reason)."),
                ],
                "detail": .optional(error.detail),
            ]
        )
    }

    /// Writes into the answer where its trace is, and ends the trace.
    ///
    /// - Parameter location: Where traces are served, in front of their ID; `nil` where nobody serves them.
    /// - Returns: The trace with its ID.
    package func finishTrace(location: String?) -> (id: String, document: JSONValue)? {
        guard let trace = self.state.trace else { return nil }
        self.state.response.append("Apim-Trace-Id", trace.id)
        if let location { self.state.response.append("Ocp-Apim-Trace-Location", location + trace.id) }
        self.trace("outbound", "transfer-response", ["response": head(self.state.response, isRequest: false)])
        guard let ended = self.state.trace else { return nil }
        self.state.trace = nil
        let redaction = self.state.configuration.redaction.adding(ownSecrets)
        return (trace.id, ended.document(service: "signet", concealing: redaction))
    }

    private func head(_ head: MessageHead, isRequest: Bool) -> JSONValue {
        let headers = head.fields.filter { !$0.isDropped }
            .map { field -> JSONValue in
                let name = head.text(field.nameRange)
                let isSecret = ["authorization", "cookie", "set-cookie", "proxy-authorization"]
                    .contains(name.lowercased())
                let value = isSecret ? "(\(name))" : head.text(field.valueRange)
                return ["name": .string(name), "value": .string(value)]
            }
        guard isRequest else {
            return [
                "status": ["code": .number(head.status), "reason": .string(head.text(head.reasonRange))],
                "headers": .array(headers),
            ]
        }
        let scheme = self.state.caller.isTLS ? "https" : "http"
        return [
            "method": .string(self.state.destination.method ?? head.method),
            "url": .string("\(scheme)://\(head.authority)\(head.target)"),
            "headers": .array(headers),
        ]
    }
}
