// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct PolicyLintTests {
    /// The findings about a document whose inbound section holds these policies.
    private func findings(_ inbound: String, backend: String = "<base />", outbound: String = "<base />") -> [String] {
        let text = """
            <policies><inbound>\(inbound)</inbound><backend>\(backend)</backend><outbound>\(outbound)</outbound></policies>
            """
        return codes(text)
    }

    private func codes(_ text: String) -> [String] {
        PolicyCheck(Array(text.utf8), path: "p.xml").diagnostics
            .filter { $0.code != .unsupportedPolicy && $0.code != .policyNotAllowedInSection }.map(\.code.rawValue)
    }

    private static let consumes =
        #"<set-variable name="n" value="@((string)context.Request.Body.As<JObject>()["n"])" />"#
    private static let keeps =
        #"<set-variable name="n" value="@((string)context.Request.Body.As<JObject>(preserveContent: true)["n"])" />"#

    @Test(arguments: [
        (consumes, "<base />"), (consumes, "<forward-request />"),
        (
            "<choose><when condition=\"@(context.Request.Body.As<string>() == \"\")\"><set-method>GET</set-method></when></choose>",
            "<base />"
        ),
        (#"<set-variable name="b" value="@(context.Request.Body?.As<string>(false))" />"#, "<base />"),
        (#"<set-variable name="b" value="@(context.Request.Body.AsFormUrlEncodedContent())" />"#, "<base />"),
        (consumes + consumes.replacing("\"n\"", with: "\"m\""), "<return-response />"),
    ])
    func findsConsumedBodies(inbound: String, backend: String) {
        #expect(findings("<base />" + inbound, backend: backend).contains("consumedBody"))
    }

    @Test(arguments: [
        keeps, keeps + keeps, consumes + "<set-body>x</set-body>", consumes + "<return-response />",
        "<set-body>@(context.Request.Body.As<string>() + \"x\")</set-body>",
        "<choose><when condition=\"@(context.Request.Method == \"PUT\")\">\(consumes)<return-response /></when></choose>",
        #"<set-variable name="b" value="@(context.Request.Body.As<JObject>(true))" />"#,
    ])
    func leavesKeptBodiesAlone(inbound: String) {
        #expect(!findings("<base />" + inbound).contains("consumedBody"))
    }

    @Test func findsConsumedResponses() {
        let consumes = #"<set-variable name="n" value="@((string)context.Response.Body.As<JObject>()["n"])" />"#
        #expect(findings("<base />", outbound: "<base />" + consumes) == ["consumedBody"])
        #expect(findings("<base />", outbound: "<base />" + consumes + "<set-body>x</set-body>") == [])
    }

    @Test func findsSectionsWithoutBase() {
        #expect(findings("<set-method>GET</set-method>") == ["baseMissing"])
        #expect(findings("<base />", outbound: "") == ["baseMissing"])
        #expect(findings("<base />") == [])
        #expect(findings("<return-response />") == [])
        // The global document inherits nothing.
        #expect(codes("<policies><inbound /><backend><forward-request /></backend><outbound /></policies>") == [])
        #expect(findings("<base />", backend: "<set-backend-service backend-id=\"b\" />") == ["forwardRequestLost"])
    }

    @Test(arguments: ["0123456789ABCDEF0123456789ABCDEF01234567", "{{certificate}}"])
    func findsThumbprints(thumbprint: String) {
        #expect(
            findings("<base /><authentication-certificate thumbprint=\"\(thumbprint)\" />") == ["rotatingThumbprint"]
        )
    }

    @Test func findsThumbprintsInExpressions() {
        let lookup = #"<base /><set-variable name="c" value="@(context.Deployment.Certificates["0123"])" />"#
        #expect(findings(lookup) == ["rotatingThumbprint"])
        #expect(findings(lookup.replacing("0123", with: "{{thumbprint}}")) == [])
        #expect(findings("<base /><authentication-certificate certificate-id=\"c\" />") == [])
    }

    @Test func findsCertificatesWithoutKey() {
        let fetch = """
            <base /><send-request mode="new" response-variable-name="r"><set-url>https://v.vault.azure.net/KIND/c?api-version=7.4\
            </set-url><set-method>GET</set-method></send-request>
            <authentication-certificate body="@(((IResponse)context.Variables["r"]).Body.As<byte[]>())" />
            """
        #expect(findings(fetch.replacing("KIND", with: "certificates")).contains("certificateWithoutKey"))
        #expect(!findings(fetch.replacing("KIND", with: "secrets")).contains("certificateWithoutKey"))
    }

    @Test func findsRepeatedConditions() {
        let branches = """
            <base /><choose><when condition="@(context.Request.Method == "PUT")"><set-method>GET</set-method></when>
            <when condition="@( context.Request.Method=="PUT" /* again */ )"><set-method>PUT</set-method></when></choose>
            """
        #expect(findings(branches) == ["unreachable"])
        #expect(findings(branches.replacing("==\"PUT\"", with: "==\"put\"")) == [])
        let always = branches.replacing("@(context.Request.Method == \"PUT\")", with: "@(true)")
        #expect(findings(always) == ["unreachable"])
    }

    @Test func findsWhatStandsBehindTheEnd() {
        #expect(findings("<base /><return-response /><set-method>GET</set-method>") == ["unreachable"])
        let choice = "<when condition=\"@(context.Request.Method == \"PUT\")\"><return-response /></when>"
        let rest = "<set-method>GET</set-method>"
        #expect(
            findings("<base /><choose>\(choice)<otherwise><return-response /></otherwise></choose>\(rest)") == [
                "unreachable"
            ]
        )
        #expect(findings("<base /><choose>\(choice)</choose>\(rest)") == [])
    }

    @Test(arguments: [
        #"<set-variable name="a" value="@((string)context.Variables["b"])" />"#,
        #"<set-variable name="a" value="@(context.Variables.GetValueOrDefault<string>("b"))" />"#,
        #"<set-variable name="B" value="1" /><set-method>@($"{context.Variables["b"]}")</set-method>"#,
    ])
    func findsUnknownVariables(inbound: String) {
        #expect(findings("<base />" + inbound) == ["unknownVariable"])
    }

    @Test(arguments: [
        #"<set-variable name="b" value="1" /><set-method>@((string)context.Variables["b"])</set-method>"#,
        #"<send-request mode="new" response-variable-name="b"><set-url>https://a</set-url></send-request><set-method>@((string)context.Variables["b"])</set-method>"#,
        #"<include-fragment fragment-id="f" /><set-method>@((string)context.Variables["b"])</set-method>"#,
        #"<set-method>@(context.Variables.ContainsKey("b") ? (string)context.Variables["b"] : "GET")</set-method>"#,
        #"<set-method>@((string)context.Variables["b" + context.RequestId])</set-method>"#,
        #"<set-variable name="{{n}}" value="1" /><set-method>@((string)context.Variables["b"])</set-method>"#,
    ])
    func leavesKnownVariablesAlone(inbound: String) {
        #expect(findings("<base />" + inbound) == [])
    }

    @Test func knowsWhatFragmentsAndScopesSet() {
        func fragment(_ text: String) -> PolicyDocument { PolicyDocument(Array(text.utf8)) }
        let text = """
            <policies><inbound><include-fragment fragment-id="f" /><set-method>@((string)context.Variables["b"])</set-method>
            </inbound><backend><forward-request /></backend></policies>
            """
        let document = PolicyDocument(Array(text.utf8))
        let setting = fragment("<fragment><set-variable name=\"b\" value=\"1\" /></fragment>")
        let other = fragment("<fragment><set-variable name=\"c\" value=\"1\" /></fragment>")
        #expect(PolicyLint.findings(document, in: .init(fragments: ["f": setting])) == [])
        #expect(PolicyLint.findings(document, in: .init(fragments: ["f": other], variables: ["b"])) == [])
        #expect(PolicyLint.findings(document, in: .init(fragments: ["f": other])).map(\.code) == [.unknownVariable])
        #expect(PolicyLint.variables(setBy: setting) == ["b"])
    }
}
