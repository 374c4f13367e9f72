// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import InMemoryTracing
import SignetCore
import SignetTesting
import Testing
import Tracing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15))) struct TelemetryTests {
    private let clock = ManualClock(advancesOnSleep: true)
    private let tracer = InMemoryTracer()
    private let lines = LogLines()

    private func options(_ transport: any TokenTransport, propagates: Bool = false) -> CredentialOptions {
        var options = Fixture.options(transport, clock: self.clock, logger: self.lines.logger)
        options.tracer = self.tracer
        options.propagatesTraceContext = propagates
        return options
    }

    private func credential(_ transport: any TokenTransport, propagates: Bool = false) throws -> ClientSecretCredential
    {
        try ClientSecretCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: "s3cret",
            options: options(transport, propagates: propagates)
        )
    }

    private func attributes(_ span: FinishedInMemorySpan) -> [String: String] {
        let names = [
            "signet.tenant_id", "signet.client_id", "signet.grant_type", "signet.cache.result", "server.address",
            "error.type", "http.response.status_code", "url.full",
        ]
        var attributes: [String: String] = [:]
        for name in names { attributes[name] = span.attributes[name].map { "\($0)" } }
        return attributes
    }

    @Test func aSpanTellsWhoAskedWhomForWhat() async throws {
        let transport = ScriptedTransport([.token("secret-token")])
        let credential = try credential(transport)
        _ = try await credential.token(for: Fixture.scope)
        _ = try await credential.token(for: Fixture.scope)
        // One acquisition, one request: a token from memory makes no span.
        let spans = self.tracer.finishedSpans
        #expect(spans.map(\.operationName) == ["POST", "signet.token"])
        let span = try #require(spans.last)
        let told = attributes(span)
        #expect(told["signet.tenant_id"]?.contains(Fixture.tenantID) == true)
        #expect(told["signet.client_id"]?.contains(Fixture.clientID) == true)
        #expect(told["signet.grant_type"]?.contains("client_credentials") == true)
        #expect(told["signet.cache.result"]?.contains("miss") == true)
        #expect(told["server.address"]?.contains("login.microsoftonline.com") == true)
        #expect(spans[0].parentSpanID == span.spanID)
        let request = attributes(spans[0])
        #expect(request["http.response.status_code"]?.contains("200") == true)
        #expect(request["url.full"]?.contains(Fixture.endpoint) == true)
        for secret in ["s3cret", "secret-token"] { #expect(!"\(spans)".contains(secret)) }
    }

    @Test func aBackgroundRefreshIsCalledSoAndBelongsToWhoCausedIt() async throws {
        let transport = ScriptedTransport([.token("1", expiresIn: 1_000), .token("2")])
        let credential = try credential(transport)
        _ = try await credential.token(for: "a")
        self.clock.advance(by: .seconds(900))
        let parent = self.tracer.startSpan("caller")
        _ = try await ServiceContext.withValue(parent.context) { try await credential.token(for: "a") }
        await eventually { self.tracer.finishedSpans.count == 4 }
        let span = try #require(self.tracer.finishedSpans.last)
        #expect(attributes(span)["signet.cache.result"]?.contains("refresh") == true)
        #expect(span.parentSpanID == parent.spanID)
        parent.end()
    }

    @Test func aFailureIsToldByItsCodeAndNotByItsText() async throws {
        let echo = ScriptedTransport.Step.answer { request in
            throw TestError(text: request.body.withExposedBytes { String(decoding: $0, as: UTF8.self) })
        }
        for (step, code) in [
            (ScriptedTransport.Step.refusal(7_000_215), "AuthenticationFailed"), (echo, "ServiceUnavailable"),
        ] {
            self.tracer.clearFinishedSpans()
            let credential = try credential(ScriptedTransport(thereafter: step))
            await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
            let spans = self.tracer.finishedSpans
            let span = try #require(spans.last)
            #expect(attributes(span)["error.type"]?.contains(code) == true)
            #expect(span.status?.code == .error)
            #expect(spans.allSatisfy { $0.errors.isEmpty })
            #expect(!"\(spans)".contains("s3cret"))
        }
    }

    @Test func theTokenServiceLearnsNothingOfTheTraceUnlessToldTo() async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        _ = try await credential(transport).token(for: "a")
        _ = try await credential(transport, propagates: true).token(for: "a")
        let injected = self.tracer.performedContextInjections.map(\.context)
        let names = transport.requests.map { $0.headers.map(\.name) }
        #expect(injected.count == 1)
        #expect(Set(names[0]).isDisjoint(with: ["in-memory-trace-id", "in-memory-span-id"]))
        #expect(Set(names[1]).subtracting(names[0]) == ["in-memory-trace-id", "in-memory-span-id"])
    }

    @Test func theHTTPClientBelowMakesNoSpansOfItsOwnAndSendsNoContext() {
        #expect(HTTPClient.Configuration().tracing.tracer != nil)
        #expect(SharedHTTPClients.client(nil).tracer == nil)
    }

    @Test func managedIdentitiesAndOtherGrantsAreToldToo() async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let machine = try ManagedIdentityCredential(options: options(transport))
        _ = try await machine.token(for: "https://vault.azure.net/.default")
        let behalf = try OnBehalfOfCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: SecretBytes(utf8: "s3cret"),
            userAssertion: SecretBytes(utf8: "user-token"),
            options: options(transport)
        )
        _ = try await behalf.token(for: "a")
        let spans = self.tracer.finishedSpans.filter { $0.operationName == "signet.token" }.map(attributes)
        #expect(spans.map { $0["signet.grant_type"] ?? "" }.map { $0.contains("managed_identity") } == [true, false])
        #expect(spans[0]["server.address"]?.contains("169.254.169.254") == true)
        #expect(spans[1]["signet.grant_type"]?.contains("on_behalf_of") == true)
        #expect(!"\(self.tracer.finishedSpans)".contains("user-token"))
    }

    @Test func logsAcquisitionsAtDebugFailuresAtWarningAndHitsNotAtAll() async throws {
        let credential = try credential(ScriptedTransport([.token("t"), .refusal(7_000_215)]))
        for _ in 0..<10 { _ = try await credential.token(for: "a") }
        await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "b") }
        let lines = self.lines.text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("debug token acquired") && lines[0].contains(Fixture.clientID))
        #expect(lines[1].hasPrefix("warning token acquisition failed") && lines[1].contains("AADSTS7000215"))
    }

    @Test func aCancelledCallerIsNoFailure() async throws {
        let gate = Gate()
        let transport = ScriptedTransport([
            .answer { _ in
                await gate.pass()
                try Task.checkCancellation()
                return TransportResponse(status: 200, body: SecretBytes([]))
            }
        ])
        let credential = try credential(transport)
        let caller = Task { try await credential.token(for: "a") }
        try await transport.requests(atLeast: 1)
        caller.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { _ = try await caller.value }
        await eventually { self.tracer.finishedSpans.count == 2 }
        #expect(self.lines.text.isEmpty)
        #expect(attributes(self.tracer.finishedSpans[1])["error.type"]?.contains("cancelled") == true)
    }

    @Test(arguments: [
        ("https://login.microsoftonline.com", "login.microsoftonline.com"), ("https://localhost:8443/x", "localhost"),
        ("https://[::1]:8443", "[::1]"), ("http://169.254.169.254/metadata", "169.254.169.254"), ("", ""),
    ])
    func namesTheHostOfAURL(url: String, host: String) {
        #expect(TracedTransport.host(of: url) == host)
    }
}
