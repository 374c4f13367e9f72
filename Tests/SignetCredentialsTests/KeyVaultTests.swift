// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import CryptoExtras
import Foundation
import SignetAssertions
import SignetCertificates
import SignetCore
import SignetCredentials
import SignetTesting
import Synchronization
import Testing

/// The dialogue with a vault: challenge, token, secret, version.
@Suite(.timeLimit(.minutes(15))) struct KeyVaultTests {
    /// Gives tokens and remembers for what.
    final class Identity: TokenCredential {
        let requests = Mutex<[TokenRequest]>([])
        func token(for request: TokenRequest) async throws -> AccessToken {
            let count = self.requests.withLock { requests in
                requests.append(request)
                return requests.count
            }
            return AccessToken(
                text: SecretBytes(utf8: "vault-token-\(count)"),
                expiresOn: Date(timeIntervalSince1970: 4e9)
            )
        }
        var asked: [TokenRequest] { self.requests.withLock { $0 } }
    }

    static let vault = "https://contoso.vault.azure.net"
    static let tenant = "12345678-1234-1234-1234-123456789012"
    static let challenge = """
        Bearer authorization="https://login.windows.net/\(tenant)", resource="https://vault.azure.net"
        """
    private let clock = ManualClock(advancesOnSleep: true)

    private func options(_ transport: ScriptedTransport) -> KeyVaultOptions {
        KeyVaultOptions(transport: transport, clock: self.clock)
    }

    private func certificate(_ name: String = "vaulted") throws -> ClientCertificate {
        try TestCertificates.client(name, at: self.clock.now)
    }

    private static func unauthorized(_ challenge: String = challenge) -> ScriptedTransport.Step {
        .status(
            401,
            headers: [("WWW-Authenticate", challenge)],
            body:
                "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"AKV10000: Request is missing a Bearer or PoP token.\"}}"
        )
    }

    private static func secret(_ value: String, type: String?, version: String = "v1") -> ScriptedTransport.Step {
        let object: JSONValue = [
            "value": .string(value), "contentType": type.map { .string($0) } ?? .null,
            "id": .string("\(vault)/secrets/client/\(version)"), "managed": true, "attributes": ["enabled": true],
            "kid": .string("\(vault)/keys/client/\(version)"),
        ]
        return .status(200, body: object.text)
    }

    private static func pfx(_ certificate: ClientCertificate) throws -> String {
        try certificate.pfx(password: SecretBytes(utf8: ""), name: "client")
            .withExposedBytes { Data($0).base64EncodedString() }
    }

    private static func pem(_ certificate: ClientCertificate) throws -> String {
        try certificate.pem().withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }

    private func value(_ request: TransportRequest, _ name: String) -> String? {
        request.headers.first { $0.name == name }?.value
    }

    @Test(arguments: ["application/x-pkcs12", "application/x-pem-file", nil])
    func asksAsTheVaultSaysAndReadsBothKinds(type: String?) async throws {
        let certificate = try certificate()
        let text = type == "application/x-pem-file" ? try Self.pem(certificate) : try Self.pfx(certificate)
        let transport = ScriptedTransport([Self.unauthorized(), Self.secret(text, type: type)])
        let identity = Identity()
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/secrets/client",
            credential: identity,
            options: options(transport)
        )
        #expect(try await source.read().sha1Thumbprint == certificate.sha1Thumbprint)
        let requests = transport.requests
        #expect(requests.map(\.method) == ["GET", "GET"])
        #expect(Set(requests.map(\.url)) == ["\(Self.vault)/secrets/client?api-version=7.4"])
        #expect(value(requests[0], "Authorization") == nil)
        #expect(value(requests[1], "Authorization") == "Bearer vault-token-1")
        #expect(identity.asked == [TokenRequest(scope: "https://vault.azure.net/.default", tenantID: Self.tenant)])
    }

    @Test func theChallengeIsAskedForOnceAndAnotherOneIsFollowed() async throws {
        let certificate = try certificate()
        let secret = Self.secret(try Self.pfx(certificate), type: "application/x-pkcs12")
        let moved = "Bearer authorization=\"https://login.windows.net/other\", resource=\"https://vault.azure.net\""
        let transport = ScriptedTransport([Self.unauthorized(), secret, secret, Self.unauthorized(moved), secret])
        let identity = Identity()
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/certificates/client",
            credential: identity,
            options: options(transport)
        )
        for _ in 0..<3 { _ = try await source.read() }
        #expect(transport.requests.count == 5)
        #expect(identity.asked.map(\.tenantID) == [Self.tenant, Self.tenant, Self.tenant, "other"])
    }

    @Test func aClaimsChallengeIsAnsweredWithAnotherToken() async throws {
        let claims = "{\"access_token\":{\"nbf\":{\"essential\":true}}}"
        let step = Self.unauthorized(
            "\(Self.challenge), error=\"insufficient_claims\", claims=\"\(Data(claims.utf8).base64EncodedString())\""
        )
        let secret = Self.secret(try Self.pfx(try certificate()), type: "application/x-pkcs12")
        let identity = Identity()
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/secrets/client",
            credential: identity,
            options: options(ScriptedTransport([Self.unauthorized(), step, secret]))
        )
        _ = try await source.read()
        #expect(identity.asked.map(\.claims) == [nil, claims])
    }

    @Test(arguments: [
        "https://evil.example", "https://graph.microsoft.com", "https://azure.net.evil.example",
        "https://contoso.vault.azure.net",
        "https://lt.azure.net", "nothing",
    ])
    func noTokenOfAnotherResourceIsSent(resource: String) async throws {
        let step = Self.unauthorized("Bearer authorization=\"https://login.windows.net/t\", resource=\"\(resource)\"")
        let transport = ScriptedTransport([step])
        let identity = Identity()
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/secrets/client",
            credential: identity,
            options: options(transport)
        )
        let error = await #expect(throws: SignetCertificates.CertificateError.self) { try await source.read() }
        #expect(error?.message.contains("does not match the requested domain") == true, "\(error?.message ?? "")")
        #expect(identity.asked.isEmpty)
        #expect(transport.requests.count == 1)
    }

    @Test func aVaultOfOnesOwnMayHaveAnotherResource() async throws {
        let secret = Self.secret(try Self.pfx(try certificate()), type: "application/x-pkcs12")
        let transport = ScriptedTransport([Self.unauthorized(), secret])
        var options = options(transport)
        options.verifiesChallengeResource = false
        let source = try CertificateSource.keyVault(
            "https://localhost:8443/secrets/client",
            credential: Identity(),
            options: options
        )
        _ = try await source.read()
        #expect(transport.requests[1].url == "https://localhost:8443/secrets/client?api-version=7.4")
    }

    @Test(arguments: [
        "Basic realm=\"x\"", "Bearer", "Bearer error=\"invalid_token\"", "Bearer resource=\"https://vault.azure.net\"",
        "",
    ])
    func a401WithoutAChallengeIsNoVault(challenge: String) async throws {
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/secrets/client",
            credential: Identity(),
            options: options(ScriptedTransport([Self.unauthorized(challenge)]))
        )
        let error = await #expect(throws: SignetCertificates.CertificateError.self) { try await source.read() }
        #expect(error?.code == .sourceUnavailable)
        #expect((error?.cause as? CredentialError)?.code == .unexpectedReply)
    }

    @Test func aTokenThatIsRefusedAgainAndAgainEnds() async throws {
        let transport = ScriptedTransport(thereafter: Self.unauthorized())
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/secrets/client",
            credential: Identity(),
            options: options(transport)
        )
        let error = await #expect(throws: SignetCertificates.CertificateError.self) { try await source.read() }
        #expect(error?.message.contains("AKV10000") == true)
        #expect(transport.requests.count == 2)
    }

    @Test(arguments: [(403, "Forbidden", "Key Vault Secrets User"), (404, "SecretNotFound", "check the name")])
    func aRefusalHasTheVaultsWordsAndARemedy(status: Int, code: String, remedy: String) async throws {
        let body = "{\"error\":{\"code\":\"\(code)\",\"message\":\"A secret with (name/id) client was not found.\"}}"
        let transport = ScriptedTransport([Self.unauthorized(), .status(status, body: body)])
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/secrets/client",
            credential: Identity(),
            options: options(transport)
        )
        let error = await #expect(throws: SignetCertificates.CertificateError.self) { try await source.read() }
        for text in ["\(status)", code, "was not found", remedy, "contoso.vault.azure.net/secrets/client"] {
            #expect(error?.message.contains(text) == true, "\(text): \(error?.message ?? "")")
        }
    }

    @Test func aVaultThatIsThrottledIsAskedAgainWhenItWants() async throws {
        let secret = Self.secret(try Self.pfx(try certificate()), type: "application/x-pkcs12")
        let transport = ScriptedTransport([
            .failure(TestError()), Self.unauthorized(), .status(429, headers: [("Retry-After", "7")]), .status(503),
            secret,
        ])
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/secrets/client",
            credential: Identity(),
            options: options(transport)
        )
        _ = try await source.read()
        #expect(self.clock.requestedSleeps.contains(.seconds(7)))
        #expect(transport.requests.count == 5)
    }

    @Test(arguments: [
        "", "nothing", "{", "[]", "{\"id\":\"x\"}", "{\"value\":7}",
        "{\"value\":\"!!!\",\"contentType\":\"application/x-pkcs12\"}",
    ])
    func anAnswerThatIsNoSecretIsSaidToBeNone(body: String) async throws {
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/secrets/client",
            credential: Identity(),
            options: options(ScriptedTransport([Self.unauthorized(), .status(200, body: body)]))
        )
        await #expect(throws: SignetCertificates.CertificateError.self) { try await source.read() }
    }

    @Test(arguments: [
        "", "http://contoso.vault.azure.net/secrets/client", "https://contoso.vault.azure.net",
        "https://contoso.vault.azure.net/secrets", "https://contoso.vault.azure.net/secrets/",
        "https://contoso.vault.azure.net/storage/client", "https://contoso.vault.azure.net/secrets/cli ent",
        "https://contoso.vault.azure.net/secrets/../keys", "https://contoso.vault.azure.net/secrets/client/1/2",
        "https://user@contoso.vault.azure.net/secrets/client", "https://contoso.vault.azure.net/secrets/client?x=1",
    ])
    func refusesWhatNamesNoSecret(identifier: String) {
        let error = #expect(throws: CredentialError.self) {
            try CertificateSource.keyVault(identifier, credential: Identity())
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test func aNewVersionRollsAndAVaultThatIsDownKeepsTheLast() async throws {
        let (first, second) = try (certificate("first"), certificate("second"))
        let vault = ScriptedTransport([
            Self.unauthorized(), Self.secret(try Self.pfx(first), type: "application/x-pkcs12", version: "v1"),
            Self.secret("of the same version, so nobody looks", type: "application/x-pkcs12", version: "v1"),
            .status(403, body: "{}"),
            Self.secret(try Self.pem(second), type: "application/x-pem-file", version: "v2"),
        ])
        let source = try CertificateSource.keyVault(
            "\(Self.vault)/secrets/client",
            credential: Identity(),
            options: options(vault)
        )
        let rotation = try await CertificateRotation(source: source, clock: self.clock)
        try await rotation.reload()
        #expect(rotation.lastFailure == nil)
        await #expect(throws: SignetCertificates.CertificateError.self) { try await rotation.reload() }
        #expect(rotation.current().sha1Thumbprint == first.sha1Thumbprint)
        self.clock.advance(by: .seconds(31))
        _ = rotation.current()
        await eventually { rotation.version == 2 }
        #expect(rotation.current().sha1Thumbprint == second.sha1Thumbprint)
    }

    @Test func aCredentialSignsInWithTheVaultsCertificate() async throws {
        let (first, second) = try (certificate("first"), certificate("second"))
        let vault = ScriptedTransport([
            Self.unauthorized(), Self.secret(try Self.pfx(first), type: "application/x-pkcs12", version: "v1"),
            Self.secret(try Self.pfx(second), type: "application/x-pkcs12", version: "v2"),
        ])
        let service = ScriptedTransport([.refusal(7_000_214), .token("t")])
        let credential = try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .keyVault("\(Self.vault)/secrets/client", credential: Identity(), options: options(vault)),
            options: Fixture.options(service, clock: self.clock)
        )
        #expect(vault.requests.isEmpty)
        #expect(try await credential.token(for: "a").exposedText == "t")
        let signers = try service.requests.map { try Fixture.assertion($0).keyIdentifier }
        #expect(signers == [first, second].map(\.sha256Thumbprint.hexadecimal))
    }

    /// A vault that signs: the certificate's answer, then the digest with the key of its version.
    private static func signing(_ certificate: ClientCertificate, can algorithms: [String]) -> ScriptedTransport {
        ScriptedTransport(
            [unauthorized()],
            thereafter: .answer { request in
                if request.method == "GET" {
                    let object: JSONValue = [
                        "id": .string("\(vault)/certificates/client/v1"), "kid": .string("\(vault)/keys/client/v1"),
                        "sid": .string("\(vault)/secrets/client/v1"),
                        "cer": .string(Data(certificate.derChain[0]).base64EncodedString()),
                    ]
                    return TransportResponse(status: 200, body: SecretBytes(object.serialized))
                }
                let body = try request.body.withExposedBytes { try JSONValue.parse($0) }
                let name = body["alg"]?.string ?? ""
                guard algorithms.contains(name), let algorithm = AssertionAlgorithm(rawValue: name) else {
                    let text =
                        "{\"error\":{\"code\":\"BadParameter\",\"message\":\"Key and signing algorithm are incompatible.\"}}"
                    return TransportResponse(status: 400, body: SecretBytes(utf8: text))
                }
                let digest = Base64URL.decode(body["value"]?.string ?? "") ?? []
                let signature = try OpenSSL.sign(digest, algorithm, certificate)
                let object: JSONValue = [
                    "kid": .string("\(vault)/keys/client/v1"), "value": .string(Base64URL.encode(signature)),
                ]
                return TransportResponse(status: 200, body: SecretBytes(object.serialized))
            }
        )
    }

    @Test(arguments: [["PS256", "RS256"], ["RS256"]])
    func aKeyThatStaysInTheVaultSignsIn(algorithms: [String]) async throws {
        let certificate = try certificate()
        let vault = Self.signing(certificate, can: algorithms)
        let service = ScriptedTransport(thereafter: .token("t"))
        let credential = try CertificateCredential(
            tenantID: Fixture.tenantID,
            clientID: Fixture.clientID,
            certificate: .keyVaultSigner(
                "\(Self.vault)/certificates/client",
                credential: Identity(),
                options: options(vault)
            ),
            options: Fixture.options(service, clock: self.clock)
        )
        for scope in ["a", "b"] { _ = try await credential.token(for: scope) }
        #expect(Set(service.requests.map { Fixture.form($0)["client_assertion"] ?? "" }).count == 1)
        #expect(try Fixture.assertion(service.requests[0]).algorithm == algorithms[0])
        let urls = vault.requests.map { "\($0.method) \($0.url.dropFirst(Self.vault.count))" }
        let get = "GET /certificates/client?api-version=7.4"
        let sign = "POST /keys/client/v1/sign?api-version=7.4"
        #expect(urls == [get, get] + algorithms.map { _ in sign }.prefix(1) + (algorithms.count == 1 ? [sign] : []))
        #expect(credential.certificate == certificate.publicCertificate)
    }
}
