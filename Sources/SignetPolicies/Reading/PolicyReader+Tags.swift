// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension PolicyReader {
    /// Reads a start tag; the position is its `<`.
    mutating func startTag() {
        let start = self.position + 1
        self.position = start
        let name = name()
        var element = PolicyElement(name: name, attributes: [], children: [], offset: start)
        while true {
            let hadSpace = skipSpace()
            if stands("/>", at: self.position) {
                self.position += 2
                element.isOneTag = true
                push(element)
                return close()
            }
            if byte(self.position) == UInt8(ascii: ">") {
                self.position += 1
                return push(element)
            }
            guard Self.startsName(byte(self.position)) else {
                report(unexpected(self.position), at: self.position)
                return pushRecovered(element)
            }
            if !hadSpace { deviate() }
            guard let attribute = attribute() else { return pushRecovered(element) }
            guard add(attribute, to: &element) else { return stop() }
        }
    }

    /// Adds an attribute that is not there yet; gives `false` where an element has so many that reading must end.
    private mutating func add(_ attribute: PolicyAttribute, to element: inout PolicyElement) -> Bool {
        if element.attribute(attribute.name) != nil {
            report(
                "'\(attribute.name)' is a duplicate attribute name.",
                at: attribute.offset,
                length: attribute.name.utf8.count
            )
        } else {
            element.attributes.append(attribute)
        }
        guard element.attributes.count > Self.maximumAttributes else { return true }
        report(
            "An element has more than \(Self.maximumAttributes) attributes.",
            code: .documentTooLarge,
            at: element.offset
        )
        return false
    }

    private func unexpected(_ index: Int) -> String {
        guard index < self.bytes.count else { return "Unexpected end of file has occurred." }
        let character = String(decoding: self.bytes[index...].prefix(4), as: UTF8.self).prefix(1)
        let (line, column) = self.source.position(index)
        return "Name cannot begin with the '\(character)' character. Line \(line), position \(column)."
    }

    /// Opens an element whose tag is wrong, and goes to where the tag probably ends.
    private mutating func pushRecovered(_ element: PolicyElement) {
        while self.position < self.bytes.count, self.bytes[self.position] != UInt8(ascii: "<") {
            self.position += 1
            guard self.bytes[self.position - 1] == UInt8(ascii: ">") else { continue }
            push(element)
            // So that one fault is not followed by others that it brings about.
            if self.bytes[self.position - 2] == UInt8(ascii: "/") { close() }
            return
        }
        push(element)
    }

    private mutating func name() -> String {
        let start = self.position
        while Self.isNameByte(byte(self.position)) { self.position += 1 }
        return String(decoding: self.bytes[start..<self.position], as: UTF8.self)
    }

    private mutating func skipSpace() -> Bool {
        let start = self.position
        while Self.isSpace(byte(self.position)) { self.position += 1 }
        return self.position > start
    }

    private mutating func attribute() -> PolicyAttribute? {
        let start = self.position
        let name = name()
        _ = skipSpace()
        guard byte(self.position) == UInt8(ascii: "=") else {
            let (line, column) = self.source.position(self.position)
            report(
                "The expected token is '='. Line \(line), position \(column).",
                at: self.position
            )
            return nil
        }
        self.position += 1
        _ = skipSpace()
        let quote = byte(self.position)
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            let (line, column) = self.source.position(self.position)
            report(
                "The expected token is '\"' or '''. Line \(line), position \(column).",
                at: self.position
            )
            return nil
        }
        guard let value = value(quote) else {
            report("There is an unclosed literal string.", at: self.position)
            self.position = self.bytes.count
            return nil
        }
        return PolicyAttribute(name: name, value: value, offset: start)
    }

    /// Reads a value with its quotes; the position is the first quote.
    private mutating func value(_ quote: UInt8) -> PolicyText? {
        let start = self.position + 1
        if !self.isStrict, let end = expressionEnd(start) {
            var close = end
            while Self.isSpace(byte(close)) { close += 1 }
            if close < self.bytes.count, self.bytes[close] == quote {
                self.position = close + 1
                var text = expressionText(start..<close)
                text.range = start..<close
                return text
            }
            self.vainlySearched += end - start
        }
        guard let end = self.bytes[start...].firstIndex(of: quote) else { return nil }
        self.position = end + 1
        if self.isStrict, self.bytes[start..<end].contains(UInt8(ascii: "<")) { deviate() }
        var text = decoded(start..<end)
        text.range = start..<end
        return text
    }

    /// The index behind the expression that a value or text begins with.
    mutating func expressionEnd(_ start: Int) -> Int? {
        var index = start
        while Self.isSpace(byte(index)) { index += 1 }
        guard byte(index) == UInt8(ascii: "@"), self.unendedExpressions < Self.maximumUnendedExpressions,
            self.vainlySearched < Self.maximumVainSearch
        else { return nil }
        let bracket = byte(index + 1)
        guard bracket == UInt8(ascii: "(") || bracket == UInt8(ascii: "{") else { return nil }
        let end = ExpressionBoundary.end(in: self.bytes, opening: index + 1)
        if end == nil { self.unendedExpressions += 1 }
        return end
    }

    /// An expression of the raw form, unless it was written for the encoded form.
    func expressionText(_ range: Range<Int>) -> PolicyText {
        if ExpressionBoundary.hasReferenceInCode(self.bytes, in: range) {
            var copy = self
            return copy.decoded(range)
        }
        var text = PolicyText()
        text.append(self.bytes[range], source: range.lowerBound)
        return text
    }
}
