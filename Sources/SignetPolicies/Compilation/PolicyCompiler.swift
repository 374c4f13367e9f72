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

    /// Compiles a document, or a fragment as a document of its own.
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
