// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCertificates
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct FederatedSignInTests {
    private static let credential: JSONValue = [
        "name": "orders", "issuer": .string(TestIssuer.address), "subject": "system:serviceaccount:shop:orders",
        "audiences": ["api://AzureADTokenExchange"],
    ]

    private func fixture(
        _ keys: [String: ClientCertificate]? = nil,
        _ change: (inout TrustConfiguration) -> Void = { _ in }
    ) async throws -> (PlatformFixture, TestIssuer, Client) {
        let issuer = TestIssuer(try keys ?? ["k1": TestCertificates.stranger.get()])
        var trust = TrustConfiguration(documents: issuer)
        change(&trust)
        let fixture = try await PlatformFixture(trust: trust)
        let client = try await fixture.register()
        let made = try await fixture.graph(
            "POST",
            "/applications/\(client.id)/federatedIdentityCredentials",
            Self.credential
        )
        #expect(made.status == 201, "\(made.text)")
        return (fixture, issuer, client)
    }

    private func signIn(
        _ fixture: PlatformFixture,
        _ client: Client,
        keyID: String = "k1",
        _ spoil: (inout JSONObject, inout JSONObject) -> Void = { _, _ in }
    ) async throws -> Reply {
        let token = try TestIssuer.token(
            try TestCertificates.stranger.get(),
            keyID: keyID,
            now: fixture.clock.now,
            spoil
        )
        return await fixture.post(try fixture.form(client.appID, token))
    }

    @Test func aTokenOfATrustedIssuerSignsTheClientIn() async throws {
        let (fixture, issuer, client) = try await fixture()
        for _ in 0..<3 {
            let reply = try await signIn(fixture, client)
            #expect(reply.status == 200, "\(reply.text)")
            #expect(reply.claims["appidacr"] == "2")
        }
        #expect(
            issuer.requests == [
                TestIssuer.address + "/.well-known/openid-configuration", TestIssuer.address + "/keys",
            ]
        )
    }

    @Test(arguments: [
        ("iss", "https://other.example", 700_211, "issuer 'https://other.example'"),
        ("iss", "https://Issuer.example/tenant", 700_211, "issuer 'https://Issuer.example/tenant'"),
        ("aud", "api://other", 700_212, "audience 'api://other'"),
        ("sub", "system:serviceaccount:shop:other", 700_213, "subject 'system:serviceaccount:shop:other'"),
        ("sub", "system:serviceaccount:shop:Orders", 7_002_138, "but not with case-sensitive comparison"),
    ])
    func refusesWhatNoCredentialNames(claim: String, value: String, number: Int, text: String) async throws {
        let (fixture, issuer, client) = try await fixture()
        let reply = try await signIn(fixture, client) { _, claims in claims[claim] = .string(value) }
        #expect(reply.status == 401)
        #expect(reply.json["error"] == "invalid_client")
        #expect(reply.json["error_codes"] == [.number(number)])
        #expect(reply.json["error_description"]?.string?.contains(text) == true, "\(reply.text)")
        #expect(issuer.requests.isEmpty)
    }

    @Test(arguments: [
        ("ended", 700_024), ("ahead", 700_024), ("algorithm", 5_002_738), ("no kid", 5_002_723),
        ("unknown kid", 7_000_272), ("two audiences", 5_002_741), ("no subject", 90_014), ("crit", 50_027),
    ])
    func refusesATokenThatIsNotSound(breach: String, number: Int) async throws {
        let (fixture, _, client) = try await fixture()
        let now = Int(fixture.clock.now.timeIntervalSince1970)
        let reply = try await signIn(fixture, client, keyID: breach == "unknown kid" ? "k2" : "k1") { header, claims in
            switch breach {
            case "ended": claims["exp"] = .number(now - 301)
            case "ahead": claims["nbf"] = .number(now + 301)
            case "algorithm": header["alg"] = "PS256"
            case "no kid": header["kid"] = nil
            case "two audiences": claims["aud"] = ["api://AzureADTokenExchange", "x"]
            case "no subject": claims["sub"] = nil
            case "crit": header["crit"] = ["b64"]
            default: break
            }
        }
        // A token that cannot be read is taken for an assertion, and refused as one.
        #expect(reply.json["error_codes"] == [.number(number)], "\(reply.text)")
    }

    @Test func refusesASignatureOfAnotherKey() async throws {
        let (fixture, _, client) = try await fixture(["k1": try TestCertificates.daemon.get()])
        #expect(try await signIn(fixture, client).json["error_codes"] == [700_027])
    }

    @Test func saysThatAnApplicationTrustsNobody() async throws {
        let (fixture, issuer, _) = try await fixture()
        let other = try await fixture.register()
        #expect(try await signIn(fixture, other).json["error_codes"] == [70_025])
        #expect(issuer.requests.isEmpty)
    }

    @Test func aRotatedKeyIsFetchedAndForgeriesDoNotMakeItAskForever() async throws {
        let (fixture, issuer, client) = try await fixture(["k0": try TestCertificates.daemon.get()])
        #expect(try await signIn(fixture, client).json["error_codes"] == [7_000_272])
        issuer.publish(["k1": try TestCertificates.stranger.get()])
        #expect(try await signIn(fixture, client).status == 200)
        let before = issuer.requests.count
        for number in 0..<30 {
            #expect(try await signIn(fixture, client, keyID: "x\(number)").json["error_codes"] == [7_000_272])
        }
        #expect(issuer.requests.count - before <= 20)
        #expect(try await signIn(fixture, client).status == 200)
        fixture.clock.advance(by: 301)
        issuer.publish(["k2": try TestCertificates.stranger.get()])
        #expect(try await signIn(fixture, client, keyID: "k2").status == 200)
    }

    @Test func keysAreAskedForAgainAfterAnHour() async throws {
        let (fixture, issuer, client) = try await fixture()
        #expect(try await signIn(fixture, client).status == 200)
        issuer.publish([:])
        #expect(try await signIn(fixture, client).status == 200)
        fixture.clock.advance(by: 3_600)
        #expect(try await signIn(fixture, client).json["error_codes"] == [7_000_272])
    }

    @Test(arguments: [
        "absent", "another issuer", "foreign keys", "plain keys", "no JSON", "deep", "too large", "no keys",
    ])
    func anIssuerThatIsNotSoundIsAFailedRequest(breach: String) async throws {
        let (fixture, issuer, client) = try await fixture()
        let configuration = "/.well-known/openid-configuration"
        switch breach {
        case "absent": issuer.put(nil, at: configuration)
        case "another issuer": issuer.publish([:], metadata: ["issuer": "https://other.example"])
        case "foreign keys": issuer.publish([:], metadata: ["jwks_uri": "https://other.example/keys"])
        case "plain keys": issuer.publish([:], metadata: ["jwks_uri": "http://issuer.example/keys"])
        case "no JSON": issuer.put(Array("<html>".utf8), at: configuration)
        case "deep": issuer.put(Array(String(repeating: "[", count: 10_000).utf8), at: "/keys")
        case "too large": issuer.put([UInt8](repeating: 0x20, count: 300_000), at: "/keys")
        default: issuer.put(Array("{}".utf8), at: "/keys")
        }
        let reply = try await signIn(fixture, client)
        #expect(reply.status == 400)
        #expect(reply.json["error_codes"] == [50_166])
        #expect(issuer.requests.allSatisfy { $0.hasPrefix(TestIssuer.address) })
        issuer.publish(["k1": try TestCertificates.stranger.get()])
        #expect(try await signIn(fixture, client).status == 200)
    }

    @Test func keysMayComeFromAnOriginThatIsConfigured() async throws {
        let (fixture, issuer, client) = try await fixture { $0.issuerKeyOrigins = ["https://ISSUER.example:443"] }
        issuer.publish(["k1": try TestCertificates.stranger.get()], metadata: [:])
        #expect(try await signIn(fixture, client).status == 200)
    }

    @Test func pinnedKeysNeedNoRequest() async throws {
        let stranger = try TestCertificates.stranger.get()
        let (fixture, issuer, client) = try await fixture([:]) { trust in
            trust.pinnedIssuerKeys = [TestIssuer.address: TestIssuer.keySet(["k1": stranger]).serialized]
        }
        #expect(try await signIn(fixture, client).status == 200)
        #expect(issuer.requests.isEmpty)
    }

    @Test func aTokenOfThisPlatformStandsForAnotherClient() async throws {
        let (fixture, issuer, client) = try await fixture()
        let daemon = try TestCertificates.daemon.get()
        let identity = try await fixture.register(certificate: daemon)
        let exchange = try await fixture.register([
            "displayName": "exchange", "identifierUris": ["api://AzureADTokenExchange"],
        ])
        let own: JSONValue = [
            "name": "managed-identity", "subject": .string(identity.principalID),
            "issuer": .string("https://sts.windows.net/\(PlatformFixture.tenant)/"),
            "audiences": ["api://AzureADTokenExchange"],
        ]
        let path = "/applications/\(client.id)/federatedIdentityCredentials"
        #expect(try await fixture.graph("POST", path, own).status == 201)
        let token = try await fixture.token(of: identity.appID, daemon, "api://AzureADTokenExchange/.default")
        let reply = await fixture.post(try fixture.form(client.appID, token))
        #expect(reply.status == 200, "\(reply.text)")
        #expect(issuer.requests.isEmpty)
        #expect(!exchange.appID.isEmpty)
    }

    @Test func aTokenOfAPersonIsNoAssertionOfAClient() async throws {
        let people = try await PeopleFixture()
        let path = "/applications/\(people.orders.id)/federatedIdentityCredentials"
        let credential: JSONValue = [
            "name": "person", "subject": "anybody",
            "issuer": .string("\(PlatformFixture.origin)/\(PlatformFixture.tenant)/v2.0"),
            "audiences": ["api://AzureADTokenExchange"],
        ]
        #expect(try await people.platform.graph("POST", path, credential).status == 201)
        let form = try people.platform.form(people.orders.appID, try await people.ordersToken())
        let reply = await people.platform.post(form)
        #expect(reply.status == 401)
        #expect(reply.json["error_codes"] == [700_229], "\(reply.text)")
    }
}
