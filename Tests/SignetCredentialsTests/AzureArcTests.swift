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

@Suite(.timeLimit(.minutes(15))) struct AzureArcTests {
    private static let url = "http://localhost:40342/metadata/identity/oauth2/token"
    private let folder = FileManager.default.temporaryDirectory.appending(path: "signet-arc-\(UUID())").path()

    private func challenge(_ field: String?) -> ScriptedTransport.Step {
        .status(401, headers: field.map { [(name: "WWW-Authenticate", value: $0)] } ?? [])
    }

    private func credential(_ transport: any TokenTransport) throws -> ManagedIdentityCredential {
        try ManagedIdentityCredential(
            endpoint: .azureArc(url: Self.url, keyFolder: self.folder),
            options: Fixture.options(transport)
        )
    }

    private func withKey(_ content: String, _ body: (String) async throws -> Void) async throws {
        try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: self.folder) }
        let path = self.folder + "/1.key"
        try Data(content.utf8).write(to: URL(filePath: path))
        try await body(path)
    }

    @Test func answersTheAgentsChallengeWithItsFile() async throws {
        try await withKey("c2VjcmV0") { path in
            let transport = ScriptedTransport([challenge("Basic realm=\(path)"), .token("t")])
            let token = try await credential(transport).token(for: "https://vault.azure.net/.default")
            #expect(token.exposedText == "t")
            let url = Self.url + "?api-version=2020-06-01&resource=https%3A%2F%2Fvault.azure.net"
            #expect(transport.requests.map(\.url) == [url, url])
            let fields = transport.requests.map { $0.headers.map { "\($0.name): \($0.value)" } }
            #expect(fields[0].contains("Metadata: true") && !fields[0].joined().contains("Authorization"))
            #expect(fields[1].contains("Authorization: Basic c2VjcmV0"))
        }
    }

    @Test(arguments: [
        nil, "Bearer realm=/x", "Basic realm=/etc/shadow", "Basic realm=FOLDER/../1.key", "Basic realm=FOLDER/1.txt",
        "Basic realm=FOLDER/a/1.key", "Basic realm=", "Basic realm=FOLDER/absent.key",
    ])
    func readsNoOtherFile(field: String?) async throws {
        try await withKey("c2VjcmV0") { _ in
            let field = field?.replacing("FOLDER", with: self.folder)
            let transport = ScriptedTransport([challenge(field)])
            let error = await #expect(throws: CredentialError.self) {
                _ = try await credential(transport).token(for: "a")
            }
            #expect(error?.code == .credentialUnavailable)
            #expect(transport.requests.count == 1)
        }
    }

    @Test(arguments: ["", "two words", String(repeating: "a", count: 4_097)])
    func refusesAFileWithoutAKey(content: String) async throws {
        try await withKey(content) { path in
            let transport = ScriptedTransport([challenge("Basic realm=\(path)")])
            let error = await #expect(throws: CredentialError.self) {
                _ = try await credential(transport).token(for: "a")
            }
            #expect(error?.code == .credentialUnavailable)
        }
    }

    @Test func isFoundInTheEnvironmentAndHasOneIdentity() throws {
        let endpoint = try ManagedIdentityEndpoint(
            environment: ["IDENTITY_ENDPOINT": Self.url, "IMDS_ENDPOINT": "http://localhost:40342"]
        )
        #expect(endpoint.url == Self.url)
        let error = #expect(throws: CredentialError.self) {
            try ManagedIdentityCredential(identity: .clientID("c"), endpoint: endpoint)
        }
        #expect(error?.code == .invalidArgument)
    }
}
