// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCertificates
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct OwnSigningKeyTests {
    private static let scope = "api://orders/.default"

    /// The key identifiers that a document of keys lists.
    private func keys(_ fixture: PlatformFixture, _ suffix: String) async throws -> [String] {
        let reply = await fixture.send("GET", "/\(PlatformFixture.tenant)/\(suffix)")
        try #require(reply.status == 200, "\(reply.text)")
        return (reply.json["keys"]?.array ?? []).compactMap { $0["kid"]?.string }
    }

    private func keyID(_ token: String) throws -> String { try #require(try CompactToken(token).header["kid"]?.string) }

    @Test func aTokenSigningCertificateSignsTheTokensForItsApplication() async throws {
        let people = try await PeopleFixture()
        let fixture = people.platform
        let tenantKeys = try await keys(fixture, "discovery/v2.0/keys")
        let added = try await fixture.graph(
            "POST",
            "/servicePrincipals/\(people.orders.principalID)/addTokenSigningCertificate",
            ["displayName": "CN=orders signing"]
        )
        #expect(added.status == 200, "\(added.text)")
        #expect(added.json["usage"] == "Verify")
        let thumbprint = try #require(added.json["thumbprint"]?.string)
        let own = try await keys(fixture, "discovery/v2.0/keys?appid=\(people.orders.appID)")
        #expect(own.count == 1)
        #expect(try await keys(fixture, "discovery/keys?appid=\(people.orders.appID)") == own)
        #expect(try await keys(fixture, "discovery/v2.0/keys") == tenantKeys)
        #expect(try await keys(fixture, "discovery/v2.0/keys?appid=\(people.client.appID)") == tenantKeys)
        #expect(try await keys(fixture, "discovery/v2.0/keys?appid=nonsense") == tenantKeys)
        let daemon = try TestCertificates.daemon.get()
        let token = try await fixture.token(of: people.client.appID, daemon, Self.scope)
        #expect(try keyID(token) == own[0])
        #expect(Base64URL.decode(Array(own[0].utf8)).map { Hexadecimal.encode($0) } == thumbprint)
        let graph = try await fixture.token(of: people.client.appID, daemon, PlatformFixture.graphScope)
        #expect(tenantKeys.contains(try keyID(graph)))
    }

    @Test func discoveryLeadsToTheKeysOfTheApplicationThatTheRequestNames() async throws {
        let fixture = try await PlatformFixture.shared.value
        let appID = "97e0a5b7-d745-40b6-94fe-5f77d35c6e05"
        for (path, keys) in [
            ("v2.0/.well-known/openid-configuration", "discovery/v2.0/keys"),
            (".well-known/openid-configuration", "discovery/keys"),
        ] {
            let base = "/\(PlatformFixture.tenant)/"
            let named = await fixture.send("GET", "\(base)\(path)?appid=\(appID)")
            #expect(named.json["jwks_uri"]?.string == "\(PlatformFixture.origin)\(base)\(keys)?appid=\(appID)")
            let plain = await fixture.send("GET", "\(base)\(path)?appid=x%22y")
            #expect(plain.json["jwks_uri"]?.string == "\(PlatformFixture.origin)\(base)\(keys)")
        }
    }

    /// The way of claims mapping: the pair as PFX with its password beside it.
    @Test func aPairSentAsPFXSignsUntilItIsRemovedAndOutlivesARestart() async throws {
        let people = try await PeopleFixture()
        let fixture = people.platform
        let daemon = try TestCertificates.daemon.get()
        let secret = "pfx-password"
        let pfx = try daemon.pfx(password: SecretBytes(utf8: secret), name: "daemon")
            .withExposedBytes { Base64.encode($0) }
        let id = GUID.random()
        let path = "/servicePrincipals/\(people.orders.principalID)"
        let changed = try await fixture.graph(
            "PATCH",
            path,
            [
                "keyCredentials": [
                    ["keyId": .string(id), "type": "X509CertAndPassword", "usage": "Sign", "key": .string(pfx)],
                    ["type": "AsymmetricX509Cert", "usage": "Verify", "key": .base64(daemon.derChain[0])],
                ],
                "passwordCredentials": [["keyId": .string(id), "secretText": .string(secret)]],
            ]
        )
        #expect(changed.status == 204, "\(changed.text)")
        let shown = try await fixture.graph("GET", "\(path)?$select=keyCredentials,passwordCredentials")
        #expect(shown.json["keyCredentials"]?.array?.count == 2)
        #expect(shown.json["passwordCredentials"]?.array?.isEmpty == true)
        let token = try await fixture.token(of: people.client.appID, daemon, Self.scope)
        #expect(try keyID(token) == daemon.sha1Thumbprint.base64URL)
        let again = try await PlatformFixture(storage: fixture.storage, clock: fixture.clock)
        let later = try await again.token(of: people.client.appID, daemon, Self.scope)
        #expect(try keyID(later) == daemon.sha1Thumbprint.base64URL)
        let query = RecordQuery(.signingPairs, tenant: PlatformFixture.tenant)
        let records = try await fixture.storage.records(query)
        #expect(records.count == 1)
        #expect(!String(decoding: records[0].content, as: UTF8.self).contains("PRIVATE KEY"))
        #expect(try await fixture.graph("PATCH", path, ["keyCredentials": []]).status == 204)
        #expect(try await fixture.storage.records(query).isEmpty)
        let after = try await fixture.token(of: people.client.appID, daemon, Self.scope)
        #expect(try keyID(after) != daemon.sha1Thumbprint.base64URL)
    }

    /// Callers choose the identifiers of credentials, so that two principals may have the same.
    @Test func principalsWithOneKeyIdentifierKeepTheirOwnPairs() async throws {
        let people = try await PeopleFixture()
        let fixture = people.platform
        let id = GUID.random()
        let holders = [people.orders.principalID, people.client.principalID]
        for (principal, certificate) in zip(holders, [TestCertificates.daemon, TestCertificates.administrator]) {
            let pair = try certificate.get()
            let pfx = try pair.pfx(password: SecretBytes(utf8: "pfx-password"), name: "pair")
                .withExposedBytes { Base64.encode($0) }
            let changed = try await fixture.graph(
                "PATCH",
                "/servicePrincipals/\(principal)",
                [
                    "keyCredentials": [
                        ["keyId": .string(id), "type": "X509CertAndPassword", "usage": "Sign", "key": .string(pfx)],
                        ["type": "AsymmetricX509Cert", "usage": "Verify", "key": .base64(pair.derChain[0])],
                    ],
                    "passwordCredentials": [["keyId": .string(id), "secretText": "pfx-password"]],
                ]
            )
            #expect(changed.status == 204, "\(changed.text)")
        }
        let daemon = try TestCertificates.daemon.get()
        let other = "/servicePrincipals/\(people.client.principalID)"
        #expect(try await fixture.graph("PATCH", other, ["keyCredentials": []]).status == 204)
        let token = try await fixture.token(of: people.client.appID, daemon, Self.scope)
        #expect(try keyID(token) == daemon.sha1Thumbprint.base64URL)
    }

    /// The real service refuses such tokens: their key is the application's, and not the tenant's.
    @Test func aTokenOfAnApplicationsOwnKeyIsNoUserAssertion() async throws {
        let people = try await PeopleFixture()
        _ = try await people.platform.graph(
            "POST",
            "/servicePrincipals/\(people.orders.principalID)/addTokenSigningCertificate",
            ["displayName": "CN=orders signing"]
        )
        let reply = try await people.onBehalfOf(try await people.ordersToken())
        #expect(reply.json["error_codes"] == [50_013])
    }

    @Test(
        arguments: [
            ["displayName": "orders"], ["displayName": ""], [:],
            ["displayName": "CN=a", "endDateTime": "2001-01-01T00:00:00Z"],
        ] as [JSONValue]
    )
    func refusesACertificateThatCannotBeMade(_ payload: JSONValue) async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let path = "/servicePrincipals/\(client.principalID)/addTokenSigningCertificate"
        #expect(try await fixture.graph("POST", path, payload).status == 400)
        let application = "/applications/\(client.id)/addTokenSigningCertificate"
        #expect(try await fixture.graph("POST", application, ["displayName": "CN=a"]).status == 400)
    }
}
