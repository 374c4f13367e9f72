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

@Suite(.timeLimit(.minutes(15))) struct RegionalAuthorityTests {
    private func options(
        _ transport: any TokenTransport,
        _ region: RegionalAuthority,
        authority: Authority = .publicCloud,
        clock: any TimeSource = ManualClock()
    ) -> CredentialOptions {
        var options = Fixture.options(transport, clock: clock)
        options.authority = authority
        options.regionalAuthority = region
        options.disablesInstanceDiscovery = true
        return options
    }

    private func credential(_ options: CredentialOptions) throws -> CertificateCredential {
        try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .certificate(try TestCertificates.client("client", at: options.clock.now)),
            options: options
        )
    }

    @Test(arguments: [
        (Authority.publicCloud, "westeurope.login.microsoft.com"),
        (.usGovernment, "westeurope.login.microsoftonline.us"),
        (.china, "westeurope.login.chinacloudapi.cn"),
    ])
    func asksTheRegionForAnAssertionThatIsAddressedToTheCentre(authority: Authority, host: String) async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try credential(options(transport, .region("westeurope"), authority: authority))
        _ = try await credential.token(for: Fixture.scope)
        #expect(transport.requests.map(\.url) == ["https://\(host)/\(Fixture.tenantID)/oauth2/v2.0/token"])
        let audience = try Fixture.assertion(transport.requests[0]).claims["aud"]?.string
        #expect(audience == authority.tokenEndpoint(tenantID: Fixture.tenantID))
    }

    @Test func keepsPortAndPath() throws {
        #expect(try Authority("https://sts.corp:8443/x").regional("eastus").url == "https://eastus.sts.corp:8443/x")
        #expect(try Authority("https://sts.windows.net").regional("eastus").url == "https://eastus.login.microsoft.com")
    }

    @Test func onlyTheClientsOwnTokensAreRegional() async throws {
        let transport = ScriptedTransport(thereafter: .token("t"))
        let credential = try OnBehalfOfCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: SecretBytes(utf8: "secret"),
            userAssertion: SecretBytes(utf8: "user"),
            options: options(transport, .region("westeurope"))
        )
        _ = try await credential.token(for: Fixture.scope)
        #expect(transport.requests.map(\.url) == [Fixture.endpoint])
    }

    @Test(arguments: [
        "", "West Europe", "westEurope", "1west", "-west", "west-", "west_europe", "west.europe", "west/europe",
        "evil.com#",
        "wést", "west\n", "west\0", "@", String(repeating: "a", count: 64),
    ])
    func refusesWhatIsNoRegionBeforeAnythingIsSent(name: String) {
        let error = #expect(throws: CredentialError.self) { try RegionalAuthority.region(name) }
        #expect(error?.code == .invalidArgument)
    }

    @Test(arguments: ["a", "westeurope", "usgov-virginia", "eastus2", String(repeating: "a", count: 63)])
    func takesRegions(name: String) throws {
        #expect(try RegionalAuthority.region(name) == RegionalAuthority.region(name))
    }

    @Test(
        arguments: [
            (nil, nil), ("westeurope", "westeurope"), ("false", nil), ("tryautodetect", "northeurope"),
            ("TryAutoDetect", "northeurope"), ("true", "northeurope"),
        ] as [(String?, String?)]
    )
    func theVariableDecides(value: String?, region: String?) async throws {
        var environment = [
            "AZURE_TENANT_ID": Fixture.tenantID, "AZURE_CLIENT_ID": Fixture.clientID, "AZURE_CLIENT_SECRET": "secret",
            "REGION_NAME": "North Europe",
        ]
        environment["AZURE_REGIONAL_AUTHORITY_NAME"] = value
        let transport = ScriptedTransport(thereafter: .token("t"))
        let options = Fixture.options(transport)
        _ = try await EnvironmentCredential(environment: environment, options: options).token(for: Fixture.scope)
        let host = region.map { "\($0).login.microsoft.com" } ?? "login.microsoftonline.com"
        #expect(transport.requests.map(\.url) == ["https://\(host)/\(Fixture.tenantID)/oauth2/v2.0/token"])
    }

    @Test func anImpossibleRegionInTheVariableIsAnError() {
        let environment = [
            "AZURE_TENANT_ID": Fixture.tenantID, "AZURE_CLIENT_ID": Fixture.clientID, "AZURE_CLIENT_SECRET": "secret",
            "AZURE_REGIONAL_AUTHORITY_NAME": "evil.example/",
        ]
        #expect(throws: CredentialError.self) {
            try EnvironmentCredential(environment: environment, options: Fixture.options(ScriptedTransport()))
        }
    }

    @Test func asksTheMachinesMetadataOnce() async throws {
        let transport = ScriptedTransport(
            [.status(200, body: #"{"location":"swedencentral","name":"vm"}"#)],
            thereafter: .token("t")
        )
        let credential = try credential(options(transport, .automatic()))
        _ = try await credential.token(for: "a")
        _ = try await credential.token(for: "b")
        let regional = "https://swedencentral.login.microsoft.com/\(Fixture.tenantID)/oauth2/v2.0/token"
        #expect(transport.requests.map(\.url) == [RegionDetection.url, regional, regional])
        #expect(transport.requests[0].headers.contains { $0.name == "Metadata" && $0.value == "true" })
    }

    @Test(arguments: [
        ScriptedTransport.Step.status(404), .status(200, body: "<html>"),
        .status(200, body: #"{"location":"evil.example/"}"#),
        .status(200, body: #"{"location":""}"#), .status(200, body: #"{"location":7}"#), .failure(TestError()),
    ])
    func staysAtTheCentreWhereTheMachineDoesNotKnow(answer: ScriptedTransport.Step) async throws {
        let transport = ScriptedTransport([answer], thereafter: .token("t"))
        let credential = try credential(options(transport, .automatic()))
        _ = try await credential.token(for: "a")
        _ = try await credential.token(for: "b")
        #expect(transport.requests.map(\.url) == [RegionDetection.url, Fixture.endpoint, Fixture.endpoint])
    }

    @Test func theSearchForTheRegionEndsAfterTwoSeconds() async throws {
        let (clock, gate) = (ManualClock(), Gate())
        let transport = ScriptedTransport(
            [
                .answer { _ in
                    await gate.pass()
                    throw TestError()
                }
            ],
            thereafter: .token("t")
        )
        let credential = try credential(options(transport, .automatic(), clock: clock))
        let task = Task { try await credential.token(for: "a") }
        try await clock.sleeps(atLeast: 1)
        try await transport.requests(atLeast: 1)
        #expect(clock.requestedSleeps == [.seconds(2)])
        clock.advance(by: .seconds(2))
        // A transport that heeds its cancellation ends here; this one cannot.
        gate.open()
        _ = try await task.value
        #expect(transport.requests.map(\.url) == [RegionDetection.url, Fixture.endpoint])
    }
}
