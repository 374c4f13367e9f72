// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A policy document or fragment as it was written: elements, attributes and comments in order.
///
/// Documents come in two forms: `xml`, which is ordinary XML, and `rawxml`, in which expressions are not encoded, so that
/// quotes, `<` and `&&` stand in them as C# has them. About half of all documents are of the second form and no XML
/// parser reads them. A document that is well-formed XML is read as XML says; any other is read by finding the end of
/// each expression as C# does.
public struct PolicyDocument: Sendable {
    /// How large a policy document may be, in bytes.
    public static let maximumSize = 256 * 1024
    /// How large a fragment may be, in bytes.
    public static let maximumFragmentSize = 512 * 1024

    /// The root element; `nil` when there is none.
    public let root: PolicyElement?
    /// Whether the document is well-formed XML.
    public let isWellFormedXML: Bool
    /// What is wrong with the document as a document.
    public let diagnostics: [Diagnostic]
    /// The file, as the caller gave it.
    public var file: String? { self.source.file }
    /// The text.
    package let source: SourceText

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: The text: UTF-8, or UTF-16 with a byte order mark.
    ///   - file: The name for diagnostics.
    ///   - maximumSize: How large it may be.
    public init(_ bytes: [UInt8], file: String? = nil, maximumSize: Int = PolicyDocument.maximumSize) {
        let decoded = TextDecoding(bytes)
        let source = SourceText(decoded.bytes, file: file)
        self.source = source
        guard bytes.count <= maximumSize else {
            self.root = nil
            self.isWellFormedXML = false
            self.diagnostics = [
                source.diagnostic(
                    .error,
                    .documentTooLarge,
                    "The document has \(bytes.count) bytes; \(maximumSize) are allowed.",
                    at: 0
                )
            ]
            return
        }
        var strict = PolicyReader(source, isStrict: true)
        strict.read()
        self.isWellFormedXML = strict.isWellFormed && decoded.isValid
        if strict.isWellFormed, !strict.cutsExpressions {
            self.root = strict.root
            self.diagnostics = decoded.diagnostics(source) + strict.diagnostics
        } else {
            var tolerant = PolicyReader(source, isStrict: false)
            tolerant.read()
            self.root = tolerant.root
            self.diagnostics = decoded.diagnostics(source) + tolerant.diagnostics
        }
    }
}

/// The bytes of a file as UTF-8.
private struct TextDecoding {
    let bytes: [UInt8]
    let isValid: Bool

    init(_ bytes: [UInt8]) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            let isLittle = bytes[0] == 0xFF
            let units = stride(from: 2, to: bytes.count - 1, by: 2)
                .map { index in
                    isLittle
                        ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
                        : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
                }
            self.isValid = bytes.count.isMultiple(of: 2)
            self.bytes = Array(String(decoding: units, as: UTF16.self).utf8)
        } else if String(validating: bytes, as: UTF8.self) != nil {
            self.isValid = true
            self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        } else {
            self.isValid = false
            self.bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
        }
    }

    func diagnostics(_ source: SourceText) -> [Diagnostic] {
        if self.isValid { return [] }
        let mark: [UInt8] = [0xEF, 0xBF, 0xBD]
        let offset = source.bytes.indices.first { source.bytes[$0...].starts(with: mark) } ?? 0
        return [
            source.diagnostic(.error, .malformedDocument, "Invalid character in the given encoding.", at: offset)
        ]
    }
}
