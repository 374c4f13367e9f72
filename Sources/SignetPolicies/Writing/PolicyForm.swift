// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The two forms in which API Management takes and gives policy documents, by the names of its REST API.
public enum PolicyForm: String, Sendable, CaseIterable {
    /// Well-formed XML: what XML reserves is escaped within expressions too.
    case xml
    /// Expressions stand as C# has them; no XML parser reads that.
    case rawxml
}

extension PolicyDocument {
    /// The document in one of the two forms, with nothing else about it changed.
    ///
    /// Only the spelling of values changes, in place; layout, comments and quotes stay. Both directions together give the
    /// same bytes again:
    ///
    /// - To `xml`, an expression that XML would not take as it is is escaped as the service's export does it: `&`, `<`,
    ///   `>`, the quote of the attribute around it, and in attributes line ends and tabs as `&#xA;`, `&#xD;`, `&#x9;`. One
    ///   that XML takes stays. A bare `&` or `<` outside of expressions becomes `&#38;` or `&#60;`, and so does
    ///   `]]>` in text `]]&#62;`; `--` in a comment becomes `-&#45;`.
    /// - To `rawxml`, every expression is unescaped, and the four special spellings are taken back. References outside
    ///   of expressions stay, and so does an expression that would read as another one without its escapes.
    ///
    /// So a document in which some expressions are escaped and others are not comes back with all of them unescaped.
    ///
    /// - Parameter form: The form to write.
    /// - Returns: The bytes, in the encoding of the document; `nil` for a document with errors.
    public func converted(to form: PolicyForm) -> [UInt8]? {
        guard let root = self.root, self.diagnostics.isEmpty else { return nil }
        for caution in [false, true] {
            var conversion = PolicyConversion(document: self, form: form, isCautious: caution)
            let text = conversion.text(root)
            let result = PolicyDocument(text, file: self.file, maximumSize: .max)
            let isRight = form == .rawxml || result.isWellFormedXML
            if isRight, result.diagnostics.isEmpty, let other = result.root, root.means(other) {
                return self.encoding.encoded(text)
            }
        }
        return nil
    }
}

extension PolicyElement {
    /// Whether another element says the same, comments aside.
    func means(_ other: PolicyElement) -> Bool {
        guard self.name == other.name, self.text.bytes == other.text.bytes else { return false }
        guard self.attributes.count == other.attributes.count else { return false }
        for (mine, others) in zip(self.attributes, other.attributes) {
            guard mine.name == others.name, mine.value.bytes == others.value.bytes else { return false }
        }
        let (elements, others) = (self.elements, other.elements)
        guard elements.count == others.count else { return false }
        for (mine, others) in zip(elements, others) where !mine.means(others) { return false }
        return true
    }
}
