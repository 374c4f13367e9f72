// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
package import SignetPolicies

/// Something that is wrong with a configuration, with the place in its files.
public struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// The configuration cannot be used.
        case error
        /// The configuration can be used; its author should look at it.
        case warning
    }

    /// How bad it is.
    public let severity: Severity
    /// What kind of fault it is, for scripts.
    public let code: String
    /// What is wrong and what to do.
    public let message: String
    /// The file, relative to the configuration's folder.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int

    package init(
        _ severity: Severity,
        _ code: String,
        _ message: String,
        file: String,
        line: Int = 1,
        column: Int = 1
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.column = column
    }

    /// Takes over what the reader of policies found.
    package init(_ diagnostic: Diagnostic, file: String) {
        self.init(
            diagnostic.severity == .error ? .error : .warning,
            diagnostic.code.rawValue,
            diagnostic.message,
            file: diagnostic.file ?? file,
            line: diagnostic.line,
            column: diagnostic.column
        )
    }

    /// Says that a text is not JSON, and from where on.
    init(_ error: JSONError, in text: [UInt8], file: String) {
        let place = TextPlace(offset: error.offset, in: text)
        self.init(
            .error,
            "malformedJSON",
            "This is not JSON: \(error.reason).",
            file: file,
            line: place.line,
            column: place.column
        )
    }

    /// The same without secrets in its message.
    func concealed(by redaction: SecretRedaction) -> ConfigurationProblem {
        ConfigurationProblem(
            self.severity,
            self.code,
            redaction.redacted(self.message),
            file: self.file,
            line: self.line,
            column: self.column
        )
    }

    /// `file:line:column: severity: message`, as compilers print it.
    public var description: String {
        "\(self.file):\(self.line):\(self.column): \(self.severity.rawValue): \(self.message)"
    }
}
