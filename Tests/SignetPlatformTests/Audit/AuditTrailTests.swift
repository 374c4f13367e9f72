// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct AuditTrailTests {
    /// Who the trail says made an application.
    private func initiator(of id: String, _ fixture: PlatformFixture) async throws -> JSONValue? {
        let filter = "$filter=targetResources/any(t:t/id%20eq%20'\(id)')"
        let trail = try await fixture.graph("GET", "/auditLogs/directoryAudits?\(filter)")
        try #require(trail.status == 200, "\(trail.text)")
        return trail.json["value"]?.array?.first?["initiatedBy"]
    }

    @Test func aChangeAtThePortalBearsTheNameOfThePersonWhoMadeIt() async throws {
        let fixture = try await PlatformFixture.shared.value
        let person = (id: GUID.random(), name: "ada@contoso.example")
        let client = try await AuditContext.$portalPerson.withValue(person) {
            try await fixture.register(servicePrincipal: false)
        }
        let user = try await initiator(of: client.id, fixture)?["user"]
        #expect(user?["id"]?.string == person.id)
        #expect(user?["userPrincipalName"]?.string == person.name)
    }

    @Test(arguments: ["/v1.0/applications", "/v1%2E0/applications", "/v1%2e0/%61pplications"])
    func noSpellingOfAPathHidesWhoChangedSomething(path: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let token = try await fixture.token(
            of: fixture.administratorID,
            TestCertificates.administrator.get(),
            PlatformFixture.graphScope
        )
        let body: JSONValue = ["displayName": "hidden"]
        let made = await fixture.send(
            "POST",
            path,
            headers: [("Authorization", "Bearer \(token)"), ("Content-Type", "application/json")],
            body: body.serialized
        )
        let id = try #require(made.json["id"]?.string, "\(made.text)")
        let initiator = try await initiator(of: id, fixture)
        #expect(initiator?["app"]?["appId"]?.string == fixture.administratorID, "\(String(describing: initiator))")
    }
}
