// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct NamedValueTests {
    private let values: NamedValues = [
        "host": "orders.internal", "a.b-c_1": "x", "call": "@(context.RequestId.ToString())", "nested": "{{host}}",
        "quote": "\"", "empty": "",
    ]

    private func value(_ text: String) -> PolicyValue? {
        let result = CompiledText.result("<set-variable name=\"v\" value=\"\(text)\"/>", namedValues: self.values)
        guard case .setVariable(_, let value)? = result.policy?.inbound.first?.statement else { return nil }
        return value
    }

    @Test(arguments: [
        ("{{host}}", "orders.internal"), ("https://{{host}}/{{a.b-c_1}}", "https://orders.internal/x"),
        ("{{nested}}", "{{host}}"), ("{{ host }}", "{{ host }}"), ("{host}", "{host}"), ("{{}}", "{{}}"),
        ("{{{host}}}", "{orders.internal}"), ("a{{empty}}b", "ab"), ("{{host", "{{host"),
    ])
    func substitutesText(text: String, expected: String) {
        #expect(value(text)?.literal == expected)
    }

    @Test func substitutesWithinExpressionsBeforeTheyAreCompiled() {
        #expect(value("@(\"https://{{host}}\")")?.source == "\"https://orders.internal\"")
        #expect(value("@($\"{{host}}/{context.RequestId}\")")?.source == "$\"orders.internal/{context.RequestId}\"")
        #expect(value("{{call}}")?.source == "context.RequestId.ToString()")
    }

    @Test func namesThePlaceOfAnUnknownName() throws {
        let text = "<policies>\n<inbound>\n<set-variable name=\"v\" value=\"a &amp; {{nobody}}\"/></inbound></policies>"
        let fault = try #require(CompiledText.document(text).errors.first)
        #expect(fault.code == .unknownNamedValue && fault.line == 3 && fault.column == 39)
        #expect(fault.message.contains("Cannot find a property 'nobody'"))
        #expect(fault.excerpt.hasSuffix("^^^^^^^^^^"))
    }

    @Test func countsPlacesBehindAValueInTheDocument() throws {
        let text =
            "<policies><inbound>\n<set-variable name=\"v\" value=\"@(\"{{host}}\" + nobody)\"/></inbound></policies>"
        let fault = try #require(CompiledText.document(text, namedValues: self.values).errors.first)
        #expect(fault.code == .expressionBinding && fault.line == 2 && fault.column == 46)
    }

    @Test func secretsStayOutOfDiagnostics() {
        let values = NamedValues(["key": NamedValue("s3cr3t", isSecret: true)])
        for text in [
            "<forward-request timeout=\"{{key}}\"/>", "<forward-request follow-redirects=\"@({{key}})\"/>",
            "<set-backend-service base-url=\"{{key}}\"/>",
        ] {
            let result = CompiledText.result(text, in: .backend, namedValues: values)
            #expect(!result.errors.isEmpty)
            #expect(!result.diagnostics.contains { "\($0)\($0.excerpt)".contains("s3cr3t") }, "\(result.diagnostics)")
        }
        var dumped = "\(values) \(NamedValue("s3cr3t", isSecret: true))"
        dump(values, to: &dumped)
        #expect(!dumped.contains("s3cr3t"))
    }
}
