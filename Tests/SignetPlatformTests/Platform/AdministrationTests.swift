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

@Suite struct AdministrationTests {
    private static let other = "22222222-0000-4000-8000-00000000000b"

    private func isAdministration(_ fixture: PlatformFixture, _ token: String) async throws -> Bool {
        try await fixture.platform.isAdministration(
            PlatformRequest(method: "POST", path: "/portal/links", headers: [("Authorization", "Bearer \(token)")])
        )
    }

    /// A token of the administrator's for a scope, at a tenant.
    private func token(_ fixture: PlatformFixture, tenant: String, scope: String = PlatformFixture.graphScope)
        async throws -> String
    {
        let client = fixture.administratorID
        let assertion = try fixture.assertion(client, TestCertificates.administrator.get()) { _, claims in
            claims["aud"] = .string("\(PlatformFixture.origin)/\(tenant)/oauth2/v2.0/token")
        }
        let reply = await fixture.post(try fixture.form(client, assertion, scope: scope), tenant: tenant)
        return try #require(reply.json["access_token"]?.string, "\(reply.text)")
    }

    @Test func theAdministratorOfTheDefaultTenantIsTheOnlyOne() async throws {
        let fixture = try await PlatformFixture()
        let certificate = try TestCertificates.administrator.get()
        let administrator = try await token(fixture, tenant: PlatformFixture.tenant)
        #expect(try await isAdministration(fixture, administrator))
        // Another application with every right that Graph gives.
        let rich = try await fixture.register(certificate: certificate)
        let graph = try await fixture.graph("GET", "/servicePrincipals(appId='\(BuiltInResource.graph.appID)')")
        for role in BuiltInResource.graph.appRoles {
            let assignment: JSONValue = [
                "principalId": .string(rich.principalID), "resourceId": graph.json["id"] ?? .null,
                "appRoleId": .string(role.id),
            ]
            let path = "/servicePrincipals/\(rich.principalID)/appRoleAssignments"
            #expect(try await fixture.graph("POST", path, assignment).status == 201)
        }
        let powerful = try await fixture.token(of: rich.appID, certificate, PlatformFixture.graphScope)
        #expect(await fixture.graph("GET", "/applications", token: powerful).status == 200)
        #expect(try await !isAdministration(fixture, powerful))
        // The administrator's twin in another tenant, whose certificates are that tenant's affair.
        _ = try await PlatformTenants(storage: fixture.storage, now: fixture.clock.now)
            .add(TenantConfiguration(id: Self.other, displayName: "Fabrikam", domainNames: []), administrator: nil)
        _ = try await fixture.platform.registerAdministrator(certificate: certificate)
        let twin = try await token(fixture, tenant: Self.other)
        #expect(try await !isAdministration(fixture, twin))
        let vault = try await token(fixture, tenant: PlatformFixture.tenant, scope: "https://vault.azure.net/.default")
        #expect(try await !isAdministration(fixture, vault))
    }

    @Test func aTokenThatIsForgedEndedOrNoneIsRefused() async throws {
        let fixture = try await PlatformFixture()
        let administrator = try await token(fixture, tenant: PlatformFixture.tenant)
        let parts = administrator.split(separator: ".").map(String.init)
        let claims = try JSONValue.parse(try #require(Base64URL.decode(Array(parts[1].utf8)[...])))
        let unsigned = Base64URL.encode(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
        for forged in [
            "\(parts[0]).\(parts[1]).AAAA", "\(unsigned).\(Base64URL.encode(claims.serialized)).", "", "x",
            "\(parts[0]).\(parts[1]).",
        ] {
            #expect(try await !isAdministration(fixture, forged))
        }
        fixture.clock.advance(by: 86_400)
        #expect(try await !isAdministration(fixture, administrator))
    }
}
