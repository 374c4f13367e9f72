// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct PolicyFormTests {
    private func converted(_ text: String, to form: PolicyForm) -> String? {
        PolicyDocument(Array(text.utf8)).converted(to: form).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Both spellings of the same, each made of the other.
    @Test(arguments: [
        (
            #"<a v="@(x["k"] == "a" && 1 < 2)" />"#,
            #"<a v="@(x[&quot;k&quot;] == &quot;a&quot; &amp;&amp; 1 &lt; 2)" />"#
        ),
        (#"<a v='@(x['k'] > 1)' />"#, #"<a v='@(x[&apos;k&apos;] &gt; 1)' />"#),
        (#"<a v="@("&amp;")" />"#, #"<a v="@(&quot;&amp;amp;&quot;)" />"#),
        (#"<a v="@(As<string>("x"))"/>"#, #"<a v="@(As&lt;string&gt;(&quot;x&quot;))"/>"#),
        (#"<a>@(As<string>("x") + "</a>")</a>"#, #"<a>@(As&lt;string&gt;("x") + "&lt;/a&gt;")</a>"#),
        (
            "<a v=\"@{ // one\r\n\treturn \"x\";\r\n}\" />",
            "<a v=\"@{ // one&#xD;&#xA;&#x9;return &quot;x&quot;;&#xD;&#xA;}\" />"
        ),
        ("<a>a & b < c &amp; d</a>", "<a>a &#38; b &#60; c &amp; d</a>"),
        ("<a v=\"?a=1&b=2\" />", "<a v=\"?a=1&#38;b=2\" />"),
        ("<a><!-- a -- b ---></a>", "<a><!-- a -&#45; b &#45;--></a>"),
        (
            "<!-- x -->\r\n<a v=\"@(\"\")\"><b /><![CDATA[@(1 < 2)]]></a>\r\n",
            "<!-- x -->\r\n<a v=\"@(&quot;&quot;)\"><b /><![CDATA[@(1 < 2)]]></a>\r\n"
        ),
        ("<a>@(\"]]>\")</a>", "<a>@(\"]]&gt;\")</a>"), ("<a b=']]>'>c]]>d</a>", "<a b=']]>'>c]]&#62;d</a>"),
    ])
    func writesEachFormAsTheOther(raw: String, xml: String) {
        #expect(converted(raw, to: .xml) == xml)
        #expect(converted(xml, to: .rawxml) == raw)
        #expect(converted(raw, to: .rawxml) == raw)
        #expect(converted(xml, to: .xml) == xml)
    }

    /// What stands in both forms alike.
    @Test(arguments: [
        "<a v=\"@(1 > 0)\" w=\"a &amp; b\">c &lt; d</a>", "<a v='@(x[\"k\"])'>@(\"a\")</a>", "<a v=\"@(x\" />",
        "<a>{{b}}</a>",
        "<?xml version=\"1.0\"?><a />", "<a>&#x20AC;</a>",
    ])
    func leavesAlone(text: String) {
        for form in PolicyForm.allCases { #expect(converted(text, to: form) == text) }
    }

    @Test func unescapesAllOfAMixedDocument() {
        let text = #"<a v="@(x["k"])" w="@(x[&quot;k&quot;])" />"#
        #expect(converted(text, to: .rawxml) == #"<a v="@(x["k"])" w="@(x["k"])" />"#)
    }

    /// A string that holds a reference in a document that is well-formed either way.
    @Test func keepsEscapesThatTheRawFormNeeds() throws {
        let text = #"<a v='@("&amp;lt;")' />"#
        let raw = try #require(converted(text, to: .rawxml))
        let value = PolicyDocument(Array(raw.utf8)).root?.attribute("v")?.value.string
        #expect(value == #"@("&lt;")"#)
    }

    @Test func keepsTheEncoding() throws {
        let text = "<a v=\"@(\"é😀\")\" />"
        for encoding in [PolicyTextEncoding.utf8WithMark, .utf16LittleEndian, .utf16BigEndian] {
            let bytes = encoding.encoded(Array(text.utf8))
            let xml = try #require(PolicyDocument(bytes).converted(to: .xml))
            #expect(xml == encoding.encoded(Array("<a v=\"@(&quot;é😀&quot;)\" />".utf8)))
            #expect(PolicyDocument(xml).converted(to: .rawxml) == bytes)
        }
    }

    @Test(arguments: ["", "<a>", "<a v=1/>", "<a/><b/>", "<!DOCTYPE a><a/>"])
    func refusesWhatIsNoDocument(text: String) {
        for form in PolicyForm.allCases { #expect(converted(text, to: form) == nil) }
        #expect(PolicyDocument(Array(text.utf8)).formatted() == nil)
    }
}
