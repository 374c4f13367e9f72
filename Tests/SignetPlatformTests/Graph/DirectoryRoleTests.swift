// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct DirectoryRoleTests {
    static let global = "62e90394-69f5-4237-9190-012177145e10"
    private static let assignments = "/roleManagement/directory/roleAssignments"

    static func assign(_ role: String, to principalID: String, _ fixture: PlatformFixture) async throws -> String {
        let body: JSONValue = [
            "principalId": .string(principalID), "roleDefinitionId": .string(role), "directoryScopeId": "/",
        ]
        let reply = try await fixture.graph("POST", self.assignments, body)
        try #require(reply.status == 201, "\(reply.text)")
        return try #require(reply.json["id"]?.string)
    }

    @Test func rolesAreAssignedListedAndTakenAway() async throws {
        let people = try await PeopleFixture()
        let fixture = people.platform
        let id = try await Self.assign(Self.global, to: people.userID, fixture)
        let body: JSONValue = [
            "principalId": .string(people.userID), "roleDefinitionId": .string(Self.global), "directoryScopeId": "/",
        ]
        let again = try await fixture.graph("POST", Self.assignments, body)
        #expect(again.status == 400)
        #expect(again.json["error"]?["message"]?.string?.hasPrefix("A conflicting object") == true)
        for filter in ["principalId%20eq%20'\(people.userID)'", "roleDefinitionId%20eq%20'\(Self.global)'"] {
            let listed = try await fixture.graph("GET", "\(Self.assignments)?$filter=\(filter)")
            #expect(listed.json["value"]?.array?.compactMap { $0["id"]?.string } == [id], "\(listed.text)")
        }
        #expect(try await fixture.graph("GET", "\(Self.assignments)/\(id)").json["directoryScopeId"] == "/")
        let definition = try await fixture.graph("GET", "/roleManagement/directory/roleDefinitions/\(Self.global)")
        #expect(definition.json["displayName"] == "Global Administrator")
        let members = try await fixture.graph("GET", "/directoryRoles(roleTemplateId='\(Self.global)')/members")
        #expect(members.json["value"]?.array?.compactMap { $0["id"]?.string } == [people.userID], "\(members.text)")
        #expect(try await fixture.graph("DELETE", "\(Self.assignments)/\(id)").status == 204)
        #expect(try await fixture.graph("GET", "\(Self.assignments)/\(id)").status == 404)
    }

    @Test func membersOfARoleAreAddedAndRemovedByReference() async throws {
        let people = try await PeopleFixture()
        let fixture = people.platform
        let filter = "roleTemplateId%20eq%20'\(Self.global)'"
        let roles = try await fixture.graph("GET", "/directoryRoles?$filter=\(filter)")
        let role = try #require(roles.json["value"]?.array?.first?["id"]?.string, "\(roles.text)")
        let reference: JSONValue = ["@odata.id": .string("https://graph.microsoft.com/v1.0/users/\(people.userID)")]
        #expect(try await fixture.graph("POST", "/directoryRoles/\(role)/members/$ref", reference).status == 204)
        #expect(try await fixture.graph("POST", "/directoryRoles/\(role)/members/$ref", reference).status == 400)
        let members = try await fixture.graph("GET", "/directoryRoles/\(role)/members/microsoft.graph.user")
        #expect(members.json["value"]?.array?.count == 1)
        #expect(
            try await fixture.graph("DELETE", "/directoryRoles/\(role)/members/\(people.userID)/$ref").status == 204
        )
        #expect(
            try await fixture.graph("DELETE", "/directoryRoles/\(role)/members/\(people.userID)/$ref").status == 404
        )
        let activated = try await fixture.graph("POST", "/directoryRoles", ["roleTemplateId": .string(Self.global)])
        #expect(activated.status == 201)
        #expect(activated.json["id"]?.string == role)
        #expect(try await fixture.graph("GET", "/directoryRoleTemplates").json["value"]?.array?.count ?? 0 > 10)
    }

    @Test func aDeletedPersonsRolesGo() async throws {
        let people = try await PeopleFixture()
        let id = try await Self.assign(Self.global, to: people.userID, people.platform)
        #expect(try await people.platform.graph("DELETE", "/users/\(people.userID)").status == 204)
        #expect(try await people.platform.graph("GET", "\(Self.assignments)/\(id)").status == 404)
    }

    @Test(
        arguments: [
            (["roleDefinitionId": "62e90394-69f5-4237-9190-012177145e10", "directoryScopeId": "/"], 400),
            (["principalId": "x", "roleDefinitionId": "62e90394-69f5-4237-9190-012177145e10"], 400),
            (
                [
                    "principalId": "00000000-0000-4000-8000-000000000001",
                    "roleDefinitionId": "62e90394-69f5-4237-9190-012177145e10",
                ], 404
            ),
            (["principalId": "ADELE", "roleDefinitionId": "00000000-0000-4000-8000-000000000001"], 404),
            (
                [
                    "principalId": "ADELE", "roleDefinitionId": "62e90394-69f5-4237-9190-012177145e10",
                    "directoryScopeId": "/administrativeUnits/1",
                ], 400
            ),
        ] as [([String: String], Int)]
    )
    func refusesWhatIsNoAssignment(_ body: [String: String], _ status: Int) async throws {
        let people = try await PeopleFixture.shared.value
        let members = body.map { name, value in
            JSONObject.Member(name: name, value: .string(value == "ADELE" ? people.userID : value))
        }
        let reply = try await people.platform.graph("POST", Self.assignments, .object(JSONObject(members)))
        #expect(reply.status == status, "\(reply.text)")
    }

    @Test func nobodyAssignsRolesWithoutTheRight() async throws {
        let people = try await PeopleFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await people.platform.register(certificate: daemon)
        let token = try await people.platform.token(of: client.appID, daemon, PlatformFixture.graphScope)
        let body: JSONValue = ["principalId": .string(client.principalID), "roleDefinitionId": .string(Self.global)]
        #expect(await people.platform.graph("POST", Self.assignments, body, token: token).status == 403)
        #expect(await people.platform.graph("GET", Self.assignments, token: token).status == 403)
    }

    @Test func tokensTellTheRolesWhereTheirRecipientWantsToKnow() async throws {
        let people = try await PeopleFixture()
        let fixture = people.platform
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        let reader = "5d6b6bb7-de71-4623-b4af-96380a352509"
        _ = try await Self.assign(reader, to: people.userID, fixture)
        _ = try await Self.assign(reader, to: people.client.principalID, fixture)
        let silent = await people.signIn("openid api://orders/read")
        #expect(silent.claims["wids"] == nil, "\(silent.text)")
        let graph = await people.signIn("openid")
        #expect(graph.claims["wids"] == [.string(reader), .string(DirectoryRole.memberTemplateID)])
        for client in [people.client, people.orders] {
            let claims: JSONValue = ["groupMembershipClaims": "DirectoryRole"]
            #expect(try await fixture.graph("PATCH", "/applications/\(client.id)", claims).status == 204)
        }
        let told = await people.signIn("openid api://orders/read")
        #expect(told.claims["wids"] == [.string(reader)])
        let idToken = try #require(told.json["id_token"]?.string)
        #expect(try CompactToken(idToken).claims["wids"] == [.string(reader)])
        let daemon = try TestCertificates.daemon.get()
        let own = try await fixture.token(of: people.client.appID, daemon, "api://orders/.default")
        #expect(try CompactToken(own).claims["wids"] == [.string(reader)])
    }
}
