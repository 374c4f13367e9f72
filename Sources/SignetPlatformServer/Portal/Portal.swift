// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import SignetCertificates
import SignetCore
import SignetPlatform

/// The administrator's pages at `/portal`: rendered here, usable without scripts, over the same calls as any client.
final class Portal: Sendable {
    let client: PortalClient
    let sessions = PortalSessions()
    let renderer: PortalRenderer
    let platform: Platform
    private let administrators: AdministratorSignIn
    private let clock: any TimeSource
    private let logger: Logger

    /// Prepares the pages of a platform.
    ///
    /// - Parameters:
    ///   - platform: The platform.
    ///   - certificate: With which the administrator application signs in.
    ///   - clientID: The administrator application.
    ///   - clock: The time.
    ///   - logger: Where malfunctions are told.
    /// - Throws: Where the certificate cannot sign assertions.
    init(
        platform: Platform,
        certificate: ClientCertificate,
        clientID: String,
        clock: any TimeSource,
        logger: Logger
    ) throws {
        self.platform = platform
        self.administrators = platform.administratorSignIn()
        self.client = try PortalClient(platform: platform, certificate: certificate, clientID: clientID, clock: clock)
        self.renderer = PortalRenderer()
        self.clock = clock
        self.logger = logger
    }

    /// Whether a path is one of the pages.
    static func owns(_ path: String) -> Bool { path == "/portal" || path.hasPrefix("/portal/") }

    /// Answers a request for a page.
    func respond(to request: PlatformRequest) async -> PlatformResponse {
        guard let all = PercentEncoding.segments(ofPath: request.path) else { return notFound() }
        let segments = Array(all.dropFirst())
        switch (request.method, segments) {
        case ("GET", [self.renderer.styleName]), ("HEAD", [self.renderer.styleName]):
            return PortalAnswer.style(self.renderer.style)
        case ("POST", ["links"]): return await issueLink(request)
        case ("GET", ["sign-in"]), ("HEAD", ["sign-in"]): return signInPage(request)
        case ("POST", ["sign-in"]): return await signIn(request)
        default: return await page(request, segments)
        }
    }

    private func page(_ request: PlatformRequest, _ segments: [String]) async -> PlatformResponse {
        let isRead = request.method == "GET" || request.method == "HEAD"
        guard let name = PortalCookie.read(request), let session = self.sessions.session(name, at: self.clock.now)
        else {
            return isRead ? PortalAnswer.redirect("/portal/sign-in") : message(403, "You are not signed in.")
        }
        if let person = session.person, await !isStillAdministrator(person) {
            self.sessions.close(name)
            return PortalAnswer.redirect("/portal/sign-in", cookie: PortalCookie.removing)
        }
        guard isRead || request.method == "POST" else { return message(405, "This page cannot do that.") }
        let call = PortalCall(
            request: request,
            segments: segments,
            form: PortalForm(request),
            session: session,
            portal: self,
            now: self.clock.now
        )
        if !isRead {
            guard isOwnOrigin(request), PortalToken.matches(call.form.exact("form_token") ?? "", session.formToken)
            else {
                return message(403, "The form is out of date or came from another site. Go back, reload and try again.")
            }
            if segments == ["sign-out"] {
                self.sessions.close(name)
                return PortalAnswer.redirect("/portal/sign-in", cookie: PortalCookie.removing)
            }
        }
        do {
            let person = session.person.map { (id: $0.id, name: $0.userPrincipalName) }
            return try await AuditContext.$portalPerson.withValue(person) { try await call.answer() }
        } catch let failure as PortalClient.Failure {
            return call.failure(failure)
        } catch {
            self.logger.error("A page could not be shown", metadata: ["path": "\(request.path)", "error": "\(error)"])
            return message(500, "The page could not be shown. The log says why.")
        }
    }

    // MARK: Signing in

    /// Gives the administrator application a link that opens one session.
    private func issueLink(_ request: PlatformRequest) async -> PlatformResponse {
        guard (try? await self.platform.isAdministration(request)) == true else {
            return PortalAnswer.json(
                403,
                ["error": ["code": "Forbidden", "message": "Only the administrator application may open the portal."]]
            )
        }
        let code = self.sessions.issueCode(at: self.clock.now)
        return PortalAnswer.json(
            200,
            [
                "url": .string("\(self.platform.origin)/portal/sign-in?code=\(code)"), "code": .string(code),
                "expiresIn": .number(Int(PortalSessions.codeLife)),
            ]
        )
    }

    private func signInPage(_ request: PlatformRequest) -> PlatformResponse {
        let query = try? FormParameters(Array((request.query ?? "").utf8))
        return PortalAnswer.page(self.renderer.signIn(code: query?["code"] ?? ""))
    }

    /// The session comes to be here, under a name that nobody knew before.
    private func signIn(_ request: PlatformRequest) async -> PlatformResponse {
        let form = PortalForm(request)
        let isByName = form.exact("code") == nil
        guard isOwnOrigin(request), let session = await isByName ? openByName(form) : openByCode(form) else {
            let page = self.renderer.signIn(
                code: "",
                name: form.text("loginfmt") ?? "",
                refusal: isByName ? .byName : .byCode
            )
            return PortalAnswer.page(page, status: 403)
        }
        if let old = PortalCookie.read(request) { self.sessions.close(old) }
        return PortalAnswer.redirect("/portal", cookie: PortalCookie.setting(session))
    }

    private func openByCode(_ form: PortalForm) -> String? {
        self.sessions.open(code: form.text("code") ?? "", at: self.clock.now)
    }

    private func openByName(_ form: PortalForm) async -> String? {
        let now = self.clock.now
        guard let name = form.text("loginfmt"), let password = form.exact("passwd") else { return nil }
        do {
            let person = try await self.administrators.person(name, SecretBytes(utf8: password), at: now)
            return person.map { self.sessions.open(for: $0, at: now) }
        } catch {
            self.logger.error("An administrator could not sign in", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// Where that cannot be found out, nobody is one.
    private func isStillAdministrator(_ person: AdministratorSignIn.Person) async -> Bool {
        (try? await self.administrators.isStillAdministrator(person)) ?? false
    }

    /// Whether a form was sent by one of our own pages, as far as the browser says.
    private func isOwnOrigin(_ request: PlatformRequest) -> Bool {
        if let site = request.header("sec-fetch-site") { return site == "same-origin" }
        guard let origin = request.header("origin"), let host = request.header("host")
        else { return true }
        return origin == "https://\(host)" || origin == self.platform.origin
    }

    private func notFound() -> PlatformResponse { message(404, "There is no such page.") }

    private func message(_ status: Int, _ text: String) -> PlatformResponse {
        PortalAnswer.page(self.renderer.message(text), status: status)
    }
}
