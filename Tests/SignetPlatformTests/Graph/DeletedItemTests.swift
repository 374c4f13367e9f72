// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct DeletedItemTests {
    private static let bin = "/directory/deletedItems"

    @Test func aDeletedApplicationComesBackWithEverything() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(["displayName": "phoenix"], certificate: daemon)
        #expect(try await fixture.graph("DELETE", "/applications/\(client.id)").status == 204)
        let form = try fixture.form(client.appID, fixture.assertion(client.appID, daemon))
        #expect(await fixture.post(form).json["error_codes"] == [700_016])

        let item = try await fixture.graph("GET", "\(Self.bin)/\(client.id)")
        #expect(item.json["@odata.type"] == "#microsoft.graph.application")
        #expect(item.json["deletedDateTime"] == "2027-01-15T08:00:00Z")
        let filter = "?$filter=appId%20eq%20'\(client.appID)'"
        for type in ["application", "servicePrincipal"] {
            let listed = try await fixture.graph("GET", "\(Self.bin)/microsoft.graph.\(type)\(filter)")
            #expect(listed.json["value"]?.array?.count == 1, "\(listed.text)")
        }
        let restored = try await fixture.graph("POST", "\(Self.bin)/\(client.id)/restore")
        #expect(restored.status == 200, "\(restored.text)")
        #expect(restored.json["displayName"] == "phoenix")
        #expect(await fixture.post(form).status == 200)
        let principal = try await fixture.graph("GET", "/servicePrincipals(appId='\(client.appID)')")
        #expect(principal.json["id"]?.string == client.principalID)
        #expect(try await fixture.graph("GET", "\(Self.bin)/\(client.id)").status == 404)
    }

    @Test func whatIsErasedIsGone() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        #expect(try await fixture.graph("DELETE", "/applications/\(client.id)").status == 204)
        #expect(try await fixture.graph("DELETE", "\(Self.bin)/\(client.id)").status == 204)
        #expect(try await fixture.graph("POST", "\(Self.bin)/\(client.id)/restore").status == 404)
        #expect(try await fixture.graph("DELETE", "\(Self.bin)/\(client.id)").status == 404)
    }

    @Test func roleAssignmentsSurviveTheBinAndNotTheErasure() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let resource = try await fixture.register(["identifierUris": ["api://bin"]])
        let path = "/servicePrincipals/\(client.principalID)"
        let made = try await fixture.graph(
            "POST",
            "/servicePrincipals/\(resource.principalID)/appRoleAssignedTo",
            [
                "principalId": .string(client.principalID), "resourceId": .string(resource.principalID),
                "appRoleId": .string(AppRoleAssignment.noRole),
            ]
        )
        #expect(made.status == 201, "\(made.text)")
        func granted() async throws -> Int? {
            try await fixture.graph("GET", "/servicePrincipals/\(resource.principalID)/appRoleAssignedTo")
                .json["value"]?
                .array?
                .count
        }
        #expect(try await granted() == 1)
        #expect(try await fixture.graph("DELETE", path).status == 204)
        #expect(try await granted() == 0)
        #expect(try await fixture.graph("POST", "\(Self.bin)/\(client.principalID)/restore").status == 200)
        #expect(try await granted() == 1)
        #expect(try await fixture.graph("DELETE", path).status == 204)
        #expect(try await fixture.graph("DELETE", "\(Self.bin)/\(client.principalID)").status == 204)
        let records = try await fixture.storage.records(
            RecordQuery(
                .appRoleAssignments,
                tenant: PlatformFixture.tenant,
                lookup: ("principalId", client.principalID)
            )
        )
        #expect(records.isEmpty)
    }

    @Test func erasureTakesTheAdministratorsRolesAndTheSigningPairs() async throws {
        let fixture = try await PlatformFixture()
        let client = try await fixture.register()
        let path = "/servicePrincipals/\(client.principalID)"
        _ = try await DirectoryRoleTests.assign(DirectoryRoleTests.global, to: client.principalID, fixture)
        let signing = try await fixture.graph("POST", "\(path)/addTokenSigningCertificate", ["displayName": "CN=gone"])
        #expect(signing.status == 200, "\(signing.text)")
        func left() async throws -> [Int] {
            var counts: [Int] = []
            for query in [
                RecordQuery(
                    .directoryRoleAssignments,
                    tenant: PlatformFixture.tenant,
                    lookup: ("principalId", client.principalID)
                ),
                RecordQuery(.signingPairs, tenant: PlatformFixture.tenant),
            ] {
                counts.append(try await fixture.storage.records(query).count)
            }
            return counts
        }
        #expect(try await fixture.graph("DELETE", path).status == 204)
        #expect(try await left() == [1, 1])
        #expect(try await fixture.graph("DELETE", "\(Self.bin)/\(client.principalID)").status == 204)
        #expect(try await left() == [0, 0])
    }

    @Test func thirtyDaysLaterThereIsNothingToRestore() async throws {
        let fixture = try await PlatformFixture()
        let client = try await fixture.register()
        #expect(try await fixture.graph("DELETE", "/applications/\(client.id)").status == 204)
        fixture.clock.advance(by: 30 * 86_400 - 1)
        #expect(try await fixture.graph("GET", "\(Self.bin)/\(client.id)").status == 200)
        fixture.clock.advance(by: 1)
        #expect(try await fixture.graph("POST", "\(Self.bin)/\(client.id)/restore").status == 404)
        try await fixture.platform.eraseDeletedItems()
        let query = RecordQuery(.deletedItems, tenant: PlatformFixture.tenant)
        #expect(try await fixture.storage.records(query).isEmpty)
    }

    @Test func anAppIDURIThatWasTakenMeanwhileKeepsTheApplicationOut() async throws {
        let fixture = try await PlatformFixture.shared.value
        let first = try await fixture.register(["identifierUris": ["api://contested"]])
        #expect(try await fixture.graph("DELETE", "/applications/\(first.id)").status == 204)
        _ = try await fixture.register(["identifierUris": ["api://contested"]])
        let reply = try await fixture.graph("POST", "\(Self.bin)/\(first.id)/restore")
        #expect(reply.status == 400)
        #expect(try await fixture.graph("GET", "\(Self.bin)/\(first.id)").status == 200)
    }

    @Test(arguments: [
        ("GET", "/directory", 400), ("GET", "/directory/deletedItems", 405),
        ("GET", "/directory/deletedItems/microsoft.graph.device", 400),
        ("GET", "/directory/deletedItems/microsoft.graph.group", 200),
        ("GET", "/directory/deletedItems/00000000-0000-4000-8000-000000000000", 404),
        ("GET", "/directory/deletedItems/00000000-0000-4000-8000-000000000000/restore", 405),
    ])
    func answersOddPaths(method: String, path: String, status: Int) async throws {
        let fixture = try await PlatformFixture.shared.value
        #expect(try await fixture.graph(method, path).status == status)
    }
}
