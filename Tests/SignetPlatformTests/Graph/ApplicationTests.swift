// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct ApplicationTests {
    @Test func createsReadsChangesAndDeletes() async throws {
        let fixture = try await PlatformFixture.shared.value
        let created = try await fixture.graph(
            "POST",
            "/applications",
            ["displayName": "orders", "web": ["redirectUris": ["https://orders.example/back"]], "tags": ["a"]]
        )
        #expect(created.status == 201)
        #expect(created.names.first == "@odata.context")
        #expect(created.json["signInAudience"] == "AzureADMyOrg")
        #expect(created.json["web"]?["redirectUris"] == ["https://orders.example/back"])
        #expect(created.json["createdDateTime"] == "2027-01-15T08:00:00Z")
        let id = try #require(created.json["id"]?.string)
        let appID = try #require(created.json["appId"]?.string)
        #expect(created.header("Location")?.contains(id) == true)

        let change: JSONValue = ["displayName": "orders 2", "notes": "n", "tags": .null]
        #expect(try await fixture.graph("PATCH", "/applications/\(id)", change).status == 204)
        let read = try await fixture.graph("GET", "/applications(appId='\(appID.uppercased())')")
        #expect(read.status == 200)
        #expect(read.json["id"]?.string == id)
        #expect(read.json["displayName"] == "orders 2")
        #expect(read.json["notes"] == "n")
        #expect(read.json["tags"] == [])

        #expect(try await fixture.graph("DELETE", "/applications/\(id)").status == 204)
        let gone = try await fixture.graph("GET", "/applications/\(id)")
        #expect(gone.status == 404)
        #expect(gone.json["error"]?["code"] == "Request_ResourceNotFound")
    }

    @Test func deletingAnApplicationEndsItsSignIn() async throws {
        let fixture = try await PlatformFixture.shared.value
        let daemon = try TestCertificates.daemon.get()
        let client = try await fixture.register(certificate: daemon)
        _ = try await fixture.token(of: client.appID, daemon, PlatformFixture.graphScope)
        #expect(try await fixture.graph("DELETE", "/applications(appId='\(client.appID)')").status == 204)
        let form = try fixture.form(client.appID, try fixture.assertion(client.appID, daemon))
        #expect(await fixture.post(form).json["error_codes"] == [700_016])
        #expect(try await fixture.graph("GET", "/servicePrincipals/\(client.principalID)").status == 404)
    }

    @Test func listsWithFilterSelectionAndPages() async throws {
        let fixture = try await PlatformFixture()
        var appIDs: [String] = []
        for name in ["Alpha", "beta", "O'Neil", "alpha"] {
            appIDs.append(try await fixture.register(["displayName": .string(name)], servicePrincipal: false).appID)
        }
        let byID = try await fixture.graph(
            "GET",
            "/applications?$filter=appId%20eq%20'\(appIDs[1])'&$select=displayName"
        )
        #expect(byID.json["value"] == [["displayName": "beta"]])
        #expect(byID.json["@odata.context"]?.string?.hasSuffix("$metadata#applications(displayName)") == true)
        let byName = try await fixture.graph("GET", "/applications?$filter=displayName+eq+'ALPHA'")
        #expect(byName.json["value"]?.array?.count == 2)
        let quoted = try await fixture.graph("GET", "/applications?$filter=displayName%20eq%20'O''Neil'")
        #expect(quoted.json["value"]?.array?.count == 1)

        var seen: [String] = []
        var path: String? = "/applications?$top=2&$select=appId"
        while let next = path {
            let page = try await fixture.graph("GET", next)
            let value = try #require(page.json["value"]?.array)
            #expect(value.count <= 2)
            seen += value.compactMap { $0["appId"]?.string }
            path = page.json["@odata.nextLink"]?.string
                .map { String($0.dropFirst("\(PlatformFixture.origin)/v1.0".count)) }
        }
        #expect(Set(seen) == Set(appIDs + [fixture.administratorID]))
        #expect(seen.count == 5)
    }

    @Test(arguments: [
        (
            "/applications?$select=secret",
            "Could not find a property named 'secret' on type 'microsoft.graph.application'."
        ),
        ("/applications?$filter=info eq 'x'", "Unsupported property filter clause: 'info'."),
        ("/applications?$filter=appId", "Unsupported or invalid query filter clause"),
        ("/applications?$filter=displayName eq 'a' or 'b'", "Unsupported or invalid query filter clause"),
        ("/applications?$top=0", "Invalid page size specified"),
        ("/applications?$expand=owners", "The query option '$expand' is not supported."),
        ("/applications?$top=1&$top=2", "an option stands twice"),
        ("/applications/x", "Invalid object identifier 'x'."),
        ("/applications(tag='00000000-0000-4000-8000-000000000000')", "is not a key"),
        ("/people", "Resource not found for the segment 'people'."),
        ("/applications/00000000-0000-4000-8000-000000000000/logo", "Resource not found for the segment 'logo'."),
    ])
    func refusesQueries(path: String, text: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let reply = try await fixture.graph("GET", path.split(separator: " ").joined(separator: "%20"))
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["message"]?.string?.contains(text) == true, "\(reply.text)")
    }

    @Test(arguments: [
        ("{}", "A value is required for property 'displayName' of resource 'Application'."),
        (#"{"displayName":1}"#, "Invalid value specified for property 'displayName' of resource 'Application'."),
        (#"{"displayName":"a","appId":"x"}"#, "Property 'appId' is read-only and cannot be set."),
        (#"{"displayName":"a","colour":"red"}"#, "Invalid property 'colour'."),
        (#"{"displayName":"a","signInAudience":"All"}"#, "Invalid value specified for property 'signInAudience'"),
        (#"{"displayName":"a","identifierUris":["https://graph.microsoft.com"]}"#, "property 'identifierUris'"),
        (#"{"displayName":"a","identifierUris":["no scheme"]}"#, "property 'identifierUris'"),
        (#"{"displayName":"a","api":{"requestedAccessTokenVersion":3}}"#, "property 'requestedAccessTokenVersion'"),
        (
            #"{"displayName":"a","appRoles":[{"id":"x"}]}"#,
            "Invalid value specified for property 'id' of resource 'AppRole'."
        ),
        (#"{"displayName":"a","passwordCredentials":[{"displayName":"x"}]}"#, "by the action addPassword only"),
        (#"{"displayName":"a","appRoles":[5]}"#, "property 'appRoles' of resource 'Application'."),
        (#"{"displayName":"a","keyCredentials":[{}]}"#, "required for property 'type' of resource 'KeyCredential'."),
        (#"{"displayName":"a\u0000b"}"#, "Invalid value specified for property 'displayName'"),
        (#"{"displayName":"a","tags":"x"}"#, "Invalid value specified for property 'tags' of resource 'Application'."),
        (#"{"displayName":"a","web":5}"#, "Invalid value specified for property 'web' of resource 'Application'."),
        (
            #"{"displayName":"a","notes":[1]}"#,
            "Invalid value specified for property 'notes' of resource 'Application'."
        ),
        (#"{"displayName":"a","api":{"colour":1}}"#, "Invalid property 'colour'."),
        (#"{"displayName":"a","api":{"acceptMappedClaims":"yes"}}"#, "property 'acceptMappedClaims'"),
        (#"{"displayName":"a","displayName":"b"}"#, "Unable to read JSON request payload."),
        ("[]", "Unable to read JSON request payload."), ("{", "Unable to read JSON request payload."),
    ])
    func refusesPayloads(body: String, text: String) async throws {
        let fixture = try await PlatformFixture.shared.value
        let token = try await fixture.token(
            of: fixture.administratorID,
            TestCertificates.administrator.get(),
            PlatformFixture.graphScope
        )
        let reply = await fixture.send(
            "POST",
            "/v1.0/applications",
            headers: [("Authorization", "Bearer \(token)"), ("content-type", "application/json; charset=utf-8")],
            body: Array(body.utf8)
        )
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["message"]?.string?.contains(text) == true, "\(reply.text)")
    }

    @Test func theCollectionsOfAnApplicationHaveALimit() async throws {
        let fixture = try await PlatformFixture.shared.value
        func tags(_ count: Int) -> JSONValue { ["tags": .strings((0..<count).map { "t\($0)" })] }
        let client = try await fixture.register(servicePrincipal: false)
        let path = "/applications/\(client.id)"
        #expect(try await fixture.graph("PATCH", path, tags(1_200)).status == 204)
        #expect(try await fixture.graph("POST", path + "/addPassword", [:]).status == 400)
        let refused = try await fixture.graph("PATCH", path, tags(1_201))
        #expect(refused.status == 400)
        let message = refused.json["error"]?["message"]?.string
        #expect(message?.hasPrefix("The size of the manifest has exceeded its limit.") == true)
    }

    @Test func anAppIDURIBelongsToOneApplication() async throws {
        let fixture = try await PlatformFixture.shared.value
        _ = try await fixture.register(["identifierUris": ["api://taken"]], servicePrincipal: false)
        let other = try await fixture.register(servicePrincipal: false)
        let reply = try await fixture.graph("PATCH", "/applications/\(other.id)", ["identifierUris": ["API://taken"]])
        #expect(reply.status == 400)
        #expect(
            reply.json["error"]?["message"]
                == "Another object with the same value for property identifierUris already exists."
        )
    }

    @Test func errorsHaveGraphsShape() async throws {
        let fixture = try await PlatformFixture.shared.value
        let id = "12345678-1234-4234-8234-123456789abc"
        let reply = await fixture.send("GET", "/v1.0/applications", headers: [("client-request-id", id)])
        #expect(reply.names == ["error"])
        let error = try #require(reply.json["error"])
        #expect(error.object?.members.map(\.name) == ["code", "message", "innerError"])
        #expect(
            error["innerError"]?.object?.members.map(\.name) == ["date", "request-id", "client-request-id"]
        )
        #expect(error["innerError"]?["date"] == "2027-01-15T08:00:00")
        #expect(error["innerError"]?["client-request-id"]?.string == id)
        #expect(error["innerError"]?["request-id"]?.string == reply.header("request-id"))
    }

    @Test func secretsAreShownOnceAndCanBeRemoved() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register()
        let added = try await fixture.graph(
            "POST",
            "/applications/\(client.id)/addPassword",
            ["passwordCredential": ["displayName": "first"]]
        )
        #expect(added.status == 200)
        let secret = try #require(added.json["secretText"]?.string)
        #expect(secret.count == 40)
        #expect(added.json["hint"]?.string == String(secret.prefix(3)))
        #expect(added.json["endDateTime"] == "2029-01-14T08:00:00Z")
        let read = try await fixture.graph("GET", "/applications/\(client.id)")
        #expect(!read.text.contains(secret))
        #expect(read.json["passwordCredentials"]?.array?.first?["secretText"] == .null)
        let records = try await fixture.storage.records(
            RecordQuery(.applications, tenant: PlatformFixture.tenant)
        )
        #expect(records.allSatisfy { !String(decoding: $0.content, as: UTF8.self).contains(secret) })
        let keyID = try #require(added.json["keyId"])
        let path = "/applications/\(client.id)/removePassword"
        #expect(try await fixture.graph("POST", path, ["keyId": keyID]).status == 204)
        #expect(try await fixture.graph("POST", path, ["keyId": keyID]).status == 400)
        let form = [
            ("grant_type", "client_credentials"), ("scope", PlatformFixture.graphScope), ("client_id", client.appID),
            ("client_secret", secret),
        ]
        #expect(await fixture.post(form).json["error_codes"] == [7_000_215])
    }

    @Test func concurrentChangesAllArrive() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(servicePrincipal: false)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await fixture.graph("POST", "/applications/\(client.id)/addPassword", [:]).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let kept = try await fixture.graph("GET", "/applications/\(client.id)").json["passwordCredentials"]?.array
        #expect(kept?.count == statuses.count { $0 == 200 })
        #expect(statuses.allSatisfy { [200, 409].contains($0) })
    }
}
