// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

/// What literals are taken and refused, and what is only warned of.
@Suite struct PolicyValueTests {
    @Test(arguments: [
        ("<set-backend-service base-url=\"orders\"/>", "is no absolute URL"),
        ("<set-backend-service base-url=\"https://\"/>", "is no absolute URL"),
        ("<set-backend-service base-url=\"ftp://orders\"/>", "is no absolute URL"),
        ("<set-header name=\"a b\"><value>1</value></set-header>", "is not the name of a header"),
        ("<set-header name=\"\"><value>1</value></set-header>", "is not the name of a header"),
        ("<set-header name=\"a\"><value>1\n2</value></set-header>", "cannot contain line ends"),
        ("<set-header name=\"a\"><value>1&#13;&#10;X: 2</value></set-header>", "cannot contain line ends"),
        ("<set-method>GE T</set-method>", "is not the name of an HTTP method"),
        ("<set-method></set-method>", "is not the name of an HTTP method"),
        (
            "<return-response><set-status code=\"200\" reason=\"a&#10;b\"/></return-response>",
            "cannot contain line ends"
        ),
        ("<return-response><set-status code=\"99\" reason=\"\"/></return-response>", "The value '99' is invalid"),
        ("<set-heder name=\"a\"/>", "There is no policy 'set-heder'. Did you mean 'set-header'?"),
    ])
    func refuses(policy: String, message: String) throws {
        let result = CompiledText.result(policy)
        #expect(result.policy == nil)
        let fault = try #require(result.errors.first)
        #expect(fault.message.contains(message), "\(fault)")
        #expect(fault.message.hasPrefix("Error in element '"))
    }

    @Test(arguments: [
        ("<set-backend-service base-url=\"https://orders.internal:8443/v1\"/>", PolicySection.inbound, 0),
        ("<set-backend-service base-url=\"http://[::1]/\"/>", .inbound, 0),
        ("<set-header name=\"X-Key\"><value>\n  1\n</value></set-header>", .inbound, 0),
        ("<set-header name=\"Content-Length\"><value>1</value></set-header>", .inbound, 1),
        ("<return-response><set-status code=\"200\"/></return-response>", .inbound, 1),
        ("<set-body>a</set-body>", .onError, 1),
        ("<set-query-parameter name=\"q\" exists-action=\"delete\"/>", .inbound, 0),
    ])
    func takes(policy: String, section: PolicySection, warnings: Int) {
        let result = CompiledText.result(policy, in: section)
        #expect(result.policy != nil && result.diagnostics.count == warnings, "\(result.diagnostics)")
    }

    @Test func anUndocumentedSectionIsAnErrorOnlyWhenStrict() {
        #expect(CompiledText.result("<set-body>a</set-body>", in: .onError, isStrict: true).policy == nil)
    }

    @Test func looksAtOpenNamedValuesWithoutComplaint() {
        let text =
            "<policies><inbound><base/><set-backend-service base-url=\"{{host}}/v1\"/><set-method>{{m}}</set-method>"
            + "<set-header name=\"{{h}}\"><value>{{v}}</value></set-header></inbound><backend><base/></backend></policies>"
        #expect(PolicyCheck(Array(text.utf8), path: "p.xml").diagnostics.isEmpty)
    }

    private func checked(_ policy: String) -> [Diagnostic] {
        let text = "<policies><inbound><base/>\(policy)</inbound><backend><base/></backend></policies>"
        return PolicyCheck(Array(text.utf8), path: "p.xml").diagnostics
    }

    /// What a named value brings into the code of an expression is not known before it has a value.
    @Test(arguments: [
        ("@({{limit}} > 3)", true), ("@(1 + {{a-b.c}})", true), ("@(new [] { {{x}} }.Length == {{y}})", true),
        ("@(\"{{limit}}\" + 1)", nil), ("@(\"{{limit}}\" + )", false), ("@(nobody + \"{{limit}}\")", false),
        ("@($\"{ {{x}} }\")", true), ("@(1 + )", false),
    ])
    func leavesExpressionsOpenWhoseCodeIsNotKnown(expression: String, isOpen: Bool?) {
        let found = checked("<set-method>\(expression)</set-method>")
        guard let isOpen else {
            #expect(found.isEmpty)
            return
        }
        #expect(found.map(\.severity) == [isOpen ? .warning : .error], "\(found)")
        #expect((found.first?.code == .unknownNamedValue) == isOpen)
        if isOpen { #expect(found.first?.excerpt.hasSuffix("^^^^") == true) }
        let result = CompiledText.result("<set-method>\(expression)</set-method>")
        #expect(result.policy == nil)
    }

    @Test(arguments: ["ws", "wss"])
    func takesBackendsOfWebSockets(scheme: String) {
        let policy = "<set-backend-service base-url=\"\(scheme)://orders.internal/live\"/>"
        #expect(checked(policy).isEmpty)
        #expect(CompiledText.result(policy).errors.isEmpty)
        #expect(checked("<set-backend-service base-url=\"\(scheme)://\"/>").map(\.code) == [.invalidValue])
    }
}
