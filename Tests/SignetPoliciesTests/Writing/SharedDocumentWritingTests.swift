// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPolicies

/// Writes documents that other people wrote, and reads them again.
@Suite(.enabled(if: SharedDocuments.isAvailable, "The folder ../shared with the documents is not there."))
struct SharedDocumentWritingTests {
    /// What there is to say about a document, places aside.
    private static func findings(_ bytes: [UInt8]) -> [String] {
        let check = PolicyCheck(bytes, path: "p.xml")
        let places = /(on line \d+, column \d+|[Ll]ine \d+, position \d+|on line \d+ position \d+)/
        return ["\(check.policies) \(check.expressions) \(check.bound)"]
            + check.diagnostics.map { "\($0.code) " + $0.message.replacing(places, with: "") }.sorted()
    }

    private static func document(_ bytes: [UInt8]) -> PolicyDocument {
        PolicyDocument(bytes, maximumSize: PolicyDocument.maximumFragmentSize)
    }

    @Test func convertsThereAndBackToTheSameBytes() throws {
        for (path, bytes) in try SharedDocuments.all() {
            let xml = try #require(Self.document(bytes).converted(to: .xml), "\(path)")
            let raw = try #require(Self.document(bytes).converted(to: .rawxml), "\(path)")
            #expect(Self.document(xml).isWellFormedXML, "\(path)")
            #expect(Self.document(xml).converted(to: .xml) == xml, "\(path)")
            #expect(Self.document(raw).converted(to: .rawxml) == raw, "\(path)")
            #expect(Self.document(xml).converted(to: .rawxml) == raw, "\(path)")
            #expect(Self.document(raw).converted(to: .xml) == xml, "\(path)")
            // Each is in one of its own two forms, but for line ends in escaped attributes, which XML takes for spaces.
            #expect(xml == bytes || raw == bytes || String(decoding: xml, as: UTF8.self).contains("&#xA;"), "\(path)")
        }
    }

    @Test func bindsTheSameAfterEveryWriting() throws {
        for (path, bytes) in try SharedDocuments.all() {
            let document = Self.document(bytes)
            let expected = Self.findings(bytes)
            for form in PolicyForm.allCases {
                let written = try #require(document.converted(to: form), "\(path)")
                if written != bytes { #expect(Self.findings(written) == expected, "\(path)") }
            }
            let formatted = try #require(document.formatted(), "\(path)")
            if formatted != bytes { #expect(Self.findings(formatted) == expected, "\(path)") }
        }
    }

    @Test func formatsNothingASecondTime() throws {
        for (path, bytes) in try SharedDocuments.all() {
            let document = Self.document(bytes)
            let formatted = try #require(document.formatted(), "\(path)")
            let again = Self.document(formatted)
            #expect(again.formatted() == formatted, "\(path)")
            let (root, other) = (try #require(document.root), try #require(again.root))
            #expect(root.comments == other.comments && root.values == other.values, "\(path)")
        }
    }
}

extension PolicyElement {
    /// All comments, in order.
    fileprivate var comments: [String] {
        self.children.flatMap { child -> [String] in
            switch child {
            case .comment(let text): [text]
            case .element(let element): element.comments
            case .text, .instruction: []
            }
        }
    }

    /// All names and values, in order.
    fileprivate var values: [String] {
        [self.name] + self.attributes.flatMap { [$0.name, $0.value.string] }
            + (self.text.isBlank ? [] : [self.text.string]) + self.elements.flatMap(\.values)
    }
}
