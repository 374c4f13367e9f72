// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct FederatedCredentialTests {
    private func body(_ changes: JSONObject = [:]) -> JSONValue {
        var body: JSONObject = [
            "name": "github-main", "issuer": "https://token.actions.githubusercontent.com",
            "subject": "repo:contoso/orders:ref:refs/heads/main", "audiences": ["api://AzureADTokenExchange"],
            "description": "main",
        ]
        for member in changes.members { body[member.name] = member.value }
        return .object(body)
    }

    private func path(_ client: Client) -> String { "/applications/\(client.id)/federatedIdentityCredentials" }

    @Test func createsReadsChangesAndDeletes() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let path = path(client)
        let created = try await fixture.graph("POST", path, body())
        #expect(created.status == 201, "\(created.text)")
        #expect(created.names == ["@odata.context", "id", "name", "issuer", "subject", "description", "audiences"])
        let id = try #require(created.json["id"]?.string)
        for key in ["/\(id)", "/github-main", "(name='github-main')"] {
            #expect(try await fixture.graph("GET", path + key).json["id"]?.string == id)
        }
        #expect(try await fixture.graph("GET", path).json["value"]?.array?.count == 1)
        let change: JSONValue = ["subject": "repo:contoso/orders:environment:production", "name": "github-main"]
        #expect(try await fixture.graph("PATCH", "\(path)/\(id)", change).status == 204)
        let read = try await fixture.graph(
            "GET",
            "/applications(appId='\(client.appID)')/federatedIdentityCredentials/\(id)"
        )
        #expect(read.json["subject"] == "repo:contoso/orders:environment:production")
        let filtered = try await fixture.graph("GET", path + "?$filter=name%20eq%20'other'")
        #expect(filtered.json["value"] == [])
        #expect(try await fixture.graph("DELETE", "\(path)/\(id)").status == 204)
        #expect(try await fixture.graph("GET", "\(path)/\(id)").status == 404)
    }

    @Test(
        arguments: [
            (["name": "ab"], 400, "'name'"), (["name": "-abc"], 400, "'name'"), (["name": "a b c"], 400, "'name'"),
            (["name": .string(String(repeating: "a", count: 121))], 400, "'name'"), (["name": .null], 400, "'name'"),
            (["issuer": "issuer"], 400, "'issuer'"), (["issuer": "http://issuer.example"], 400, "'issuer'"),
            (["issuer": .string("https://a.example/" + String(repeating: "a", count: 600))], 400, "'issuer'"),
            (["subject": ""], 400, "'subject'"),
            (["subject": .string(String(repeating: "a", count: 601))], 400, "'subject'"),
            (["audiences": []], 400, "'audiences'"), (["audiences": ["a", "b"]], 400, "'audiences'"),
            (["audiences": .null], 400, "'audiences'"), (["audiences": "a"], 400, "'audiences'"),
            (["description": .string(String(repeating: "a", count: 601))], 400, "'description'"),
            (["claimsMatchingExpression": [:]], 400, "Invalid property"),
        ] as [(JSONObject, Int, String)]
    )
    func refusesPayloads(changes: JSONObject, status: Int, text: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(servicePrincipal: false)
        let reply = try await fixture.graph("POST", path(client), body(changes))
        #expect(reply.status == status)
        #expect(reply.json["error"]?["message"]?.string?.contains(text) == true, "\(reply.text)")
    }

    @Test func namesAndSubjectsStandOnceAndNamesStay() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(servicePrincipal: false)
        #expect(try await fixture.graph("POST", path(client), body()).status == 201)
        let sameName = try await fixture.graph("POST", path(client), body(["name": "GitHub-Main", "subject": "x"]))
        #expect(sameName.status == 409)
        #expect(sameName.json["error"]?["code"] == "Request_MultipleObjectsWithSameKeyValue")
        #expect(try await fixture.graph("POST", path(client), body(["name": "other"])).status == 409)
        let renamed = try await fixture.graph("PATCH", path(client) + "/github-main", ["name": "new-name"])
        #expect(renamed.status == 400)
    }

    @Test func anApplicationHasTwentyAtMost() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(servicePrincipal: false)
        for number in 0..<20 {
            let one = body(["name": .string("name\(number)"), "subject": .string("subject\(number)")])
            #expect(try await fixture.graph("POST", path(client), one).status == 201)
        }
        #expect(try await fixture.graph("POST", path(client), body()).status == 400)
    }
}
