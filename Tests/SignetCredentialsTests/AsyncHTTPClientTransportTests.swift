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

@Suite(.timeLimit(.minutes(15)), .enabled(if: PythonServer.isPresent, "python3 is not installed"))
struct AsyncHTTPClientTransportTests {
    private func credential(
        _ server: PythonServer,
        tenantID: String,
        transport: AsyncHTTPClientTransport? = nil
    ) throws -> CertificateCredential {
        let clock = ManualClock(advancesOnSleep: true)
        let roots = try AsyncHTTPClientTransport.TrustRoots.file(server.certificateAuthorityPath)
        var options = Fixture.options(transport ?? AsyncHTTPClientTransport(trustRoots: roots), clock: clock)
        options.authority = server.authority
        return try CertificateCredential(
            tenantID: tenantID,
            clientID: Fixture.clientID,
            certificate: .certificate(try TestCertificates.client(at: clock.now)),
            options: options
        )
    }

    @Test func bringsAManagedIdentitysTokenFromTheMachinesOwnEndpoint() async throws {
        let server = try PythonServer(withTLS: false)
        let credential = try ManagedIdentityCredential(
            endpoint: .instanceMetadata(origin: server.plainOrigin),
            probeLimit: .seconds(60),
            options: Fixture.options(AsyncHTTPClientTransport(), clock: ManualClock())
        )
        let token = try await credential.token(for: "https://vault.azure.net/.default")
        let paths = try server.stop().map { try JSONValue.parse($0).array?[0].string }
        let path = "/metadata/identity/oauth2/token?api-version=2018-02-01"
        #expect(token.exposedText == "from-the-machine")
        #expect(paths == [path, path + "&resource=https%3A%2F%2Fvault.azure.net"])
    }

    @Test func bringsATokenOverTLSWithOnePOST() async throws {
        let server = try PythonServer()
        let token = try await credential(server, tenantID: "token.test").token(for: Fixture.scope)
        let requests = try server.stop()
        #expect(token.exposedText == "from-python")
        #expect(requests.count == 1)
        let seen = try JSONValue.parse(requests[0])
        #expect(seen.array?[0].string == "/token.test/oauth2/v2.0/token")
        let fields = seen.array?[1].object?.members.map(\.name) ?? []
        #expect(fields.contains("Content-Length") && !fields.contains("Transfer-Encoding"))
        #expect(
            seen.array?[2].string?.hasPrefix("scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_id=") == true
        )
    }

    @Test func followsNoRedirectSoTheAssertionGoesNowhereElse() async throws {
        let server = try PythonServer()
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential(server, tenantID: "redirect.test").token(for: "a")
        }
        #expect(error?.code == .unexpectedReply)
        #expect(error?.refusal?.status == 307)
        #expect(try server.stop().count == 1)
    }

    @Test func readsNoAnswerOverItsLimit() async throws {
        let server = try PythonServer()
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential(server, tenantID: "huge.test").token(for: "a")
        }
        #expect(error?.code == .serviceUnavailable)
        #expect(error?.cause is AsyncHTTPClientTransport.AnswerTooLarge)
        _ = try server.stop()
    }

    @Test func asksAgainAfterAnAnswerThatWasCut() async throws {
        let server = try PythonServer()
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential(server, tenantID: "cut.test").token(for: "a")
        }
        #expect(error?.code == .serviceUnavailable)
        #expect(try server.stop().count == 4)
    }

    @Test func refusesAServerThatNobodyVouchesFor() async throws {
        let server = try PythonServer()
        let error = await #expect(throws: CredentialError.self) {
            _ = try await credential(server, tenantID: "token.test", transport: AsyncHTTPClientTransport())
                .token(for: "a")
        }
        #expect(error?.code == .serviceUnavailable)
        #expect(try server.stop().isEmpty)
    }

    @Test func saysThatNobodyListens() async throws {
        let server = try PythonServer()
        let credential = try credential(server, tenantID: "token.test")
        _ = try server.stop()
        let error = await #expect(throws: CredentialError.self) { _ = try await credential.token(for: "a") }
        #expect(error?.code == .serviceUnavailable)
        #expect(error?.message.contains("4 attempts") == true)
    }

    @Test(arguments: ["/does/not/exist", "/dev/null", "/"])
    func refusesAFileWithoutCertificates(path: String) {
        let error = #expect(throws: CredentialError.self) { try AsyncHTTPClientTransport.TrustRoots.file(path) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(path) == true)
    }
}
