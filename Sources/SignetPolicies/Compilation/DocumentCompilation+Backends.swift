// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    mutating func authenticationCertificate(_ element: PolicyElement) -> PolicyStatement? {
        let forms = ["thumbprint", "certificate-id", "body"].filter { element.attribute($0) != nil }
        guard let form = forms.first, forms.count == 1 else {
            report(
                element,
                forms.isEmpty ? .missingAttribute : .conflictingAttributes,
                "Exactly one of the attributes 'thumbprint', 'certificate-id' and 'body' must be specified."
            )
            inspect(element)
            return nil
        }
        guard form == "body" || element.attribute("password") == nil else {
            report(
                element,
                .conflictingAttributes,
                "The 'password' attribute can only be specified together with 'body'.",
                at: element.attribute("password")?.offset,
                length: "password".utf8.count
            )
            inspect(element)
            return nil
        }
        let certificate = value(element, form, form == "body" ? .bytes : .any)
        let password = value(element, "password")
        guard let certificate, element.attribute("password") == nil || password != nil else { return nil }
        switch form {
        case "thumbprint": return .authenticationCertificate(.thumbprint(certificate))
        case "certificate-id": return .authenticationCertificate(.certificateID(certificate))
        default: return .authenticationCertificate(.body(certificate, password: password))
        }
    }

    mutating func backendService(_ element: PolicyElement) -> PolicyStatement? {
        let others = PolicyCatalogue.serviceFabric + PolicyCatalogue.dapr
        if let other = others.first(where: { element.attribute($0.name) != nil }) {
            report(
                element,
                .unsupportedForm,
                "The attribute '\(other.name)' is not executed yet by this version of Signet.",
                severity: self.compiler.purpose == .execution ? .error : .warning,
                at: element.attribute(other.name)?.offset,
                length: other.name.utf8.count
            )
            inspect(element)
            return nil
        }
        let forms = ["base-url", "backend-id"].filter { element.attribute($0) != nil }
        guard let form = forms.first, forms.count == 1 else {
            report(
                element,
                forms.isEmpty ? .missingAttribute : .conflictingAttributes,
                "Exactly one of the attributes 'base-url' and 'backend-id' must be specified."
            )
            inspect(element)
            return nil
        }
        guard let value = value(element, form) else { return nil }
        guard form == "base-url" else { return .setBackendService(.backendID(value)) }
        if case .literal(let text) = value, !isAbsoluteURL(text) {
            report(
                element,
                .invalidValue,
                "The '\(form)' attribute is invalid - The value '\(shown(element, form))' is no absolute URL that begins "
                    + "with http:// or https:// (for WebSockets ws:// or wss://).",
                at: element.attribute(form)?.offset,
                length: form.utf8.count
            )
            return nil
        }
        return .setBackendService(.baseURL(value))
    }

    private func isAbsoluteURL(_ text: String) -> Bool {
        if self.compiler.purpose == .inspection, text.contains("{{") { return true }
        let text = text.lowercased()
        for scheme in ["http://", "https://", "ws://", "wss://"] where text.hasPrefix(scheme) {
            guard let first = text.dropFirst(scheme.count).utf8.first else { return false }
            return !"/?#:@ ".utf8.contains(first)
        }
        return false
    }

    mutating func forwardRequest(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        var forward = ForwardRequest()
        if let version = element.attribute("http-version") {
            let text = substituted(version.value, in: element).string
            forward.httpVersion = ForwardRequest.HTTPVersion(rawValue: text) ?? .one
        }
        if element.attribute("timeout") != nil, element.attribute("timeout-ms") != nil {
            report(
                element,
                .conflictingAttributes,
                "Only one of the attributes 'timeout' and 'timeout-ms' can be specified."
            )
        }
        if let seconds = integer(element, "timeout", in: 0...Int(Int32.max)) { forward.timeout = seconds }
        if let milliseconds = integer(element, "timeout-ms", in: 0...Int(Int32.max)) {
            forward.timeout = milliseconds
            forward.timeoutUnit = .milliseconds
        }
        forward.continueTimeout = integer(element, "continue-timeout", in: 0...Int(Int32.max))
        if let follows = flag(element, "follow-redirects") { forward.followRedirects = follows }
        forward.buffersRequestBody = literalFlag(element, "buffer-request-body", default: false)
        forward.buffersResponse = literalFlag(element, "buffer-response", default: true)
        forward.failsOnErrorStatusCode = literalFlag(element, "fail-on-error-status-code", default: false)
        return self.diagnostics[faults...].contains { $0.severity == .error } ? nil : .forwardRequest(forward)
    }

    mutating func rewriteURI(_ element: PolicyElement) -> PolicyStatement? {
        let template = value(element, "template")
        let copies = flag(element, "copy-unmatched-params")
        guard let template, copies != nil || element.attribute("copy-unmatched-params") == nil else { return nil }
        return .rewriteURI(
            RewriteURI(template: template, copiesUnmatchedParameters: copies ?? .literal(true))
        )
    }
}
