// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetAssertions
import SignetCertificates
import SignetCore
import SignetCredentials
import SignetTesting
import Testing

/// Against a vault that was written by somebody else: the platform's.
@Suite(.timeLimit(.minutes(15))) struct KeyVaultPlatformTests {
    private func options(_ platform: TestPlatform) -> KeyVaultOptions {
        // The platform asks for tokens of the real vault's resource, under a name of its own.
        KeyVaultOptions(
            verifiesChallengeResource: false,
            transport: platform.credentialOptions.transport,
            clock: platform.clock
        )
    }

    /// Puts a certificate into the vault.
    ///
    /// - Returns: The identifier of its key, with the version.
    @discardableResult
    private func `import`(_ certificate: ClientCertificate, into platform: TestPlatform, type: String) async throws
        -> String
    {
        let content =
            type == "application/x-pkcs12"
            ? try certificate.pfx(password: SecretBytes(utf8: ""), name: "client")
                .withExposedBytes { Base64.encode($0) }
            : try certificate.pem().withExposedBytes { String(decoding: $0, as: UTF8.self) }
        let token = try await platform.administrator.token(for: "https://vault.azure.net/.default")
        let body: JSONValue = [
            "value": .string(content), "policy": ["secret_props": ["contentType": .string(type)]],
        ]
        let answer = try await platform.credentialOptions.transport.send(
            TransportRequest(
                method: "POST",
                url: "\(platform.credentialOptions.authority.url)/certificates/client/import?api-version=7.4",
                headers: [("Authorization", token.exposedAuthorization), ("Content-Type", "application/json")],
                body: SecretBytes(body.serialized)
            )
        )
        #expect(answer.status == 200, "\(answer.body.withExposedBytes { String(decoding: $0, as: UTF8.self) })")
        let imported = try answer.body.withExposedBytes { try JSONValue.parse($0) }
        return try #require(imported["kid"]?.string)
    }

    @Test(arguments: ["application/x-pkcs12", "application/x-pem-file"])
    func signsInWithACertificateOfThePlatformsVault(type: String) async throws {
        try await withPlatform { platform in
            _ = try await platform.registerApplication(named: "orders", identifierURIs: ["api://orders"])
            let daemon = try await platform.registerApplication(named: "daemon")
            try await `import`(daemon.certificate, into: platform, type: type)
            let credential = try CertificateCredential(
                tenantID: platform.tenantID,
                clientID: daemon.clientID,
                certificate: .keyVault(
                    "\(platform.credentialOptions.authority.url)/secrets/client",
                    credential: platform.administrator,
                    options: options(platform)
                ),
                options: platform.credentialOptions
            )
            _ = try await credential.token(for: "api://orders/.default")
            #expect(credential.certificate == daemon.certificate.publicCertificate)
        }
    }

    @Test func signsInWithAKeyThatStaysInThePlatformsVault() async throws {
        try await withPlatform { platform in
            _ = try await platform.registerApplication(named: "orders", identifierURIs: ["api://orders"])
            let daemon = try await platform.registerApplication(named: "daemon")
            let key = try await `import`(daemon.certificate, into: platform, type: "application/x-pkcs12")
            let vault = platform.credentialOptions.authority.url
            let credential = try CertificateCredential(
                tenantID: platform.tenantID,
                clientID: daemon.clientID,
                certificate: .keyVaultSigner(
                    "\(vault)/certificates/client",
                    credential: platform.administrator,
                    options: options(platform)
                ),
                options: platform.credentialOptions
            )
            _ = try await credential.token(for: "api://orders/.default")
            let signer = try KeyVaultSigner(
                key,
                credential: platform.administrator,
                options: options(platform)
            )
            try await AssertionSignerConformance.check(signer, for: daemon.certificate.publicCertificate)
        }
    }
}
