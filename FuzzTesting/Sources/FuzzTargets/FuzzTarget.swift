// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A parser under hostile input.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// Policy documents: reading, checking, formatting and both conversions.
    case document
    /// Policy expressions: lexing alone, and where an expression ends.
    case lexer
    /// Policy expressions: lexing, parsing and binding.
    case expression
    /// Policy expressions: evaluation against a context.
    case evaluation
    /// Regular expressions of policy expressions: the first line is the pattern, the others the text.
    case regex
    /// JSON of policy expressions: the first line is a JSONPath, the others the text.
    case json
    /// XML of policy expressions.
    case xml
    /// Certificates and keys: PEM, DER, PKCS #8, PKCS #12.
    case certificate
    /// Client assertions.
    case assertion
    /// Heads of HTTP/1.1 messages.
    case head

    /// Feeds a text to the parser.
    ///
    /// - Parameter bytes: The text.
    /// - Returns: What was promised and not kept; `nil` when all is well. A crash is a finding as well.
    public func run(_ bytes: [UInt8]) -> String? {
        switch self {
        case .document: DocumentInput.run(bytes)
        case .lexer: LexerInput.run(bytes)
        case .expression: ExpressionInput.bind(bytes)
        case .evaluation: ExpressionInput.evaluate(bytes)
        case .regex: ExpressionInput.match(bytes)
        case .json: ExpressionInput.parseJSON(bytes)
        case .xml: ExpressionInput.parseXML(bytes)
        case .certificate: CredentialInput.readCertificate(bytes)
        case .assertion: CredentialInput.verifyAssertion(bytes)
        case .head: HeadInput.run(bytes)
        }
    }
}
