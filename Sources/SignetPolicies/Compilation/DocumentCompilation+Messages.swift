// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    mutating func setVariable(_ element: PolicyElement) -> PolicyStatement? {
        guard let attribute = element.attribute("name") else { return nil }
        let name = substituted(attribute.value, in: element).string
        return value(element, "value").map { .setVariable(name: name, value: $0) }
    }

    /// Compiles `set-header` and `set-query-parameter`.
    mutating func field(_ element: PolicyElement) -> FieldChange? {
        let faults = self.diagnostics.count
        let name = value(element, "name")
        let action = setting(element, "exists-action") { FieldChange.ExistsAction(rawValue: $0) }
        var values: [PolicyValue] = []
        for child in element.elements where check(child, PolicyCatalogue.value) {
            if let value = content(child) { values.append(value) }
        }
        checkHeader(element, name, values)
        if element.name == "set-query-parameter", values.isEmpty, !deletes(action) {
            report(
                element,
                .missingElement,
                "The element 'set-query-parameter' has incomplete content. List of possible elements expected: 'value'."
            )
        }
        guard let name, !self.diagnostics[faults...].contains(where: { $0.severity == .error }) else { return nil }
        return FieldChange(name: name, existsAction: action ?? .literal(.override), values: values)
    }

    private func deletes(_ action: PolicySetting<FieldChange.ExistsAction>?) -> Bool {
        switch action {
        case .literal(.delete), .expression: true
        default: false
        }
    }

    private mutating func checkHeader(_ element: PolicyElement, _ name: PolicyValue?, _ values: [PolicyValue]) {
        guard element.name == "set-header" else { return }
        for case .literal(let text) in values where !HeaderRules.isValue(text) {
            report(element, .invalidValue, "The value of a header cannot contain line ends or control characters.")
        }
        guard case .literal(let text) = name else { return }
        if !HeaderRules.isToken(text), !isOpen(text) {
            report(
                element,
                .invalidValue,
                "The 'name' attribute is invalid - The value '\(shown(element, "name"))' is not the name of a header.",
                at: element.attribute("name")?.offset,
                length: "name".utf8.count
            )
        } else if HeaderRules.isOfConnection(text) {
            report(
                element,
                .invalidValue,
                "The header '\(shown(element, "name"))' cannot be changed by a policy; this has no effect.",
                severity: .warning
            )
        }
    }

    /// `set-method`.
    mutating func method(_ element: PolicyElement) -> PolicyStatement? {
        guard let method = content(element) else { return nil }
        if case .literal(let text) = method, !HeaderRules.isToken(text), !isOpen(text) {
            let shown = substituted(element.text, in: element, reports: false).concealed
            report(
                element,
                .invalidValue,
                "The value '\(String(decoding: shown.bytes[shown.trimmedRange], as: UTF8.self))' is not the name of an "
                    + "HTTP method."
            )
            return nil
        }
        return .setMethod(method)
    }

    /// Whether a text has named values in it that are not known here.
    private func isOpen(_ text: String) -> Bool { self.compiler.purpose == .inspection && text.contains("{{") }

    mutating func status(_ element: PolicyElement) -> ResponseStatus? {
        let code = integer(element, "code", in: 100...999)
        let reason = value(element, "reason")
        guard element.attribute("reason") != nil else {
            // Documented as required, but documents in use do without and the service takes them.
            report(element, .missingAttribute, "The required attribute 'reason' is missing.", severity: .warning)
            return code.map { ResponseStatus(code: $0, reason: .literal("")) }
        }
        guard let code, let reason else { return nil }
        if case .literal(let text) = reason, !HeaderRules.isValue(text) {
            report(element, .invalidValue, "The 'reason' attribute cannot contain line ends or control characters.")
            return nil
        }
        return ResponseStatus(code: code, reason: reason)
    }

    mutating func body(_ element: PolicyElement) -> PolicyValue? {
        if element.attribute("template")?.value.string == "liquid" {
            report(
                element,
                .unsupportedForm,
                "Liquid templates (template=\"liquid\") are not executed yet by this version of Signet.",
                severity: self.compiler.purpose == .execution ? .error : .warning,
                at: element.attribute("template")?.offset,
                length: "template".utf8.count
            )
            return nil
        }
        guard element.elements.isEmpty else {
            var text = PolicyText()
            text.append(self.document.source.bytes[element.content], source: element.content.lowerBound)
            return .literal(substituted(text, in: element).string)
        }
        return content(element, trims: false)
    }

    mutating func returnResponse(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        var status: ResponseStatus?
        var headers: [FieldChange] = []
        var body: PolicyValue?
        for child in element.elements {
            guard let definition = PolicyCatalogue.definition(child.name) else { continue }
            self.policyCount += 1
            guard check(child, definition) else {
                inspect(child)
                continue
            }
            switch child.name {
            case "set-status": status = self.status(child)
            case "set-header": if let header = field(child) { headers.append(header) }
            case "set-body": body = self.body(child)
            default: break
            }
        }
        guard !self.diagnostics[faults...].contains(where: { $0.severity == .error }) else { return nil }
        let variable = element.attribute("response-variable-name").map { substituted($0.value, in: element).string }
        return .returnResponse(
            ReturnResponse(responseVariableName: variable, status: status, headers: headers, body: body)
        )
    }
}
