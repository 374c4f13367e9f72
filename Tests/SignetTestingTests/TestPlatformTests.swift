// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetCredentials
import SignetTesting
import Testing

@Suite struct TestPlatformTests {
    @Test func anApplicationSignsInWithoutASocket() async throws {
        try await withPlatform(clock: ManualClock()) { platform in
            let orders = try await platform.registerApplication(named: "orders", identifierURIs: ["api://orders"])
            let daemon = try await platform.registerApplication(named: "daemon")
            let token = try await daemon.credential.token(for: "api://orders/.default")
            let parts = token.exposedText.split(separator: ".")
            let claims = try JSONValue.parse(try #require(Base64URL.decode(parts[1])))
            #expect(claims["aud"]?.string == orders.clientID)
            #expect(claims["azp"]?.string == daemon.clientID)
            #expect(claims["azpacr"]?.string == "2")
            #expect(claims["tid"]?.string == platform.tenantID)
        }
    }

    @Test func refusesAsTheRealServiceDoes() async throws {
        try await withPlatform(clock: ManualClock()) { platform in
            let daemon = try await platform.registerApplication(named: "daemon")
            let error = await #expect(throws: CredentialError.self) {
                _ = try await daemon.credential.token(for: "api://nobody/.default")
            }
            #expect(error?.code == .authenticationFailed)
            #expect(error?.refusal?.aadstsCodes == [500_011])
            let stranger = try CertificateCredential(
                tenantID: platform.tenantID,
                clientID: daemon.clientID,
                certificate: .certificate(try TestCertificates.client("stranger", at: platform.clock.now)),
                options: platform.credentialOptions
            )
            let refused = await #expect(throws: CredentialError.self) {
                _ = try await stranger.token(for: "https://graph.microsoft.com/.default")
            }
            #expect(refused?.refusal?.aadstsCodes == [700_027])
        }
    }

    @Test func aServiceActsOnBehalfOfItsUsers() async throws {
        try await withPlatform(clock: ManualClock()) { platform in
            let billing = try await platform.registerApplication(
                named: "billing",
                identifierURIs: ["api://billing"],
                scopes: ["read"]
            )
            let orders = try await platform.registerApplication(
                named: "orders",
                identifierURIs: ["api://orders"],
                scopes: ["read", "write"]
            )
            let shop = try await platform.registerApplication(named: "shop")
            try await platform.allow(shop, ["read"], of: orders)
            try await platform.allow(orders, ["read"], of: billing)
            let (ada, bob) = (
                try await platform.registerUser(named: "ada"), try await platform.registerUser(named: "bob")
            )
            let first = try await platform.signIn(ada, to: shop, for: "api://orders/read")
            let service = try OnBehalfOfCredential(
                tenantID: platform.tenantID,
                clientID: orders.clientID,
                certificate: .certificate(orders.certificate),
                userAssertion: SecretBytes(utf8: first.exposedText),
                options: platform.credentialOptions
            )
            let second = try await platform.signIn(bob, to: shop, for: "api://orders/read")
            let other = try service.acting(for: SecretBytes(utf8: second.exposedText))
            for (credential, user) in [(service, ada), (other, bob)] {
                let token = try await credential.token(for: "api://billing/read")
                let parts = token.exposedText.split(separator: ".")
                let claims = try JSONValue.parse(try #require(Base64URL.decode(parts[1])))
                #expect(claims["aud"]?.string == billing.clientID)
                #expect(claims["oid"]?.string == user.objectID)
                #expect(claims["scp"]?.string == "read")
                #expect(claims["azp"]?.string == orders.clientID)
            }
            // Refresh tokens serve from here on, each its own user.
            let again = try await service.token(for: "api://billing/.default")
            let payload = try #require(Base64URL.decode(again.exposedText.split(separator: ".")[1]))
            #expect(try JSONValue.parse(payload)["oid"]?.string == ada.objectID)
            await #expect(throws: TestPlatform.DirectoryRefusal.self) {
                _ = try await platform.signIn(ada, to: shop, for: "api://orders/write")
            }
        }
    }

    @Test func timePassesOnlyWhenTheTestSaysSo() async throws {
        let clock = ManualClock()
        try await withPlatform(clock: clock) { platform in
            let daemon = try await platform.registerApplication(named: "daemon")
            let first = try await daemon.credential.token(for: "https://graph.microsoft.com/.default")
            let again = try await daemon.credential.token(for: "https://graph.microsoft.com/.default")
            #expect(first == again)
            clock.advance(by: .seconds(2 * 3_600))
            let later = try await daemon.credential.token(for: "https://graph.microsoft.com/.default")
            #expect(later != first && later.expiresOn > first.expiresOn)
        }
    }

    @Test func nobodyAnswersElsewhere() async throws {
        try await withPlatform(clock: ManualClock()) { platform in
            let request = TransportRequest(
                method: "GET",
                url: "https://login.microsoftonline.com/x",
                headers: [],
                body: SecretBytes([])
            )
            await #expect(throws: PlatformTransport.UnreachableOrigin.self) {
                _ = try await platform.credentialOptions.transport.send(request)
            }
        }
    }
}
