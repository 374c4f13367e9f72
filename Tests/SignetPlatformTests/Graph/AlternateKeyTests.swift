// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct AlternateKeyTests {
    private func upsert(_ fixture: PlatformFixture, _ path: String, _ body: JSONValue, prefer: String?) async throws
        -> Reply
    {
        let token = try await fixture.token(
            of: fixture.administratorID,
            TestCertificates.administrator.get(),
            PlatformFixture.graphScope
        )
        var headers = [(name: "Authorization", value: "Bearer \(token)"), ("Content-Type", "application/json")]
        if let prefer { headers.append(("Prefer", prefer)) }
        return await fixture.send("PATCH", "/v1.0" + path, headers: headers, body: body.serialized)
    }

    @Test func aUniqueNameCreatesOnceAndThenChanges() async throws {
        let fixture = try await PlatformFixture.shared.value
        let path = "/applications(uniqueName='app-65278')"
        let body: JSONValue = ["displayName": "upserted"]
        #expect(try await upsert(fixture, path, body, prefer: nil).status == 404)
        let created = try await upsert(fixture, path, body, prefer: "create-if-missing")
        #expect(created.status == 201, "\(created.text)")
        #expect(created.json["uniqueName"] == "app-65278")
        let changed = try await upsert(fixture, path, ["displayName": "again"], prefer: "create-if-missing")
        #expect(changed.status == 204)
        let read = try await fixture.graph("GET", path)
        #expect(read.json["displayName"] == "again")
        #expect(read.json["id"] == created.json["id"])
    }

    @Test func aServicePrincipalIsMadeForAnApplicationThatLacksOne() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        #expect(try await fixture.graph("DELETE", "/servicePrincipals/\(client.principalID)").status == 204)
        let path = "/servicePrincipals(appId='\(client.appID)')"
        let created = try await upsert(fixture, path, [:], prefer: "create-if-missing")
        #expect(created.status == 201, "\(created.text)")
        #expect(try await upsert(fixture, path, ["notes": "n"], prefer: "create-if-missing").status == 204)
        #expect(try await fixture.graph("GET", path).json["notes"] == "n")
    }

    @Test func ownersAreAddedListedAndRemoved() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let other = try await fixture.register(["displayName": "owner"])
        let path = "/applications/\(client.id)/owners"
        let reference: JSONValue = [
            "@odata.id": .string("\(PlatformFixture.origin)/v1.0/directoryObjects/\(other.principalID)")
        ]
        #expect(try await fixture.graph("POST", path + "/$ref", reference).status == 204)
        let again = try await fixture.graph("POST", path + "/$ref", reference)
        #expect(again.json["error"]?["message"]?.string?.contains("already exist") == true)
        let listed = try await fixture.graph("GET", path)
        let owners = try #require(listed.json["value"]?.array)
        #expect(owners.contains { $0["id"]?.string == other.principalID && $0["displayName"] == "owner" })
        #expect(owners.count == 2)
        #expect(try await fixture.graph("DELETE", "\(path)/\(other.principalID)/$ref").status == 204)
        #expect(try await fixture.graph("DELETE", "\(path)/\(other.principalID)/$ref").status == 404)
    }

    @Test func aBatchIsAnsweredStepByStep() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let reply = try await fixture.graph(
            "POST",
            "/$batch",
            [
                "requests": [
                    ["id": "1", "method": "GET", "url": .string("/applications/\(client.id)?$select=appId")],
                    [
                        "id": "2", "method": "PATCH", "url": .string("/applications/\(client.id)"),
                        "headers": ["Content-Type": "application/json"], "body": ["notes": "batched"],
                        "dependsOn": ["1"],
                    ],
                    ["id": "3", "method": "GET", "url": "/applications/00000000-0000-4000-8000-000000000000"],
                    ["id": "4", "method": "GET", "url": "/applications", "dependsOn": ["3"]],
                    ["id": "5", "method": "POST", "url": "/$batch"],
                ]
            ]
        )
        let responses = try #require(reply.json["responses"]?.array)
        #expect(responses.map { $0["status"]?.integer } == [200, 204, 404, 424, 400])
        #expect(responses[0]["body"]?["appId"]?.string == client.appID)
        #expect(try await fixture.graph("GET", "/applications/\(client.id)").json["notes"] == "batched")
    }

    @Test func aBatchHasTwentyStepsAtMost() async throws {
        let fixture = try await PlatformFixture.shared.value
        let step = { (id: Int) -> JSONValue in ["id": .string("\(id)"), "method": "GET", "url": "/applications?$top=1"]
        }
        let body: JSONValue = ["requests": .array((0..<21).map(step))]
        #expect(try await fixture.graph("POST", "/$batch", body).status == 400)
        #expect(await fixture.send("POST", "/v1.0/$batch").status == 401)
    }
}
