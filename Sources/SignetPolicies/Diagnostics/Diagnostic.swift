// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// One thing to say about a policy document, with the place in the file as it was written.
public struct Diagnostic: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// The document cannot be used.
        case error
        /// The document can be used; the author should look at it.
        case warning
    }

    /// How bad it is.
    public let severity: Severity
    /// What kind of fault it is.
    public let code: DiagnosticCode
    /// What is wrong, in API Management's words where they are known.
    public let message: String
    /// The line, from 1.
    public let line: Int
    /// The column, from 1, in UTF-16 code units as .NET counts them; of an element, its name's.
    public let column: Int
    /// The file, as the reader was given it.
    public let file: String?
    /// The line as written; of a very long one, the part around the place.
    public let sourceLine: String
    /// How many columns of the line stand before ``sourceLine``.
    public let skippedColumns: Int
    /// How many columns the fault covers; at least 1.
    public let length: Int

    /// The line as written, and below it a line that marks the place.
    ///
    /// Control characters are shown as U+FFFD: what a terminal does is not for a document to say.
    public var excerpt: String {
        let before = self.sourceLine.utf16.prefix(max(0, self.column - 1 - self.skippedColumns))
        let indentation = before.map { $0 == 0x09 ? "\t" : " " }.joined()
        return Self.harmless(self.sourceLine) + "\n" + indentation + String(repeating: "^", count: self.length)
    }

    /// A text without control characters but tabs; it is as wide as before.
    private static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 }))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && scalar != "\t"
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: severity: message`, as compilers print it, without control characters.
    public var description: String {
        let place = "\(self.file.map { $0 + ":" } ?? "")\(self.line):\(self.column)"
        return Self.harmless("\(place): \(self.severity.rawValue): \(self.message)")
    }
}
