// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension LintPass {
    /// Sections without `<base/>` beside sections with one.
    mutating func checkBase(_ root: PolicyElement) {
        guard root.name == "policies" else { return }
        let sections = root.elements.filter { PolicySection(rawValue: $0.name) != nil }
        guard sections.contains(where: { $0.holds("base") }) else { return }
        for section in sections where section.name != PolicySection.backend.rawValue && !section.holds("base") {
            // A section that answers every call by itself leaves nothing for others to do.
            guard !section.elements.contains(where: { $0.name == "return-response" }) else { continue }
            report(
                section,
                .baseMissing,
                "<base /> is missing: what broader scopes say in the section '\(section.name)' is dropped. Put <base /> "
                    + "into it."
            )
        }
    }

    /// Variables that are read and never set.
    mutating func checkVariables(_ root: PolicyElement) {
        // A fragment reads what the document sets that includes it.
        guard root.name == "policies" else { return }
        var known = Self.settings(root)
        var isOpen = known.isOpen
        root.forEachElement { element in
            guard element.name == "include-fragment" else { return }
            let id = element.attribute("fragment-id")?.value.string ?? ""
            guard let fragment = self.surroundings.fragments[id]?.root else {
                isOpen = true
                return
            }
            let others = Self.settings(fragment)
            known.names.formUnion(others.names)
            isOpen = isOpen || others.isOpen
        }
        guard !isOpen else { return }
        let remedy =
            root.holds("base")
            ? " Correct the name or set it, unless a broader scope does." : " Correct the name or set it."
        known.names.formUnion(self.surroundings.variables)
        let spellings = Dictionary(known.names.sorted().map { ($0.lowercased(), $0) }) { first, _ in first }
        var expressions: [(PolicyElement, LintedExpression)] = []
        root.forEachElement { element in expressions += element.lintedExpressions.map { (element, $0) } }
        let guarded = expressions.reduce(into: Set<String>()) { $0.formUnion($1.1.facts.guarded) }
        for (element, expression) in expressions {
            for variable in expression.facts.variables
            where !known.names.contains(variable.name) && !guarded.contains(variable.name) {
                guard !variable.name.contains("{{") else { continue }
                let near = spellings[variable.name.lowercased()]
                report(
                    element,
                    .unknownVariable,
                    "Nothing in the document sets the variable '\(variable.name)'."
                        + (near.map { " Did you mean '\($0)'?" } ?? remedy),
                    at: expression.place(variable.offset),
                    length: variable.name.utf8.count + 2
                )
            }
        }
    }

    /// The variables that the policies of an element set, and whether there may be others.
    static func settings(_ root: PolicyElement) -> (names: Set<String>, isOpen: Bool) {
        var names: Set<String> = []
        var isOpen = false
        root.forEachElement { element in
            for attribute in element.attributes {
                let isName = attribute.name.hasSuffix("variable-name")
                guard isName || (element.name == "set-variable" && attribute.name == "name") else { continue }
                let text = attribute.value.string
                if text.contains("{{") || ExpressionText(attribute.value) != nil { isOpen = true }
                names.insert(text)
            }
        }
        return (names, isOpen)
    }
}
