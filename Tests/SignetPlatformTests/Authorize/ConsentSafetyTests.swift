// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct ConsentSafetyTests {
    private func grants(_ people: PeopleFixture) async throws -> [JSONValue] {
        try #require(try await people.platform.graph("GET", "/oauth2PermissionGrants").json["value"]?.array)
    }

    private func consentPage(_ people: PeopleFixture, _ browser: Browser, _ changes: [String: String?] = [:])
        async throws -> Reply
    {
        let page = await browser.get(AuthorizeTests.path(people, changes))
        let consent = try await browser.signIn(page, people.userName)
        try #require(consent.text.contains("Permissions requested"), "\(consent.text)")
        return consent
    }

    @Test func aPersonWhoWasDisabledMeanwhileConsentsToNothing() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let page = try await consentPage(people, browser)
        _ = try await people.platform.graph("PATCH", "/users/\(people.userID)", ["accountEnabled": false])
        let reply = try await browser.submit(page)
        #expect(reply.text.contains("name=\"passwd\""), "\(reply.text)")
        #expect(try await grants(people).isEmpty)
    }

    @Test func aPersonWhoMustBeAssignedAndIsNotConsentsToNothing() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let page = try await consentPage(people, browser)
        let changed = try await people.platform.graph(
            "PATCH",
            "/servicePrincipals/\(people.client.principalID)",
            ["appRoleAssignmentRequired": true]
        )
        #expect(changed.status == 204)
        #expect(try await browser.submit(page).text.contains("AADSTS50105"))
        #expect(try await grants(people).isEmpty)
    }

    @Test func whatThePageDidNotShowIsNotAccepted() async throws {
        let people = try await PeopleFixture()
        func require(_ scopes: [String]) async throws {
            let access = scopes.map { JSONValue.object(["id": .string($0), "type": "Scope"]) }
            let changed = try await people.platform.graph(
                "PATCH",
                "/applications/\(people.client.id)",
                [
                    "requiredResourceAccess": [
                        ["resourceAppId": .string(people.orders.appID), "resourceAccess": .array(access)]
                    ]
                ]
            )
            #expect(changed.status == 204)
        }
        try await require([PeopleFixture.readScope])
        let browser = Browser(people.platform)
        let page = try await consentPage(people, browser, ["scope": "openid api://orders/.default"])
        #expect(!page.text.contains("write orders"))
        try await require([PeopleFixture.readScope, PeopleFixture.writeScope])
        let again = try await browser.submit(page)
        #expect(again.text.contains("write orders"), "\(again.text)")
        #expect(try await grants(people).isEmpty)
        #expect(try await browser.submit(again).sent["code"] != nil)
        #expect(try await grants(people).count == 2)
    }

    @Test func theTrailNamesThePersonWhateverTheBrowserSendsBeside() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let page = try await consentPage(people, browser)
        let claims: JSONValue = ["upn": "ceo@contoso.example", "oid": "x"]
        let forged = "e30.\(Base64URL.encode(claims.serialized)).AAAA"
        let body = Browser.hiddenFields(page.text).map { "\($0.0)=\(ResponseTarget.encode($0.1))" }
        let reply = await people.platform.send(
            "POST",
            "/common/login",
            headers: [
                ("Cookie", browser.cookies.map { "\($0.key)=\($0.value)" }.joined()),
                ("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", "Bearer \(forged)"),
            ],
            body: Array(body.joined(separator: "&").utf8)
        )
        #expect(reply.sent["code"] != nil, "\(reply.text)")
        let trail = try await people.platform.graph("GET", "/auditLogs/directoryAudits?$top=100")
        let lines = (trail.json["value"]?.array ?? [])
            .filter { $0["activityDisplayName"]?.string?.contains("delegated permission grant") == true }
        #expect(!lines.isEmpty, "\(trail.text)")
        for line in lines {
            #expect(line["initiatedBy"]?["user"]?["userPrincipalName"] == .string(people.userName))
        }
    }
}
