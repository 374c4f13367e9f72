// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct ServicePrincipalTests {
    @Test func createsListsReadsAndDeletes() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(servicePrincipal: false)
        let created = try await fixture.graph("POST", "/servicePrincipals", ["appId": .string(client.appID)])
        #expect(created.status == 201)
        let id = try #require(created.json["id"]?.string)
        let again = try await fixture.graph("POST", "/servicePrincipals", ["appId": .string(client.appID)])
        #expect(again.status == 409)
        #expect(again.json["error"]?["code"] == "Request_MultipleObjectsWithSameKeyValue")
        let read = try await fixture.graph("GET", "/servicePrincipals(appId='\(client.appID)')?$select=id,appId")
        #expect(read.json["id"]?.string == id)
        let listed = try await fixture.graph("GET", "/servicePrincipals?$filter=appId%20eq%20'\(client.appID)'")
        #expect(listed.json["value"]?.array?.count == 1)
        #expect(try await fixture.graph("DELETE", "/servicePrincipals/\(id)").status == 204)
        #expect(try await fixture.graph("GET", "/servicePrincipals/\(id)").status == 404)
    }

    @Test func registeringAnApplicationMakesItsServicePrincipalAsThePortalDoes() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon, servicePrincipal: false)
        _ = try await fixture.token(of: client.appID, daemon, PlatformFixture.graphScope)
        let made = try await fixture.graph("GET", "/servicePrincipals(appId='\(client.appID)')")
        let created = try await fixture.graph("POST", "/servicePrincipals", ["appId": .string(client.appID)])
        #expect(created.status == 201)
        #expect(created.json["id"] == made.json["id"])
        #expect(try await fixture.graph("DELETE", "/servicePrincipals/\(made.json["id"]?.string ?? "")").status == 204)
        let again = try await fixture.graph("POST", "/servicePrincipals", ["appId": .string(client.appID)])
        #expect(again.status == 201)
        #expect(again.json["id"] != made.json["id"])
    }

    @Test func needsAnApplicationBehindIt() async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = try await fixture.graph(
            "POST",
            "/servicePrincipals",
            ["appId": "99999999-0000-4000-8000-000000000000"]
        )
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["code"] == "NoBackingApplicationObject")
    }

    @Test func microsoftsServicesAreThereAndStay() async throws {
        let fixture = try await PlatformFixture.shared.value
        let path = "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')"
        let graph = try await fixture.graph("GET", path)
        #expect(graph.json["displayName"] == "Microsoft Graph")
        let roles = graph.json["appRoles"]?.array?.compactMap { $0["value"]?.string } ?? []
        #expect(roles.contains("Application.ReadWrite.All"))
        #expect(try await fixture.graph("DELETE", path).status == 403)
    }

    @Test func aRoleOfGraphLetsAnApplicationAdminister() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        let graph = try await fixture.graph("GET", "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
        func attempt(_ method: String, _ path: String, _ body: JSONValue?) async throws -> Int {
            let token = try await fixture.token(of: client.appID, daemon, PlatformFixture.graphScope)
            return await fixture.graph(method, path, body, token: token).status
        }
        #expect(try await attempt("GET", "/applications", nil) == 403)
        let assignments = "/servicePrincipals/\(client.principalID)/appRoleAssignments"
        func grant(_ role: String) async throws -> Reply {
            try await fixture.graph(
                "POST",
                assignments,
                [
                    "principalId": .string(client.principalID), "resourceId": graph.json["id"] ?? .null,
                    "appRoleId": .string(role),
                ]
            )
        }
        #expect(try await grant("9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30").status == 201)
        #expect(try await grant("9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30").status == 400)
        #expect(try await grant("99999999-0000-4000-8000-000000000000").status == 400)
        #expect(try await attempt("GET", "/applications", nil) == 200)
        #expect(try await attempt("POST", "/applications", ["displayName": "x"]) == 403)
        let granted = try await grant("1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9")
        #expect(try await attempt("POST", "/applications", ["displayName": "x"]) == 201)
        #expect(try await attempt("POST", assignments, [:]) == 403)
        let listed = try await fixture.graph("GET", assignments)
        #expect(listed.json["value"]?.array?.count == 2)
        let id = try #require(granted.json["id"]?.string)
        #expect(try await fixture.graph("DELETE", "\(assignments)/\(id)").status == 204)
        #expect(try await attempt("POST", "/applications", ["displayName": "x"]) == 403)
    }
}
