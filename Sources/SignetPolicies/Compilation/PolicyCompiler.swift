// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Turns policy documents into steps: names resolved, values checked, expressions compiled.
public struct PolicyCompiler: Sendable {
    /// What documents are compiled for.
    public enum Purpose: Sendable {
        /// To run: what this version does not execute is an error.
        case execution
        /// To look at: what this version does not execute is a warning, and named values and fragments that were not
        /// given are left open.
        case inspection
    }

    /// What the documents are compiled for.
    public let purpose: Purpose
    /// Whether a policy in a section that it is not documented for is an error.
    public let isStrict: Bool
    let namedValues: NamedValues
    let fragments: [String: PolicyDocument]

    /// Creates a compiler for a configuration.
    ///
    /// - Parameters:
    ///   - purpose: What the documents are compiled for.
    ///   - namedValues: What `{{name}}` stands for.
    ///   - fragments: The documents that `include-fragment` puts in, by ID.
    ///   - isStrict: Whether a policy in a section that it is not documented for is an error rather than a warning.
    public init(
        purpose: Purpose = .execution,
        namedValues: NamedValues = NamedValues(),
        fragments: [String: PolicyDocument] = [:],
        isStrict: Bool = false
    ) {
        self.purpose = purpose
        self.namedValues = namedValues
        self.fragments = fragments
        self.isStrict = isStrict
    }

    /// What came of putting documents together.
    public struct Result: Sendable {
        /// The plan; `nil` when there is an error among the diagnostics.
        public let policy: EffectivePolicy?
        /// What there is to say about the documents, those of broader scopes first.
        public let diagnostics: [Diagnostic]

        /// The errors among the diagnostics.
        public var errors: [Diagnostic] { self.diagnostics.filter { $0.severity == .error } }
    }

    /// Compiles the documents that apply to a call, and puts them together.
    ///
    /// Where the global scope has no document, the standard one applies, which forwards the request.
    ///
    /// - Parameter documents: The documents with their scopes, in any order.
    /// - Returns: The plan of the narrowest scope, with what `<base/>` brings from the others.
    public func compile(documents: [(scope: PolicyScope, document: PolicyDocument)]) -> Result {
        var policy = EffectivePolicy.standard
        var diagnostics: [Diagnostic] = []
        for (scope, document) in documents.sorted(by: { $0.scope < $1.scope }) {
            let result = compile(document, scope: scope, inheriting: policy)
            diagnostics += result.diagnostics
            if let compiled = result.policy { policy = compiled }
        }
        let isValid = !diagnostics.contains { $0.severity == .error }
        return Result(policy: isValid ? policy : nil, diagnostics: diagnostics)
    }

    /// Compiles a document on top of what the broader scopes come to.
    ///
    /// A caller with many operations compiles the broad documents once and the narrow ones on top of them.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - scope: Where it is attached.
    ///   - inherited: What `<base/>` brings; at the global scope it brings nothing.
    /// - Returns: The plan, and what there is to say about this document.
    public func compile(
        _ document: PolicyDocument,
        scope: PolicyScope,
        inheriting inherited: EffectivePolicy
    ) -> Result {
        let compiled = compile(document, scope: scope)
        let policy = compiled.isValid ? EffectivePolicy(compiled, inheriting: inherited) : nil
        return Result(policy: policy, diagnostics: compiled.diagnostics)
    }

    /// Compiles a document; when the purpose is inspection, also a fragment as a document of its own.
    ///
    /// - Parameters:
    ///   - document: The document as it was read.
    ///   - scope: Where it is attached.
    /// - Returns: The steps, with everything that there is to say about the document. Only a document without errors
    ///   may be executed.
    public func compile(_ document: PolicyDocument, scope: PolicyScope) -> CompiledPolicyDocument {
        var compilation = DocumentCompilation(compiler: self, document: document, scope: scope)
        return compilation.compile()
    }
}
