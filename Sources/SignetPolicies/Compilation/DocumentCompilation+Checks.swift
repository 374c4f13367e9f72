// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    /// Says what is wrong with an element, in the words of API Management.
    mutating func report(
        _ element: PolicyElement,
        _ code: DiagnosticCode,
        _ message: String,
        severity: Diagnostic.Severity = .error,
        at offset: Int? = nil,
        length: Int? = nil
    ) {
        // What is wrong in a hundred places need not be said of the hundred and first.
        self.reportCounts[severity, default: 0] += 1
        guard self.reportCounts[severity] ?? 0 <= PolicyReader.maximumDiagnostics else { return }
        let (line, column) = self.document.source.position(element.offset)
        let message = self.compiler.namedValues.redaction.redacted(message)
        self.diagnostics.append(
            self.document.source.diagnostic(
                severity,
                code,
                "Error in element '\(element.name)' on line \(line), column \(column): \(message)"
                    .replacingPrefix("Error", with: severity == .error ? "Error" : "Warning"),
                at: offset ?? element.offset,
                length: length ?? (offset == nil ? element.name.utf8.count : 1)
            )
        )
    }

    /// Holds an element against its definition; without a fault worth stopping for it is compiled.
    mutating func check(_ element: PolicyElement, _ definition: PolicyDefinition) -> Bool {
        let faults = self.diagnostics.count
        if let attributes = definition.attributes { check(element, attributes: attributes) }
        if let children = definition.children { check(element, children: children) }
        if let children = definition.children, !definition.holdsText {
            checkNoText(element, expected: Self.names(children))
        }
        return !self.diagnostics[faults...].contains { $0.severity == .error }
    }

    private static func names(_ children: [PolicyChildDefinition]) -> String {
        children.map(\.name).joined(separator: ", ")
    }

    private mutating func check(_ element: PolicyElement, attributes: [PolicyAttributeDefinition]) {
        for attribute in element.attributes where attribute.name != "id" && !attribute.name.hasPrefix("xmlns") {
            guard let definition = attributes.first(where: { $0.name == attribute.name }) else {
                report(
                    element,
                    .undeclaredAttribute,
                    "The '\(attribute.name)' attribute is not declared.",
                    at: attribute.offset,
                    length: attribute.name.utf8.count
                )
                continue
            }
            check(element, attribute, definition)
        }
        for definition in attributes where definition.isRequired && element.attribute(definition.name) == nil {
            report(element, .missingAttribute, "The required attribute '\(definition.name)' is missing.")
        }
    }

    private mutating func check(
        _ element: PolicyElement,
        _ attribute: PolicyAttribute,
        _ definition: PolicyAttributeDefinition
    ) {
        // What takes any text, and expressions, needs no look.
        guard !definition.allowsExpression || !definition.values.isEmpty || definition.kind == .integer else { return }
        let text = substituted(attribute.value, in: element, reports: false)
        if ExpressionText(text) != nil {
            guard !definition.allowsExpression else { return }
            report(
                element,
                .expressionNotAllowed,
                "Policy expressions are not allowed in the attribute '\(attribute.name)'.",
                at: attribute.value.sourceOffset(attribute.value.trimmedRange.lowerBound)
            )
        } else if !definition.values.isEmpty, !definition.values.contains(text.string) {
            if self.compiler.purpose == .inspection, text.string.contains("{{") { return }
            report(
                element,
                .invalidValue,
                "The '\(attribute.name)' attribute is invalid - The value '\(text.concealed.string)' is invalid. "
                    + "Possible values: \(definition.values.joined(separator: ", ")).",
                at: attribute.offset,
                length: attribute.name.utf8.count
            )
        } else {
            checkNumber(element, attribute, definition, text)
        }
    }

    /// Refuses a number outside of what the attribute takes.
    private mutating func checkNumber(
        _ element: PolicyElement,
        _ attribute: PolicyAttribute,
        _ definition: PolicyAttributeDefinition,
        _ text: PolicyText
    ) {
        guard definition.kind == .integer, let range = definition.range else { return }
        if let number = Int(text.string), range.contains(number) { return }
        // A named value, or a mark that a deployment script replaces.
        if self.compiler.purpose == .inspection, text.string.contains("{") { return }
        report(
            element,
            .invalidValue,
            "The '\(attribute.name)' attribute is invalid - The value '\(text.concealed.string)' is invalid. A whole "
                + "number from \(range.lowerBound) to \(range.upperBound) is expected.",
            at: attribute.offset,
            length: attribute.name.utf8.count
        )
    }

    /// Holds a policy that is not executed, and what stands in it, against its definition.
    mutating func checkDescribed(_ element: PolicyElement, _ definition: PolicyDefinition) {
        guard definition.attributes != nil else { return }
        _ = check(element, definition)
        // Policies within policies are checked as such.
        guard !PolicyCatalogue.containers.contains(element.name) else { return }
        for child in element.elements {
            guard let described = definition.children?.first(where: { $0.name == child.name }) else { continue }
            checkDescribed(child, described)
        }
    }

    private mutating func checkDescribed(_ element: PolicyElement, _ child: PolicyChildDefinition) {
        guard let attributes = child.attributes else {
            if let policy = PolicyCatalogue.definition(child.name) { checkDescribed(element, policy) }
            return
        }
        let definition = PolicyDefinition(
            name: child.name,
            sections: [],
            isExecuted: false,
            attributes: attributes,
            children: child.children,
            holdsText: child.holdsText
        )
        checkDescribed(element, definition)
    }

    private mutating func check(_ element: PolicyElement, children: [PolicyChildDefinition]) {
        var counts: [String: Int] = [:]
        for case .element(let child) in element.children {
            let count = Self.next(&counts[child.name, default: 0])
            let maximum = children.first { $0.name == child.name }?.maximum ?? 0
            guard count > maximum else { continue }
            let expected = Self.names(children)
            report(
                child,
                .unexpectedElement,
                "The element '\(element.name)' has invalid child element '\(child.name)'."
                    + (expected.isEmpty ? "" : " List of possible elements expected: '\(expected)'.")
            )
        }
        for child in children where child.minimum > 0 && counts[child.name] ?? 0 < child.minimum {
            report(
                element,
                .missingElement,
                "The element '\(element.name)' has incomplete content. List of possible elements expected: "
                    + "'\(child.name)'."
            )
        }
    }

    /// Refuses text where only elements may stand.
    mutating func checkNoText(_ element: PolicyElement, expected: @autoclosure () -> String) {
        for case .text(let text) in element.children where !text.isBlank {
            let expected = expected()
            report(
                element,
                .unexpectedText,
                "The element '\(element.name)' cannot contain text."
                    + (expected.isEmpty ? "" : " List of possible elements expected: '\(expected)'."),
                at: text.sourceOffset(text.trimmedRange.lowerBound)
            )
        }
    }

    /// Looks at the expressions of an element that is not compiled itself.
    mutating func inspect(_ element: PolicyElement) {
        for attribute in element.attributes {
            let text = substituted(attribute.value, in: element)
            if let expression = ExpressionText(text) { _ = compiled(expression, text, in: element, .any) }
        }
        guard !PolicyCatalogue.containers.contains(element.name) else {
            _ = nodes(element, path: "")
            return
        }
        let text = substituted(element.text, in: element)
        if let expression = ExpressionText(text) { _ = compiled(expression, text, in: element, .any) }
        for child in element.elements {
            if let definition = PolicyCatalogue.definition(child.name), definition.name != "value" {
                self.policyCount += 1
            }
            inspect(child)
        }
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with replacement: String) -> String {
        self.hasPrefix(prefix) ? replacement + self.dropFirst(prefix.count) : self
    }
}
