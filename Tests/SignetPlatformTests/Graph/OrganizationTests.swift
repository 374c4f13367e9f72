// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

/// A tenant as tools ask for it before they do anything else.
@Suite struct OrganizationTests {
    /// The names of domains, of all or of those that a member is true of.
    private static func names(_ value: JSONValue?, where member: String? = nil) -> [String] {
        let domains = value?.array ?? []
        let chosen = domains.filter { domain in member.map { domain[$0] == true } ?? true }
        return chosen.compactMap { ($0["name"] ?? $0["id"])?.string }.sorted()
    }

    @Test func tellsTheTenantWithItsVerifiedDomains() async throws {
        let fixture = try await PlatformFixture.shared.value
        let listed = try await fixture.graph("GET", "/organization")
        let organization = try #require(listed.json["value"]?.array?.first, "\(listed.text)")
        #expect(listed.json["value"]?.array?.count == 1)
        #expect(organization["id"]?.string == PlatformFixture.tenant && organization["displayName"] == "Contoso")
        let domains = organization["verifiedDomains"]
        #expect(Self.names(domains, where: "isDefault") == ["contoso.example"])
        #expect(Self.names(domains, where: "isInitial").allSatisfy { $0.hasSuffix(".onmicrosoft.com") })
        let one = try await fixture.graph("GET", "/organization/\(PlatformFixture.tenant)?$select=id,displayName")
        #expect(one.json["displayName"] == "Contoso" && one.json["verifiedDomains"] == nil, "\(one.text)")
    }

    @Test func tellsEachDomain() async throws {
        let fixture = try await PlatformFixture.shared.value
        let all = try await fixture.graph("GET", "/domains")
        let organization = try await fixture.graph("GET", "/organization")
        let verified = organization.json["value"]?.array?.first?["verifiedDomains"]
        #expect(Self.names(all.json["value"]) == Self.names(verified))
        let byDefault = try await fixture.graph("GET", "/domains?$filter=isDefault%20eq%20true")
        #expect(Self.names(byDefault.json["value"]) == ["contoso.example"], "\(byDefault.text)")
        let one = try await fixture.graph("GET", "/domains/Contoso.example")
        #expect(one.json["isVerified"] == true && one.json["authenticationType"] == "Managed", "\(one.text)")
    }

    @Test(arguments: [
        ("GET", "/domains/fabrikam.example", 404), ("GET", "/organization/33333333-3333-4333-8333-333333333333", 404),
        ("GET", "/organization/\(PlatformFixture.tenant)/branding", 400), ("DELETE", "/domains/contoso.example", 405),
        ("POST", "/organization", 405),
    ])
    func nothingElseIsThere(method: String, path: String, status: Int) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = try await fixture.graph(method, path)
        #expect(reply.status == status, "\(reply.text)")
    }

    @Test func whoMayReadNeitherIsDenied() async throws {
        let fixture = try await PlatformFixture()
        let certificate = try TestCertificates.administrator.get()
        let application = try await fixture.register(certificate: certificate)
        let token = try await fixture.token(of: application.appID, certificate, PlatformFixture.graphScope)
        for path in ["/organization", "/domains"] {
            #expect(await fixture.graph("GET", path, token: token).status == 403)
        }
    }
}
