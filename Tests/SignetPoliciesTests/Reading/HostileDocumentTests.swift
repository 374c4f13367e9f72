// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

/// Input that is made to hurt: every one must end quickly, with something to say.
@Suite struct HostileDocumentTests {
    private static func repeated(_ text: String, upTo count: Int = 8_000) -> String {
        String(repeating: text, count: count / text.utf8.count)
    }

    /// Texts that would cost the square of their length if each part of them were searched to the end.
    @Test(arguments: [
        "<v>@(/*</v>", "<v a='@(/*'/>", "<v a=\"@{ @\\\"\"/>", "<v>@($@\"{</v>", "@(", "@{", "{{", "{{a", "&", "&#x;",
        "<", "</",
        "<!--", "<![CDATA[", "<?", "<!DOCTYPE", "a='@(' ", "]]>", "<a></b>",
    ])
    func endsQuickly(part: String) {
        for text in [
            Self.repeated(part), "<policies><inbound>" + Self.repeated(part),
            "<policies><inbound><x " + Self.repeated(part),
        ] {
            let document = PolicyDocument(Array(text.utf8))
            #expect(!document.diagnostics.isEmpty)
            #expect(document.diagnostics.count <= 100)
            _ = PolicyCheck(Array(text.utf8), path: "p.xml")
        }
    }

    /// An expression that ends, but not where its value does, is searched for no more than so often.
    @Test func searchesForEndsOfExpressionsNoLongerThanAllowed() {
        let text = "<policies>" + Self.repeated("<v a='@(/*'/>", upTo: 60_000) + "*/)</policies>"
        var reader = PolicyReader(SourceText(Array(text.utf8), file: nil), isStrict: false)
        reader.read()
        #expect(reader.vainlySearched > 0)
        #expect(reader.vainlySearched < PolicyReader.maximumVainSearch + text.utf8.count)
        #expect(reader.diagnostics.isEmpty)
    }

    /// As large as fragments may be; the square of that is hours.
    @Test(
        .timeLimit(.minutes(15)),
        arguments: [
            "context.Variables.A<", "context.Request.Body.As(", "context.Variables[\"b\"]+", "context.Variables.A<B<",
        ]
    )
    func lintsLongExpressionsQuickly(part: String) {
        let names = (0..<5_000).map { "<set-variable name=\"a\($0)\" value=\"1\" />" }.joined()
        let body = "<set-body>@(\(Self.repeated(part, upTo: 250_000)))</set-body>"
        let text = "<policies><inbound>\(names)\(body)</inbound></policies>"
        let document = PolicyDocument(Array(text.utf8), maximumSize: PolicyDocument.maximumFragmentSize)
        #expect(PolicyLint.findings(document).count <= 100)
    }

    @Test func refusesMoreAttributesThanAnElementCanHave() {
        let attributes = (0..<2_000).map { "a\($0)='1'" }.joined(separator: " ")
        let document = PolicyDocument(Array("<policies><inbound><x \(attributes)/></inbound></policies>".utf8))
        #expect(document.diagnostics.map(\.code).contains(.documentTooLarge))
    }

    @Test func namesPlacesBehindManyReferences() throws {
        let references = Self.repeated("&amp;{{n}}", upTo: 40_000)
        let text = "<policies><inbound><set-body>\(references){{none}}</set-body></inbound></policies>"
        let result = PolicyCompiler(namedValues: ["n": "1"])
            .compile(PolicyDocument(Array(text.utf8)), scope: .api, inheriting: .standard)
        let fault = try #require(result.errors.first)
        #expect(fault.code == .unknownNamedValue && fault.column == 30 + references.utf8.count)
    }

    @Test func compilesTruncatedDocumentsWithoutCrashing() {
        let text = """
            <!-- c --><policies><inbound><base /><choose><when condition="@(context.Variables["a"] == "{{n}}" && 1 < 2)">
            <set-header name='X' exists-action="append"><value>@{ var a = $"{1}"; return @"c""d" + 'x'; /* } */ }</value>
            </set-header></when><otherwise><set-body><![CDATA[<a>&amp;]]></set-body></otherwise></choose>
            <authentication-certificate body="@(context.Variables.GetValueOrDefault&lt;byte[]&gt;(&quot;b&quot;))" password="{{n}}" />
            </inbound><backend><base /></backend></policies>
            """
        let bytes = Array(text.utf8)
        let compiler = PolicyCompiler(namedValues: ["n": "v"])
        for end in bytes.indices {
            let document = PolicyDocument(Array(bytes[..<end]))
            #expect(compiler.compile(document, scope: .api, inheriting: .standard).policy == nil)
        }
        #expect(compiler.compile(PolicyDocument(bytes), scope: .api, inheriting: .standard).policy != nil)
    }

    @Test func takesMixedLineEnds() throws {
        let text = "<policies>\r\n<inbound>\n<x/>\r\n</inbound>\n</policies>"
        let fault = try #require(CompiledText.document(text).errors.first)
        #expect(fault.line == 3 && fault.column == 2 && fault.excerpt == "<x/>\n ^")
    }
}
