// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

// The policies that make requests of their own.

extension DocumentCompilation {
    /// `send-request` and `send-one-way-request`.
    mutating func sendRequest(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let mode = setting(element, "mode") { SendRequest.Mode(rawValue: $0) }
        let variable = value(element, "response-variable-name")
        let timeout = integer(element, "timeout", in: 0...Int(Int32.max))
        let ignoresErrors = literalFlag(element, "ignore-error", default: false)
        var parts = RequestParts()
        for child in element.elements { compile(child, of: element, into: &parts) }
        if case .literal(.new) = mode ?? .literal(.new), !element.elements.contains(where: { $0.name == "set-url" }) {
            missing(element, "set-url")
        }
        guard !hasErrors(since: faults) else { return nil }
        return .sendRequest(
            SendRequest(
                mode: mode ?? .literal(.new),
                responseVariableName: element.name == "send-request" ? variable : nil,
                timeout: timeout ?? .literal(60),
                ignoresErrors: ignoresErrors,
                url: parts.url,
                method: parts.method,
                headers: parts.headers,
                body: parts.body,
                certificate: parts.certificate,
                identity: parts.identity,
                basic: parts.basic
            )
        )
    }

    private struct RequestParts {
        var url: PolicyValue?
        var method: PolicyValue?
        var headers: [FieldChange] = []
        var body: PolicyValue?
        var certificate: AuthenticationCertificate?
        var identity: ManagedIdentityAuthentication?
        var basic: BasicAuthentication?
    }

    private mutating func compile(
        _ child: PolicyElement,
        of element: PolicyElement,
        into parts: inout RequestParts
    ) {
        if child.name == "set-url" {
            if check(child, PolicyCatalogue.text("set-url")) { parts.url = content(child) } else { inspect(child) }
            return
        }
        guard let definition = PolicyCatalogue.definition(child.name) else { return }
        self.policyCount += 1
        guard definition.isExecuted else {
            report(
                child,
                .unsupportedPolicy,
                "The policy '\(child.name)' in '\(element.name)' is not executed yet by this version of Signet.",
                severity: self.compiler.purpose == .execution ? .error : .warning
            )
            inspect(child)
            return
        }
        guard check(child, definition) else {
            inspect(child)
            return
        }
        switch child.name {
        case "set-method": if case .setMethod(let method) = self.method(child) { parts.method = method }
        case "set-header": if let header = field(child) { parts.headers.append(header) }
        case "set-body": parts.body = self.body(child)
        case "authentication-certificate":
            if case .authenticationCertificate(let selection) = authenticationCertificate(child) {
                parts.certificate = selection
            }
        case "authentication-managed-identity": parts.identity = managedIdentity(child)
        case "authentication-basic": parts.basic = basicAuthentication(child)
        default: break
        }
    }

    mutating func managedIdentity(_ element: PolicyElement) -> ManagedIdentityAuthentication? {
        guard let resource = value(element, "resource") else { return nil }
        let ignoresErrors = literalFlag(element, "ignore-error", default: false)
        return ManagedIdentityAuthentication(
            resource: resource,
            clientID: value(element, "client-id"),
            outputVariable: name(element, "output-token-variable-name"),
            ignoresErrors: ignoresErrors
        )
    }

    mutating func basicAuthentication(_ element: PolicyElement) -> BasicAuthentication? {
        let username = value(element, "username")
        let password = value(element, "password")
        guard let username, let password else { return nil }
        return BasicAuthentication(username: username, password: password)
    }

    /// A name that is known when the document is loaded.
    mutating func name(_ element: PolicyElement, _ attribute: String) -> String? {
        element.attribute(attribute).map { substituted($0.value, in: element).string }
    }

    /// Says that a child is missing, as the schema does.
    mutating func missing(_ element: PolicyElement, _ child: String) {
        report(
            element,
            .missingElement,
            "The element '\(element.name)' has incomplete content. List of possible elements expected: '\(child)'."
        )
    }

    /// Whether errors were found since.
    func hasErrors(since faults: Int) -> Bool {
        self.diagnostics[min(faults, self.diagnostics.count)...].contains { $0.severity == .error }
    }

    /// The texts of the children of a name.
    mutating func texts(_ element: PolicyElement?, _ name: String) -> [PolicyValue] {
        guard let element else { return [] }
        var texts: [PolicyValue] = []
        for child in element.elements where child.name == name && check(child, PolicyCatalogue.text(name)) {
            if let text = content(child) { texts.append(text) }
        }
        return texts
    }

    /// The only child of a name, held against its definition.
    mutating func section(
        _ element: PolicyElement,
        _ name: String,
        _ children: [PolicyChildDefinition],
        _ attributes: [PolicyAttributeDefinition] = []
    ) -> PolicyElement? {
        guard let child = element.elements.first(where: { $0.name == name }) else { return nil }
        _ = check(child, PolicyCatalogue.part(name, attributes, children: children))
        return child
    }
}
