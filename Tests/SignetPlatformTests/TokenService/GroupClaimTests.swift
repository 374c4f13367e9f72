// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct GroupClaimTests {
    private static let scope = "api://orders/read openid"

    private func claims(_ people: PeopleFixture, _ name: String = "access_token") async throws -> JSONObject {
        let reply = await people.signIn(Self.scope)
        return try CompactToken(try #require(reply.json[name]?.string, "\(reply.text)")).claims
    }

    /// Makes a platform on which the interface wants groups by a word, and the person is in a security group within
    /// another, and in a Microsoft 365 group.
    private func fixture(
        _ kind: JSONValue,
        optional: JSONValue = .null
    ) async throws -> (people: PeopleFixture, inner: String, outer: String, mail: String) {
        let people = try await PeopleFixture()
        let fixture = people.platform
        try await people.consent(["read"], of: people.client, at: people.orders.appID)
        for id in [people.orders.id, people.client.id] {
            let change: JSONValue = ["groupMembershipClaims": kind, "optionalClaims": optional]
            let changed = try await fixture.graph("PATCH", "/applications/\(id)", change)
            #expect(changed.status == 204, "\(changed.text)")
        }
        let inner = try await GroupTests.group(fixture, "Inner")
        let outer = try await GroupTests.group(fixture, "Outer")
        let mail = try await GroupTests.group(
            fixture,
            "Mail",
            ["mailEnabled": true, "groupTypes": ["Unified"], "securityEnabled": false]
        )
        for (member, group) in [(people.userID, inner), (inner, outer), (people.userID, mail)] {
            #expect(try await GroupTests.add(fixture, member, to: group).status == 204)
        }
        return (people, inner, outer, mail)
    }

    private func assign(_ group: String, to client: Client, _ people: PeopleFixture, role: String) async throws {
        let assigned = try await people.platform.graph(
            "POST",
            "/groups/\(group)/appRoleAssignments",
            [
                "principalId": .string(group), "resourceId": .string(client.principalID), "appRoleId": .string(role),
            ]
        )
        #expect(assigned.status == 201, "\(assigned.text)")
        #expect(assigned.json["principalType"] == "Group")
    }

    @Test func theRecipientSaysWhichGroupsItsTokensName() async throws {
        for kind in ["SecurityGroup", "All", "DirectoryRole", "None"] {
            let (people, inner, outer, mail) = try await fixture(.string(kind))
            let expected: [String] =
                switch kind {
                case "SecurityGroup": [inner, outer]
                case "All": [inner, outer, mail]
                default: []
                }
            for name in ["access_token", "id_token"] {
                let groups = try await claims(people, name)["groups"]
                #expect(groups == (expected.isEmpty ? nil : .strings(expected.sorted())), "\(kind) \(name)")
            }
        }
    }

    @Test func assignedGroupsAreNamedAndPassTheirRoles() async throws {
        let (people, inner, outer, _) = try await fixture("ApplicationGroup")
        #expect(try await claims(people)["groups"] == nil)
        let role = GUID.random()
        let entry: JSONValue = [
            "id": .string(role), "value": "Clerk", "displayName": "Clerk", "description": "Clerk",
            "allowedMemberTypes": ["User"],
        ]
        _ = try await people.platform.graph("PATCH", "/applications/\(people.orders.id)", ["appRoles": [entry]])
        try await assign(outer, to: people.orders, people, role: role)
        // The person is in the outer group through the inner one only, which passes nothing.
        #expect(try await claims(people)["roles"] == nil)
        try await assign(inner, to: people.orders, people, role: role)
        let claims = try await claims(people)
        #expect(claims["groups"] == [.string(inner)])
        #expect(claims["roles"] == ["Clerk"])
    }

    @Test func groupsCanBeNamedAndStandForRoles() async throws {
        let wanted: JSONValue = ["name": "groups", "additionalProperties": ["cloud_displayname", "emit_as_roles"]]
        let (people, _, _, _) = try await fixture("SecurityGroup", optional: ["accessToken": [wanted]])
        let claims = try await claims(people)
        #expect(Set(claims["roles"]?.array?.compactMap(\.string) ?? []) == ["Inner", "Outer"])
        #expect(claims["groups"] == nil)
    }

    @Test func moreThanTwoHundredGroupsStandElsewhere() async throws {
        let (people, _, _, _) = try await fixture("SecurityGroup")
        let store = DirectoryStore(storage: people.platform.storage)
        var changes: [RecordChange] = []
        for number in 0..<198 {
            let group = Group(
                id: GUID.random(),
                created: people.platform.clock.now,
                displayName: "Group \(number)",
                mailNickname: "group",
                mailEnabled: false,
                securityEnabled: true,
                groupTypes: [],
                owners: [],
                others: JSONObject()
            )
            let member = GroupMember(groupID: group.id, memberID: people.userID)
            changes.append(.insert(group.record(tenant: PlatformFixture.tenant)))
            changes.append(.insert(member.record(tenant: PlatformFixture.tenant)))
        }
        try await store.apply(changes)
        #expect(try await claims(people)["groups"]?.array?.count == 200)
        let last = try await GroupTests.group(people.platform, "One too many")
        #expect(try await GroupTests.add(people.platform, people.userID, to: last).status == 204)
        for name in ["access_token", "id_token"] {
            let claims = try await claims(people, name)
            #expect(claims["groups"] == nil)
            #expect(claims["_claim_names"] == ["groups": "src1"])
            let endpoint = try #require(claims["_claim_sources"]?["src1"]?["endpoint"]?.string)
            let path = try #require(endpoint.split(separator: "/v1.0").last.map(String.init))
            #expect(endpoint.hasPrefix(PlatformFixture.origin + "/v1.0/users/\(people.userID)/"))
            let all = try await people.platform.graph("POST", path, ["securityEnabledOnly": true])
            #expect(all.json["value"]?.array?.count == 201, "\(all.text)")
        }
    }

    @Test func theGroupsOfAServicePrincipalStandInItsTokens() async throws {
        let (people, inner, outer, _) = try await fixture("SecurityGroup")
        #expect(try await GroupTests.add(people.platform, people.client.principalID, to: inner).status == 204)
        let daemon = try TestCertificates.daemon.get()
        let token = try await people.platform.token(of: people.client.appID, daemon, "api://orders/.default")
        #expect(try CompactToken(token).claims["groups"] == .strings([inner, outer].sorted()))
    }

    /// "Access token claims reference": six or more groups do not fit into the fragment of an address.
    @Test func aTokenInAnAddressSaysNoMoreThanThatThereAreGroups() async throws {
        let (people, _, _, _) = try await fixture("SecurityGroup")
        let store = DirectoryStore(storage: people.platform.storage)
        let application = try await store.application(appID: people.client.appID, tenant: PlatformFixture.tenant)
        let recipient = GroupRules.Recipient(
            application: application?.value,
            servicePrincipalID: people.client.principalID,
            kind: .idToken,
            isInAddress: true
        )
        func claims() async throws -> GroupClaims {
            try await GroupRules(store: store, origin: PlatformFixture.origin)
                .claims(of: .person(people.userID), for: recipient, PlatformFixture.tenant)
        }
        for _ in 0..<3 {
            let group = try await GroupTests.group(people.platform, "More")
            #expect(try await GroupTests.add(people.platform, people.userID, to: group).status == 204)
        }
        guard case .groups(let names) = try await claims() else {
            Issue.record("five groups are named")
            return
        }
        #expect(names.count == 5)
        let group = try await GroupTests.group(people.platform, "One too many")
        #expect(try await GroupTests.add(people.platform, people.userID, to: group).status == 204)
        #expect(try await claims() == .some)
        #expect(GroupClaims.some.members.map(\.name) == ["hasgroups"])
    }
}
