// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetExpressions
import SignetPolicies

// The policies that change the call and let it go on.

extension Call {
    /// Runs a step that neither ends nor interrupts the call.
    func perform(_ step: PlanStep, isResponse: Bool) throws(CallError) {
        switch step.statement {
        case .authenticationCertificate(let selection):
            try attach(selection, step)
        case .setVariable(let name, let expression):
            self.state.variables[name] = try value(expression, step)
        case .setHeader(let change):
            try apply(change, isResponse: isResponse, step)
        case .setQueryParameter(let change):
            try changeQuery(change, step)
        case .setBackendService(let service):
            try setService(service, step)
        case .setStatus(let status):
            (self.state.response.status, self.state.reason) = try evaluate(status, step)
            self.state.hasOwnStatus = true
        case .setBody(let body):
            let written = CallBody.written(try bytes(of: body, step))
            if isResponse { self.state.responseBody = written } else { self.state.requestBody = written }
        case .setMethod(let method):
            try setMethod(try text(method, step), step)
        case .rewriteURI(let rewrite):
            try self.rewrite(rewrite, step)
        case .forwardRequest, .choose, .returnResponse, .sendRequest, .authenticationManagedIdentity, .validateToken,
            .validateClientCertificate, .retry, .limitConcurrency, .cacheLookup, .cors, .mockResponse, .wait:
            // These are run by the loop itself, which alone can stop or branch.
            break
        default: try performOther(step, isResponse: isResponse)
        }
    }

    /// `authentication-certificate`: the last one that runs wins.
    private func attach(_ selection: AuthenticationCertificate, _ step: PlanStep) throws(CallError) {
        if let attached, attached.step === step, attached.plan === self.state.plan,
            attached.configuration === self.state.configuration
        {
            self.state.certificate = attached.version
            return
        }
        let version = try certificate(selection, step)
        self.state.certificate = version
        guard selection.isLiteral, let plan = self.state.plan else { return }
        self.attached = AttachedCertificate(
            step: step,
            plan: plan,
            configuration: self.state.configuration,
            version: version
        )
    }

    /// The certificate that a policy names.
    func certificate(
        _ selection: AuthenticationCertificate,
        _ step: PlanStep
    ) throws(CallError) -> CertificateVersion {
        do {
            switch selection {
            case .certificateID(let id):
                return try named(.id(try text(id, step)))
            case .thumbprint(let thumbprint):
                return try named(.thumbprint(try text(thumbprint, step)))
            case .body(let body, let password):
                let value = try value(body, step)
                let secret: SecretBytes? =
                    if let password { SecretBytes(utf8: try text(password, step)) } else { nil }
                let bytes = value.bytes ?? Base64.decodeLenient(value.invariantText) ?? []
                return try self.state.configuration.inlineCertificates
                    .certificate(bytes, password: secret)
            }
        } catch let failure as CertificateStore.Failure {
            throw CallError(
                at: step,
                reason: "CertificateNotResolved",
                message: failure.message,
                detail: failure.detail
            )
        } catch let error as CallError {
            throw error
        } catch {
            throw CallError(at: step, reason: "CertificateNotResolved", message: "\(error)")
        }
    }

    /// A certificate of the gateway's own, if this call may use it.
    func named(_ name: Backend.CertificateName) throws(CertificateStore.Failure) -> CertificateVersion {
        let certificates = self.state.configuration.certificates
        switch (name, self.state.plan) {
        case (.id(let id), let plan?):
            return try certificates.certificate(id: id, for: plan.api, plan.operation, plan.product)
        case (.thumbprint(let thumbprint), let plan?):
            return try certificates.certificate(thumbprint: thumbprint, for: plan.api, plan.operation, plan.product)
        case (.id(let id), nil): return try certificates.certificate(id: id)
        case (.thumbprint(let thumbprint), nil): return try certificates.certificate(thumbprint: thumbprint)
        }
    }

    /// `set-header`; most have one value, for which no array is made.
    private func apply(_ change: FieldChange, isResponse: Bool, _ step: PlanStep) throws(CallError) {
        let name = try text(change.name, step)
        if change.values.count == 1 {
            let value = CollectionOfOne(try text(change.values[0], step))
            try apply(change.existsAction, name, value, isResponse: isResponse, step)
        } else {
            try apply(change.existsAction, name, try texts(change.values, step), isResponse: isResponse, step)
        }
    }

    /// Changes a header of the request or of the answer.
    func apply(
        _ action: PolicySetting<FieldChange.ExistsAction>,
        _ name: String,
        _ values: some Collection<String>,
        isResponse: Bool,
        _ step: PlanStep
    ) throws(CallError) {
        guard !FieldRules.isReserved(name) else {
            throw CallError(
                at: step,
                reason: "InvalidOperation",
                message: "The header '\(name)' cannot be changed by a policy."
            )
        }
        let action = try existsAction(action, step)
        if isResponse {
            try FieldRules.apply(action, name, values, to: &self.state.response, step)
        } else {
            try FieldRules.apply(action, name, values, to: &self.state.request, step)
        }
    }

    func existsAction(
        _ setting: PolicySetting<FieldChange.ExistsAction>,
        _ step: PlanStep
    ) throws(CallError) -> FieldChange.ExistsAction {
        switch setting {
        case .literal(let action): return action
        case .expression(let expression):
            let text = try text(.expression(expression), step)
            guard let action = FieldChange.ExistsAction(rawValue: text) else {
                throw CallError(
                    at: step,
                    reason: "ExpressionValueEvaluationFailure",
                    message: "'\(text)' is not one of override, skip, append, delete."
                )
            }
            return action
        }
    }

    private func changeQuery(_ change: FieldChange, _ step: PlanStep) throws(CallError) {
        let name = try text(change.name, step)
        let values = try texts(change.values, step)
        var query = currentQuery
        switch try existsAction(change.existsAction, step) {
        case .delete: query.remove(name)
        case .skip where query.first(name) != nil: return
        case .override:
            query.remove(name)
            query.items += values.map { (name, $0) }
        case .append, .skip: query.items += values.map { (name, $0) }
        }
        self.state.destination.query = query.text
    }

    /// The query as it will be sent.
    var currentQuery: QueryParameters {
        if let written = self.state.destination.query { return QueryParameters(Array(written.utf8)) }
        guard let range = self.state.request.queryRange else { return QueryParameters([]) }
        return QueryParameters(self.state.request.bytes[range])
    }

    private func setService(_ service: BackendService, _ step: PlanStep) throws(CallError) {
        switch service {
        case .backendID(let id):
            let id = try text(id, step)
            let space = self.state.plan?.api.space ?? .service
            guard let backend = self.state.configuration.backend(id: id, in: space) else {
                throw CallError(
                    at: step,
                    reason: "BackendNotFound",
                    message: "Backend with id '\(id)' could not be found."
                )
            }
            self.state.destination.backend = backend
            self.state.destination.backendScope = step.origin.scope
            self.state.destination.service = backend.url
        case .baseURL(let url):
            // Documented: a backend entity that a broader scope chose yields only to another entity.
            if let scope = self.state.destination.backendScope, scope < step.origin.scope { return }
            let service: ServiceURL
            if let known = step.serviceURL {
                service = known
            } else {
                let url = try text(url, step)
                do { service = try ServiceURL(url) } catch {
                    throw CallError(
                        at: step,
                        reason: "InvalidBaseURL",
                        message: "'\(url)' cannot be used as 'base-url': \(error.reason)."
                    )
                }
            }
            self.state.destination.backend = nil
            self.state.destination.backendScope = nil
            self.state.destination.service = service
        }
    }

    private func setMethod(_ method: String, _ step: PlanStep) throws(CallError) {
        guard !method.isEmpty, method.utf8.count <= 32, method.utf8.allSatisfy(\.isToken) else {
            throw CallError(at: step, reason: "InvalidMethod", message: "'\(method)' is not a method.")
        }
        self.state.destination.method = method
    }

    private func rewrite(_ rewrite: RewriteURI, _ step: PlanStep) throws(CallError) {
        let template = try text(rewrite.template, step)
        let keepsRest = try decision(rewrite.copiesUnmatchedParameters, step)
        var used: Set<String> = []
        var query = currentQuery
        let names = self.state.plan?.operation?.template.parameterNames ?? []
        let values = zip(names, self.state.parameters)
        let filled = TemplateFilling.fill(template) { name in
            used.insert(name.lowercased())
            if let match = values.first(where: { $0.0 == name }) { return self.state.request.text(match.1) }
            return query.first(name).map(PercentEncoding.encode)
        }
        let path = filled.prefix { $0 != "?" }
        query.items.removeAll { used.contains($0.name.lowercased()) || !keepsRest }
        let parts = [String(filled.dropFirst(path.count + 1)), query.text].filter { !$0.isEmpty }
        let target = path.hasPrefix("/") || path.isEmpty ? String(path) : "/\(path)"
        guard target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            parts.allSatisfy({ $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } })
        else {
            throw CallError(
                at: step,
                reason: "InvalidTemplate",
                message: "The rewritten URL holds a character that must be percent-encoded."
            )
        }
        self.state.destination.path = target
        self.state.destination.query = parts.joined(separator: "&")
    }
}

/// What a policy that names its certificate literally has found: the same again for the same plan and configuration.
final class AttachedCertificate {
    let step: PlanStep
    let plan: CallPlan
    let configuration: GatewayConfiguration
    let version: CertificateVersion

    init(step: PlanStep, plan: CallPlan, configuration: GatewayConfiguration, version: CertificateVersion) {
        self.step = step
        self.plan = plan
        self.configuration = configuration
        self.version = version
    }
}

extension AuthenticationCertificate {
    /// Whether it names a certificate of the gateway without an expression.
    fileprivate var isLiteral: Bool {
        switch self {
        case .certificateID(.literal), .thumbprint(.literal): true
        default: false
        }
    }
}
