// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// Looks for what the service takes and the author did not mean.
///
/// Every finding is a warning; ``PolicyLintRule/all`` says what is looked for and what to do about it.
public struct PolicyLint: Sendable {
    /// What is known of the configuration around a document.
    public struct Surroundings: Sendable {
        /// The fragments that `include-fragment` may put in, by ID.
        public var fragments: [String: PolicyDocument]
        /// The context variables that documents of broader scopes set.
        public var variables: Set<String>

        /// Describes the configuration; by default nothing is known of it.
        public init(fragments: [String: PolicyDocument] = [:], variables: Set<String> = []) {
            self.fragments = fragments
            self.variables = variables
        }
    }

    /// Looks at a document or a fragment.
    ///
    /// - Parameters:
    ///   - document: The document as it was read.
    ///   - surroundings: What is known of the configuration around it.
    /// - Returns: Warnings in the order of places; at most a hundred.
    public static func findings(
        _ document: PolicyDocument,
        in surroundings: Surroundings = Surroundings()
    ) -> [Diagnostic] {
        guard let root = document.root else { return [] }
        var lint = LintPass(document: document, surroundings: surroundings)
        lint.checkBase(root)
        lint.checkElements(root)
        lint.checkVariables(root)
        lint.checkFlow(root)
        return lint.findings.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// The context variables that a document sets, by the names that are known beforehand.
    public static func variables(setBy document: PolicyDocument) -> Set<String> {
        document.root.map { LintPass.settings($0).names } ?? []
    }
}

/// One look at one document.
struct LintPass {
    let document: PolicyDocument
    let surroundings: PolicyLint.Surroundings
    private(set) var findings: [Diagnostic] = []

    init(document: PolicyDocument, surroundings: PolicyLint.Surroundings) {
        self.document = document
        self.surroundings = surroundings
    }

    /// Records a warning about an element, or about a place in it.
    mutating func report(
        _ element: PolicyElement,
        _ code: DiagnosticCode,
        _ message: String,
        at offset: Int? = nil,
        length: Int = 1
    ) {
        // What is said a hundred times need not be said more often.
        guard self.findings.count < PolicyReader.maximumDiagnostics else { return }
        let (line, column) = self.document.source.position(element.offset)
        let finding = self.document.source.diagnostic(
            .warning,
            code,
            "Warning in element '\(element.name)' on line \(line), column \(column): \(message)",
            at: offset ?? element.offset,
            length: offset == nil ? element.name.utf8.count : length
        )
        if !self.findings.contains(finding) { self.findings.append(finding) }
    }
}

/// An expression of an element with the text that it stands in.
struct LintedExpression {
    let facts: ExpressionFacts
    let text: PolicyText
    private let expression: ExpressionText

    init?(_ text: PolicyText) {
        guard let expression = ExpressionText(text) else { return nil }
        self.expression = expression
        self.text = text
        self.facts = ExpressionFacts(expression.source)
    }

    /// Where an offset of the expression stands in the document.
    func place(_ offset: Int) -> Int { self.text.sourceOffset(self.expression.offset + offset) }
}

extension PolicyElement {
    /// The expressions of the attributes and of the text, those of child elements not counted.
    var lintedExpressions: [LintedExpression] {
        (self.attributes.map(\.value) + [self.text]).compactMap { LintedExpression($0) }
    }

    /// Calls a function for the element and all within it.
    func forEachElement(_ body: (PolicyElement) -> Void) {
        body(self)
        for element in self.elements { element.forEachElement(body) }
    }

    /// Whether an element of this name stands in it, at any depth.
    func holds(_ name: String) -> Bool { self.elements.contains { $0.name == name || $0.holds(name) } }
}
