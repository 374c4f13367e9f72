// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions
import Synchronization
import Testing

@testable import SignetGateway

@Suite struct FlowPolicyTests {
    private func harness(
        inbound: String = "",
        backend: String = "<base />",
        outbound: String = "<base />",
        services: GatewayServices? = nil
    ) throws -> CallHarness {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(inbound: inbound, backend: backend, outbound: outbound)
        return try CallHarness(folder, services: services)
    }

    @Test func forwardsAgainWhileTheBackendFails() throws {
        var harness = try harness(
            backend: """
                <retry condition="@(context.Response.StatusCode >= 500)" count="3" interval="2" delta="1" first-fast-retry="true">
                <forward-request buffer-request-body="true" /></retry>
                """
        )
        #expect(try harness.begin("POST", "/orders/items", "Content-Length: 2") == .collectRequestBody)
        #expect(harness.call.requestBodyArrived(Array("hi".utf8)) == .forward)
        #expect(try harness.respond("503 No") == .forward)
        #expect(try harness.respond("503 No") == .pause(milliseconds: 3000))
        #expect(harness.call.resumed() == .forward)
        #expect(harness.call.state.requestBody.bytes == Array("hi".utf8))
        #expect(try harness.respond("503 No") == .pause(milliseconds: 4000))
        #expect(harness.call.resumed() == .forward)
        #expect(try harness.respond("503 Still") == .answer)
        #expect(harness.status == 503)
        #expect(harness.requestHeader("X-Forwarded-For") == ["192.0.2.1"])
        #expect(harness.requestHeader("Host") == ["backend.example"])
        // What one call has tried is nothing to the next.
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(try harness.respond("200 OK") == .answer)
        #expect(harness.requestHeader("X-Forwarded-For") == ["192.0.2.1"])
    }

    @Test func followsTheBackendWhereItLeads() throws {
        var harness = try harness(
            inbound: "<set-header name=\"Authorization\"><value>mine</value></set-header>",
            backend: "<forward-request follow-redirects=\"true\" />"
        )
        #expect(try harness.begin("POST", "/orders/items?a=1", "Content-Length: 2") == .collectRequestBody)
        #expect(harness.call.requestBodyArrived([1, 2]) == .forward)
        #expect(try harness.respond("307 Go", "Location: ../other/./x?b=2#f") == .forward)
        #expect(harness.call.state.destination.path == "/other/x")
        #expect(harness.call.state.destination.query == "b=2")
        #expect(harness.call.state.requestBody.bytes == [1, 2])
        #expect(harness.requestHeader("Authorization") == ["mine"])
        #expect(try harness.respond("302 Go", "Location: //else.example:8443") == .forward)
        #expect(harness.call.endpoint?.host == "else.example")
        #expect(harness.call.endpoint?.isTLS == true)
        #expect(harness.requestHeader("Host") == ["else.example:8443"])
        #expect(harness.requestHeader("Authorization").isEmpty)
        #expect(harness.call.state.destination.method == "GET")
        #expect(harness.call.state.requestBody.bytes?.isEmpty == true)
        // Never out of TLS.
        #expect(try harness.respond("302 Go", "Location: http://else.example/") == .answer)
        #expect(harness.status == 302)
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        for _ in 0..<10 { #expect(try harness.respond("302 Go", "Location: /loop") == .forward) }
        #expect(try harness.respond("302 Go", "Location: /loop") == .answer)
    }

    @Test func waitsExponentiallyUpToItsMaximum() async throws {
        let calls = ScriptedCalls { _ throws(OutgoingFailure) in throw OutgoingFailure("no") }
        let services = GatewayServices(outgoing: calls, clock: CallHarness.FixedTime())
        var harness = try harness(
            inbound: """
                <retry condition="@(context.Variables["r"] == null)" count="5" interval="1" max-interval="10" delta="2">
                <send-request mode="new" response-variable-name="r" ignore-error="true"><set-url>https://a.example</set-url>
                <set-method>GET</set-method></send-request></retry>
                """,
            services: services
        )
        var pauses: [Int] = []
        var step = try await harness.settled(try harness.begin("GET", "/orders/items/7"))
        while case .pause(let milliseconds) = step {
            pauses.append(milliseconds)
            step = try await harness.settled(harness.call.resumed())
        }
        #expect(step == .forward)
        #expect(calls.requests.count == 6)
        try #require(pauses.count == 5)
        #expect(pauses[0] == 1000)
        #expect((2600...3400).contains(pauses[1]))
        #expect((5800...8200).contains(pauses[2]))
        #expect(pauses[3] == 10_000)
    }

    private static func request(_ name: String) -> String {
        "<send-request mode=\"new\" response-variable-name=\"\(name)\" ignore-error=\"true\"><set-url>https://\(name).example</set-url>"
            + "<set-method>GET</set-method></send-request>"
    }

    @Test func sendsRequestsAtTheSameTime() async throws {
        let calls = ScriptedCalls { request throws(OutgoingFailure) in
            if request.service.host == "c.example" { throw OutgoingFailure("no") }
            return OutgoingResponse(status: request.service.host == "a.example" ? 201 : 202)
        }
        let services = GatewayServices(outgoing: calls, clock: CallHarness.FixedTime())
        let inner =
            Self.request("a") + "<choose><when condition=\"@(true)\">\(Self.request("b"))</when></choose>"
            + Self.request("c")
            + "<choose><when condition=\"@(true)\">\(Self.request("d"))<set-variable name=\"e\" "
            + "value=\"@(((IResponse)context.Variables[\"d\"]).StatusCode)\" /></when></choose>"
        var harness = try harness(inbound: "<wait for=\"all\">\(inner)</wait>", services: services)
        let begun = try harness.begin("GET", "/orders/items/7")
        guard case .requests(let requests, false)? = harness.call.errand else { throw ExpectedRequests() }
        #expect(requests.map(\.service.host) == ["a.example", "b.example", "c.example"])
        #expect(try await harness.settled(begun) == .forward)
        #expect(harness.variable("e") == "202")
        #expect(harness.call.state.variables["c"]?.isNull == true)
        #expect(harness.call.state.variables["a"] != nil && harness.call.state.variables["b"] != nil)
    }

    struct ExpectedRequests: Error {}

    @Test func theFirstThatIsDoneEndsAWaitForAny() async throws {
        let services = GatewayServices(outgoing: ScriptedCalls(), clock: CallHarness.FixedTime())
        var harness = try harness(
            inbound: "<wait for=\"any\">\(Self.request("a"))\(Self.request("b"))</wait>",
            services: services
        )
        let begun = try harness.begin("GET", "/orders/items/7")
        #expect(try await harness.settled(begun) == .forward)
        #expect(harness.call.state.variables.count == 1)
    }

    @Test func errorsEndARetry() throws {
        var harness = try harness(
            backend: "<retry condition=\"@(true)\" count=\"3\" interval=\"0\"><forward-request /></retry>"
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(harness.call.failed(.timeout("late")) == .answer)
        #expect(harness.call.state.lastError?.path == "retry[1]/forward-request[1]")
    }

    @Test func replacesTextInBodies() throws {
        var harness = try harness(
            inbound: "<find-and-replace from=\"aa\" to=\"@(\"b\" + \"$1\")\" />",
            outbound: "<find-and-replace from=\"http://inner\" to=\"https://outer\" />"
        )
        #expect(try harness.begin("POST", "/orders/items", "Content-Length: 5") == .collectRequestBody)
        #expect(harness.call.requestBodyArrived(Array("aaaxa".utf8)) == .forward)
        #expect(harness.call.state.requestBody.bytes == Array("b$1axa".utf8))
        #expect(try harness.respond("200 OK") == .collectResponseBody)
        #expect(harness.call.responseBodyArrived(Array("see http://inner/a and http://inner".utf8)) == .answer)
        #expect(harness.body == "see https://outer/a and https://outer")
    }

    @Test func answersWithExamplesOfTheSpecification() throws {
        let folder = try ConfigurationOnDisk()
        try folder.writeAPI(
            inbound: "<mock-response STATUS />"
                .replacing(
                    "STATUS",
                    with:
                        "status-code=\"@(int.Parse(context.Request.Headers.GetValueOrDefault(\"S\",\"200\")))\" content-type=\"@(context.Request.Headers.GetValueOrDefault(\"T\",\"application/json\"))\""
                )
        )
        try folder.write(
            "apis/orders/specification.json",
            """
            {"openapi": "3.0.1", "components": {"schemas": {"Item": {"type": "object", "properties": {
              "id": {"type": "integer"}, "name": {"type": "string", "example": "pen"}, "parts": {"type": "array",
              "items": {"$ref": "#/components/schemas/Item"}}}}}},
             "paths": {"/items/{id}": {"get": {"operationId": "get-item", "responses": {
              "200": {"content": {"application/json": {"example": {"b": 1, "a": [true]}}, "text/xml": {"example": "<a />"}}},
              "201": {"content": {"application/json": {"examples": {"one": {"value": "x"}}}}},
              "404": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}, "503": {}}}},
              "/items": {"post": {"operationId": "create-item"}}}}
            """
        )
        var harness = try CallHarness(folder)
        #expect(try harness.begin("GET", "/orders/items/7") == .answer)
        #expect(harness.body == #"{"b":1,"a":[true]}"#)
        #expect(harness.responseHeader("Content-Type") == ["application/json"])
        #expect(try harness.begin("GET", "/orders/items/7", "T: text/xml; charset=utf-8") == .answer)
        #expect(harness.body == "<a />")
        #expect(try harness.begin("GET", "/orders/items/7", "S: 201") == .answer)
        #expect(harness.body == "x")
        #expect(try harness.begin("GET", "/orders/items/7", "S: 404") == .answer)
        #expect(harness.status == 404)
        #expect(harness.body?.hasPrefix(#"{"id":0,"name":"pen","parts":[{"id":0,"name":"pen","parts":["#) == true)
        for code in ["503", "418"] {
            #expect(try harness.begin("GET", "/orders/items/7", "S: \(code)") == .answer)
            #expect(harness.status == Int(code))
            #expect(harness.body?.isEmpty == true)
        }
        #expect(try harness.begin("GET", "/orders/items/7", "S: 99") == .answer)
        #expect(harness.status == 500)
    }

    final class Said: TraceSink {
        private let records = Mutex<[TraceRecord]>([])
        var all: [TraceRecord] { self.records.withLock { $0 } }
        func record(_ record: TraceRecord) { self.records.withLock { $0.append(record) } }
    }

    @Test func saysWhatTraceSays() throws {
        let said = Said()
        let services = GatewayServices(trace: said, clock: CallHarness.FixedTime())
        var harness = try harness(
            inbound: """
                <trace source="mine" severity="information"><message>@("method " + context.Request.Method)</message>
                <metadata name="operation" value="@(context.Operation.Id)" /></trace>
                """,
            services: services
        )
        #expect(try harness.begin("GET", "/orders/items/7") == .forward)
        #expect(said.all.map(\.message) == ["method GET"])
        #expect(said.all.first?.severity == "information")
        #expect(said.all.first?.metadata.map(\.value) == ["get-item"])
        #expect(said.all.first?.activityID.count == 36)
    }
}
