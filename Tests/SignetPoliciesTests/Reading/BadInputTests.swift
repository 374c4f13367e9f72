// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct BadInputTests {
    private func diagnostics(_ text: String) -> [Diagnostic] { PolicyDocument(Array(text.utf8)).diagnostics }

    @Test func namesTheLimitThatADocumentExceeds() {
        func message(_ root: String, _ count: Int) -> String? {
            let body = String(repeating: "x", count: count)
            let text = "<\(root)><inbound><set-body>\(body)</set-body></inbound></\(root)>"
            return PolicyCheck(Array(text.utf8), path: "p.xml").diagnostics.first { $0.code == .documentTooLarge }?
                .message
        }
        #expect(message("policies", 262_000) == nil)
        #expect(message("policies", 262_144)?.hasSuffix("the limit of a policy document (256 KB) is 262144.") == true)
        #expect(message("fragment", 262_144) == nil)
        #expect(message("fragment", 524_288)?.hasSuffix("the limit of a policy fragment (512 KB) is 524288.") == true)
    }

    /// Several faults at once, each with its place and the text there underlined.
    @Test func saysEverythingThatIsWrongWithTheTextUnderlined() {
        let text = "<policies>\r\n\t<inbound>\r\n\t\t<x a='1' a='2'/>&é;<y b/>\r\n\t</inbound></policies>"
        let found = diagnostics(text)
        #expect(found.map { "\($0.line):\($0.column)" } == ["3:12", "3:19", "3:26"])
        #expect(
            found.map(\.excerpt) == [
                "\t\t<x a='1' a='2'/>&é;<y b/>\n\t\t         ^",
                "\t\t<x a='1' a='2'/>&é;<y b/>\n\t\t                ^^^",
                "\t\t<x a='1' a='2'/>&é;<y b/>\n\t\t                       ^",
            ]
        )
    }

    @Test(arguments: [
        ("<a>\u{1}</a>", "'\\x1', hexadecimal value 0x01, is an invalid character. Line 1, position 4."),
        ("<a><!--\u{0}--></a>", "'\\x0', hexadecimal value 0x00, is an invalid character. Line 1, position 8."),
        ("<a b=\"@('\u{8}')\" />", "'\\x8', hexadecimal value 0x08, is an invalid character. Line 1, position 10."),
        ("<a>\u{FFFE}</a>", "'\\xFFFE', hexadecimal value 0xFFFE, is an invalid character. Line 1, position 4."),
        (
            "<a><![CDATA[\u{FFFF}]]></a>",
            "'\\xFFFF', hexadecimal value 0xFFFF, is an invalid character. Line 1, position 13."
        ),
    ])
    func refusesCharactersThatXMLDoesNotHave(text: String, message: String) {
        #expect(diagnostics(text).map(\.message) == [message])
    }

    @Test func countsLinesThatEndInAnyWay() {
        for end in ["\n", "\r\n", "\r"] {
            #expect(diagnostics("<a>\(end)\(end)<b></a>").first?.line == 3)
        }
    }

    @Test func refusesBrokenEncodings() {
        let broken: [[UInt8]] = [
            [0xFF, 0xFE, 0x3C], [0xFE, 0xFF, 0x00, 0x3C, 0xD8, 0x00], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xC0, 0x80],
            [0x80],
            Array("<a>".utf8) + [0xED, 0xA0, 0x80] + Array("</a>".utf8), [0x00, 0x3C, 0x00, 0x61],
            [0x3C, 0x00, 0x61, 0x00],
        ]
        for bytes in broken {
            let document = PolicyDocument(bytes)
            #expect(!document.diagnostics.isEmpty && !document.isWellFormedXML, "\(bytes)")
        }
    }

    /// Truncated at every byte: something is always said, and what was read can be written or is refused.
    @Test(arguments: [
        #"<policies><inbound><set-variable name="v" value="@{ var a = $"{b["c"],5:D2}" + @"d""e"; /* f */ return 'g'; }" /></inbound></policies>"#,
        #"<!-- a --><policies><inbound><set-body>@(&quot;b&quot; + 1 &lt; 2)</set-body><![CDATA[c]]><?d e?></inbound></policies>"#,
    ])
    func takesTextsThatWereCutOff(text: String) {
        let bytes = Array(text.utf8)
        for end in bytes.indices {
            let document = PolicyDocument(Array(bytes[..<end]))
            #expect(!document.diagnostics.isEmpty)
            #expect(document.formatted() == nil && document.converted(to: .xml) == nil)
            _ = PolicyCheck(Array(bytes[..<end]), path: "p.xml")
        }
        #expect(PolicyDocument(bytes).diagnostics.isEmpty)
    }

    @Test func endsOnDeepAndLongInput() {
        let deep = String(repeating: "<choose><when condition=\"@(true)\">", count: 10_000)
        #expect(
            PolicyCheck(Array("<policies><inbound>\(deep)".utf8), path: "p.xml").diagnostics
                .contains { $0.code == .documentTooLarge }
        )
        for bracket in ["(", "[", "{", "$\"{", "/*", "\"", "@\"", "'"] {
            let expression = String(repeating: bracket, count: 20_000)
            let text =
                "<policies><inbound><set-method>@(\(expression))</set-method></inbound><backend><base /></backend></policies>"
            #expect(!PolicyCheck(Array(text.utf8), path: "p.xml").isValid)
        }
    }
}
