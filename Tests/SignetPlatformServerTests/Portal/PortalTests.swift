// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetPlatform
import Testing

@testable import SignetPlatformServer

@Suite struct PortalTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func form(_ body: String, boundary: String = "b") -> MultipartForm? {
        MultipartForm(Array(body.utf8), contentType: "multipart/form-data; boundary=\(boundary)")
    }

    @Test func readsTextsAndFiles() throws {
        let text = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n"
        let file =
            "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x;y.cer\"\r\n"
            + "Content-Type: text/plain\r\n\r\n\r\n--c\r\n\r\n--b--\r\n"
        let read = try #require(form(text + file))
        #expect(read.texts == ["a": "1\r\n2"])
        #expect(read.files == ["f": Array("\r\n--c\r\n".utf8)])
    }

    @Test(arguments: [
        "", "--b", "--b--", "--b\r\n", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
        "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--",
        "--b\r\n\r\n1\r\n--b--", "--c\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--c--",
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n2\r\n--b--",
    ])
    func refusesBrokenForms(body: String) {
        let read = form(body)
        #expect(read?.texts.isEmpty ?? true)
    }

    @Test func opensOneSessionWithACodeAndOnlyInTime() throws {
        let sessions = PortalSessions()
        let code = sessions.issueCode(at: Self.now)
        #expect(sessions.open(code: "other", at: Self.now) == nil)
        let name = try #require(sessions.open(code: code, at: Self.now.addingTimeInterval(599)))
        #expect(sessions.open(code: code, at: Self.now) == nil)
        #expect(sessions.session(name, at: Self.now.addingTimeInterval(700)) != nil)
        #expect(sessions.session(code, at: Self.now) == nil)
        let late = sessions.issueCode(at: Self.now)
        #expect(sessions.open(code: late, at: Self.now.addingTimeInterval(600)) == nil)
    }

    @Test func endsASessionThatIsIdleOrOldOrClosed() throws {
        let sessions = PortalSessions()
        func open() throws -> String {
            try #require(sessions.open(code: sessions.issueCode(at: Self.now), at: Self.now))
        }
        let idle = try open()
        #expect(sessions.session(idle, at: Self.now.addingTimeInterval(1_801)) == nil)
        #expect(sessions.session(idle, at: Self.now) == nil)
        let old = try open()
        for minutes in stride(from: 20.0, to: 480, by: 20) {
            #expect(sessions.session(old, at: Self.now.addingTimeInterval(minutes * 60)) != nil)
        }
        #expect(sessions.session(old, at: Self.now.addingTimeInterval(481 * 60)) == nil)
        let closed = try open()
        sessions.close(closed)
        #expect(sessions.session(closed, at: Self.now) == nil)
    }

    @Test(arguments: ["\"", "\"\u{301}", "<script>", "<\u{338}script>", "'", "&amp;", "</title>"])
    func escapesEveryMarkAlsoBeforeACombiningOne(text: String) throws {
        let page = PortalRenderer().signIn(code: text)
        let field = try #require(page.firstRange(of: "value=\"").map { page[$0.upperBound...] })
        let value = field.unicodeScalars.prefix { $0 != "\"" }
        #expect(!value.contains { "<>'".unicodeScalars.contains($0) })
        #expect(String(String.UnicodeScalarView(value)).hasPrefix("&"))
    }

    @Test func rendersEveryTemplate() {
        let renderer = PortalRenderer()
        for name in PortalTemplates.all.keys where name != "frame" {
            let page = renderer.page(name, title: name, content: [:], active: "")
            #expect(page.contains("<main"), "\(name)")
            #expect(!page.contains("{{"), "\(name)")
            #expect(!page.contains("<script") && !page.contains(" style="), "\(name)")
        }
    }

    @Test func readsItsCookieAmongOthers() {
        func cookie(_ text: String) -> String? {
            PortalCookie.read(PlatformRequest(method: "GET", path: "/portal", headers: [("Cookie", text)]))
        }
        #expect(cookie("a=b; __Host-signet-portal=x; c=d") == "x")
        #expect(cookie("signet-portal=x") == nil)
        #expect(cookie("__Host-signet-portal") == nil)
    }

    @Test(arguments: [
        (-86_400.0 * 3, "3 days ago", "ended"), (3_600, "today", "soon"), (86_400 * 1.5, "in 1 day", "soon"),
        (86_400 * 29.5, "in 29 days", "soon"), (86_400 * 30.5, "in 30 days", "good"),
    ])
    func saysHowNearAnEndIs(seconds: Double, text: String, state: String) {
        let dates = PortalDates(now: Self.now)
        let end = Self.now.addingTimeInterval(seconds)
        #expect(dates.relative(end) == text)
        #expect(dates.state(start: Self.now.addingTimeInterval(-86_400 * 10), end: end) == state)
        #expect(dates.state(start: Self.now.addingTimeInterval(60), end: Self.now.addingTimeInterval(120)) == "coming")
    }
}
