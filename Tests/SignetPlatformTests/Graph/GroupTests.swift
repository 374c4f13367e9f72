// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct GroupTests {
    private static func payload(_ name: String, _ changes: JSONObject = [:]) -> JSONValue {
        var object: JSONObject = [
            "displayName": .string(name), "mailEnabled": false, "mailNickname": "group", "securityEnabled": true,
        ]
        for member in changes.members { object[member.name] = member.value }
        return .object(object)
    }

    /// Makes a group and gives its identifier.
    static func group(_ fixture: PlatformFixture, _ name: String, _ changes: JSONObject = [:]) async throws -> String {
        let created = try await fixture.graph("POST", "/groups", payload(name, changes))
        return try #require(created.json["id"]?.string, "\(created.text)")
    }

    static func add(_ fixture: PlatformFixture, _ member: String, to group: String) async throws -> Reply {
        let link = "https://graph.microsoft.com/v1.0/directoryObjects/\(member)"
        return try await fixture.graph("POST", "/groups/\(group)/members/$ref", ["@odata.id": .string(link)])
    }

    private func person(_ fixture: PlatformFixture) async throws -> String {
        let created = try await fixture.graph("POST", "/users", UserTests.payload("p" + GUID.random().prefix(8)))
        return try #require(created.json["id"]?.string, "\(created.text)")
    }

    private func ids(_ reply: Reply) -> [String] {
        (reply.json["value"]?.array ?? []).compactMap { $0["id"]?.string ?? $0.string }
    }

    @Test func createsReadsFindsChangesAndDeletesGroups() async throws {
        let fixture = try await PlatformFixture.shared.value
        let created = try await fixture.graph("POST", "/groups", Self.payload("Library Assist"))
        #expect(created.status == 201, "\(created.text)")
        #expect(created.json["@odata.context"]?.string?.hasSuffix("$metadata#groups/$entity") == true)
        let id = try #require(created.json["id"]?.string)
        let found = try await fixture.graph("GET", "/groups?$filter=displayName%20eq%20'library%20assist'&$select=id")
        #expect(ids(found) == [id])
        let change: JSONValue = ["description": "Books", "displayName": "Readers", "visibility": "Private"]
        #expect(try await fixture.graph("PATCH", "/groups/\(id)", change).status == 204)
        let read = try await fixture.graph("GET", "/groups/\(id)")
        #expect(read.json["description"] == "Books")
        #expect(read.json["visibility"] == "Private")
        #expect(read.json["securityEnabled"] == true)
        #expect(try await fixture.graph("DELETE", "/groups/\(id)").status == 204)
        #expect(try await fixture.graph("GET", "/groups/\(id)").json["error"]?["code"] == "Request_ResourceNotFound")
    }

    @Test(
        arguments: [
            ["displayName": .null], ["mailNickname": .null], ["securityEnabled": .null], ["securityEnabled": false],
            ["mailEnabled": true], ["groupTypes": ["DynamicMembership"]], ["mailNickname": "a b"], ["id": "x"],
            ["nonsense": 1], ["members@odata.bind": ["https://graph.microsoft.com/v1.0/users/adele"]],
            ["description": 5],
        ] as [JSONObject]
    )
    func refusesGroupsThatAreNone(changes: JSONObject) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = try await fixture.graph("POST", "/groups", Self.payload("Refused", changes))
        #expect(reply.status == 400, "\(reply.text)")
        #expect(reply.json["error"]?["code"] == "Request_BadRequest")
    }

    @Test func membersAreAddedOnceListedByTypeAndRemoved() async throws {
        let fixture = try await PlatformFixture.shared.value
        let (user, inner) = (try await person(fixture), try await Self.group(fixture, "Inner"))
        let link = JSONValue.string("\(PlatformFixture.origin)/v1.0/directoryObjects/\(inner)")
        let group = try await Self.group(fixture, "Outer", ["members@odata.bind": [link]])
        #expect(try await Self.add(fixture, user, to: group).status == 204)
        let again = try await Self.add(fixture, user, to: group)
        #expect(again.status == 400)
        #expect(again.json["error"]?["message"]?.string?.hasSuffix("modified properties: 'members'.") == true)
        #expect(try await Self.add(fixture, GUID.random(), to: group).status == 404)
        #expect(try await Self.add(fixture, group, to: group).status == 400)
        let members = try await fixture.graph("GET", "/groups/\(group)/members")
        #expect(Set(ids(members)) == [user, inner])
        #expect(members.json["@odata.context"]?.string?.hasSuffix("$metadata#directoryObjects") == true)
        let people = try await fixture.graph(
            "GET",
            "/groups/\(group)/members/microsoft.graph.user?$select=id,userPrincipalName"
        )
        #expect(ids(people) == [user])
        #expect(people.json["value"]?.array?.first?["@odata.type"] == "#microsoft.graph.user")
        let first = try await fixture.graph("GET", "/groups/\(group)/members?$top=1")
        #expect(first.json["@odata.nextLink"]?.string?.contains("/groups/\(group)/members?") == true)
        let path = "/groups/\(group)/members/\(user)/$ref"
        #expect(try await fixture.graph("DELETE", path).status == 204)
        #expect(try await fixture.graph("DELETE", path).status == 404)
        #expect(ids(try await fixture.graph("GET", "/groups/\(group)/members")) == [inner])
    }

    @Test func groupsInGroupsCountWhereTheyAreAskedFor() async throws {
        let fixture = try await PlatformFixture.shared.value
        let user = try await person(fixture)
        let (inner, outer) = (try await Self.group(fixture, "Inner"), try await Self.group(fixture, "Outer"))
        // Each in the other: the walk must end.
        for (member, group) in [(user, inner), (inner, outer), (outer, inner)] {
            #expect(try await Self.add(fixture, member, to: group).status == 204)
        }
        #expect(ids(try await fixture.graph("GET", "/users/\(user)/memberOf")) == [inner])
        let all = [inner, outer].sorted()
        #expect(ids(try await fixture.graph("GET", "/users/\(user)/transitiveMemberOf")) == all)
        #expect(
            ids(try await fixture.graph("GET", "/users/\(user)/memberOf/microsoft.graph.group?$select=id")) == [inner]
        )
        let body: JSONValue = ["securityEnabledOnly": true]
        for name in ["getMemberGroups", "getMemberObjects", "microsoft.graph.getMemberGroups"] {
            #expect(ids(try await fixture.graph("POST", "/users/\(user)/\(name)", body)) == all)
        }
        let check: JSONValue = ["groupIds": [.string(outer), .string(GUID.random())]]
        #expect(ids(try await fixture.graph("POST", "/users/\(user)/checkMemberGroups", check)) == [outer])
        #expect(Set(ids(try await fixture.graph("GET", "/groups/\(outer)/transitiveMembers"))) == [user, inner, outer])
        #expect(ids(try await fixture.graph("GET", "/groups/\(inner)/memberOf")) == [outer])
    }

    @Test func whoIsDeletedIsInNoGroup() async throws {
        let fixture = try await PlatformFixture.shared.value
        let (user, group) = (try await person(fixture), try await Self.group(fixture, "Left"))
        _ = try await Self.add(fixture, user, to: group)
        #expect(try await fixture.graph("DELETE", "/users/\(user)").status == 204)
        let store = DirectoryStore(storage: fixture.storage)
        let places = try await store.groupMembers(tenant: PlatformFixture.tenant, of: ("groupId", group))
        #expect(places.isEmpty)
    }

    @Test func ownersAreAddedListedAndRemoved() async throws {
        let fixture = try await PlatformFixture.shared.value
        let (user, group) = (try await person(fixture), try await Self.group(fixture, "Owned"))
        let body: JSONValue = ["@odata.id": .string("https://graph.microsoft.com/v1.0/users/\(user)")]
        #expect(try await fixture.graph("POST", "/groups/\(group)/owners/$ref", body).status == 204)
        #expect(try await fixture.graph("POST", "/groups/\(group)/owners/$ref", body).status == 400)
        #expect(ids(try await fixture.graph("GET", "/groups/\(group)/owners")) == [user])
        #expect(try await fixture.graph("DELETE", "/groups/\(group)/owners/\(user)/$ref").status == 204)
        #expect(ids(try await fixture.graph("GET", "/groups/\(group)/owners")).isEmpty)
    }

    @Test func servicePrincipalsAreMembersToo() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(["displayName": "Member"])
        let group = try await Self.group(fixture, "Workloads")
        #expect(try await Self.add(fixture, client.principalID, to: group).status == 204)
        #expect(ids(try await fixture.graph("GET", "/servicePrincipals/\(client.principalID)/memberOf")) == [group])
        let members = try await fixture.graph("GET", "/groups/\(group)/members?$select=id,appId")
        #expect(members.json["value"]?.array?.first?["appId"] == .string(client.appID))
    }

    @Test(arguments: [("GET", ""), ("GET", "/members"), ("POST", ""), ("PATCH", ""), ("DELETE", "")])
    func withoutARoleNothingIsAllowed(method: String, rest: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let group = try await Self.group(fixture, "Closed")
        let token = try await fixture.token(of: client.appID, daemon, PlatformFixture.graphScope)
        let path = method == "POST" ? "/groups" : "/groups/\(group)\(rest)"
        let reply = await fixture.send(
            method,
            "/v1.0" + path,
            headers: [("Authorization", "Bearer \(token)"), ("Content-Type", "application/json")],
            body: Array("{}".utf8)
        )
        #expect(reply.status == 403, "\(reply.text)")
    }
}
