// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct UserTests {
    static func payload(_ name: String, _ changes: JSONObject = [:]) -> JSONValue {
        var object: JSONObject = [
            "accountEnabled": true, "displayName": "Adele Vance", "mailNickname": "adele",
            "userPrincipalName": .string("\(name)@contoso.example"),
            "passwordProfile": ["forceChangePasswordNextSignIn": false, "password": "xWwvJ]6NMw+bWH-d"],
        ]
        for member in changes.members { object[member.name] = member.value }
        return .object(object)
    }

    @Test func createsReadsFindsChangesAndDeletesPeople() async throws {
        let fixture = try await PlatformFixture.shared.value
        let created = try await fixture.graph("POST", "/users", Self.payload("Adele"))
        #expect(created.status == 201, "\(created.text)")
        #expect(
            created.names == [
                "@odata.context", "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone",
                "officeLocation", "preferredLanguage", "surname", "userPrincipalName", "id",
            ]
        )
        let id = try #require(created.json["id"]?.string)
        #expect(try await fixture.graph("GET", "/users/adele@CONTOSO.example").json["id"]?.string == id)
        let found = try await fixture.graph("GET", "/users?$filter=userPrincipalName%20eq%20'ADELE@contoso.example'")
        #expect(found.json["value"]?.array?.count == 1)
        let changed = try await fixture.graph("PATCH", "/users/\(id)", ["jobTitle": "Clerk", "accountEnabled": false])
        #expect(changed.status == 204)
        let read = try await fixture.graph("GET", "/users/\(id)?$select=jobTitle,accountEnabled,passwordProfile")
        #expect(read.json["jobTitle"] == "Clerk")
        #expect(read.json["accountEnabled"] == false)
        #expect(read.json["passwordProfile"] == .null)
        #expect(try await fixture.graph("DELETE", "/users/\(id)").status == 204)
        #expect(try await fixture.graph("GET", "/users/\(id)").status == 404)
    }

    @Test func keepsASlowDigestOfThePasswordAndNothingElse() async throws {
        let fixture = try await PlatformFixture()
        let created = try await fixture.graph("POST", "/users", Self.payload("grace"))
        let id = try #require(created.json["id"]?.string)
        let key = RecordKey(.users, tenant: PlatformFixture.tenant, id: id)
        let record = try #require(try await fixture.storage.record(key))
        #expect(!String(decoding: record.content, as: UTF8.self).contains("xWwvJ"))
        let digest = try #require(try User(record).password)
        #expect(try digest.matches(SecretBytes(utf8: "xWwvJ]6NMw+bWH-d")))
        #expect(try !digest.matches(SecretBytes(utf8: "xWwvJ]6NMw+bWH-D")))
        #expect(digest.cost == PasswordDigest.usualCost)
    }

    @Test(
        arguments: [
            ["accountEnabled": .null], ["displayName": ""], ["mailNickname": .null], ["passwordProfile": .null],
            ["passwordProfile": ["password": "short1A"]], ["passwordProfile": ["password": "onlylowercase"]],
            ["userPrincipalName": "nobody"], ["userPrincipalName": "a b@contoso.example"],
            ["id": "1"], ["nonsense": true], ["userType": "Robot"],
            ["surname": 1], ["businessPhones": "1"],
        ] as [JSONObject]
    )
    func refusesPeople(_ changes: JSONObject) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = try await fixture.graph("POST", "/users", Self.payload("refused", changes))
        #expect(reply.status == 400, "\(reply.text)")
        #expect(reply.json["error"]?["code"] == "Request_BadRequest")
    }

    @Test func aNameBelongsToOnePerson() async throws {
        let fixture = try await PlatformFixture.shared.value
        #expect(try await fixture.graph("POST", "/users", Self.payload("twin")).status == 201)
        let second = try await fixture.graph("POST", "/users", Self.payload("TWIN"))
        #expect(second.status == 400)
        #expect(second.json["error"]?["message"]?.string?.contains("userPrincipalName already exists") == true)
    }

    @Test func peopleHoldRolesOfResources() async throws {
        let fixture = try await PlatformFixture.shared.value
        let role = GUID.random()
        let resource = try await fixture.register([
            "appRoles": [
                [
                    "id": .string(role), "value": "Clerk", "displayName": "Clerk", "description": "Clerk",
                    "allowedMemberTypes": ["User"],
                ]
            ]
        ])
        let created = try await fixture.graph("POST", "/users", Self.payload("holder"))
        let id = try #require(created.json["id"]?.string)
        let body: JSONValue = [
            "principalId": .string(id), "resourceId": .string(resource.principalID), "appRoleId": .string(role),
        ]
        let path = "/users/\(id)/appRoleAssignments"
        let assigned = try await fixture.graph("POST", path, body)
        #expect(assigned.status == 201, "\(assigned.text)")
        #expect(assigned.json["principalType"] == "User")
        #expect(try await fixture.graph("POST", path, body).status == 400)
        #expect(try await fixture.graph("GET", path).json["value"]?.array?.count == 1)
        let assignment = try #require(assigned.json["id"]?.string)
        #expect(try await fixture.graph("DELETE", "\(path)/\(assignment)").status == 204)
        #expect(try await fixture.graph("GET", path).json["value"] == [])
    }

    @Test(
        arguments: [
            ["web": ["redirectUris": ["http://app.example/"]]], ["web": ["redirectUris": ["https://*.example/"]]],
            ["web": ["redirectUris": ["https://a.example/#x"]]], ["spa": ["redirectUris": ["myapp://auth"]]],
            ["publicClient": ["redirectUris": ["javascript:alert(1)"]]], ["web": ["redirectUris": [1]]],
            ["web": ["redirectUris": ["https://user@a.example/"]]],
            ["web": ["implicitGrantSettings": ["enableIdTokenIssuance": "yes"]]],
            ["api": ["oauth2PermissionScopes": [["id": "1", "value": "read"]]]],
            ["api": ["oauth2PermissionScopes": [["id": "11111111-0000-4000-8000-000000000000", "value": "a b"]]]],
        ] as [JSONObject]
    )
    func refusesRegistrationsThatASignInCouldNotTrust(_ properties: JSONObject) async throws {
        let fixture = try await PlatformFixture.shared.value
        var application = properties
        application["displayName"] = "refused"
        let reply = try await fixture.graph("POST", "/applications", .object(application))
        #expect(reply.status == 400, "\(reply.text)")
    }
}
