// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct PermissionListingTests {
    private static func access(_ appID: String, _ scope: String) -> JSONValue {
        ["resourceAppId": .string(appID), "resourceAccess": [["id": .string(scope), "type": "Scope"]]]
    }

    private static func list(_ people: PeopleFixture, _ access: [JSONValue]) async throws {
        let reply = try await people.platform.graph(
            "PATCH",
            "/applications/\(people.client.id)",
            ["requiredResourceAccess": .array(access)]
        )
        try #require(reply.status == 204, "\(reply.text)")
    }

    @Test func namesTheResourcesThatTheRegistrationLists() async throws {
        let people = try await PeopleFixture()
        let none = try await AuthorizeTests.code(people, ["scope": "openid api://orders/.default"])
        #expect(none.sent["error"] == "invalid_client")
        let expected =
            "AADSTS650057: Invalid resource. The client has requested access to a resource which is not listed in the "
            + "requested permissions in the client's application registration. Client app ID: \(people.client.appID)(Shop). "
            + "Resource value from request: api://orders. Resource app ID: \(people.orders.appID). List of valid "
            + "resources from app registration: "
        #expect(none.sent["error_description"]?.hasPrefix(expected + ". Trace ID:") == true, "\(none.sent)")
        let graph = BuiltInResource.graph
        try await Self.list(people, [Self.access(graph.appID, "e1fe6dd8-ba31-4d61-89e7-88639da4683d")])
        let other = try await AuthorizeTests.code(people, ["scope": "openid api://orders/.default"])
        #expect(
            other.sent["error_description"]?.hasPrefix("\(expected)\(graph.appID). Trace ID:") == true,
            "\(other.sent)"
        )
        try await Self.list(people, [Self.access(people.orders.appID, PeopleFixture.readScope)])
        let listed = try await AuthorizeTests.code(people, ["scope": "openid api://orders/.default"])
        #expect(listed.sent["code"] != nil, "\(listed.sent)")
    }

    @Test func asksForWhatIsListedOrForTheProfile() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let page = try await browser.signIn(
            await browser.get(AuthorizeTests.path(people, ["scope": "https://graph.microsoft.com/.default"])),
            people.userName
        )
        #expect(page.text.contains("Sign you in and read your profile"), "\(page.text)")
    }

    @Test func anApplicationThatListsOthersButNotGraphIsMisconfigured() async throws {
        let people = try await PeopleFixture()
        try await Self.list(people, [Self.access(people.orders.appID, PeopleFixture.readScope)])
        let reply = try await AuthorizeTests.code(people, ["scope": "https://graph.microsoft.com/.default"])
        #expect(reply.sent["error"] == "invalid_client")
        let text = reply.sent["error_description"] ?? ""
        #expect(
            text.hasPrefix("AADSTS650056: Misconfigured application. This could be due to one of the following: the")
        )
        #expect(text.contains("any permissions for 'Microsoft Graph' in the requested permissions"))
        #expect(text.contains("Client app ID: \(people.client.appID). Trace ID:"))
    }

    @Test func versionOneLooksAtTheListBeforeConsent() async throws {
        let people = try await PeopleFixture()
        let form = [
            ("grant_type", "password"), ("client_id", people.client.appID), ("username", people.userName),
            ("password", PeopleFixture.password), ("resource", "api://orders"),
        ]
        let unlisted = await people.platform.post(form, endpoint: "oauth2/token")
        #expect(unlisted.status == 401)
        #expect(unlisted.json["error"] == "invalid_client")
        #expect(unlisted.json["error_codes"] == [650_057])
        try await Self.list(people, [Self.access(people.orders.appID, PeopleFixture.readScope)])
        let unconsented = await people.platform.post(form, endpoint: "oauth2/token")
        #expect(unconsented.json["error_codes"] == [65_001])
        #expect(unconsented.json["suberror"] == "consent_required")
    }

    @Test(arguments: ["client_secret", "client_assertion"])
    func aPublicClientsCredentialIsRefusedWithItsText(_ name: String) async throws {
        let people = try await PeopleFixture()
        let client = try await people.platform.register(
            [
                "displayName": "Native", "isFallbackPublicClient": true,
                "publicClient": ["redirectUris": ["http://localhost"]],
            ]
        )
        let reply = await people.platform.post([
            ("grant_type", "password"), ("client_id", client.appID), ("username", people.userName),
            ("password", PeopleFixture.password), ("scope", "openid"), (name, "x"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ])
        #expect(reply.status == 401)
        #expect(reply.json["error"] == "invalid_client")
        #expect(reply.json["error_codes"] == [700_025])
        #expect(
            reply.json["error_description"]?.string?
                .hasPrefix(
                    "AADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented. "
                ) == true
        )
    }
}
