// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Leads a person through a sign-in: which page comes next, and what the client gets in the end.
struct SignInFlow: Sendable {
    static let route = "sign-in"
    static let action = "/common/login"
    /// What the client must not hear, because the person has to see it.
    private static let forPeople: Set<Int> = [50_105, 50_057, 700_016, 7_000_229, 7_000_112, 90_094]

    let tenants: TenantDirectory
    let clients: ClientLookup
    let consents: ConsentLedger
    let people: PersonRules
    let seal: SealedGrant
    let completion: SignInCompletion

    // MARK: Decisions

    /// Goes on with a sign-in as far as it can go without the person.
    func proceed(_ task: SignInTask, _ visit: Visit) async throws -> PlatformResponse {
        do {
            return try await next(task, visit)
        } catch let refusal as TokenRefusal {
            return respond(refusal, task, visit)
        }
    }

    private func next(_ task: SignInTask, _ visit: Visit) async throws -> PlatformResponse {
        guard let session = visit.session, accepts(session, task, visit),
            case .tenant(let tenant) = try await self.tenants.resolve(session.tenant),
            let user = try await person(session, tenant), visit.isChosen || isMeant(user, task)
        else {
            return try await demandSignIn(task, visit)
        }
        let client = try await self.clients.client(task.clientID, tenant)
        if task.demandsAssignment { try await self.people.requireAssignment(of: user, to: client, tenant) }
        let asksAnew = task.prompt.asksForConsent && !visit.hasConsented
        let need = try await need(task, of: client, for: user, tenant, anew: asksAnew)
        let isAsked = if case .adminConsent = task.purpose { !visit.hasConsented } else { !need.isEmpty }
        guard !isAsked else {
            let authority = try await self.consents.authority(of: user, tenant)
            return try demandConsent(need, authority, task, visit, user, tenant)
        }
        if case .device = task.purpose, !visit.hasConfirmed { return try confirm(task, visit, user, tenant) }
        return try await self.completion.complete(task, visit, session, user, tenant, client)
    }

    /// What is still to be consented to.
    func need(
        _ task: SignInTask,
        of client: RegisteredClient,
        for user: User,
        _ tenant: Tenant,
        anew: Bool
    ) async throws -> ConsentNeed {
        if case .adminConsent(let call) = task.purpose {
            return try await self.consents.tenantNeed(call.scopes, of: client, tenant, self.clients.registry)
        }
        return try await self.consents.need(
            task.scopes,
            of: client,
            for: user.id,
            tenant,
            self.clients.registry,
            anew: anew
        )
    }

    /// Whether the session answers the request, or the person must prove again who it is.
    private func accepts(_ session: BrowserSession, _ task: SignInTask, _ visit: Visit) -> Bool {
        if case .tenant(let tenant) = task.reference, tenant.id != session.tenant { return false }
        if visit.isFresh { return true }
        if visit.accepted == nil {
            guard !task.prompt.asksForPassword, !task.prompt.asksForAccount || visit.hasChosen else { return false }
        }
        guard let age = task.call?.request.maximumAge else { return true }
        return (visit.accepted ?? visit.now) <= session.authenticated + Double(max(0, age))
    }

    /// Whether a request that hints at a person means this one.
    private func isMeant(_ user: User, _ task: SignInTask) -> Bool {
        guard let hint = task.call?.request.loginHint?.lowercased(), hint.contains("@") else { return true }
        return hint == user.userPrincipalName.lowercased() || hint == user.mail?.lowercased()
    }

    /// The person of a session, unless the session is no longer good.
    func person(_ session: BrowserSession, _ tenant: Tenant) async throws -> User? {
        do {
            return try await self.people.person(session.userID, tenant, issued: session.authenticated)
        } catch is TokenRefusal {
            return nil
        }
    }

    // MARK: Pages

    private func demandSignIn(_ task: SignInTask, _ visit: Visit) async throws -> PlatformResponse {
        guard !task.prompt.isSilent else { throw TokenRefusal(.signInNeeded) }
        let canContinue = task.prompt.asksForAccount && !task.prompt.asksForPassword
        var known: String?
        if canContinue, let session = visit.session,
            case .tenant(let tenant) = try await self.tenants.resolve(session.tenant)
        {
            known = try await person(session, tenant)?.userPrincipalName
        }
        return try signInPage(task, visit, userName: task.call?.request.loginHint, known: known, problem: nil)
    }

    /// The page that asks for name and password.
    func signInPage(
        _ task: SignInTask,
        _ visit: Visit,
        userName: String?,
        known: String? = nil,
        problem: String?
    ) throws -> PlatformResponse {
        let content = SignInPages.signIn(
            action: Self.action,
            context: try context(.signIn, task, visit),
            application: task.applicationName,
            userName: userName,
            known: known,
            problem: problem
        )
        return page("Sign in", content, task, visit)
    }

    /// The page that asks for a new password.
    func newPasswordPage(
        _ task: SignInTask,
        _ visit: Visit,
        _ user: User,
        _ tenant: Tenant,
        problem: String?
    ) throws -> PlatformResponse {
        let content = SignInPages.newPassword(
            action: Self.action,
            context: try context(.newPassword, task, visit, user: (tenant.id, user.id)),
            userName: user.userPrincipalName,
            problem: problem
        )
        return page("Update your password", content, task, visit)
    }

    private func demandConsent(
        _ need: ConsentNeed,
        _ authority: ConsentAuthority,
        _ task: SignInTask,
        _ visit: Visit,
        _ user: User,
        _ tenant: Tenant
    ) throws -> PlatformResponse {
        let values = ["client": task.clientID, "name": task.applicationName]
        guard !task.prompt.isSilent else { throw TokenRefusal(.consentNeeded, values) }
        guard authority.allows(need, forEverybody: task.isForEverybody) else {
            throw TokenRefusal(.administratorNeeded, values)
        }
        let content = SignInPages.consent(
            action: Self.action,
            context: try context(.consent, task, visit, user: (tenant.id, user.id), shown: need.names),
            application: task.applicationName,
            userName: user.userPrincipalName,
            permissions: need.permissions,
            reach: task.isForEverybody ? .everybody : authority.isAdministrator ? .chosen : .oneself
        )
        return page("Permissions requested", content, task, visit)
    }

    private func confirm(_ task: SignInTask, _ visit: Visit, _ user: User, _ tenant: Tenant) throws -> PlatformResponse
    {
        let content = DevicePages.confirmation(
            action: Self.action,
            context: try context(.deviceConfirmation, task, visit, user: (tenant.id, user.id)),
            application: task.applicationName,
            userName: user.userPrincipalName
        )
        return page("Sign in to \(task.applicationName)", content, task, visit)
    }

    /// Tells the client or the person why it does not go on.
    func respond(_ refusal: TokenRefusal, _ task: SignInTask, _ visit: Visit) -> PlatformResponse {
        let isForPeople = Self.forPeople.contains(refusal.row.number)
        guard let call = task.call, !isForPeople || task.prompt.isSilent else {
            return refusalPage(refusal, visit.exchange, cookies: visit.cookies)
        }
        guard isForPeople else { return call.target.response(refusal, visit.exchange, cookies: visit.cookies) }
        return call.target.response(TokenRefusal(.interactionNeeded), visit.exchange)
    }

    /// A page that says why nothing goes on.
    func refusalPage(
        _ refusal: TokenRefusal,
        _ exchange: Exchange,
        cookies: [String] = []
    ) -> PlatformResponse {
        Page(
            title: "Sign in: error",
            content: NoticePages.refusal(refusal, exchange),
            status: refusal.row.status == 401 ? 400 : refusal.row.status
        )
        .response(exchange, route: Self.route, cookies: cookies)
    }

    private func page(_ title: String, _ content: HTML, _ task: SignInTask, _ visit: Visit) -> PlatformResponse {
        Page(title: title, content: content, formTargets: task.formTargets)
            .response(visit.exchange, route: Self.route, cookies: visit.cookies)
    }

    private func context(
        _ stage: PageContext.Stage,
        _ task: SignInTask,
        _ visit: Visit,
        user: (tenant: String, id: String)? = nil,
        shown: [String] = []
    ) throws -> String {
        let subject: PageContext.Subject =
            switch task.purpose {
            case .authorize(let call):
                .authorize(version: call.request.version, tenant: call.request.tenant, text: call.request.text)
            case .device(let device): .device(id: device.id)
            case .adminConsent(let call):
                .adminConsent(version: call.request.version, tenant: call.request.tenant, text: call.request.text)
            }
        var context = PageContext(stage, subject, browser: visit.cookie.digest, made: visit.now, user: user)
        context.shown = shown
        return try self.seal.seal(context.content, as: .page)
            .withExposedBytes { String(decoding: $0, as: UTF8.self) }
    }
}
