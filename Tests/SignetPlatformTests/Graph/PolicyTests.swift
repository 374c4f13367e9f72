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

@Suite struct PolicyTests {
    private static let defaultPolicy = "/policies/defaultAppManagementPolicy"

    private func restrict(_ fixture: PlatformFixture, _ restrictions: JSONValue) async throws {
        let body: JSONValue = ["isEnabled": true, "applicationRestrictions": restrictions]
        let reply = try await fixture.graph("PATCH", Self.defaultPolicy, body)
        #expect(reply.status == 204, "\(reply.text)")
    }

    private func key(days: Double) throws -> JSONValue {
        let certificate = try TestCertificates.make("CN=policy", key: .p256, days: days)
        return ["type": "AsymmetricX509Cert", "usage": "Verify", "key": .base64(certificate.derChain[0])]
    }

    @Test func aLifetimePolicyRefusesLongCertificatesWithGraphsDetails() async throws {
        let fixture = try await PlatformFixture()
        let before = try await fixture.graph("GET", Self.defaultPolicy)
        #expect(before.json["isEnabled"] == false)
        let old = try await fixture.register()
        #expect(
            try await fixture.graph("PATCH", "/applications/\(old.id)", ["keyCredentials": [key(days: 100)]]).status
                == 204
        )
        try await restrict(
            fixture,
            [
                "keyCredentials": [
                    ["restrictionType": "asymmetricKeyLifetime", "state": "enabled", "maxLifetime": "P90D"]
                ]
            ]
        )
        let refused = try await fixture.graph(
            "POST",
            "/applications",
            ["displayName": "long", "keyCredentials": [key(days: 100)]]
        )
        #expect(refused.status == 400)
        #expect(refused.json["error"]?["code"] == "CredentialInvalidLifetimeAsPerAppPolicy")
        #expect(refused.json["error"]?["details"]?.array?.first?["code"] == "InvalidKeyEndDate")
        let short = try await fixture.graph(
            "POST",
            "/applications",
            ["displayName": "short", "keyCredentials": [key(days: 80)]]
        )
        #expect(short.status == 201)
        #expect(try await fixture.graph("PATCH", "/applications/\(old.id)", ["notes": "kept"]).status == 204)
    }

    @Test func secretsCanBeForbiddenAndOneApplicationExcepted() async throws {
        let fixture = try await PlatformFixture()
        let client = try await fixture.register()
        try await restrict(
            fixture,
            [
                "passwordCredentials": [["restrictionType": "passwordAddition", "state": "enabled"]]
            ]
        )
        let path = "/applications/\(client.id)"
        let refused = try await fixture.graph("POST", path + "/addPassword", [:])
        #expect(refused.json["error"]?["code"] == "CredentialTypeNotAllowedAsPerAppPolicy")
        let policy = try await fixture.graph(
            "POST",
            "/policies/appManagementPolicies",
            ["displayName": "exception", "restrictions": ["passwordCredentials": []]]
        )
        #expect(policy.status == 201, "\(policy.text)")
        let id = try #require(policy.json["id"]?.string)
        let reference: JSONValue = [
            "@odata.id": .string("https://graph.microsoft.com/v1.0/policies/appManagementPolicies/\(id)")
        ]
        #expect(try await fixture.graph("POST", path + "/appManagementPolicies/$ref", reference).status == 204)
        #expect(try await fixture.graph("GET", path + "/appManagementPolicies").json["value"]?.array?.count == 1)
        #expect(try await fixture.graph("POST", path + "/addPassword", [:]).status == 200)
        #expect(try await fixture.graph("DELETE", path + "/appManagementPolicies/\(id)/$ref").status == 204)
        #expect(try await fixture.graph("POST", path + "/addPassword", [:]).status == 400)
    }

    @Test func certificatesCanBeDemandedOfATrustedAuthority() async throws {
        let fixture = try await PlatformFixture()
        let family = try CertificateFamily.shared.get()
        let made = try await fixture.graph(
            "POST",
            "/directory/certificateAuthorities/certificateBasedApplicationConfigurations",
            ["trustedCertificateAuthorities": [["certificate": .base64(family.intermediate.derChain[0])]]]
        )
        try await restrict(
            fixture,
            [
                "keyCredentials": [
                    [
                        "restrictionType": "trustedCertificateAuthority", "state": "enabled",
                        "certificateBasedApplicationConfigurationIds": [made.json["id"] ?? .null],
                    ]
                ]
            ]
        )
        func register(_ der: [UInt8]) async throws -> Int {
            let key: JSONValue = ["type": "AsymmetricX509Cert", "usage": "Verify", "key": .base64(der)]
            return try await fixture.graph("POST", "/applications", ["displayName": "a", "keyCredentials": [key]])
                .status
        }
        #expect(try await register(family.leaf.derChain[0]) == 201)
        #expect(try await register(try TestCertificates.stranger.get().derChain[0]) == 400)
    }

    @Test func applicationsOfBeforeCanBeLeftAlone() async throws {
        let fixture = try await PlatformFixture()
        let client = try await fixture.register()
        try await restrict(
            fixture,
            [
                "passwordCredentials": [
                    [
                        "restrictionType": "passwordLifetime", "maxLifetime": "P1D",
                        "restrictForAppsCreatedAfterDateTime": "2027-01-15T08:00:01Z",
                    ]
                ]
            ]
        )
        #expect(try await fixture.graph("POST", "/applications/\(client.id)/addPassword", [:]).status == 200)
        fixture.clock.advance(by: 10)
        let later = try await fixture.register()
        #expect(try await fixture.graph("POST", "/applications/\(later.id)/addPassword", [:]).status == 400)
    }

    @Test(
        arguments: [
            ("P90D", 7_776_000), ("P1Y", 31_536_000), ("P4DT12H30M5S", 390_605), ("P2W", 1_209_600), ("PT1H", 3_600),
            ("P", nil), ("90D", nil), ("P90", nil), ("PD", nil), ("P9999999999D", nil), ("P1H", nil), ("", nil),
        ] as [(String, Double?)]
    )
    func readsPeriods(text: String, seconds: Double?) {
        #expect(PeriodText.seconds(text) == seconds)
    }

    @Test func consentIsGrantedListedWidenedAndWithdrawn() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let resource = try await fixture.register(["displayName": "resource"])
        let body: JSONValue = [
            "clientId": .string(client.principalID), "consentType": "AllPrincipals",
            "resourceId": .string(resource.principalID), "scope": "read write read",
        ]
        let made = try await fixture.graph("POST", "/oauth2PermissionGrants", body)
        #expect(made.status == 201, "\(made.text)")
        #expect(made.json["scope"] == "read write")
        #expect(try await fixture.graph("POST", "/oauth2PermissionGrants", body).status == 409)
        let path = "/oauth2PermissionGrants/\(made.json["id"]?.string ?? "")"
        let listed = try await fixture.graph(
            "GET",
            "/oauth2PermissionGrants?$filter=clientId%20eq%20'\(client.principalID)'"
        )
        #expect(listed.json["value"]?.array?.count == 1)
        #expect(try await fixture.graph("PATCH", path, ["scope": "read"]).status == 204)
        #expect(try await fixture.graph("GET", path).json["scope"] == "read")
        #expect(try await fixture.graph("DELETE", path).status == 204)
        #expect(try await fixture.graph("GET", path).status == 404)
    }
}
