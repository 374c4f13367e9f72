// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetPolicies
import Testing

@testable import SignetGateway

@Suite struct CallTests {
    private func harness(
        inbound: String = "",
        backend: String = "<base />",
        outbound: String = "<base />",
        onError: String = "<base />"
    ) throws -> CallHarness {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: inbound, backend: backend, outbound: outbound, onError: onError)
        return try CallHarness(folder)
    }

    @Test func forwardsWithoutAnyPolicy() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI()
        var harness = try CallHarness(folder)
        #expect(try harness.begin("GET", "/orders/items/7?x=1") == .forward)
        #expect(harness.call.endpoint?.host == "backend.example")
        #expect(harness.requestHeader("Host") == ["backend.example"])
        #expect(harness.requestHeader("X-Forwarded-For") == ["192.0.2.1"])
        #expect(try harness.respond("200 OK") == .answer)
        #expect(harness.call.state.plan?.operation?.id == "get-item")
    }

    @Test func answersUnknownOperations() throws {
        var harness = try harness()
        for (method, target) in [
            ("GET", "/orders/none"), ("PUT", "/orders/items/7"), ("GET", "/nothing"), ("GET", "/"),
        ] {
            #expect(try harness.begin(method, target) == .answer)
            #expect(harness.status == 404)
            #expect(harness.body == #"{ "statusCode": 404, "message": "Resource not found" }"#)
            #expect(harness.responseHeader("Content-Type") == ["application/json"])
        }
        #expect(try harness.begin("GET", "/orders/items/../../admin") == .answer)
        #expect(harness.status == 400)
    }

    @Test func onErrorOfTheAPISeesUnknownOperations() throws {
        var harness = try harness(
            onError: """
                <set-header name="X-Reason" exists-action="override"><value>@(context.LastError.Reason)</value></set-header>
                """
        )
        #expect(try harness.begin("GET", "/orders/none") == .answer)
        #expect(harness.responseHeader("X-Reason") == ["OperationNotFound"])
    }

    @Test func whatOutlivesItsEvaluationStaysAsItWas() throws {
        weak var call: Call?
        do {
            var harness = try harness(
                inbound: """
                    <set-variable name="kept" value="@(context.Request)" />
                    <set-header name="A" exists-action="override"><value>new</value></set-header>
                    <set-variable name="then"
                      value="@(((IRequest)context.Variables["kept"]).Headers.GetValueOrDefault("A", ""))" />
                    <set-variable name="now" value="@(context.Request.Headers.GetValueOrDefault("A", ""))" />
                    """
            )
            for _ in 0..<2 {
                #expect(try harness.begin("GET", "/orders/items/7", "A: old") == .forward)
                #expect(harness.variable("then") == "old")
                #expect(harness.variable("now") == "new")
            }
            call = harness.call
        }
        // And keeps nothing alive that keeps it.
        #expect(call == nil)
    }

    @Test func anAttachedCertificateIsThatOfTheCallsOwnConfiguration() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: "<authentication-certificate certificate-id=\"client\" />")
        let (first, second) = (
            try CertificateStoreTests.certificate("one"), try CertificateStoreTests.certificate("two")
        )
        try folder.write("client.pem", String(decoding: try first.pem().withExposedBytes { $0 }, as: UTF8.self))
        try folder.write(
            "certificates/client/certificateInformation.json",
            "{\"properties\": {\"path\": \"../../client.pem\"}}"
        )
        var harness = try CallHarness(folder)
        for _ in 0..<2 {
            #expect(try harness.begin("GET", "/orders/items/7") == .forward)
            #expect(harness.call.state.certificate?.certificate.details.subject == "CN=one")
        }
        var store = harness.configuration.certificates
        store.set(CertificateVersion(second), forID: "client")
        let next = harness.configuration.replacing(certificates: store)
        let head = Array("GET /orders/items/7 HTTP/1.1\r\nHost: g\r\n\r\n".utf8)
        for (configuration, subject) in [(next, "CN=two"), (harness.configuration, "CN=one"), (next, "CN=two")] {
            #expect(harness.call.parseRequest(head.span, limits: HeadLimits()) == .complete(head.count))
            var identities = RequestIdentitySource()
            #expect(harness.call.begin(configuration, identity: RequestIdentity(&identities)) == .forward)
            #expect(harness.call.state.certificate?.certificate.details.subject == subject)
        }
    }

    @Test func withoutForwardRequestTheAnswerIsEmpty() throws {
        var harness = try harness(backend: "")
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.status == 200)
        #expect(harness.body?.isEmpty == true)
    }

    struct HeaderCase: Sendable {
        let action: String
        let values: [String]
        let expected: [String]
    }

    @Test(arguments: [
        HeaderCase(action: "override", values: ["new"], expected: ["new"]),
        HeaderCase(action: "append", values: ["new"], expected: ["old", "new"]),
        HeaderCase(action: "skip", values: ["new"], expected: ["old"]),
        HeaderCase(action: "delete", values: [], expected: []),
        HeaderCase(action: "override", values: ["a", "b"], expected: ["a", "b"]),
    ])
    func changesRequestHeaders(_ item: HeaderCase) throws {
        let values = item.values.map { "<value>\($0)</value>" }.joined()
        var harness = try harness(
            inbound: "<set-header name=\"X-A\" exists-action=\"\(item.action)\">\(values)</set-header>"
        )
        #expect(try harness.begin("GET", "/orders/items/7", "x-a: old") == .forward)
        #expect(harness.requestHeader("X-A") == item.expected)
    }

    @Test func evaluatesTheContext() throws {
        let expressions = [
            ("context.Request.Method", "GET"), ("context.Request.IpAddress", "192.0.2.1"),
            ("context.Request.OriginalUrl.Path", "/orders/items/a%20b"),
            ("context.Request.Url.Path", "/base/items/a%20b"),
            ("context.Request.Url.Host", "backend.example"), ("context.Request.OriginalUrl.Host", "gateway.example"),
            ("context.Request.OriginalUrl.QueryString", "?q=1&amp;q=2"),
            ("context.Request.MatchedParameters[\"id\"]", "a b"),
            ("context.Request.Headers.GetValueOrDefault(\"x-b\", \"none\")", "1"), ("context.Api.Id", "orders"),
            ("context.Operation.Id", "get-item"), ("context.Api.Name", "Orders"),
            ("context.Request.Url.Query.GetValueOrDefault(\"q\", \"\")", "1,2"),
        ]
        let policies = expressions.enumerated()
            .map { "<set-header name=\"X-\($0)\" exists-action=\"override\"><value>@(\($1.0))</value></set-header>" }
        var harness = try harness(inbound: policies.joined())
        #expect(try harness.begin("GET", "/orders/items/a%20b?q=1&q=2", "X-B: 1") == .forward)
        for (index, expression) in expressions.enumerated() {
            let expected = expression.1.replacing("&amp;", with: "&")
            #expect(harness.requestHeader("X-\(index)") == [expected], "\(expression.0)")
        }
    }

    @Test func choosesTheFirstTrueBranch() throws {
        var harness = try harness(
            inbound: """
                <set-variable name="size" value="@(context.Request.Headers.GetValueOrDefault("X-Size", "small"))" />
                <choose>
                  <when condition="@(((string)context.Variables["size"]) == "large")">
                    <set-header name="X-Chosen" exists-action="override"><value>large</value></set-header>
                  </when>
                  <when condition="@(true)">
                    <set-header name="X-Chosen" exists-action="override"><value>any</value></set-header>
                  </when>
                  <otherwise><return-response><set-status code="418" reason="never" /></return-response></otherwise>
                </choose>
                """
        )
        #expect(try harness.begin("GET", "/orders/items/7", "X-Size: large") == .forward)
        #expect(harness.requestHeader("X-Chosen") == ["large"])
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(harness.requestHeader("X-Chosen") == ["any"])
    }

    @Test func returnsAResponseOfItsOwn() throws {
        var harness = try harness(
            inbound: """
                <return-response>
                  <set-status code="202" reason="Taken" />
                  <set-header name="X-A" exists-action="override"><value>@(context.Operation.Id)</value></set-header>
                  <set-body>taken</set-body>
                </return-response>
                """
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.status == 202)
        #expect(harness.call.ownReason == "Taken")
        #expect(harness.responseHeader("X-A") == ["get-item"])
        #expect(harness.body == "taken")
    }

    @Test func setsTheBackend() throws {
        var harness = try harness(
            inbound: """
                <set-backend-service base-url="@("https://" + context.Request.Headers.GetValueOrDefault("X-Host", "other.example") + "/v2")" />
                """
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(harness.call.endpoint?.host == "other.example")
        #expect(harness.call.state.destination.service?.path == "/v2")
        #expect(try harness.begin("GET", "/orders/items/7", "X-Host: u@evil") == .answer)
        #expect(harness.status == 500)
        #expect(harness.call.state.lastError?.source == "set-backend-service")
    }

    @Test func failsWithPlaceAndReason() throws {
        var harness = try harness(
            inbound: """
                <choose><when condition="@(true)">
                  <set-header id="here" name="X" exists-action="override"><value>@((string)context.Variables["absent"])</value></set-header>
                </when></choose>
                """,
            onError: """
                <set-status code="555" reason="@(context.LastError.Source)" />
                <set-header name="X-Error" exists-action="override">
                  <value>@(context.LastError.Reason + " " + context.LastError.Section + " " + context.LastError.Scope + " " + context.LastError.PolicyId)</value>
                </set-header>
                """
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.status == 555)
        #expect(harness.call.ownReason == "set-header")
        #expect(harness.responseHeader("X-Error") == ["ExpressionValueEvaluationFailure inbound api here"])
    }

    @Test func reportsAnUnknownCertificateOfAnExpression() throws {
        var harness = try harness(
            inbound:
                "<authentication-certificate certificate-id=\"@(context.Request.Headers.GetValueOrDefault(\"X-C\", \"none\"))\" />"
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.status == 500)
        let error = try #require(harness.call.state.lastError)
        #expect(error.source == "authentication-certificate")
        #expect(error.message == "Certificate with id 'none' could not be resolved.")
        #expect(
            harness.body?.hasPrefix("{ \"statusCode\": 500, \"message\": \"Internal server error\", \"activityId\": \"")
                == true
        )
    }

    @Test func failedForwardingRunsOnError() throws {
        var harness = try harness(
            onError: """
                <return-response>
                  <set-status code="503" reason="Later" /><set-body>@(context.LastError.Message)</set-body>
                </return-response>
                """
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(harness.call.failed(.backendConnectionFailure("Refused.")) == .answer)
        #expect(harness.status == 503)
        #expect(harness.body == "Refused.")
        #expect(harness.call.state.lastError?.section == .backend)
    }

    @Test func changesTheAnswer() throws {
        var harness = try harness(
            outbound: """
                <set-header name="Server" exists-action="delete" />
                <set-header name="X-Status" exists-action="override"><value>@(context.Response.StatusCode.ToString())</value></set-header>
                <set-body>changed</set-body>
                """
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(try harness.respond("201 Made", "Server: x", "Content-Length: 100") == .answer)
        #expect(harness.responseHeader("Server") == [])
        #expect(harness.responseHeader("X-Status") == ["201"])
        #expect(harness.body == "changed")
    }

    @Test func collectsBodiesThatExpressionsRead() throws {
        var harness = try harness(
            inbound: """
                <set-header name="X-In" exists-action="override"><value>@(context.Request.Body.As<string>(preserveContent: true))</value></set-header>
                """,
            outbound: """
                <set-header name="X-Out" exists-action="override"><value>@(context.Response.Body.As<string>(preserveContent: true))</value></set-header>
                """
        )
        #expect(try harness.begin("POST", "/orders/items", "Content-Length: 2") == .collectRequestBody)
        #expect(harness.call.requestBodyArrived(Array("in".utf8)) == .forward)
        #expect(harness.requestHeader("X-In") == ["in"])
        #expect(try harness.respond("200 OK") == .collectResponseBody)
        #expect(harness.call.responseBodyArrived(Array("out".utf8)) == .answer)
        #expect(harness.responseHeader("X-Out") == ["out"])
        #expect(harness.body == "out")
    }
}
