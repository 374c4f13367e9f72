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

@Suite(.timeLimit(.minutes(15))) struct WorkloadIdentityCredentialTests {
    /// Runs a test with a folder of its own.
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "signet-workload-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private func credential(_ file: URL, _ transport: any TokenTransport) throws -> WorkloadIdentityCredential {
        try WorkloadIdentityCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            tokenFilePath: file.path(),
            options: Fixture.options(transport)
        )
    }

    // "Client credentials flow", third case: access token request with a federated credential.
    @Test func sendsTheFilesTokenAsEntraDocumentsByteForByte() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "azure-identity-token")
            try Data("  header.payload.signature\n".utf8).write(to: file)
            let transport = ScriptedTransport([.token("t")])
            _ = try await credential(file, transport).token(for: Fixture.scope)
            let request = try #require(transport.requests.first)
            #expect(request.url == Fixture.endpoint)
            #expect(
                request.body.withExposedBytes { String(decoding: $0, as: UTF8.self) } == """
                    scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_id=\(Fixture.clientID)\
                    &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer\
                    &client_assertion=header.payload.signature&grant_type=client_credentials
                    """
            )
        }
    }

    @Test func readsTheFileAgainWhenKubernetesSwapsIt() async throws {
        try await withFolder { folder in
            let files = FileManager.default
            for (name, token) in [("1", "a.a.a"), ("2", "b.b.b")] {
                try files.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
                try Data(token.utf8).write(to: folder.appending(path: "\(name)/token"))
            }
            let link = folder.appending(path: "data").path()
            try files.createSymbolicLink(atPath: link, withDestinationPath: "1")
            let transport = ScriptedTransport(thereafter: .token("t"))
            let credential = try credential(folder.appending(path: "data/token"), transport)
            for scope in ["a", "b"] { _ = try await credential.token(for: scope) }
            try files.removeItem(atPath: link)
            try files.createSymbolicLink(atPath: link, withDestinationPath: "2")
            for scope in ["a", "c"] { _ = try await credential.token(for: scope) }
            #expect(transport.requests.map { Fixture.form($0)["client_assertion"] } == ["a.a.a", "a.a.a", "b.b.b"])
        }
    }

    @Test(arguments: ["", " \n", "two tokens", "t\u{0}t", String(repeating: "t", count: 65_537)])
    func aFileWithoutATokenMakesItUnavailable(content: String) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "token")
            try Data(content.utf8).write(to: file)
            let transport = ScriptedTransport()
            let error = await #expect(throws: CredentialError.self) {
                _ = try await credential(file, transport).token(for: "a")
            }
            #expect(error?.code == .credentialUnavailable)
            #expect(error?.message.contains("holds no token") == true)
            #expect(transport.requests.isEmpty)
        }
    }

    @Test func aMissingFileMakesItUnavailableUntilItIsThere() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "token")
            let credential = try credential(file, ScriptedTransport([.token("t")]))
            let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
            #expect(error?.code == .credentialUnavailable)
            #expect(error?.message.contains(file.path()) == true)
            try Data("a.a.a".utf8).write(to: file)
            #expect(try await credential.token(for: "a").exposedText == "t")
        }
    }
}
