// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials
import SignetTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct ClientSecretCredentialTests {
    private static let secret = "qWgdYAmab0YSkuL1qKv5bPX~+/&= "

    private func credential(_ transport: any TokenTransport) throws -> ClientSecretCredential {
        try ClientSecretCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            clientSecret: Self.secret,
            options: Fixture.options(transport, allowing: ["fabrikam.com"])
        )
    }

    // "Client credentials flow", first case: access token request with a shared secret.
    @Test func asksWithASecretAsEntraDocumentsByteForByte() async throws {
        let transport = ScriptedTransport([.token("t")])
        _ = try await credential(transport).token(for: Fixture.scope)
        let request = try #require(transport.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == Fixture.endpoint)
        #expect(request.headers[0] == (name: "Content-Type", value: "application/x-www-form-urlencoded"))
        #expect(
            request.body.withExposedBytes { String(decoding: $0, as: UTF8.self) } == """
                client_id=\(Fixture.clientID)&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default\
                &client_secret=qWgdYAmab0YSkuL1qKv5bPX~%2B%2F%26%3D%20&grant_type=client_credentials
                """
        )
    }

    @Test func sharesTheCacheTheTenantsAndTheRetryOfTheOthers() async throws {
        let transport = ScriptedTransport([.status(503), .token("a"), .token("b")])
        let credential = try credential(transport)
        for _ in 0..<3 { #expect(try await credential.token(for: "a").exposedText == "a") }
        #expect(try await credential.token(for: "a", tenantID: "fabrikam.com").exposedText == "b")
        #expect(transport.requests.count == 3)
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential.token(for: "a", tenantID: "other.com")
        }
        #expect(error?.code == .authenticationFailed)
    }

    @Test func saysWhatToDoAboutAWrongSecretAndNeverShowsIt() async throws {
        let transport = ScriptedTransport([.refusal(7_000_215)])
        let credential = try credential(transport)
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.refusal?.remedy == "Use the secret's value, not its ID.")
        var dumped = ""
        dump(credential, to: &dumped)
        #expect(!"\(try #require(error)) \(credential) \(dumped)".contains("qWgdYAmab0YSkuL1qKv5bPX"))
    }

    @Test func refusesAnEmptySecret() {
        let error = #expect(throws: CredentialError.self) {
            try ClientSecretCredential(tenantID: "t", clientID: "c", clientSecret: "")
        }
        #expect(error?.code == .invalidArgument)
    }
}
