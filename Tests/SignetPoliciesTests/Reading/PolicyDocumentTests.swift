// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct PolicyDocumentTests {
    private func value(_ attribute: String) -> PolicyText? {
        let document = PolicyDocument(Array("<policies><inbound><x v=\(attribute) /></inbound></policies>".utf8))
        guard document.diagnostics.isEmpty else { return nil }
        return document.root?.elements.first?.elements.first?.attribute("v")?.value
    }

    @Test(arguments: [
        (#""a""#, "a"), (#"'a"b'"#, #"a"b"#), (#""a &amp; &lt;b&gt; &#65;&#x42;""#, "a & <b> AB"), (#""a&b""#, "a&b"),
        (#""@(context.Variables["a"] == ")>" && 1 < 2)""#, #"@(context.Variables["a"] == ")>" && 1 < 2)"#),
        (#""@(context.Variables[&quot;a&quot;])""#, #"@(context.Variables["a"])"#),
        (#"'@(x["a"] == &quot;b&quot;)'"#, #"@(x["a"] == "b")"#),
        (
            ##""@{ /* " */ return $"{a["x"]:D2}" + @"c""d"; // " }\n }""##.replacing("\\n", with: "\n"),
            ##"@{ /* " */ return $"{a["x"]:D2}" + @"c""d"; // " }\n }"##.replacing("\\n", with: "\n")
        ),
        (#""@("a" + "&amp;")""#, #"@("a" + "&amp;")"#), (#""@(a) and more""#, "@(a) and more"),
        (#""@(a == '"')""#, #"@(a == '"')"#), (#""{{name}}""#, "{{name}}"),
    ])
    func readsAttributes(attribute: String, value: String) {
        #expect(self.value(attribute)?.string == value)
    }

    @Test(arguments: [
        ("a", "a"), ("a &lt; b", "a < b"), ("a < b & c", "a < b & c"),
        ("@(List<string>(\"</x>\") < 1)", "@(List<string>(\"</x>\") < 1)"),
        ("@(&quot;a&quot;)", "@(\"a\")"), ("@(\"<b>\" + \"</b>\")", "@(\"<b>\" + \"</b>\")"),
        ("<![CDATA[@(a < \"b\")]]>", "@(a < \"b\")"),
        ("{\"a\": \"<!-- x -->b\"}", "{\"a\": \"b\"}"),
    ])
    func readsText(text: String, value: String) {
        let document = PolicyDocument(Array("<policies><v>\(text)</v></policies>".utf8))
        #expect(document.diagnostics.isEmpty)
        #expect(document.root?.elements.first?.text.string == value)
    }

    @Test func keepsOrderCommentsAndPlaces() throws {
        let text = "<policies>\r\n\t<!-- one -->\n  <inbound a='1' b=\"é&lt;x\" /><base/>\n</policies>"
        let document = PolicyDocument(Array(text.utf8), file: "p.xml")
        let root = try #require(document.root)
        #expect(document.isWellFormedXML)
        #expect(root.children.count == 6)
        guard case .comment(" one ") = root.children[1] else { return #expect(Bool(false), "no comment") }
        let inbound = root.elements[0]
        #expect(inbound.attributes.map(\.name) == ["a", "b"])
        #expect(document.source.position(inbound.offset) == (3, 4))
        let value = inbound.attributes[1].value
        #expect(document.source.position(value.sourceOffset(3)) == (3, 26))
        #expect(document.source.position(root.elements[1].offset) == (3, 32))
    }

    /// The messages of .NET's `XmlReader`, as the service passes them on.
    @Test(arguments: [
        ("", "Root element is missing.", 1, 1), ("x", "Data at the root level is invalid. Line 1, position 1.", 1, 1),
        (
            "<a>\n<b></a>",
            "The 'b' start tag on line 2 position 2 does not match the end tag of 'a'. Line 2, position 6.", 2,
            6
        ),
        ("<a b></a>", "The expected token is '='. Line 1, position 5.", 1, 5),
        ("<a b=c/>", "The expected token is '\"' or '''. Line 1, position 6.", 1, 6),
        ("<a b='", "There is an unclosed literal string.", 1, 6),
        ("<a b='1' b='2'/>", "'b' is a duplicate attribute name.", 1, 10),
        ("<!DOCTYPE a []><a/>", "For security reasons DTD is prohibited in a policy document.", 1, 1),
        ("<a>&b;</a>", "Reference to undeclared entity 'b'. Line 1, position 5.", 1, 4),
        ("<a>\u{0}</a>", "'\\x0', hexadecimal value 0x00, is an invalid character. Line 1, position 4.", 1, 4),
        ("<a><!-- x", "Unexpected end of file while parsing Comment has occurred.", 1, 4),
        ("<a/><b/>", "There are multiple root elements. Line 1, position 6.", 1, 6),
    ])
    func namesTheFault(text: String, message: String, line: Int, column: Int) throws {
        let diagnostic = try #require(PolicyDocument(Array(text.utf8)).diagnostics.first)
        #expect(diagnostic.message == message)
        #expect(diagnostic.line == line && diagnostic.column == column)
    }

    @Test func collectsSeveralFaults() {
        let document = PolicyDocument(Array("<a>\n<b x x='1' x='2'></c>\n&d;\n</a>".utf8))
        #expect(document.diagnostics.map(\.line) == [2, 2, 3, 4])
        #expect(document.diagnostics[2].excerpt == "&d;\n^^^")
    }

    @Test func readsOtherEncodings() {
        let text = "<a b='é😀'/>"
        let marked = PolicyDocument([0xEF, 0xBB, 0xBF] + Array(text.utf8))
        #expect(marked.isWellFormedXML && marked.root?.attribute("b")?.value.string == "é😀")
        for isLittle in [true, false] {
            let units = [0xFEFF] + Array(text.utf16)
            let bytes = units.flatMap {
                isLittle ? [UInt8($0 & 255), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 255)]
            }
            #expect(PolicyDocument(bytes).root?.attribute("b")?.value.string == "é😀")
        }
        #expect(PolicyDocument(Array("<a b='".utf8) + [0xC3, 0x28] + Array("'/>".utf8)).diagnostics.count == 1)
    }

    @Test func neverExpandsEntities() {
        var text = "<!DOCTYPE l [<!ENTITY l0 \"lol\">"
        for level in 1..<10 {
            text += "<!ENTITY l\(level) \"" + String(repeating: "&l\(level - 1);", count: 10) + "\">"
        }
        let document = PolicyDocument(Array((text + "]><policies><inbound>&l9;</inbound></policies>").utf8))
        #expect(document.diagnostics.map(\.code) == [.documentTypeRefused, .malformedDocument])
        #expect(document.root?.elements.first?.text.bytes.count == 4)
    }

    @Test func survivesLargeAndDeepDocuments() {
        let deep = PolicyDocument(Array(String(repeating: "<a>", count: 10_000).utf8))
        #expect(deep.diagnostics.first?.code == .documentTooLarge)
        let attribute = Array(("<a b=\"@(" + String(repeating: "x", count: 1_000_000) + ")\"/>").utf8)
        #expect(PolicyDocument(attribute).diagnostics.first?.code == .documentTooLarge)
        #expect(
            PolicyDocument(attribute, maximumSize: 2_000_000).root?.attributes.first?.value.bytes.count == 1_000_003
        )
        let quotes = Array(("<a " + String(repeating: "b='@(", count: 20_000)).utf8)
        #expect(!PolicyDocument(quotes).diagnostics.isEmpty)
    }
}
