// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Takes what people send from the pages of a sign-in.
struct PageEndpoint: Sendable {
    private static let greatestBody = 64 * 1_024

    let flow: SignInFlow
    let check: AuthorizeCheck
    let sessions: SessionStore
    let signIn: PasswordSignIn
    let store: DirectoryStore
    let devices: DeviceStore

    /// `POST /{tenant}/login`.
    func respond(_ exchange: Exchange) async throws -> PlatformResponse {
        let visit = try await self.sessions.visit(exchange)
        do {
            guard exchange.request.method == "POST" else {
                throw TokenRefusal(.methodNotAllowed, ["allowed": "POST", "method": exchange.request.method])
            }
            let form = try Self.form(exchange.request)
            let context = try open(form, visit)
            let task = try await task(context)
            switch context.stage {
            case .signIn: return try await takeSignIn(form, task, visit)
            case .newPassword: return try await takeNewPassword(form, context, task, visit)
            case .consent: return try await takeConsent(form, context, task, visit)
            case .deviceConfirmation: return try await takeConfirmation(form, context, task, visit)
            case .deviceCode: throw TokenRefusal(.pageExpired)
            }
        } catch let refusal as TokenRefusal {
            return self.flow.refusalPage(refusal, exchange)
        } catch AuthorizeFailure.page(let refusal) {
            return self.flow.refusalPage(refusal, exchange)
        } catch AuthorizeFailure.client(let refusal, let target) {
            return target.response(refusal, exchange)
        }
    }

    /// Reads the fields of a page.
    static func form(_ request: PlatformRequest) throws(TokenRefusal) -> FormParameters {
        let type = request.header("content-type")?.split(separator: ";").first?.lowercased() ?? ""
        guard request.body.count <= Self.greatestBody, type == "application/x-www-form-urlencoded",
            let form = try? FormParameters(request.body)
        else { throw TokenRefusal(.malformedRequest) }
        return form
    }

    /// What the page remembers, if it is young and this browser's.
    func open(_ form: FormParameters, _ visit: Visit) throws(TokenRefusal) -> PageContext {
        guard let sealed = form["ctx"],
            let content = self.flow.seal.open(SecretBytes(utf8: sealed), as: .page),
            let context = PageContext(content), !visit.isNew, context.browser == visit.cookie.digest,
            visit.now < context.made + PageContext.lifetime
        else { throw TokenRefusal(.pageExpired) }
        return context
    }

    private func task(_ context: PageContext) async throws -> SignInTask {
        switch context.subject {
        case .authorize(let version, let tenant, let text):
            let request = try AuthorizeRequest(version: version, tenant: tenant, text: text)
            return SignInTask(try await self.check.call(request))
        case .adminConsent(let version, let tenant, let text):
            let request = try AuthorizeRequest(version: version, tenant: tenant, text: text)
            return SignInTask(try await self.check.adminConsent(request))
        case .device(let id):
            guard let device = try await self.devices.find(id: id)?.value else {
                throw TokenRefusal(.deviceCodeExpired)
            }
            return try await deviceTask(device)
        case .none: throw TokenRefusal(.pageExpired)
        }
    }

    func deviceTask(_ device: DeviceAuthorization) async throws -> SignInTask {
        let reference = try await self.check.tenants.resolve(device.tenant)
        guard let client = try await self.check.clients.anyClient(device.clientID) else {
            throw TokenRefusal(.applicationNotFound, ["client": device.clientID, "directory": device.tenant])
        }
        return try SignInTask(device, reference, client)
    }

    // MARK: Stages

    private func takeSignIn(_ form: FormParameters, _ task: SignInTask, _ visit: Visit) async throws -> PlatformResponse
    {
        if form["continue"] != nil, visit.session != nil {
            var visit = visit
            visit.hasChosen = true
            return try await self.flow.proceed(task, visit)
        }
        let name = (form["loginfmt"] ?? form["login"])?.trimmed
        guard let name, !name.isEmpty else {
            return try self.flow.signInPage(task, visit, userName: nil, problem: "Enter a valid user name.")
        }
        guard let password = form["passwd"] else {
            // A script for the real service's two pages sends the name first.
            return try self.flow.signInPage(task, visit, userName: name, problem: nil)
        }
        do {
            let tenant = try await home(task.reference, name)
            let user = try await self.signIn.user(name, SecretBytes(utf8: password), tenant, at: visit.now)
            guard !user.mustChangePassword else {
                return try self.flow.newPasswordPage(task, visit, user, tenant, problem: nil)
            }
            return try await begin(user, tenant, task, visit)
        } catch let refusal as TokenRefusal {
            // Whether there is such a person is nobody's business.
            let isGuess = [50_126, 50_034].contains(refusal.row.number)
            let problem =
                isGuess
                ? "Your account or password is incorrect. If you don’t remember your password, ask an administrator."
                : refusal.message
            return try self.flow.signInPage(task, visit, userName: name, problem: problem)
        }
    }

    private func home(_ reference: TenantReference, _ name: String) async throws -> Tenant {
        if case .tenant(let tenant) = reference { return tenant }
        guard let id = try await self.signIn.home(of: name),
            case .tenant(let tenant) = try await self.check.tenants.resolve(id)
        else { throw TokenRefusal(.userNotFound, ["user": name, "directory": "organizations"]) }
        return tenant
    }

    private func takeNewPassword(
        _ form: FormParameters,
        _ context: PageContext,
        _ task: SignInTask,
        _ visit: Visit
    ) async throws -> PlatformResponse {
        guard let (tenantID, userID) = context.user,
            case .tenant(let tenant) = try await self.check.tenants.resolve(tenantID),
            let found = try await self.store.user(id: userID, tenant: tenantID), found.value.mustChangePassword,
            found.value.accountEnabled,
            found.value.passwordChanged <= context.made
        else { throw TokenRefusal(.pageExpired) }
        var user = found.value
        let password = form["newpasswd"] ?? ""
        let isSame = try user.password?.matches(SecretBytes(utf8: password)) ?? false
        let problem: String? =
            if password != form["confirmnewpasswd"] ?? "" {
                "The passwords do not match."
            } else if !PasswordRule.isAcceptable(password) || isSame {
                "Choose another password: at least eight characters, of three of these kinds: lower case, upper case, digits, "
                    + "symbols."
            } else {
                nil
            }
        if let problem { return try self.flow.newPasswordPage(task, visit, user, tenant, problem: problem) }
        user.password = try PasswordDigest(of: SecretBytes(utf8: password))
        user.passwordChanged = visit.now
        user.mustChangePassword = false
        user.sessionsValidFrom = max(user.sessionsValidFrom, visit.now)
        try await AuditContext.$current.withValue(AuditContext(visit.exchange, person: user)) {
            try await self.store.apply([.replace(user.record(tenant: tenantID, version: found.version))])
        }
        return try await begin(user, tenant, task, visit)
    }

    /// Signs the person in under a new cookie and goes on.
    private func begin(_ user: User, _ tenant: Tenant, _ task: SignInTask, _ visit: Visit) async throws
        -> PlatformResponse
    {
        let session = BrowserSession(
            id: GUID.random(),
            tenant: tenant.id,
            userID: user.id,
            authenticated: visit.now,
            methods: ["pwd"]
        )
        let cookie = try await self.sessions.begin(session, replacing: visit.cookie)
        var next = Visit(exchange: visit.exchange, cookie: cookie, session: session, isNew: true)
        next.isFresh = true
        return try await self.flow.proceed(task, next)
    }

    private func takeConsent(
        _ form: FormParameters,
        _ context: PageContext,
        _ task: SignInTask,
        _ visit: Visit
    ) async throws -> PlatformResponse {
        var visit = try signedIn(context, visit)
        guard form["cancel"] == nil else { return try await decline(task, visit) }
        guard let session = visit.session,
            case .tenant(let tenant) = try await self.check.tenants.resolve(session.tenant),
            let user = try await self.flow.person(session, tenant)
        else { return try await self.flow.proceed(task, visit) }
        let client = try await self.check.clients.client(task.clientID, tenant)
        if task.demandsAssignment { try await self.flow.people.requireAssignment(of: user, to: client, tenant) }
        let need = try await self.flow.need(task, of: client, for: user, tenant, anew: task.prompt.asksForConsent)
        let authority = try await self.flow.consents.authority(of: user, tenant)
        let isForEverybody = task.isForEverybody || (form["orgconsent"] != nil && authority.isAdministrator)
        guard authority.allows(need, forEverybody: isForEverybody) else {
            throw TokenRefusal(.administratorNeeded, ["client": client.appID, "name": client.displayName])
        }
        // The registration may have changed since the page was shown: then the person sees the page again.
        guard Set(context.shown).isSuperset(of: need.names) else { return try await self.flow.proceed(task, visit) }
        defer { self.check.clients.registry.forget(appID: client.appID, tenant: tenant.id) }
        let holder = isForEverybody ? nil : user.id
        try await AuditContext.$current.withValue(AuditContext(visit.exchange, person: user)) {
            try await self.flow.consents.assign(need, to: client, tenant, visit.exchange)
            try await self.flow.consents.accept(need, of: client, for: holder, tenant, visit.exchange)
        }
        visit.hasConsented = true
        return try await self.flow.proceed(task, visit)
    }

    private func takeConfirmation(
        _ form: FormParameters,
        _ context: PageContext,
        _ task: SignInTask,
        _ visit: Visit
    ) async throws -> PlatformResponse {
        var visit = try signedIn(context, visit)
        guard form["cancel"] == nil else { return try await decline(task, visit) }
        visit.hasConfirmed = true
        return try await self.flow.proceed(task, visit)
    }

    /// The visit of somebody who was asked something after the sign-in; another person's answer does not count.
    private func signedIn(_ context: PageContext, _ visit: Visit) throws(TokenRefusal) -> Visit {
        guard let session = visit.session, let user = context.user, session.userID == user.id,
            session.tenant == user.tenant
        else { throw TokenRefusal(.pageExpired) }
        var visit = visit
        visit.accepted = context.made
        return visit
    }

    private func decline(_ task: SignInTask, _ visit: Visit) async throws -> PlatformResponse {
        switch task.purpose {
        case .authorize(let call): return call.target.response(TokenRefusal(.consentDeclined), visit.exchange)
        case .adminConsent(let call):
            if let target = call.target { return target.response(AdminConsentCall.declined, visit.exchange) }
            let content = NoticePages.message("Cancelled", "Nothing was granted. You may close this window.")
            return Page(title: "Cancelled", content: content).response(visit.exchange, route: SignInFlow.route)
        case .device(let device):
            if var found = try await self.devices.find(id: device.id), case .pending = found.value.state {
                found.value.state = .declined
                _ = try await self.devices.replace(found)
            }
            let content = NoticePages.message(
                "Sign-in cancelled",
                "The device was not signed in. You may close this window."
            )
            return Page(title: "Sign-in cancelled", content: content).response(visit.exchange, route: SignInFlow.route)
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        let start = self.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
