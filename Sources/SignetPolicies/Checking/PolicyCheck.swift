// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import SignetCore

/// What there is to say about a file: read and bound, not run.
public struct PolicyCheck: Sendable {
    /// The file.
    public let path: String
    /// Whether it is well-formed XML; documents of the raw form usually are not.
    public let isWellFormedXML: Bool
    /// What is wrong, or worth a look.
    public let diagnostics: [Diagnostic]
    /// How many policies it has.
    public let policies: Int
    /// How many expressions it has.
    public let expressions: Int
    /// How many of them could be bound.
    public let bound: Int

    /// Checks a document or a fragment.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - path: The name of the file.
    ///   - compiler: How to compile it: by default for inspection, with nothing but the file itself.
    public init(
        _ bytes: [UInt8],
        path: String,
        compiler: PolicyCompiler = PolicyCompiler(purpose: .inspection)
    ) {
        let document = PolicyDocument(bytes, file: path, maximumSize: PolicyDocument.maximumFragmentSize)
        let compiled = compiler.compile(document, scope: .api)
        self.path = path
        self.isWellFormedXML = document.isWellFormedXML
        var diagnostics = compiled.diagnostics
        if document.root?.name == "policies", bytes.count > PolicyDocument.maximumSize {
            let message = PolicyDocument.sizeMessage(bytes.count, limit: PolicyDocument.maximumSize)
            diagnostics.insert(document.source.diagnostic(.error, .documentTooLarge, message, at: 0), at: 0)
        }
        // What a broken document does not say can only be guessed.
        if document.diagnostics.isEmpty {
            let surroundings = PolicyLint.Surroundings(fragments: compiler.fragments)
            let known = Set(diagnostics.map { [$0.line, $0.column] })
            diagnostics += PolicyLint.findings(document, in: surroundings)
                .filter { $0.code != .unreachable || !known.contains([$0.line, $0.column]) }
            diagnostics.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        }
        self.diagnostics = diagnostics
        self.policies = compiled.policyCount
        self.expressions = compiled.expressionCount
        self.bound = compiled.boundCount
    }

    /// Whether nothing is wrong.
    public var isValid: Bool { !self.diagnostics.contains { $0.severity == .error } }

    /// The form that `signet policy check --output json` prints for a file.
    package var json: JSONValue {
        [
            "path": .string(self.path),
            "wellFormedXML": .bool(self.isWellFormedXML),
            "diagnostics": .array(self.diagnostics.map(\.json)),
            "policies": .number(self.policies),
            "expressions": .number(self.expressions),
            "bound": .number(self.bound),
        ]
    }
}

extension Diagnostic {
    /// The form that commands print.
    package var json: JSONValue {
        [
            "severity": .string(self.severity.rawValue),
            "line": .number(self.line),
            "column": .number(self.column),
            "code": .string(self.code.rawValue),
            "message": .string(self.message),
        ]
    }
}
