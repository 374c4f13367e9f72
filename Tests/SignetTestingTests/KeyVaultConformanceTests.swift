// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import SignetCore
import SignetCredentials
import SignetTesting
import Testing

/// A certificate of the platform's vault keeps the contract of every source.
@Suite(.timeLimit(.minutes(15))) struct KeyVaultConformanceTests {
    private static func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue,
        to platform: TestPlatform
    ) async throws {
        let token = try await platform.administrator.token(for: "https://vault.azure.net/.default")
        let answer = try await platform.credentialOptions.transport.send(
            TransportRequest(
                method: method,
                url: "\(platform.credentialOptions.authority.url)\(path)?api-version=7.4",
                headers: [("Authorization", token.exposedAuthorization), ("Content-Type", "application/json")],
                body: SecretBytes(body.serialized)
            )
        )
        let text = answer.body.withExposedBytes { String(decoding: $0, as: UTF8.self) }
        try #require(answer.status == 200, "\(text)")
    }

    private static func content(_ certificate: ClientCertificate, _ type: String) throws -> JSONValue {
        type == "application/x-pkcs12"
            ? .string(
                try certificate.pfx(password: SecretBytes(utf8: ""), name: "client")
                    .withExposedBytes { Base64.encode($0) }
            )
            : .string(try certificate.pem().withExposedBytes { String(decoding: $0, as: UTF8.self) })
    }

    private static func check(
        _ platform: TestPlatform,
        replace: @escaping @Sendable (ClientCertificate) async throws -> Void,
        spoil: @escaping @Sendable () async throws -> Void
    ) async throws {
        // The platform asks for tokens of the real vault's resource, under a name of its own.
        let options = KeyVaultOptions(
            verifiesChallengeResource: false,
            transport: platform.credentialOptions.transport,
            clock: platform.clock
        )
        try await CertificateSourceConformance.check { first in
            try await replace(first)
            return CertificateSourceConformance.Subject(
                source: try .keyVault(
                    "\(platform.credentialOptions.authority.url)/secrets/client",
                    credential: platform.administrator,
                    options: options
                ),
                replace: replace,
                spoil: spoil
            )
        }
    }

    @Test(arguments: ["application/x-pkcs12", "application/x-pem-file"])
    func aCertificateOfAVaultKeepsTheContract(type: String) async throws {
        try await withPlatform(clock: ManualClock(advancesOnSleep: true)) { platform in
            try await Self.check(platform) { certificate in
                let body: JSONValue = [
                    "value": try Self.content(certificate, type),
                    "policy": ["secret_props": ["contentType": .string(type)]],
                ]
                try await Self.send("POST", "/certificates/client/import", body, to: platform)
            } spoil: {
                try await Self.send("PATCH", "/certificates/client", ["attributes": ["enabled": false]], to: platform)
            }
        }
    }

    @Test(arguments: ["application/x-pkcs12", "application/x-pem-file"])
    func aSecretThatHoldsACertificateKeepsTheContract(type: String) async throws {
        try await withPlatform(clock: ManualClock(advancesOnSleep: true)) { platform in
            try await Self.check(platform) { certificate in
                let body: JSONValue = ["value": try Self.content(certificate, type), "contentType": .string(type)]
                try await Self.send("PUT", "/secrets/client", body, to: platform)
            } spoil: {
                let body: JSONValue = ["value": "no certificate", "contentType": .string(type)]
                try await Self.send("PUT", "/secrets/client", body, to: platform)
            }
        }
    }
}
