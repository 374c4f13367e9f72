// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions
import Testing

@testable import SignetPolicies

/// A secret named value works like any other, but nothing that is said about a document shows a word of it.
@Suite struct SecretNamedValueTests {
    /// Each with a word that nothing else holds.
    static let secrets = ["plain": "Tangerine", "words": "Quince + Medlar", "broken": "Damson\" Mirabelle"]
    static let words = ["Tangerine", "Quince", "Medlar", "Damson", "Mirabelle"]

    static let compiler = PolicyCompiler(
        namedValues: NamedValues(secrets.mapValues { NamedValue($0, isSecret: true) }),
        fragments: ["Tangerine": PolicyDocument(Array("<policies/>".utf8))]
    )

    private func compile(_ inbound: String) -> CompiledPolicyDocument {
        let text =
            "<policies><inbound>\n\(inbound)\n</inbound><backend><base/></backend><outbound/><on-error/></policies>"
        return Self.compiler.compile(PolicyDocument(Array(text.utf8), file: "policy.xml"), scope: .api)
    }

    /// Everything that printing a value shows.
    static func prints(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(dumped)"
    }

    static func shown(_ text: String) -> [String] { Self.words.filter { text.lowercased().contains($0.lowercased()) } }

    @Test(
        arguments: [
            (#"<set-variable name="a" value="@({{plain}})"/>"#, nil),
            (#"<set-variable name="a" value="@({{words}})"/>"#, nil),
            (#"<set-variable name="a" value="@(context.{{plain}})"/>"#, nil),
            (#"<set-variable name="a" value="@("{{broken}}")"/>"#, "{{broken}}"),
            (#"<set-variable name="a" value="@(context.Nothing("{{plain}}"))"/>"#, "Nothing"),
            (#"<set-variable name="a" value="@{ {{plain}} x = 1; return x; }"/>"#, nil),
            (#"<set-variable name="a" value="@("{{plain}}" * 2)"/>"#, "Operator '*'"),
            (#"<set-body>@(Wrong("{{plain}}"))</set-body>"#, "Wrong"),
            (#"<set-header name="a" exists-action="{{plain}}"><value>x</value></set-header>"#, "{{plain}}"),
            (#"<set-method> {{words}} </set-method>"#, "{{words}}"),
            (#"<set-header name="{{words}}"><value>x</value></set-header>"#, "{{words}}"),
            (#"<set-backend-service base-url=" {{words}}"/>"#, "{{words}}"),
            (#"<set-status code="{{words}}" reason="x"/>"#, "{{words}}"),
            (#"<forward-request timeout="{{plain}}"/>"#, "{{plain}}"),
            (#"<forward-request buffer-response="{{plain}}"/>"#, "{{plain}}"),
            (#"<include-fragment fragment-id="{{words}}"/>"#, "{{words}}"),
            (#"<include-fragment fragment-id="{{plain}}"/>"#, "{{plain}}"),
            (#"<choose><when condition="{{plain}}"><base/></when></choose>"#, "{{plain}}"),
        ] as [(String, String?)]
    )
    func noDiagnosticQuotesASecret(policy: String, names: String?) {
        let document = compile(policy)
        #expect(document.diagnostics.contains { $0.severity == .error })
        for diagnostic in document.diagnostics {
            #expect(Self.shown(Self.prints(diagnostic) + diagnostic.excerpt) == [])
        }
        if let names { #expect(document.diagnostics.contains { $0.message.contains(names) }) }
    }

    @Test func noPrintOfACompiledPolicyShowsASecret() throws {
        let document = compile(
            """
            <set-header name="{{plain}}" exists-action="override"><value>{{words}}</value></set-header>
            <set-variable name="a" value="@("{{plain}}" + context.Request.Method)"/>
            <set-variable name="b" value="@("{{plain}}")"/>
            <choose><when condition="@("{{plain}}" == "x")"><set-body>{{plain}}</set-body></when></choose>
            <authentication-certificate body="@(Convert.FromBase64String("{{plain}}"))" password="{{words}}"/>
            """
        )
        #expect(document.isValid, "\(document.diagnostics)")
        #expect(Self.shown(Self.prints(document)) == [])
        #expect(Self.shown(Self.prints(Self.compiler.namedValues)) == [])
        let policy = EffectivePolicy([document])
        #expect(Self.shown(Self.prints(policy)) == [])
        // It is there all the same.
        guard case .setHeader(let header) = policy.inbound[0].statement,
            case .literal("Quince + Medlar") = header.values[0],
            case .setVariable(_, .expression(let constant)) = policy.inbound[2].statement
        else {
            Issue.record("The secret was not put in.")
            return
        }
        #expect(constant.constant?.invariantText == "Tangerine")
    }

    @Test(arguments: [
        ("a Tangerine b", "a {{plain}} b"), ("tangerinetangerine", "{{plain}}{{plain}}"),
        ("Tangerines Tang", "{{long}} Tang"), ("pin 12, 123, 412", "pin {{pin}}, 123, 412"), ("12", "{{pin}}"),
        ("", ""),
    ])
    func takesSecretsOutOfTexts(text: String, redacted: String) {
        let secrets = ["plain": "Tangerine", "long": "tangerines", "pin": "12", "empty": ""]
        var values = secrets.mapValues { NamedValue($0, isSecret: true) }
        values["open"] = NamedValue("pin")
        let redaction = NamedValues(values).redaction
        #expect(redaction.redacted(text) == redacted)
    }
}
