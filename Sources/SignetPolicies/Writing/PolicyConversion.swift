// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// The conversion of one document: the places that are spelt differently.
struct PolicyConversion {
    let document: PolicyDocument
    let form: PolicyForm
    /// Whether expressions with an `&` stay escaped in the raw form: some cannot be told from escaped ones otherwise.
    let isCautious: Bool
    private var edits: [(range: Range<Int>, text: [UInt8])] = []

    init(document: PolicyDocument, form: PolicyForm, isCautious: Bool) {
        self.document = document
        self.form = form
        self.isCautious = isCautious
    }

    private var source: [UInt8] { self.document.source.bytes }

    /// The whole text in the other form.
    mutating func text(_ root: PolicyElement) -> [UInt8] {
        element(root)
        for range in self.document.comments { comment(range) }
        var result: [UInt8] = []
        var start = 0
        for edit in self.edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            result += self.source[start..<edit.range.lowerBound]
            result += edit.text
            start = edit.range.upperBound
        }
        return result + self.source[start...]
    }

    private mutating func element(_ element: PolicyElement) {
        var last: Int?
        for attribute in element.attributes {
            // XML wants a space between two attributes.
            if attribute.offset == last, self.form == .xml {
                self.edits.append((attribute.offset..<attribute.offset, [0x20]))
            }
            value(attribute.value, quote: self.source[attribute.value.range.lowerBound - 1])
            last = attribute.value.range.upperBound + 1
        }
        for child in element.children {
            switch child {
            case .element(let element): self.element(element)
            case .text(let text) where !text.isCharacterData: value(text, quote: nil)
            case .text, .comment, .instruction: break
            }
        }
    }

    private mutating func value(_ text: PolicyText, quote: UInt8?) {
        let spelling: [UInt8]
        if let expression = text.wholeExpression {
            switch self.form {
            case .xml: spelling = PolicySpelling.escaped(expression, quote: quote)
            case .rawxml: spelling = PolicySpelling.bare(expression, isCautious: self.isCautious) ?? written(text)
            }
        } else {
            spelling =
                self.form == .xml
                ? PolicySpelling.marked(written(text), isText: quote == nil)
                : PolicySpelling.unmarked(written(text), isText: quote == nil)
        }
        if spelling != written(text) { self.edits.append((text.range, spelling)) }
    }

    private func written(_ text: PolicyText) -> [UInt8] { Array(self.source[text.range]) }

    private mutating func comment(_ range: Range<Int>) {
        let written = Array(self.source[range])
        let spelling =
            self.form == .xml ? PolicySpelling.markedComment(written) : PolicySpelling.unmarkedComment(written)
        if spelling != written { self.edits.append((range, spelling)) }
    }
}

extension PolicyText {
    /// The text, if all of it is one expression that ends where the text does.
    fileprivate var wholeExpression: [UInt8]? {
        guard let expression = ExpressionText(self), expression.isClosed else { return nil }
        return self.bytes
    }
}
