// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions
import Testing

@testable import SignetPolicies

/// How the documents of several scopes become one.
@Suite struct ScopeTests {
    private func header(_ name: String) -> String { "<set-header name=\"\(name)\"><value>1</value></set-header>" }

    private func document(inbound: String, backend: String = "<backend><base/></backend>") -> PolicyDocument {
        PolicyDocument(Array("<policies><inbound>\(inbound)</inbound>\(backend)</policies>".utf8))
    }

    private func names(_ steps: [PolicyStep]) -> [String] {
        steps.map { step in
            guard case .setHeader(let change) = step.statement else { return step.name }
            return change.name.literal ?? ""
        }
    }

    /// Every combination of `<base/>` first, last, in between, twice and absent.
    @Test(arguments: [
        ("<base/>A", ["G", "A"]), ("A<base/>", ["A", "G"]), ("A<base/>A", ["A", "G", "A"]),
        ("<base/>A<base/>", ["G", "A", "G"]), ("A", ["A"]), ("", []), ("<base/>", ["G"]),
    ])
    func splicesWhereBaseStands(inbound: String, expected: [String]) throws {
        let text = inbound.replacing("A", with: header("A"))
        let result = PolicyCompiler()
            .compile(documents: [(.api, document(inbound: text)), (.global, document(inbound: header("G")))])
        #expect(names(try #require(result.policy).inbound) == expected)
    }

    @Test func ordersScopesBroadToNarrow() throws {
        let documents = PolicyScope.allCases.reversed()
            .map { (scope: $0, document: document(inbound: "<base/>" + header($0.rawValue))) }
        let policy = try #require(PolicyCompiler().compile(documents: documents).policy)
        #expect(names(policy.inbound) == ["global", "workspace", "product", "api", "operation"])
        #expect(policy.inbound.map(\.scope) == PolicyScope.allCases)
    }

    @Test func cutsOffWhatANarrowDocumentDoesNotInherit() throws {
        let policy = try #require(
            PolicyCompiler()
                .compile(documents: [
                    (.global, document(inbound: header("G"))), (.api, document(inbound: header("A"))),
                    (.operation, document(inbound: "<base/>" + header("O"))),
                ])
                .policy
        )
        #expect(names(policy.inbound) == ["A", "O"])
    }

    @Test func forwardsWhereThereIsNoGlobalDocument() throws {
        #expect(names(try #require(PolicyCompiler().compile(documents: []).policy).backend) == ["forward-request"])
        let result = PolicyCompiler().compile(documents: [(.api, document(inbound: ""))])
        #expect(names(try #require(result.policy).backend) == ["forward-request"])
        #expect(result.diagnostics.isEmpty)
    }

    @Test func baseBringsNothingAtTheGlobalScope() throws {
        let result = PolicyCompiler().compile(documents: [(.global, document(inbound: "<base/>"))])
        #expect(try #require(result.policy).backend.isEmpty)
        #expect(result.diagnostics.map(\.code) == [.forwardRequestLost])
    }

    @Test(arguments: [
        ("", 1), ("<backend/>", 1), ("<backend><base/></backend>", 0), ("<backend><forward-request/></backend>", 0),
        (
            "<backend><choose><when condition=\"@(context.Request.Method == \"GET\")\"><forward-request/></when>"
                + "</choose></backend>", 0
        ),
    ])
    func warnsWhenTheBackendIsNeverCalled(backend: String, warnings: Int) {
        let result = PolicyCompiler().compile(documents: [(.api, document(inbound: "", backend: backend))])
        #expect(result.policy != nil)
        #expect(result.diagnostics.map(\.code) == Array(repeating: .forwardRequestLost, count: warnings))
    }

    @Test func aDocumentThatAnswersByItselfNeedsNoBackend() {
        let result = PolicyCompiler()
            .compile(documents: [(.api, document(inbound: "<return-response/>", backend: "<backend/>"))])
        #expect(result.diagnostics.isEmpty)
    }

    @Test func splicesWithinChoose() throws {
        let text = "<choose><when condition=\"@(context.Request.Method == \"GET\")\"><base/></when></choose>"
        let policy = try #require(
            PolicyCompiler()
                .compile(documents: [(.global, document(inbound: header("G"))), (.api, document(inbound: text))])
                .policy
        )
        #expect(CompiledText.outline(policy.inbound) == ["api:choose[1]", "global:set-header[1]"])
    }

    @Test func needsOnlyWhatTheRemainingStepsLookAt() throws {
        let reading = "<set-variable name=\"b\" value=\"@(context.Request.Body.As<string>())\"/>"
        let global = document(inbound: reading)
        for (inbound, expected) in [("<base/>", true), ("", false)] {
            let result = PolicyCompiler().compile(documents: [(.global, global), (.api, document(inbound: inbound))])
            let policy = try #require(result.policy)
            #expect(policy.requirements.requestBody == expected)
            #expect(policy.requirements(of: .inbound).requestBody == expected)
            #expect(!policy.requirements(of: .outbound).requestBody)
        }
    }

    @Test func countsPathsAsLastErrorDoes() throws {
        let when = "<when condition=\"@(context.Request.Method == \"GET\")\">"
        let text =
            "<choose>\(when)</when></choose><set-method>GET</set-method>"
            + "<choose>\(when)</when>\(when)<set-method>GET</set-method></when><otherwise><set-method>PUT</set-method>"
            + "</otherwise></choose>"
        let policy = try #require(CompiledText.result(text).policy)
        #expect(
            CompiledText.outline(policy.inbound) == [
                "api:choose[1]", "api:set-method[1]", "api:choose[2]", "api:choose[2]/when[2]/set-method[1]",
                "api:choose[2]/otherwise/set-method[1]",
            ]
        )
        guard case .choose(let choose) = policy.inbound[2].statement else {
            Issue.record("no choose")
            return
        }
        #expect(choose.branches.map(\.path) == ["choose[2]/when[1]", "choose[2]/when[2]"])
    }
}
