// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The paths that exist for people: pages, sign-in, devices, signing out.
struct PeopleRoutes: Sendable {
    private let authorize: AuthorizeEndpoint
    private let pages: PageEndpoint
    private let devices: DeviceEndpoint
    private let logout: LogoutEndpoint
    private let userInfo: UserInfoEndpoint
    private let origin: String

    init(_ parts: TokenServiceParts, _ foundation: PlatformFoundation, origin: String) {
        let storage = foundation.store.storage
        let sessions = SessionStore(storage: storage, lifetime: foundation.profile.lifetimes.session)
        let check = AuthorizeCheck(tenants: parts.tenants, clients: parts.clients, profile: foundation.profile)
        let deviceStore = DeviceStore(storage: storage)
        let flow = SignInFlow(
            tenants: parts.tenants,
            clients: parts.clients,
            consents: parts.tokens.consents,
            people: parts.tokens.people,
            seal: foundation.seal,
            completion: SignInCompletion(tokens: parts.tokens, devices: deviceStore, origin: origin)
        )
        self.origin = origin
        self.authorize = AuthorizeEndpoint(check: check, flow: flow, sessions: sessions)
        self.pages = PageEndpoint(
            flow: flow,
            check: check,
            sessions: sessions,
            signIn: parts.signIn,
            store: foundation.store,
            devices: deviceStore
        )
        self.devices = DeviceEndpoint(
            tenants: parts.tenants,
            clients: parts.clients,
            devices: deviceStore,
            sessions: sessions,
            pages: self.pages,
            profile: foundation.profile,
            origin: origin
        )
        self.logout = LogoutEndpoint(sessions: sessions, clients: parts.clients, keys: parts.keys)
        self.userInfo = UserInfoEndpoint(
            verifier: AccessTokenVerifier(origin: origin, keys: foundation.keys),
            store: foundation.store,
            revocation: AccessEvaluation(store: foundation.store, registry: parts.clients.registry),
            origin: origin
        )
    }

    /// Answers a path of these; `nil` for any other.
    func respond(_ exchange: Exchange, _ segments: [String]) async throws -> PlatformResponse? {
        guard let tenant = segments.first else { return nil }
        switch Array(segments.dropFirst()) {
        case ["oauth2", "v2.0", "authorize"]:
            return try await self.authorize.respond(exchange, tenant: tenant, version: .v2)
        case ["oauth2", "authorize"]:
            return try await self.authorize.respond(exchange, tenant: tenant, version: .v1)
        case ["adminconsent"]:
            return try await self.authorize.respondToAdminConsent(exchange, tenant: tenant, version: .v1)
        case ["v2.0", "adminconsent"]:
            return try await self.authorize.respondToAdminConsent(exchange, tenant: tenant, version: .v2)
        case ["login"]: return try await self.pages.respond(exchange)
        case ["oauth2", "v2.0", "devicecode"]:
            return try await self.devices.respond(exchange, tenant: tenant, version: .v2)
        case ["oauth2", "devicecode"]:
            return try await self.devices.respond(exchange, tenant: tenant, version: .v1)
        case ["oauth2", "deviceauth"]: return try await self.devices.page(exchange)
        case [] where tenant == "devicelogin": return try await self.devices.page(exchange)
        case ["oauth2", "v2.0", "logout"], ["oauth2", "logout"]: return try await self.logout.respond(exchange)
        case ["userinfo"] where tenant == "oidc", ["openid", "userinfo"]:
            return try await self.userInfo.respond(exchange)
        // ADAL writes it `UserRealm`.
        case let rest where rest.count == 2 && rest[0].lowercased() == "userrealm":
            return UserRealmEndpoint.respond(exchange, user: rest[1], origin: self.origin)
        default: return nil
        }
    }
}
