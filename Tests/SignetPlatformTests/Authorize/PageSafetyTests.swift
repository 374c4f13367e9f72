// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

@Suite struct PageSafetyTests {
    @Test func theSignInReplacesTheCookieAndGuardsIt() async throws {
        let people = try await PeopleFixture.shared.value
        let browser = Browser(people.platform)
        let page = await browser.get(AuthorizeTests.path(people))
        let cookie = try #require(page.header("Set-Cookie"))
        for part in ["__Host-signet-session=", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            #expect(cookie.contains(part))
        }
        let before = browser.cookies
        _ = try await browser.signIn(page, people.userName)
        #expect(browser.cookies != before)
        // Who planted the first cookie is signed in nowhere.
        let thief = await people.platform.send(
            "GET",
            AuthorizeTests.path(people, ["prompt": "none"]),
            headers: [("Cookie", before.map { "\($0.key)=\($0.value)" }.joined())]
        )
        #expect(thief.sent["error"] == "login_required")
    }

    @Test func aFormOfAnotherBrowserOrOfNobodyIsRefused() async throws {
        let people = try await PeopleFixture.shared.value
        let attacker = Browser(people.platform)
        let page = await attacker.get(AuthorizeTests.path(people))
        let victim = Browser(people.platform)
        _ = await victim.get(AuthorizeTests.path(people))
        let fields =
            Browser.hiddenFields(page.text) + [("loginfmt", people.userName), ("passwd", PeopleFixture.password)]
        let forged = await victim.post("/common/login", fields)
        #expect(forged.status == 400)
        #expect(forged.text.contains("AADSTS165000"))
        let bare = await Browser(people.platform).post("/common/login", fields)
        #expect(bare.text.contains("AADSTS165000"))
        let none = await victim.post("/common/login", [("loginfmt", people.userName)])
        #expect(none.text.contains("AADSTS165000"))
    }

    @Test func aPageIsGoodForAnHour() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let page = await browser.get(AuthorizeTests.path(people))
        people.platform.clock.advance(by: 3_600)
        #expect(try await browser.signIn(page, people.userName).text.contains("AADSTS165000"))
    }

    @Test func consentIsWhatTheSignedInPersonGives() async throws {
        let people = try await PeopleFixture()
        let browser = Browser(people.platform)
        let consent = try await browser.signIn(await browser.get(AuthorizeTests.path(people)), people.userName)
        let other = Browser(people.platform)
        _ = await other.get(AuthorizeTests.path(people))
        let forged = await other.post("/common/login", Browser.hiddenFields(consent.text))
        #expect(forged.text.contains("AADSTS165000"))
    }

    @Test func textsOfStrangersAreEscaped() async throws {
        let people = try await PeopleFixture()
        let name = "<script>alert('x')</script>\"&"
        let renamed = try await people.platform.graph(
            "PATCH",
            "/applications/\(people.client.id)",
            ["displayName": .string(name)]
        )
        #expect(renamed.status == 204)
        let browser = Browser(people.platform)
        let page = await browser.get(
            AuthorizeTests.path(people, ["login_hint": "\"><img src=x onerror=alert(1)>@contoso.example"])
        )
        #expect(!page.text.contains("<script>"))
        #expect(!page.text.contains("<img"))
        #expect(page.text.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"))
    }

    @Test func headersKeepThePagesOutOfFramesAndCaches() async throws {
        let people = try await PeopleFixture.shared.value
        let page = await Browser(people.platform).get(AuthorizeTests.path(people))
        let policy = try #require(page.header("Content-Security-Policy"))
        for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "style-src 'sha256-"] {
            #expect(policy.contains(part))
        }
        #expect(!policy.contains("script-src"))
        #expect(page.header("X-Frame-Options") == "DENY")
        #expect(page.header("Cache-Control") == "no-store, no-cache")
    }

    @Test func signingOutEndsTheSessionAndLeadsToRegisteredAddressesOnly() async throws {
        let people = try await PeopleFixture.shared.value
        let browser = Browser(people.platform)
        _ = try await AuthorizeTests.code(people, browser: browser)
        let cookie = browser.cookies
        let path = "/\(PlatformFixture.tenant)/oauth2/v2.0/logout"
        let evil = await browser.get("\(path)?post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F")
        #expect(evil.status == 200)
        #expect(evil.text.contains("You signed out of your account"))
        #expect(browser.cookies.isEmpty)
        let thief = await people.platform.send(
            "GET",
            AuthorizeTests.path(people, ["prompt": "none"]),
            headers: [("Cookie", cookie.map { "\($0.key)=\($0.value)" }.joined())]
        )
        #expect(thief.sent["error"] == "login_required")
        let address = ResponseTarget.encode(PeopleFixture.redirect)
        let back = await browser.get(
            "\(path)?client_id=\(people.client.appID)&post_logout_redirect_uri=\(address)&state=s"
        )
        #expect(back.header("Location") == "\(PeopleFixture.redirect)?state=s")
    }

    @Test func addressesAreTheSameByteByByteOnly() {
        let address = RedirectURI(platform: .web, text: "https://app.example/K;x`")
        #expect(address.matches("https://app.example/K;x`"))
        // The sign of the kelvin, the Greek question mark and the varia are equivalent to what they look like.
        for text in [
            "https://app.example/\u{212A};x`", "https://app.example/K\u{37E}x`", "https://app.example/K;x\u{1FEF}",
        ] {
            #expect(text == address.text)
            #expect(!address.matches(text))
        }
        let loopback = RedirectURI(platform: .publicClient, text: "http://localhost/K")
        #expect(loopback.matches("http://localhost:8400/K"))
        #expect(!loopback.matches("http://localhost:8400/\u{212A}"))
        #expect(!loopback.matches("http://localhost:1\u{301}/K"))
    }

    @Test(arguments: [
        "https://app.example/out\r\nSet-Cookie: x=y", "javascript:alert(1)", "/out", "https://a@b.example",
    ])
    func anAddressForSigningOutIsOneThatABrowserMayBeLedTo(address: String) async throws {
        let people = try await PeopleFixture.shared.value
        let reply = try await people.platform.graph(
            "PATCH",
            "/applications/\(people.client.id)",
            ["web": ["logoutUrl": .string(address)]]
        )
        #expect(reply.status == 400)
    }
}
