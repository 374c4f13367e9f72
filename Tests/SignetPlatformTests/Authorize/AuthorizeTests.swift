// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import SignetAssertions
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct AuthorizeTests {
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    static func path(_ people: PeopleFixture, _ changes: [String: String?] = [:], endpoint: String = "v2.0/authorize")
        -> String
    {
        var parameters: [String: String?] = [
            "client_id": people.client.appID, "response_type": "code", "redirect_uri": PeopleFixture.redirect,
            "scope": "openid profile offline_access api://orders/read", "state": "a b&c", "nonce": "n-1",
            "code_challenge": self.challenge, "code_challenge_method": "S256",
        ]
        for (name, value) in changes { parameters[name] = value }
        let query = parameters.compactMap { name, value in value.map { "\(name)=\(ResponseTarget.encode($0))" } }
        return "/\(PlatformFixture.tenant)/oauth2/\(endpoint)?\(query.joined(separator: "&"))"
    }

    static func redeem(
        _ people: PeopleFixture,
        _ code: String,
        changes: [String: String?] = [:],
        headers: [(name: String, value: String)] = [],
        endpoint: String = "oauth2/v2.0/token"
    ) async throws -> Reply {
        let proof = try people.platform.assertion(people.client.appID, TestCertificates.daemon.get())
        var form: [String: String?] = [
            "grant_type": "authorization_code", "client_id": people.client.appID, "code": code,
            "redirect_uri": PeopleFixture.redirect, "code_verifier": self.verifier,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": proof,
        ]
        for (name, value) in changes { form[name] = value }
        return await people.platform.post(
            form.compactMap { name, value in value.map { (name, $0) } },
            endpoint: endpoint,
            headers: headers
        )
    }

    /// Signs in and consents, as far as pages ask for it.
    static func code(
        _ people: PeopleFixture,
        _ changes: [String: String?] = [:],
        browser: Browser? = nil,
        endpoint: String = "v2.0/authorize"
    ) async throws -> Reply {
        let browser = browser ?? Browser(people.platform)
        var reply = await browser.get(path(people, changes, endpoint: endpoint))
        if reply.text.contains("name=\"passwd\"") { reply = try await browser.signIn(reply, people.userName) }
        if reply.text.contains("Permissions requested") { reply = try await browser.submit(reply) }
        return reply
    }

    @Test func leadsThroughSignInAndConsentToACodeAndItsTokens() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let first = await browser.get(Self.path(people))
        #expect(first.status == 200)
        #expect(first.text.contains("<h1>Sign in</h1>"))
        #expect(first.text.contains("to continue to Shop"))
        let second = try await browser.signIn(first, people.userName)
        #expect(second.text.contains("Permissions requested"), "\(second.text)")
        #expect(second.text.contains("read orders"))
        #expect(second.text.contains("View your basic profile"))
        let third = try await browser.submit(second)
        #expect(third.status == 302)
        #expect(third.header("Location")?.hasPrefix("https://app.example/callback?code=1.") == true)
        #expect(third.sent["state"] == "a b&c")
        let reply = try await Self.redeem(people, try #require(third.sent["code"]))
        #expect(reply.status == 200, "\(reply.text)")
        #expect(reply.claims["scp"] == "read")
        #expect(reply.claims["azpacr"] == "2")
        let idToken = try CompactToken(try #require(reply.json["id_token"]?.string)).claims
        #expect(idToken["nonce"] == "n-1")
        #expect(reply.json["refresh_token"] != nil)
        // Signed in and consented: the next time asks nothing.
        let again = await browser.get(Self.path(people, ["prompt": "none"]))
        #expect(again.status == 302)
        #expect(again.sent["code"] != nil)
    }

    @Test func answersInEveryMode() async throws {
        let people = try await PeopleFixture.shared.value
        let fragment = try await Self.code(people, ["response_mode": "fragment"])
        #expect(fragment.header("Location")?.hasPrefix("https://app.example/callback#code=") == true)
        let form = try await Self.code(people, ["response_mode": "form_post"])
        #expect(form.status == 200)
        #expect(form.text.contains("<form method=\"post\" action=\"https://app.example/callback\">"))
        #expect(form.text.contains("name=\"code\" value=\"1."))
        #expect(form.text.contains("name=\"state\" value=\"a b&amp;c\""))
        #expect(form.text.contains("<noscript>"))
        let policy = try #require(form.header("Content-Security-Policy"))
        #expect(policy.contains("form-action 'self' https://app.example;"))
        #expect(policy.contains("script-src 'sha256-"))
    }

    @Test(
        arguments: [
            (["client_id": .none], "AADSTS900144"), (["client_id": "x"], "AADSTS700038"),
            (["client_id": "99999999-0000-4000-8000-000000000000"], "AADSTS700016"),
            (["redirect_uri": "https://app.example/callback/"], "AADSTS50011"),
            (["redirect_uri": "https://app.example/callback?x=1"], "AADSTS50011"),
            (["redirect_uri": "https://app.example.evil/callback"], "AADSTS50011"),
            (["redirect_uri": "https://APP.example/callback"], "AADSTS50011"),
            (["redirect_uri": "javascript:alert(1)"], "AADSTS50011"),
            (["redirect_uri": .none], "AADSTS900144"),
        ] as [([String: String?], String)]
    )
    func tellsThePersonWhereTheClientCannotBeTrusted(_ changes: [String: String?], _ number: String) async throws {
        let people = try await PeopleFixture.shared.value
        let reply = await Browser(people.platform).get(Self.path(people, changes))
        #expect(reply.status == 400)
        #expect(reply.header("Location") == nil)
        #expect(reply.text.contains(number), "\(reply.text)")
        #expect(reply.header("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true)
    }

    @Test(
        arguments: [
            (["response_type": .none], "invalid_request", 900_144),
            (["response_type": "magic"], "unsupported_response_type", 70_005),
            (["response_type": "code token"], "unsupported_response_type", 70_005),
            (["response_type": "id_token"], "unsupported_response_type", 700_054),
            (["response_type": "token"], "unsupported_response_type", 700_051),
            (["response_mode": "magic"], "invalid_request", 70_007),
            (["scope": .none], "invalid_request", 900_144),
            (["scope": "api://orders/nonsense"], "invalid_client", 650_053),
            (["scope": "api://nobody/read"], "invalid_resource", 500_011),
            (["resource": "api://orders"], "invalid_request", 901_002),
            (["prompt": "magic"], "invalid_request", 90_023),
            (["prompt": "none login"], "invalid_request", 90_023),
            (["code_challenge": "short"], "invalid_request", 501_491),
            (["code_challenge": .none], "invalid_request", 50_147),
            (["code_challenge_method": "S512"], "invalid_request", 50_147),
            (["claims": "{"], "invalid_request", 9_002_313),
            (
                ["redirect_uri": "https://spa.example/", "code_challenge": .none, "code_challenge_method": .none],
                "invalid_request", 9_002_325
            ),
        ] as [([String: String?], String, Int)]
    )
    func tellsTheClient(_ changes: [String: String?], _ error: String, _ number: Int) async throws {
        let people = try await PeopleFixture.shared.value
        let reply = try await Self.code(people, changes.merging(["login_hint": nil]) { $1 })
        #expect(reply.status == 302, "\(reply.text)")
        #expect(reply.sent["error"] == error)
        #expect(reply.sent["error_description"]?.hasPrefix("AADSTS\(number): ") == true, "\(reply.sent)")
        #expect(reply.sent["state"] == "a b&c")
    }

    @Test func aSilentRequestThatNeedsThePersonIsRefused() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let stranger = await browser.get(Self.path(people, ["prompt": "none"]))
        #expect(stranger.sent["error"] == "login_required")
        #expect(stranger.sent["error_description"]?.hasPrefix("AADSTS50058:") == true)
        let page = await browser.get(Self.path(people))
        _ = try await browser.signIn(page, people.userName)
        let unconsented = await browser.get(Self.path(people, ["prompt": "none"]))
        #expect(unconsented.sent["error"] == "consent_required")
        #expect(unconsented.sent["error_description"]?.hasPrefix("AADSTS65001:") == true)
        let another = await browser.get(Self.path(people, ["prompt": "none", "login_hint": "bob@contoso.example"]))
        #expect(another.sent["error"] == "login_required")
    }

    @Test func cancellingAndAdministratorsScopesEndTheRequest() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let unlisted = try await Self.code(people, ["scope": "openid api://orders/.default"])
        #expect(unlisted.sent["error"] == "invalid_client")
        #expect(unlisted.sent["error_description"]?.hasPrefix("AADSTS650057:") == true)
        let page = try await browser.signIn(await browser.get(Self.path(people)), people.userName)
        let cancelled = try await browser.submit(page, [("cancel", "1")])
        #expect(cancelled.sent["error"] == "access_denied")
        #expect(cancelled.sent["error_subcode"] == "cancel")
        #expect(cancelled.sent["error_description"]?.hasPrefix("AADSTS65004:") == true)
        let admin = await browser.get(Self.path(people, ["scope": "openid api://orders/manage"]))
        #expect(admin.status == 400)
        #expect(admin.text.contains("AADSTS90094"))
    }

    @Test func promptsAskAgain() async throws {
        let people = try await PeopleFixture.shared.value
        let browser = Browser(people.platform)
        _ = try await Self.code(people, browser: browser)
        #expect(await browser.get(Self.path(people)).status == 302)
        let login = await browser.get(Self.path(people, ["prompt": "login", "login_hint": people.userName]))
        #expect(login.text.contains("name=\"passwd\""))
        #expect(login.text.contains("value=\"\(people.userName)\""))
        let account = await browser.get(Self.path(people, ["prompt": "select_account"]))
        #expect(account.text.contains("Continue as \(people.userName)"))
        let chosen = try await browser.submit(account, [("continue", "1")])
        #expect(chosen.status == 302, "\(chosen.text)")
        let consent = await browser.get(Self.path(people, ["prompt": "consent"]))
        #expect(consent.text.contains("Permissions requested"))
        #expect(try await browser.submit(consent).sent["code"] != nil)
        let old = await browser.get(Self.path(people, ["max_age": "0"]))
        #expect(old.status == 302 || old.text.contains("name=\"passwd\""))
    }

    @Test func aWrongPasswordSaysNothingAboutThePerson() async throws {
        let people = try await PeopleFixture.shared.value
        let browser = Browser(people.platform)
        let page = await browser.get(Self.path(people))
        let wrong = try await browser.signIn(page, people.userName, "wrong")
        let nobody = try await browser.signIn(page, "nobody@contoso.example")
        for reply in [wrong, nobody] {
            #expect(reply.status == 200)
            #expect(reply.text.contains("Your account or password is incorrect."))
            #expect(!reply.text.contains("AADSTS"))
        }
        #expect(try await browser.signIn(wrong, people.userName).text.contains("name=\"passwd\"") == false)
    }

    @Test func aPasswordOfAnAdministratorIsReplacedAtTheFirstSignIn() async throws {
        let people = try await PeopleFixture()
        let payload = UserTests.payload(
            "novice",
            ["passwordProfile": ["password": .string(PeopleFixture.password), "forceChangePasswordNextSignIn": true]]
        )
        #expect(try await people.platform.graph("POST", "/users", payload).status == 201)
        let browser = Browser(people.platform)
        let page = try await browser.signIn(await browser.get(Self.path(people)), "novice@contoso.example")
        #expect(page.text.contains("Update your password"))
        let weak = try await browser.submit(page, [("newpasswd", "weak"), ("confirmnewpasswd", "weak")])
        #expect(weak.text.contains("Choose another password"))
        let differs = try await browser.submit(page, [("newpasswd", "N3w-password"), ("confirmnewpasswd", "x")])
        #expect(differs.text.contains("do not match"))
        let done = try await browser.submit(
            page,
            [("newpasswd", "N3w-password"), ("confirmnewpasswd", "N3w-password")]
        )
        #expect(done.text.contains("Permissions requested"), "\(done.text)")
    }

    @Test func versionOneTakesAResourceAndGivesEverything() async throws {
        let people = try await PeopleFixture()
        _ = try await people.platform.graph(
            "PATCH",
            "/applications/\(people.client.id)",
            [
                "requiredResourceAccess": [
                    [
                        "resourceAppId": .string(people.orders.appID),
                        "resourceAccess": [["id": .string(PeopleFixture.readScope), "type": "Scope"]],
                    ]
                ]
            ]
        )
        let reply = try await Self.code(
            people,
            ["scope": .none, "resource": "api://orders"],
            endpoint: "authorize"
        )
        let code = try #require(reply.sent["code"], "\(reply.text) \(reply.sent)")
        let tokens = try await Self.redeem(people, code, endpoint: "oauth2/token")
        #expect(
            tokens.names == [
                "token_type", "scope", "expires_in", "ext_expires_in", "expires_on", "not_before", "resource",
                "access_token", "refresh_token", "id_token",
            ],
            "\(tokens.text)"
        )
        #expect(tokens.json["scope"] == "read")
        #expect(tokens.json["resource"] == "api://orders")
        let idToken = try CompactToken(try #require(tokens.json["id_token"]?.string)).claims
        #expect(idToken["iss"]?.string == "https://sts.windows.net/\(PlatformFixture.tenant)/")
        #expect(idToken["upn"] == .string(people.userName))
        #expect(idToken["ver"] == "1.0")
    }

    @Test func implicitTokensComeWhereTheyAreEnabled() async throws {
        let people = try await PeopleFixture()
        _ = try await people.platform.graph(
            "PATCH",
            "/applications/\(people.client.id)",
            [
                "web": [
                    "redirectUris": [.string(PeopleFixture.redirect)],
                    "implicitGrantSettings": ["enableIdTokenIssuance": true, "enableAccessTokenIssuance": true],
                ]
            ]
        )
        let hybrid = try await Self.code(people, ["response_type": "code id_token"])
        #expect(hybrid.header("Location")?.contains("callback#code=") == true, "\(hybrid.text)")
        let idToken = try CompactToken(try #require(hybrid.sent["id_token"])).claims
        let digest = Array(SHA256.hash(data: Array(try #require(hybrid.sent["code"]).utf8))).prefix(16)
        #expect(idToken["c_hash"]?.string == Base64URL.encode(Array(digest)))
        #expect(idToken["nonce"] == "n-1")
        let both = try await Self.code(people, ["response_type": "id_token token"])
        #expect(both.sent["access_token"] != nil)
        #expect(both.sent["token_type"] == "Bearer")
        #expect(try CompactToken(try #require(both.sent["id_token"])).claims["at_hash"] != nil)
        let query = try await Self.code(people, ["response_type": "id_token", "response_mode": "query"])
        #expect(query.sent["error_description"]?.hasPrefix("AADSTS70007:") == true)
        let nonce = try await Self.code(people, ["response_type": "id_token", "nonce": .none])
        #expect(nonce.sent["error_description"]?.hasPrefix("AADSTS900144:") == true)
    }

    @Test func choosingAnAccountDoesNotMakeItsSignInYounger() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        _ = try await Self.code(people, browser: browser)
        people.platform.clock.advance(by: 1_000)
        let account = await browser.get(Self.path(people, ["prompt": "select_account", "max_age": "600"]))
        let chosen = try await browser.submit(account, [("continue", "1")])
        #expect(chosen.text.contains("name=\"passwd\""), "\(chosen.text)")
        // Nor does a field that no page offered.
        let old = await browser.get(Self.path(people, ["max_age": "600"]))
        #expect(try await browser.submit(old, [("continue", "1")]).text.contains("name=\"passwd\""))
        let login = await browser.get(Self.path(people, ["prompt": "login"]))
        #expect(try await browser.submit(login, [("continue", "1")]).text.contains("name=\"passwd\""))
        let young = try await browser.signIn(old, people.userName)
        #expect(young.sent["code"] != nil, "\(young.text)")
        #expect(await browser.get(Self.path(people, ["max_age": "600", "prompt": "none"])).sent["code"] != nil)
    }

    @Test(arguments: [["max_age": "600"], ["claims": #"{"id_token":{"auth_time":{"essential":true}}}"#]])
    func anIDTokenSaysWhenThePersonSignedInWhereThatWasAsked(_ asked: [String: String?]) async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let signedIn = Int(people.platform.clock.now.timeIntervalSince1970)
        _ = try await Self.code(people, browser: browser)
        people.platform.clock.advance(by: 100)
        let code = try #require(try await Self.code(people, asked, browser: browser).sent["code"])
        let tokens = try await Self.redeem(people, code, changes: ["claims": .none])
        func claims(_ reply: Reply) throws -> JSONObject {
            try CompactToken(try #require(reply.json["id_token"]?.string, "\(reply.text)")).claims
        }
        #expect(try claims(tokens)["auth_time"]?.integer == signedIn)
        let again = try await Self.redeem(
            people,
            "",
            changes: [
                "grant_type": "refresh_token", "refresh_token": tokens.json["refresh_token"]?.string, "code": .none,
            ]
        )
        #expect(try claims(again)["auth_time"]?.integer == signedIn)
        let plain = try #require(try await Self.code(people, browser: browser).sent["code"])
        #expect(try claims(try await Self.redeem(people, plain))["auth_time"] == nil)
    }

    @Test func aSilentRequestThatThePersonWouldHaveToSeeNeedsInteraction() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        _ = try await Self.code(people, browser: browser)
        let principal = "/servicePrincipals/\(people.client.principalID)"
        _ = try await people.platform.graph("PATCH", principal, ["appRoleAssignmentRequired": true])
        let silent = await browser.get(Self.path(people, ["prompt": "none"]))
        #expect(silent.sent["error"] == "interaction_required")
        #expect(silent.sent["error_description"]?.hasPrefix("AADSTS16000:") == true)
        #expect(await browser.get(Self.path(people)).text.contains("AADSTS50105"))
    }

    @Test func anApplicationWithoutAddressesEndsOnAPage() async throws {
        let people = try await PeopleFixture.shared.value
        let reply = await Browser(people.platform).get(Self.path(people, ["client_id": people.orders.appID]))
        #expect(reply.status == 400)
        #expect(reply.text.contains("AADSTS500113"), "\(reply.text)")
    }
}
