// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCore
import SignetCredentials
import SignetTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct DefaultAzureCredentialTests {
    private static let identity = ["AZURE_TENANT_ID": Fixture.tenantID, "AZURE_CLIENT_ID": Fixture.clientID]
    private static let answer = ScriptedTransport.Step.status(
        200,
        body: "{\"access_token\":\"machine\",\"expires_in\":\"86399\",\"token_type\":\"Bearer\"}"
    )

    private func credential(_ environment: [String: String], _ transport: any TokenTransport) throws
        -> DefaultAzureCredential
    {
        // A clock that stands still: the probe's bound never passes.
        try DefaultAzureCredential(environment: environment, options: Fixture.options(transport, clock: ManualClock()))
    }

    @Test func takesTheEnvironmentFirst() async throws {
        let transport = ScriptedTransport([.token("t")])
        let environment = Self.identity.merging(["AZURE_CLIENT_SECRET": "s", "AZURE_FEDERATED_TOKEN_FILE": "/f"]) { $1 }
        let credential = try credential(environment, transport)
        #expect(try await credential.token(for: "a").exposedText == "t")
        #expect(credential.selectedCredential == "EnvironmentCredential")
        #expect(Fixture.form(transport.requests[0])["client_secret"] == "s")
    }

    @Test func takesTheWorkloadsIdentityNext() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "signet-default-\(UUID())")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("a.b.c".utf8).write(to: file)
        let transport = ScriptedTransport([.token("t")])
        let credential = try credential(
            Self.identity.merging(["AZURE_FEDERATED_TOKEN_FILE": file.path()]) { $1 },
            transport
        )
        _ = try await credential.token(for: "a")
        #expect(credential.selectedCredential == "WorkloadIdentityCredential")
        #expect(Fixture.form(transport.requests[0])["client_assertion"] == "a.b.c")
    }

    @Test func takesTheMachinesIdentityLastAfterAProbe() async throws {
        let transport = ScriptedTransport([.status(400), Self.answer, Self.answer])
        let credential = try credential(["AZURE_CLIENT_ID": "c-1"], transport)
        #expect(try await credential.token(for: "a").exposedText == "machine")
        _ = try await credential.token(for: "b")
        #expect(credential.selectedCredential == "ManagedIdentityCredential")
        #expect(transport.requests.count == 3)
        #expect(transport.requests[1].url.hasSuffix("resource=a&client_id=c-1"))
    }

    @Test func saysWhatEveryCredentialLacks() async throws {
        let credential = try credential(Self.identity, ScriptedTransport([.failure(TestError(text: "no route"))]))
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.code == .credentialUnavailable)
        let message = try #require(error?.message)
        #expect(message.hasPrefix("DefaultAzureCredential failed to retrieve a token from the included credentials."))
        #expect(message.contains("missing: AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH"))
        #expect(message.contains("missing: AZURE_FEDERATED_TOKEN_FILE"))
        #expect(message.contains("gave no answer (1 attempts)"))
        #expect(
            (error?.cause as? ChainFailure)?.attempts.map(\.credential) == [
                "EnvironmentCredential", "WorkloadIdentityCredential", "ManagedIdentityCredential",
            ]
        )
    }

    @Test func aWrongSecretDoesNotBecomeTheMachine() async throws {
        let transport = ScriptedTransport([.refusal(7_000_215)], thereafter: Self.answer)
        let credential = try credential(Self.identity.merging(["AZURE_CLIENT_SECRET": "s"]) { $1 }, transport)
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.refusal?.aadstsCodes == [7_000_215])
        #expect(transport.requests.count == 1)
    }

    @Test func aBrokenConfigurationIsAnErrorAtOnce() {
        let certificate = Self.identity.merging(["AZURE_CLIENT_CERTIFICATE_PATH": "/nowhere.pem"]) { $1 }
        let error = #expect(throws: CredentialError.self) { try DefaultAzureCredential(environment: certificate) }
        #expect(error?.message.contains("/nowhere.pem") == true)
    }

    @Test(arguments: [
        ("prod", 3), ("PROD", 3), ("", 3), ("EnvironmentCredential", 1), ("workloadidentitycredential", 1),
        ("ManagedIdentityCredential", 1),
    ])
    func theVariableSelectsCredentials(value: String, count: Int) async throws {
        let transport = ScriptedTransport(thereafter: .failure(TestError()))
        let credential = try DefaultAzureCredential(
            environment: ["AZURE_TOKEN_CREDENTIALS": value],
            options: Fixture.options(transport)
        )
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        let attempts = try #require(error?.cause as? ChainFailure).attempts
        #expect(attempts.count == count)
        if value == "ManagedIdentityCredential" {
            #expect(transport.requests.count == 6)
            #expect(transport.requests.allSatisfy { $0.url.contains("resource=a") })
        }
    }

    @Test(arguments: [
        ("dev", CredentialError.Code.credentialUnavailable), ("AzureCliCredential", .invalidArgument),
        ("production", .invalidArgument),
    ])
    func refusesASelectionThatNoServerHas(value: String, code: CredentialError.Code) {
        let error = #expect(throws: CredentialError.self) {
            try DefaultAzureCredential(environment: ["AZURE_TOKEN_CREDENTIALS": value])
        }
        #expect(error?.code == code)
        #expect(
            error?.message
                .hasSuffix(
                    "prod, EnvironmentCredential, WorkloadIdentityCredential, ManagedIdentityCredential"
                ) == true
        )
    }
}
