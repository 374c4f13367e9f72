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
    /// How the text was encoded.
    let encoding: PolicyTextEncoding
    /// The comments and instructions before the root element and behind it.
    let outside: (before: [PolicyNode], behind: [PolicyNode])
    /// Where the texts of comments stand.
    let comments: [Range<Int>]

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: The text: UTF-8, or UTF-16 with a byte order mark.
    ///   - file: The name for diagnostics.
    ///   - maximumSize: How large it may be.
    public init(_ bytes: [UInt8], file: String? = nil, maximumSize: Int = PolicyDocument.maximumSize) {
        let decoded = TextDecoding(bytes)
        let source = SourceText(decoded.bytes, file: file)
        guard bytes.count <= maximumSize else {
            let message = Self.sizeMessage(bytes.count, limit: maximumSize)
            self.init(refused: source, decoded, source.diagnostic(.error, .documentTooLarge, message, at: 0))
            return
        }
        var strict = PolicyReader(source, isStrict: true)
        strict.read()
        let isWellFormedXML = strict.isWellFormed && decoded.isValid
        guard strict.isWellFormed, !strict.cutsExpressions else {
            var tolerant = PolicyReader(source, isStrict: false)
            tolerant.read()
            self.init(source, decoded, tolerant, isWellFormedXML: isWellFormedXML)
            return
        }
        self.init(source, decoded, strict, isWellFormedXML: isWellFormedXML)
    }

    /// What is said of a document that is too large, with the name of the limit.
    static func sizeMessage(_ count: Int, limit: Int) -> String {
        let name =
            switch limit {
            case self.maximumSize: "the limit of a policy document (256 KB)"
            case self.maximumFragmentSize: "the limit of a policy fragment (512 KB)"
            default: "the limit"
            }
        return "The document has \(count) bytes; \(name) is \(limit)."
    }

    private init(_ source: SourceText, _ decoded: TextDecoding, _ reader: PolicyReader, isWellFormedXML: Bool) {
        self.source = source
        self.encoding = decoded.encoding
        self.root = reader.root
        self.isWellFormedXML = isWellFormedXML
        self.outside = reader.outside
        self.comments = reader.comments
        let diagnostics = decoded.diagnostics(source) + reader.diagnostics
        // Forbidden characters are looked for first, wherever they stand.
        self.diagnostics =
            source.forbidden.isEmpty
            ? diagnostics : diagnostics.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    private init(refused source: SourceText, _ decoded: TextDecoding, _ diagnostic: Diagnostic) {
        self.source = source
        self.encoding = decoded.encoding
        self.root = nil
        self.isWellFormedXML = false
        self.outside = ([], [])
        self.comments = []
        self.diagnostics = [diagnostic]
    }
}

/// The bytes of a file as UTF-8.
private struct TextDecoding {
    let bytes: [UInt8]
    let isValid: Bool
    let encoding: PolicyTextEncoding

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
            self.encoding = isLittle ? .utf16LittleEndian : .utf16BigEndian
            self.bytes = Array(String(decoding: units, as: UTF16.self).utf8)
        } else if String(validating: bytes, as: UTF8.self) != nil {
            self.isValid = true
            self.encoding = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? .utf8WithMark : .utf8
            self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        } else {
            self.isValid = false
            self.encoding = .utf8
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
