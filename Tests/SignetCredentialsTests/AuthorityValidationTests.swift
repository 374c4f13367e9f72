// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetTesting
import Testing

@testable import SignetCredentials

@Suite(.timeLimit(.minutes(15))) struct AuthorityValidationTests {
    private static let valid = ScriptedTransport.Step.status(
        200,
        body: """
            {"tenant_discovery_endpoint":"https://login.fabrikam.example/common/.well-known/openid-configuration",\
            "api-version":"1.1","metadata":[]}
            """
    )

    private func credential(
        _ authority: String,
        _ transport: any TokenTransport,
        tenantID: String = Fixture.tenantID,
        _ configure: (inout CredentialOptions) -> Void = { _ in }
    ) throws -> ClientSecretCredential {
        var options = Fixture.options(transport)
        options.authority = try Authority(authority)
        configure(&options)
        return try ClientSecretCredential(
            tenantID: tenantID,
            clientID: Fixture.clientID,
            clientSecret: "secret",
            options: options
        )
    }

    @Test(arguments: [
        "login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net",
        "login.microsoftonline.us", "login.usgovcloudapi.net", "login-us.microsoftonline.com",
        "login.chinacloudapi.cn", "login.partner.microsoftonline.cn", "login.microsoftonline.de",
        "login.sovcloud-identity.fr", "login.sovcloud-identity.de", "login.sovcloud-identity.sg",
        "localhost:8443", "platform.localhost", "127.0.0.1:8443", "127.1.2.3", "[::1]:8443",
    ])
    func asksNobodyAboutWhatIsKnown(host: String) async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        _ = try await credential("https://" + host, transport).token(for: "a")
        #expect(transport.requests.map(\.url) == ["https://\(host)/\(Fixture.tenantID)/oauth2/v2.0/token"])
    }

    @Test(arguments: [
        ("https://login.fabrikam.example", "login.fabrikam.example"), ("https://sts.corp:8443/path", "sts.corp%3A8443"),
        ("https://login.microsoftonline.com.evil.example", "login.microsoftonline.com.evil.example"),
        ("https://localhost.evil.example", "localhost.evil.example"), ("https://127.0.0.1.evil", "127.0.0.1.evil"),
        ("https://login.microsoftonline.com:8443", "login.microsoftonline.com%3A8443"),
    ])
    func asksOnceAboutAnUnknownHostBeforeAnythingGoesThere(authority: String, encoded: String) async throws {
        let transport = ScriptedTransport([Self.valid], thereafter: .token("t"))
        let credential = try credential(authority, transport)
        _ = try await credential.token(for: "a")
        _ = try await credential.token(for: "b")
        #expect(transport.requests.map(\.method) == ["GET", "POST", "POST"])
        #expect(
            transport.requests[0].url == """
                https://login.microsoftonline.com/common/discovery/instance?api-version=1.1\
                &authorization_endpoint=https%3A%2F%2F\(encoded)%2Fcommon%2Foauth2%2Fv2.0%2Fauthorize
                """
        )
        #expect(transport.requests[0].body.isEmpty)
    }

    @Test func manyCallersShareTheQuestion() async throws {
        let gate = Gate()
        let transport = ScriptedTransport(
            [
                .answer { _ in
                    await gate.pass()
                    return TransportResponse(
                        status: 200,
                        body: SecretBytes(utf8: #"{"tenant_discovery_endpoint":"x"}"#)
                    )
                }
            ],
            thereafter: .token("t")
        )
        let credential = try credential("https://sts.corp", transport)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 { group.addTask { _ = try await credential.token(for: "api://\(number)/.default") } }
            await eventually { credential.cacheStatistics.inFlight == 50 }
            gate.open()
            try await group.waitForAll()
        }
        #expect(transport.requests.filter { $0.method == "GET" }.count == 1)
    }

    @Test func anInvalidInstanceIsAnErrorAndGetsNoAssertion() async throws {
        let transport = ScriptedTransport(
            thereafter: .status(400, body: #"{"error":"invalid_instance","error_description":"AADSTS50049: Unknown"}"#)
        )
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential("https://evil.example", transport).token(for: "a")
        }
        #expect(error?.code == .invalidArgument)
        let text =
            "The authority provided, https://evil.example, is not well-known. If this authority is valid and trustworthy"
        #expect(error?.message.hasPrefix(text) == true)
        #expect(error?.message.contains("disablesInstanceDiscovery") == true)
        #expect(error?.message.contains("AADSTS50049") == true)
        #expect(transport.requests.map(\.method) == ["GET"])
    }

    @Test func asksAgainWhereTheNetworkOrTheServiceWasBrieflyAway() async throws {
        let transport = ScriptedTransport(
            [.failure(TestError()), .status(503, headers: [("Retry-After", "2")]), Self.valid],
            thereafter: .token("t")
        )
        let clock = ManualClock()
        let credential = try credential("https://sts.corp", transport) { options in
            options.clock = clock
            options.randomFraction = { 0.5 }
        }
        async let token = credential.token(for: "a")
        try await clock.sleeps(atLeast: 1)
        clock.advance(by: .milliseconds(400))
        try await clock.sleeps(atLeast: 2)
        clock.advance(by: .seconds(2))
        #expect(try await token.exposedText == "t")
        #expect(transport.requests.map(\.method) == ["GET", "GET", "GET", "POST"])
    }

    @Test func aNetworkWithoutAnswerSaysHowToGoOnAndIsForgotten() async throws {
        let transport = ScriptedTransport(
            [.failure(TestError()), .status(503), .status(200, body: "<html>"), Self.valid],
            thereafter: .token("t")
        )
        let credential = try credential("https://sts.corp", transport) { $0.retry.maximumRetries = 0 }
        for _ in 0..<3 {
            let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
            #expect(error?.code == .serviceUnavailable)
            #expect(error?.message.contains("setting 'disablesInstanceDiscovery' of the options to true") == true)
        }
        #expect(try await credential.token(for: "a").exposedText == "t")
    }

    @Test func canBeSwitchedOffAndKnowsNothingOfADFS() async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        _ = try await credential("https://sts.corp", transport) { $0.disablesInstanceDiscovery = true }.token(for: "a")
        _ = try await credential("https://adfs.corp", transport, tenantID: "adfs").token(for: "a")
        #expect(transport.requests.map(\.method) == ["POST", "POST"])
    }

    @Test func knowsTheAliasesOfTheClouds() throws {
        #expect(Authority.publicCloud.aliases.count == 4)
        #expect(Authority.china.aliases.contains("login.partner.microsoftonline.cn"))
        #expect(Authority.usGovernment.aliases.contains("login.usgovcloudapi.net"))
        #expect(try Authority("https://sts.corp:1").aliases == ["sts.corp:1"])
        for authority in [Authority.franceSovereign, .germanySovereign, .singaporeSovereign] {
            #expect(authority.isWellKnown)
        }
    }
}
