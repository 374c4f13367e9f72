// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The page for people about policies, made from the catalogue and the lint's rules.
package enum PolicyReference {
    /// The whole page.
    package static var markdown: String {
        let definitions = PolicyCatalogue.definitions.values.sorted { $0.name < $1.name }
        return
            ([introduction, overview(definitions), "## Attributes and elements\n"] + definitions.map(entry) + [lint])
            .joined(separator: "\n")
    }

    private static let introduction = """
        # Policies

        <!-- Made from the code that implements it: SIGNET_WRITE_PAGES=1 swift test --filter PolicyPageTests -->

        Every policy of API Management with what it takes, from the pages of Microsoft's reference that carry its name. A
        document is held against this table when it is loaded, by `signet gateway check` and by `signet policy check`.
        **Executed** policies do their work in the gateway; the others are read and checked, and a configuration that uses them
        is refused with their name and place. A policy outside its sections is a warning, with `--strict` an error. Every
        policy may carry the attribute `id`, which `context.LastError.PolicyId` gives back.

        """

    private static func overview(_ definitions: [PolicyDefinition]) -> String {
        let rows = definitions.map { definition in
            let sections = PolicySection.allCases.filter { definition.sections.contains($0) }.map(\.rawValue)
            let isResolver = PolicyCatalogue.resolverPolicies.contains(definition.name)
            return "| [`\(definition.name)`](#\(definition.name)) | "
                + (isResolver ? "GraphQL resolver" : sections.joined(separator: ", ")) + " | " + scopes(definition)
                + " | \(definition.isExecuted ? "yes" : "no") |"
        }
        return (["## All policies\n", "| policy | sections | scopes | executed |", "|---|---|---|---|"] + rows + [""])
            .joined(separator: "\n")
    }

    private static func scopes(_ definition: PolicyDefinition) -> String {
        let scopes = PolicyScope.allCases.filter { definition.scopes.contains($0) }.map(\.rawValue)
        if scopes.isEmpty { return "resolver" }
        return scopes.count == PolicyScope.allCases.count ? "all" : scopes.joined(separator: ", ")
    }

    private static func entry(_ definition: PolicyDefinition) -> String {
        var lines = ["### \(definition.name)\n", "\(definition.summary) Reference: `\(definition.page)`.\n"]
        lines += table(definition.attributes ?? [])
        if definition.holdsText {
            lines.append(
                "Between the tags: text or an expression" + (definition.children == nil ? ", or XML.\n" : ".\n")
            )
        }
        if definition.children == nil, !definition.holdsText { lines.append("Between the tags: other policies.\n") }
        let parts = PolicyCatalogue.parts[definition.name] ?? []
        for child in definition.children ?? [] {
            let part = child.attributes == nil ? parts.first { $0.name == child.name } : nil
            lines += element(part ?? child, depth: 0)
        }
        if definition.children?.isEmpty == false { lines.append("") }
        return lines.joined(separator: "\n")
    }

    private static func table(_ attributes: [PolicyAttributeDefinition]) -> [String] {
        guard !attributes.isEmpty else { return [] }
        let rows = attributes.map { attribute in
            "| `\(attribute.name)` | \(value(attribute)) | \(attribute.isRequired ? "yes" : "no") | "
                + "\(attribute.defaultValue.map { "`\($0)`" } ?? "") | \(attribute.allowsExpression ? "yes" : "no") |"
        }
        return ["| attribute | value | required | default | expression |", "|---|---|---|---|---|"] + rows + [""]
    }

    private static func value(_ attribute: PolicyAttributeDefinition) -> String {
        var parts = [
            attribute.values.isEmpty
                ? attribute.kind.rawValue : attribute.values.map { "`\($0)`" }.joined(separator: ", ")
        ]
        if let range = attribute.range {
            let isOpen = range.upperBound == Int.max || range.upperBound == Int(Int32.max)
            parts.append(isOpen ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)")
        }
        if let note = attribute.note { parts.append(note) }
        return parts.joined(separator: "; ")
    }

    /// A line for a child element, and lines below it for its own.
    private static func element(_ child: PolicyChildDefinition, depth: Int) -> [String] {
        let indentation = String(repeating: "  ", count: depth)
        var text = "\(indentation)- `<\(child.name)>`, \(count(child))"
        if child.attributes == nil, PolicyCatalogue.definition(child.name) != nil {
            text += ": [the policy](#\(child.name))"
        }
        if child.holdsText { text += ": text or an expression" }
        let attributes = (child.attributes ?? [])
            .map { attribute in
                "`\(attribute.name)` (" + value(attribute) + (attribute.isRequired ? "; required" : "")
                    + (attribute.defaultValue.map { "; default `\($0)`" } ?? "")
                    + (attribute.allowsExpression ? "" : "; no expression") + ")"
            }
        if !attributes.isEmpty { text += "; " + attributes.joined(separator: ", ") }
        return [text] + (child.children ?? []).flatMap { element($0, depth: depth + 1) }
    }

    private static func count(_ child: PolicyChildDefinition) -> String {
        switch (child.minimum, child.maximum) {
        case (1, 1): "once"
        case (0, 1): "at most once"
        case (0, _): "any number"
        default: "at least \(child.minimum == 1 ? "once" : "\(child.minimum) times")"
        }
    }

    private static var lint: String {
        let rows = PolicyLintRule.all.map { "| `\($0.code.rawValue)` | \($0.finding) | \($0.remedy) |" }
        return """
            ## Lint

            What the service takes and is rarely meant: `signet policy check` warns of it, with these codes. A warning never
            changes the exit status.

            | code | what was found | what to do |
            |---|---|---|
            \(rows.joined(separator: "\n"))

            """
    }
}
