// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    mutating func choose(_ element: PolicyElement, path: String) -> [PlannedNode] {
        var branches: [PlannedNode.Branch] = []
        var otherwise: [PlannedNode] = []
        var isDecided = false
        for child in element.elements {
            let place = child.name == "when" ? "\(path)/when[\(branches.count + 1)]" : "\(path)/otherwise"
            if isDecided {
                report(
                    child,
                    .unreachable,
                    "An earlier condition is always true: this branch is never reached.",
                    severity: .warning
                )
            }
            guard child.name == "when" else {
                if check(child, PolicyCatalogue.otherwise) { otherwise = nodes(child, path: place + "/") }
                continue
            }
            let isRight = check(child, PolicyCatalogue.when)
            checkNoText(child, expected: "")
            let condition = isRight ? self.condition(child) : nil
            let steps = nodes(child, path: place + "/")
            branches.append(PlannedNode.Branch(condition: condition ?? .literal(false), path: place, nodes: steps))
            isDecided = isDecided || condition.map(Self.isAlwaysTrue) ?? false
        }
        let template = step(element, path: path, .choose(Choose(branches: [], otherwise: [])))
        let frame = PlannedNode.ChooseFrame { template.with($0) }
        return [.choose(frame, branches: branches, otherwise: otherwise)]
    }

    private mutating func condition(_ element: PolicyElement) -> PolicySetting<Bool>? {
        setting(element, "condition", .boolean) { text in
            switch text.lowercased() {
            case "true": true
            case "false": false
            default: nil
            }
        }
    }

    private static func isAlwaysTrue(_ condition: PolicySetting<Bool>) -> Bool {
        switch condition {
        case .literal(let value): value
        case .expression(let expression): expression.constant?.bool == true
        }
    }

    /// Puts the policies of a fragment in.
    mutating func fragment(_ element: PolicyElement, path: String) -> [PlannedNode] {
        guard !self.isFragment else {
            report(element, .invalidFragment, "'include-fragment' is not allowed in a policy fragment.")
            return []
        }
        guard let attribute = element.attribute("fragment-id") else { return [] }
        let text = substituted(attribute.value, in: element)
        let (id, shown) = (text.string, text.concealed.string)
        guard let document = self.compiler.fragments[id] else {
            if self.compiler.purpose == .execution {
                report(
                    element,
                    .unknownFragment,
                    "Policy fragment '\(shown)' could not be found.",
                    at: attribute.offset,
                    length: attribute.name.utf8.count
                )
            }
            return []
        }
        var compilation = DocumentCompilation(compiler: self.compiler, document: document, scope: self.scope)
        compilation.section = self.section
        compilation.isFragment = true
        var nodes: [PlannedNode] = []
        if let root = document.root, root.name == "fragment" {
            nodes = compilation.nodes(root, path: path + "/")
        } else {
            report(element, .invalidFragment, "The root element of policy fragment '\(shown)' must be 'fragment'.")
        }
        for (section, requirements) in compilation.requirements {
            self.requirements[section, default: ExpressionRequirements()].formUnion(requirements)
        }
        // A fragment that is included twice has its faults once.
        self.diagnostics += compilation.diagnostics.filter { !self.diagnostics.contains($0) }
        return nodes
    }
}

extension PolicyStep {
    /// The same step with another statement.
    func with(_ statement: PolicyStatement) -> PolicyStep {
        PolicyStep(
            statement: statement,
            name: self.name,
            path: self.path,
            scope: self.scope,
            section: self.section,
            id: self.id,
            file: self.file,
            line: self.line,
            column: self.column
        )
    }
}
