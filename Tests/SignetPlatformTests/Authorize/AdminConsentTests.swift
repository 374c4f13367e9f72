// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct AdminConsentTests {
    private static let redirect = ResponseTarget.encode(PeopleFixture.redirect)
    private static let reader = "5d6b6bb7-de71-4623-b4af-96380a352509"
    private static let applicationAdministrator = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"

    private static func path(_ people: PeopleFixture, _ version: String = "", _ more: String = "") -> String {
        "/\(PlatformFixture.tenant)\(version)/adminconsent?client_id=\(people.client.appID)&state=12345"
            + "&redirect_uri=\(self.redirect)\(more)"
    }

    private static func administrator(_ role: String = DirectoryRoleTests.global) async throws -> PeopleFixture {
        let people = try await PeopleFixture()
        _ = try await DirectoryRoleTests.assign(role, to: people.userID, people.platform)
        return people
    }

    private static func list(_ people: PeopleFixture, role: String? = nil) async throws {
        let graph = BuiltInResource.graph.appID
        var access: [JSONValue] = [
            [
                "resourceAppId": .string(people.orders.appID),
                "resourceAccess": [["id": .string(PeopleFixture.adminScope), "type": "Scope"]],
            ]
        ]
        if let role {
            access.append([
                "resourceAppId": .string(graph), "resourceAccess": [["id": .string(role), "type": "Role"]],
            ])
        }
        let body: JSONValue = ["requiredResourceAccess": .array(access)]
        try #require(try await people.platform.graph("PATCH", "/applications/\(people.client.id)", body).status == 204)
    }

    private static func roles(_ people: PeopleFixture) async throws -> [String] {
        let path = "/servicePrincipals/\(people.client.principalID)/appRoleAssignments"
        let reply = try await people.platform.graph("GET", path)
        return (reply.json["value"]?.array ?? []).compactMap { $0["appRoleId"]?.string }
    }

    @Test func grantsWhatTheRegistrationListsForEverybody() async throws {
        let people = try await Self.administrator()
        let role = "df021288-bdef-4463-88db-98f22de89214"
        try await Self.list(people, role: role)
        let browser = Browser(people.platform)
        let page = try await browser.signIn(await browser.get(Self.path(people)), people.userName)
        #expect(page.text.contains("manage orders") && page.text.contains("Read all users"), "\(page.text)")
        #expect(page.text.contains("Review for your organization"))
        let answer = try await browser.submit(page)
        #expect(answer.status == 302, "\(answer.text)")
        #expect(answer.header("Location")?.hasPrefix("\(PeopleFixture.redirect)?") == true)
        #expect(answer.sent == ["admin_consent": "True", "tenant": PlatformFixture.tenant, "state": "12345"])
        #expect(try await Self.roles(people) == [role])
        let daemon = try TestCertificates.daemon.get()
        let token = try await people.platform.token(of: people.client.appID, daemon, PlatformFixture.graphScope)
        #expect(await people.platform.graph("GET", "/users", token: token).status == 200)
        let another = try await people.platform.graph("POST", "/users", UserTests.payload("bob", [:]))
        #expect(another.status == 201, "\(another.text)")
        let bob = await people.platform.post([
            ("grant_type", "password"), ("client_id", people.client.appID), ("username", "bob@contoso.example"),
            ("password", PeopleFixture.password), ("scope", "api://orders/manage"),
        ])
        #expect(bob.claims["scp"] == "manage", "\(bob.text)")
    }

    @Test func versionTwoAsksForScopesByName() async throws {
        let people = try await Self.administrator()
        let browser = Browser(people.platform)
        let missing = await browser.get(Self.path(people, "/v2.0"))
        #expect(missing.status == 400)
        #expect(missing.text.contains("AADSTS900144"))
        let path = Self.path(people, "/v2.0", "&scope=api://orders/read%20openid")
        let answer = try await browser.submit(try await browser.signIn(await browser.get(path), people.userName))
        #expect(answer.sent["admin_consent"] == "True", "\(answer.text)")
        #expect(answer.sent["scope"] == "api://orders/read openid")
        #expect(answer.sent["tenant"] == PlatformFixture.tenant)
        let path2 = "/oauth2PermissionGrants?$filter=clientId%20eq%20'\(people.client.principalID)'"
        let grants = try await people.platform.graph("GET", path2)
        let all = grants.json["value"]?.array ?? []
        #expect(all.allSatisfy { $0["consentType"] == "AllPrincipals" }, "\(grants.text)")
        #expect(Set(all.compactMap { $0["scope"]?.string }) == ["read", "openid"])
    }

    @Test func decliningIsPermissionDenied() async throws {
        let people = try await Self.administrator()
        let browser = Browser(people.platform)
        let page = try await browser.signIn(await browser.get(Self.path(people)), people.userName)
        let answer = try await browser.submit(page, [("cancel", "1")])
        #expect(
            answer.sent == [
                "error": "permission_denied", "error_description": "The admin canceled the request", "state": "12345",
            ]
        )
    }

    @Test(arguments: [nil, reader])
    func whoIsNoAdministratorIsRefused(_ role: String?) async throws {
        let people = try await PeopleFixture()
        if let role { _ = try await DirectoryRoleTests.assign(role, to: people.userID, people.platform) }
        try await Self.list(people)
        let browser = Browser(people.platform)
        let page = try await browser.signIn(await browser.get(Self.path(people)), people.userName)
        #expect(page.status == 400)
        #expect(page.text.contains("AADSTS90094"), "\(page.text)")
        let prompted = await browser.get(AuthorizeTests.path(people, ["prompt": "admin_consent"]))
        #expect(prompted.text.contains("AADSTS90094"), "\(prompted.text)")
    }

    @Test func anApplicationAdministratorGrantsAllButTheRolesOfGraph() async throws {
        let people = try await Self.administrator(Self.applicationAdministrator)
        try await Self.list(people, role: "df021288-bdef-4463-88db-98f22de89214")
        let browser = Browser(people.platform)
        let refused = try await browser.signIn(await browser.get(Self.path(people)), people.userName)
        #expect(refused.text.contains("AADSTS90094"))
        try await Self.list(people)
        let page = await browser.get(Self.path(people))
        #expect(try await browser.submit(page).sent["admin_consent"] == "True")
        #expect(try await Self.roles(people).isEmpty)
    }

    @Test func anUnknownRedirectAddressGetsNothing() async throws {
        let people = try await Self.administrator()
        let browser = Browser(people.platform)
        let other = Self.path(people).replacing("app.example", with: "evil.example")
        let page = await browser.get(other)
        #expect(page.status == 400)
        #expect(page.text.contains("AADSTS50011"))
        let unknown = await browser.get("/\(PlatformFixture.tenant)/adminconsent?client_id=\(GUID.random())")
        #expect(unknown.text.contains("AADSTS700016"))
        #expect(await browser.get("/\(PlatformFixture.tenant)/adminconsent").text.contains("AADSTS900144"))
    }

    @Test func anAdministratorConsentsForOneselfOrForEverybody() async throws {
        for isForEverybody in [false, true] {
            let people = try await Self.administrator()
            let browser = Browser(people.platform)
            let path = AuthorizeTests.path(people, ["scope": "openid api://orders/manage"])
            let page = try await browser.signIn(await browser.get(path), people.userName)
            #expect(page.text.contains("name=\"orgconsent\""), "\(page.text)")
            let answer = try await browser.submit(page, isForEverybody ? [("orgconsent", "1")] : [])
            #expect(answer.sent["code"] != nil, "\(answer.sent)")
            let grants = try await people.platform.graph("GET", "/oauth2PermissionGrants")
            let types = Set((grants.json["value"]?.array ?? []).compactMap { $0["consentType"]?.string })
            #expect(types == [isForEverybody ? "AllPrincipals" : "Principal"])
        }
    }

    @Test func theAdministratorsPromptConsentsForEverybodyAndNobodyIsAskedAgain() async throws {
        let people = try await Self.administrator()
        let browser = Browser(people.platform)
        let path = AuthorizeTests.path(people, ["prompt": "admin_consent"])
        let page = try await browser.signIn(await browser.get(path), people.userName)
        #expect(page.text.contains("Review for your organization"))
        #expect(try await browser.submit(page).sent["code"] != nil)
        _ = try await people.platform.graph("POST", "/users", UserTests.payload("bob", [:]))
        let other = Browser(people.platform)
        let code = try await other.signIn(await other.get(AuthorizeTests.path(people)), "bob@contoso.example")
        #expect(code.sent["code"] != nil, "\(code.text)")
    }

    @Test func whereThePolicyTakesConsentFromPeopleAnAdministratorIsNeeded() async throws {
        let people = try await PeopleFixture()
        let path = "/policies/authorizationPolicy"
        let before = try await people.platform.graph("GET", path)
        let permissions = before.json["defaultUserRolePermissions"]
        #expect(permissions?["permissionGrantPoliciesAssigned"]?.array?.count == 1, "\(before.text)")
        let closed: JSONValue = ["defaultUserRolePermissions": ["permissionGrantPoliciesAssigned": []]]
        #expect(try await people.platform.graph("PATCH", path, closed).status == 204)
        let browser = Browser(people.platform)
        let page = try await browser.signIn(await browser.get(AuthorizeTests.path(people)), people.userName)
        #expect(page.text.contains("AADSTS90094"), "\(page.text)")
        let silent = await browser.get(AuthorizeTests.path(people, ["prompt": "none"]))
        #expect(silent.sent["error"] == "consent_required")
        let token = await people.signIn("api://orders/read")
        #expect(token.json["error_codes"] == [65_001])
        let open: JSONValue = [
            "defaultUserRolePermissions": [
                "permissionGrantPoliciesAssigned": ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]
            ]
        ]
        #expect(try await people.platform.graph("PATCH", path, open).status == 204)
        let asked = await browser.get(AuthorizeTests.path(people))
        #expect(asked.text.contains("Permissions requested"))
    }

    /// A page that an administrator saw is no power of its own: it counts what its sender may do now.
    @Test func aRoleTakenAwayMeanwhileEndsTheConsent() async throws {
        let people = try await PeopleFixture()
        try await Self.list(people)
        let id = try await DirectoryRoleTests.assign(DirectoryRoleTests.global, to: people.userID, people.platform)
        let browser = Browser(people.platform)
        let page = try await browser.signIn(await browser.get(Self.path(people)), people.userName)
        let assignments = "/roleManagement/directory/roleAssignments/\(id)"
        #expect(try await people.platform.graph("DELETE", assignments).status == 204)
        let answer = try await browser.submit(page)
        #expect(answer.status == 400)
        #expect(answer.text.contains("AADSTS90094"), "\(answer.text)")
        let plain = try await browser.submit(await browser.get(AuthorizeTests.path(people)), [("orgconsent", "1")])
        #expect(plain.sent["code"] != nil, "\(plain.text)")
        let grants = try await people.platform.graph("GET", "/oauth2PermissionGrants")
        #expect((grants.json["value"]?.array ?? []).allSatisfy { $0["consentType"] == "Principal" }, "\(grants.text)")
    }
}
