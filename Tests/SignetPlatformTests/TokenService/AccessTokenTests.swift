// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCertificates
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct AccessTokenTests {
    private static let v1Claims = [
        "aud", "iss", "iat", "nbf", "exp", "aio", "appid", "appidacr", "idp", "oid", "rh", "sub", "tid", "uti", "ver",
    ]
    private static let v2Claims = [
        "aud", "iss", "iat", "nbf", "exp", "aio", "azp", "azpacr", "oid", "rh", "sub", "tid", "uti", "ver", "xms_ftd",
    ]

    private func request(
        _ fixture: PlatformFixture,
        _ client: Client,
        scope: String
    ) async throws -> Reply {
        let assertion = try fixture.assertion(client.appID, TestCertificates.daemon.get())
        return await fixture.post(try fixture.form(client.appID, assertion, scope: scope))
    }

    @Test func answersWithFourMembersAndTheHeadersOfTheRealService() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let reply = try await request(fixture, client, scope: PlatformFixture.graphScope)
        #expect(reply.status == 200)
        #expect(reply.names == ["token_type", "expires_in", "ext_expires_in", "access_token"])
        let seconds = try #require(reply.json["expires_in"]?.integer)
        #expect((3_599...5_399).contains(seconds))
        #expect(reply.json["ext_expires_in"]?.integer == seconds)
        for (name, value) in [
            ("Cache-Control", "no-store, no-cache"), ("Pragma", "no-cache"), ("Expires", "-1"),
            ("Content-Type", "application/json; charset=utf-8"), ("X-Content-Type-Options", "nosniff"),
            ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
            ("P3P", "CP=\"DSP CUR OTPi IND OTRi ONL FIN\""),
        ] {
            #expect(reply.header(name) == value)
        }
        #expect(reply.header("x-ms-request-id").map { GUID.isWellFormed($0) } == true)
    }

    @Test func theGraphTokenIsOfVersionOne() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let reply = try await request(fixture, client, scope: PlatformFixture.graphScope)
        let claims = reply.claims
        #expect(claims.members.map(\.name) == Self.v1Claims)
        #expect(claims["aud"] == "https://graph.microsoft.com")
        #expect(claims["iss"]?.string == "https://sts.windows.net/\(PlatformFixture.tenant)/")
        #expect(claims["idp"] == claims["iss"])
        #expect(claims["appid"] == .string(client.appID))
        #expect(claims["appidacr"] == "2")
        #expect(claims["oid"] == .string(client.principalID))
        #expect(claims["sub"] == claims["oid"])
        #expect(claims["ver"] == "1.0")
        let issuedAt = try #require(claims["iat"]?.integer)
        #expect(claims["nbf"]?.integer == issuedAt)
        #expect(claims["exp"]?.integer == issuedAt + (reply.json["expires_in"]?.integer ?? 0) + 1)
        let token = try CompactToken(try #require(reply.json["access_token"]?.string))
        #expect(token.header.members.map(\.name) == ["typ", "alg", "x5t", "kid"])
    }

    @Test func theResourceDecidesTheVersion() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let resource = try await fixture.register([
            "identifierUris": ["api://version-two"], "api": ["requestedAccessTokenVersion": 2],
        ])
        for scope in ["api://version-two/.default", "API://VERSION-TWO/.default", "\(resource.appID)/.default"] {
            let reply = try await request(fixture, client, scope: scope)
            #expect(reply.claims.members.map(\.name) == Self.v2Claims)
            #expect(reply.claims["aud"] == .string(resource.appID))
            #expect(reply.claims["iss"] == .string("\(PlatformFixture.origin)/\(PlatformFixture.tenant)/v2.0"))
            #expect(reply.claims["azpacr"] == "2")
            let token = try CompactToken(try #require(reply.json["access_token"]?.string))
            #expect(token.header.members.map(\.name) == ["typ", "alg", "kid"])
        }
    }

    @Test func theVersionOneEndpointWritesNumbersAsTexts() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let assertion = try fixture.assertion(client.appID, TestCertificates.daemon.get()) { _, claims in
            claims["aud"] = .string("\(PlatformFixture.origin)/contoso.example/oauth2/token")
        }
        var form = try fixture.form(client.appID, assertion).filter { $0.0 != "scope" }
        #expect(await fixture.post(form, endpoint: "oauth2/token").json["error_codes"] == [900_144])
        form.append(("resource", "https://vault.azure.net/"))
        let reply = await fixture.post(form, tenant: "CONTOSO.example", endpoint: "oauth2/token")
        #expect(
            reply.names == [
                "token_type", "expires_in", "ext_expires_in", "expires_on", "not_before", "resource", "access_token",
            ]
        )
        #expect(reply.json["expires_in"]?.string.flatMap { Int($0) } != nil)
        #expect(reply.json["not_before"] == "1800000000")
        #expect(reply.json["resource"] == "https://vault.azure.net/")
        #expect(reply.claims["aud"] == "https://vault.azure.net/")
    }

    @Test func rolesAreTheGrantedOnesOfTheResource() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        func role(_ number: Int, enabled: Bool) -> JSONValue {
            [
                "id": .string("0000000\(number)-0000-4000-8000-000000000000"), "value": .string("Role\(number)"),
                "displayName": "r", "description": "r", "allowedMemberTypes": ["Application"],
                "isEnabled": .bool(enabled),
            ]
        }
        let roles: JSONValue = [role(3, enabled: true), role(1, enabled: true), role(2, enabled: true)]
        let resource = try await fixture.register(["identifierUris": ["api://roles"], "appRoles": roles])
        for number in [3, 1] {
            let reply = try await fixture.graph(
                "POST",
                "/servicePrincipals/\(client.principalID)/appRoleAssignments",
                [
                    "principalId": .string(client.principalID), "resourceId": .string(resource.principalID),
                    "appRoleId": .string("0000000\(number)-0000-4000-8000-000000000000"),
                ]
            )
            #expect(reply.status == 201)
        }
        let granted = try await request(fixture, client, scope: "api://roles/.default")
        #expect(granted.claims["roles"] == ["Role1", "Role3"])
        let change: JSONValue = ["appRoles": [role(3, enabled: false), role(1, enabled: true)]]
        #expect(try await fixture.graph("PATCH", "/applications/\(resource.id)", change).status == 204)
        let changed = try await request(fixture, client, scope: "api://roles/.default")
        #expect(changed.claims["roles"] == ["Role1"])
    }

    @Test(arguments: [
        "\(PlatformFixture.origin)/\(PlatformFixture.tenant)/v2.0",
        "\(PlatformFixture.origin)/\(PlatformFixture.tenant)/oauth2/token",
        "\(PlatformFixture.origin)/\(PlatformFixture.tenant)/oauth2/token?api-version=1.0",
        "\(PlatformFixture.origin)/contoso.example/oauth2/v2.0/token",
        "https://127.0.0.1:8443/\(PlatformFixture.tenant.uppercased())/oauth2/v2.0/token",
    ])
    func takesAnAssertionAddressedToAnyOfItsNames(audience: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let assertion = try fixture.assertion(client.appID, TestCertificates.daemon.get()) { _, claims in
            claims["aud"] = .string(audience)
        }
        #expect(await fixture.post(try fixture.form(client.appID, assertion)).status == 200)
    }

    @Test func lifetimesAreSpreadOverHalfAnHour() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        var seen: Set<Int> = []
        for _ in 0..<20 {
            let reply = try await request(fixture, client, scope: PlatformFixture.graphScope)
            seen.insert(try #require(reply.json["expires_in"]?.integer))
        }
        #expect(seen.count > 5)
        #expect(seen.allSatisfy { (3_599...5_399).contains($0) })
    }
}
