// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetExpressions
import Testing

@testable import SignetGateway

@Suite struct OutgoingPolicyTests {
    private func harness(
        _ inbound: String,
        _ calls: ScriptedCalls = ScriptedCalls(),
        identity: (any GatewayIdentity)? = nil,
        outbound: String = "<base />",
        onError: String = "<base />"
    ) throws -> CallHarness {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: inbound, outbound: outbound, onError: onError)
        let clock = CallHarness.FixedTime()
        let services = GatewayServices(outgoing: calls, identity: identity, clock: clock)
        return try CallHarness(folder, services: services, clock: clock)
    }

    @Test func sendsANewRequestAndStoresTheResponse() async throws {
        let calls = ScriptedCalls { _ throws(OutgoingFailure) in
            OutgoingResponse(
                status: 202,
                reason: "Accepted",
                fields: [("X-A", "1"), ("x-a", "2")],
                body: Array("{\"n\":7}".utf8)
            )
        }
        var harness = try harness(
            """
            <send-request mode="new" response-variable-name="r" timeout="20" ignore-error="true">
              <set-url>@("https://other.example/a b?q=" + context.Request.Method)</set-url>
              <set-method>POST</set-method>
              <set-header name="X-B" exists-action="override"><value>@("b")</value></set-header>
              <set-body>@("hello")</set-body>
            </send-request>
            <set-variable name="n" value="@((int)((IResponse)context.Variables["r"]).Body.As<JObject>()["n"])" />
            <set-variable name="s" value="@(((IResponse)context.Variables["r"]).StatusCode + ((IResponse)context.Variables["r"]).StatusReason)" />
            <set-variable name="h" value="@(((IResponse)context.Variables["r"]).Headers.GetValueOrDefault("X-A", ""))" />
            """,
            calls
        )
        let begun = try harness.begin("GET", "/orders/items/7", "Cookie: secret")
        #expect(try await harness.settled(begun) == .forward)
        let request = try #require(calls.requests.first)
        #expect(request.summary == "POST https://other.example/a%20b /a%20b?q=GET\nX-B: b\nhello")
        #expect(request.timeoutMilliseconds == 20_000)
        #expect(harness.variable("n") == "7")
        #expect(harness.variable("s") == "202Accepted")
        #expect(harness.variable("h") == "1,2")
    }

    @Test func copiesTheCurrentRequest() async throws {
        let calls = ScriptedCalls()
        var harness = try harness(
            """
            <send-request mode="copy" response-variable-name="r"><set-url>https://other.example/x</set-url></send-request>
            """,
            calls
        )
        #expect(try harness.begin("POST", "/orders/items", "X-A: 1", "Content-Length: 4") == .collectRequestBody)
        #expect(try await harness.settled(harness.call.requestBodyArrived(Array("body".utf8))) == .forward)
        #expect(calls.requests.first?.summary == "POST https://other.example/x /x\nX-A: 1\nbody")
        #expect(calls.requests.first?.timeoutMilliseconds == 60_000)
    }

    @Test func postsWithoutWaiting() throws {
        let calls = ScriptedCalls()
        var harness = try harness(
            """
            <send-one-way-request mode="new"><set-url>https://log.example/</set-url><set-method>PUT</set-method>
            <set-body>note</set-body></send-one-way-request>
            """,
            calls
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(calls.posts.map(\.summary) == ["PUT https://log.example /\nnote"])
    }

    @Test(arguments: [
        (false, "send-request|BackendConnectionFailure|refused"), (true, "send-request|Timeout|late"),
    ])
    func failsWithTheNameOfThePolicy(isTimeout: Bool, expected: String) async throws {
        let calls = ScriptedCalls { _ throws(OutgoingFailure) in
            throw isTimeout ? OutgoingFailure(isTimeout: true, "late") : OutgoingFailure("refused")
        }
        let policy = """
            <send-request mode="new" response-variable-name="r" ignore-error="IGNORE"><set-url>https://a.example</set-url>
            </send-request>
            """
        var harness = try harness(policy.replacing("IGNORE", with: "false"), calls)
        var step = try harness.begin("GET", "/orders/items/7")
        #expect(try await harness.settled(step) == .answer)
        #expect(harness.status == 500)
        #expect(harness.lastError == expected)
        #expect(harness.call.state.lastError?.path == "send-request[1]")
        harness = try self.harness(policy.replacing("IGNORE", with: "true"), calls)
        step = try harness.begin("GET", "/orders/items/7")
        #expect(try await harness.settled(step) == .forward)
        #expect(harness.call.state.variables["r"]?.isNull == true)
    }

    @Test(arguments: [
        "<set-method>@(\"GET /\\r\\nX: y\")</set-method>",
        "<set-method>GET</set-method><set-header name=\"X\"><value>@(\"a\\r\\nY: b\")</value></set-header>",
        "<set-method>GET</set-method><set-header name=\"@(\"X\\nY\")\"><value>a</value></set-header>",
        "<set-method>GET</set-method><set-header name=\"@(\"Content-\" + \"Length\")\"><value>5</value></set-header>",
    ])
    func neverSmugglesIntoARequest(parts: String) async throws {
        let calls = ScriptedCalls()
        var harness = try harness(
            "<send-request mode=\"new\" response-variable-name=\"r\"><set-url>https://a.example</set-url>\(parts)</send-request>",
            calls
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.status == 500)
        #expect(calls.requests.isEmpty)
    }

    @Test func outboundWaitsWithTheCollectedAnswer() async throws {
        let calls = ScriptedCalls { _ throws(OutgoingFailure) in OutgoingResponse(status: 201, body: Array("x".utf8)) }
        var harness = try harness(
            "",
            calls,
            outbound: """
                <send-request mode="new" response-variable-name="r"><set-url>https://a.example</set-url></send-request>
                <return-response response-variable-name="r"><set-header name="X-B"><value>1</value></set-header></return-response>
                """
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(try harness.respond("200 OK") == .collectResponseBody)
        #expect(try await harness.settled(harness.call.responseBodyArrived([1])) == .answer)
        #expect(harness.status == 201)
        #expect(harness.body == "x")
        #expect(harness.responseHeader("X-B") == ["1"])
    }

    struct FixedIdentity: GatewayIdentity {
        func token(for resource: String, clientID: String?) async throws(OutgoingFailure) -> IdentityToken {
            guard resource != "bad" else { throw OutgoingFailure("no such resource") }
            return IdentityToken(
                secret: SecretBytes(utf8: "token-of-\(resource)-\(clientID ?? "self")"),
                expires: Date(timeIntervalSince1970: 1_800_003_600)
            )
        }
    }

    @Test func sendsTokensOfItsIdentity() async throws {
        let calls = ScriptedCalls()
        var harness = try harness(
            """
            <authentication-managed-identity resource="https://vault.example" output-token-variable-name="t" />
            <send-request mode="new" response-variable-name="r"><set-url>https://a.example</set-url><set-method>GET</set-method>
              <authentication-managed-identity resource="res" client-id="me" /></send-request>
            <authentication-managed-identity resource="bad" ignore-error="true" />
            <authentication-managed-identity resource="api" />
            """,
            calls,
            identity: FixedIdentity()
        )
        let begun = try harness.begin("GET", "/orders/items/7")
        #expect(try await harness.settled(begun) == .forward)
        #expect(harness.variable("t") == "token-of-https://vault.example-self")
        #expect(calls.requests.first?.values("Authorization") == ["Bearer token-of-res-me"])
        #expect(harness.requestHeader("Authorization") == ["Bearer token-of-api-self"])
        // The second call finds the tokens there.
        #expect(try harness.begin("GET", "/orders/items/7") == .errand)
    }

    @Test func failsWithoutAnIdentity() async throws {
        var harness = try harness("<authentication-managed-identity resource=\"x\" />")
        let begun = try harness.begin("GET", "/orders/items/7")
        #expect(try await harness.settled(begun) == .answer)
        #expect(
            harness.lastError
                == "authentication-managed-identity|ManagedIdentityTokenFailure|Failed to acquire a token of the managed identity. "
                + "Managed identity is not configured for this gateway."
        )
    }

    @Test func sendsNameAndPassword() throws {
        var harness = try harness("<authentication-basic username=\"Aladdin\" password=\"open sesame\" />")
        #expect(try harness.begin("GET", "/orders/items/7", "Authorization: Bearer x") == .forward)
        #expect(harness.requestHeader("Authorization") == ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="])
    }
}

extension OutgoingRequest {
    fileprivate func values(_ name: String) -> [String] { self.fields.filter { $0.name == name }.map(\.value) }
}
