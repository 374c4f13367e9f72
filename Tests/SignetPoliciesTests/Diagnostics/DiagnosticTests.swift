// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct DiagnosticTests {
    @Test func showsThePartOfALongLineThatIsMeant() throws {
        let filling = String(repeating: "é", count: 2_000)
        let text = "<policies><inbound a='\(filling)'><b>&c;</b><d e='\(filling)' /></inbound></policies>"
        let fault = try #require(PolicyDocument(Array(text.utf8)).diagnostics.first)
        let lines = fault.excerpt.split(separator: "\n").map { Array($0.utf16) }
        #expect(fault.column == 2_028 && lines[0].count < 400 && fault.length == 3)
        let place = lines[1].count - 3
        #expect(String(decoding: lines[0][place..<(place + 3)], as: UTF16.self) == "&c;")
    }

    /// What a document holds never reaches the terminal as a command.
    @Test func showsNoControlCharacters() throws {
        let text = "<a>\t\u{1B}[31m&b;\u{9B}2J</a>"
        let diagnostics = PolicyDocument(Array(text.utf8), file: "p\u{1B}.xml").diagnostics
        #expect(diagnostics.count == 2)
        for diagnostic in diagnostics {
            let shown = "\(diagnostic)\(diagnostic.excerpt)".unicodeScalars
            #expect(!shown.contains { $0.properties.generalCategory == .control && $0 != "\t" && $0 != "\n" })
        }
        #expect(diagnostics[1].excerpt == "<a>\t\u{FFFD}[31m&b;\u{FFFD}2J</a>\n   \t     ^^^")
    }

    @Test func underlinesThePlace() {
        let diagnostic = Diagnostic(
            severity: .error,
            code: .unknownPolicy,
            message: "unknown",
            line: 2,
            column: 3,
            file: "policy.xml",
            sourceLine: "\t<x/>",
            skippedColumns: 0,
            length: 1
        )
        #expect(diagnostic.excerpt == "\t<x/>\n\t ^")
        #expect(diagnostic.description == "policy.xml:2:3: error: unknown")
    }
}
