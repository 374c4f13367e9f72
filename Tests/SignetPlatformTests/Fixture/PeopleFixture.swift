// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@testable import SignetPlatform

/// People, an interface that clients ask tokens for, and clients of every kind, on a platform of a test's own.
struct PeopleFixture: Sendable {
    static let password = "xWwvJ]6NMw+bWH-d"
    static let readScope = "3a0b7c5e-0000-4000-8000-000000000001"
    static let writeScope = "3a0b7c5e-0000-4000-8000-000000000002"
    static let adminScope = "3a0b7c5e-0000-4000-8000-000000000003"
    static let redirect = "https://app.example/callback"

    static let shared = Task { try await PeopleFixture() }

    let platform: PlatformFixture
    /// The object identifier of `adele@contoso.example`.
    let userID: String
    let userName: String
    /// The interface `api://orders`, version 2, with the scopes `read`, `write` and `manage`.
    let orders: Client
    /// A web application with a certificate that may also be public.
    let client: Client

    init(profile: PlatformProfile = .entra, clock: ManualTime = ManualTime()) async throws {
        self.platform = try await PlatformFixture(clock: clock, profile: profile)
        self.userName = "adele@contoso.example"
        let created = try await self.platform.graph(
            "POST",
            "/users",
            UserTests.payload(
                "adele",
                ["givenName": "Adele", "surname": "Vance", "mail": "adele.vance@contoso.example"]
            )
        )
        self.userID = try #require(created.json["id"]?.string, "\(created.text)")
        self.orders = try await self.platform.register(
            [
                "displayName": "Orders", "identifierUris": ["api://orders"],
                "api": [
                    "requestedAccessTokenVersion": 2,
                    "oauth2PermissionScopes": [
                        Self.scope(Self.readScope, "read"), Self.scope(Self.writeScope, "write"),
                        Self.scope(Self.adminScope, "manage", type: "Admin"),
                    ],
                ],
            ],
            certificate: try TestCertificates.daemon.get()
        )
        self.client = try await self.platform.register(
            [
                "displayName": "Shop", "isFallbackPublicClient": true,
                "web": ["redirectUris": [.string(Self.redirect), "https://app.example/other"]],
                "spa": ["redirectUris": ["https://spa.example/"]],
                "publicClient": ["redirectUris": ["http://localhost"]],
            ],
            certificate: try TestCertificates.daemon.get()
        )
    }

    static func scope(_ id: String, _ value: String, type: String = "User") -> JSONValue {
        [
            "id": .string(id), "value": .string(value), "type": .string(type), "isEnabled": true,
            "adminConsentDisplayName": .string("\(value) orders"), "adminConsentDescription": "…",
        ]
    }

    /// Notes consent without a page.
    func consent(_ scopes: [String], of client: Client, at appID: String, for userID: String? = nil) async throws {
        let store = DirectoryStore(storage: self.platform.storage)
        let registry = ClientRegistry(store: store, clock: ManualTime())
        let registered = try #require(try await registry.client(appID: client.appID, tenant: PlatformFixture.tenant))
        let resource = try #require(try await registry.resource(named: appID, tenant: PlatformFixture.tenant))
        try await ConsentLedger(store: store)
            .grant(
                scopes,
                of: registered,
                at: resource.servicePrincipalID,
                for: userID,
                tenant: PlatformFixture.tenant,
                now: self.platform.clock.now
            )
    }

    /// Asks with the grant `password` as a public client.
    func signIn(_ scope: String, extra: [(String, String)] = []) async -> Reply {
        await self.platform.post(
            [
                ("grant_type", "password"), ("client_id", self.client.appID), ("username", self.userName),
                ("password", Self.password), ("scope", scope),
            ] + extra
        )
    }

    /// A token of the client for `api://orders`, and with it the means to act on behalf of the person.
    func ordersToken() async throws -> String {
        try await consent(["read"], of: self.client, at: self.orders.appID)
        let reply = await signIn("api://orders/read")
        return try #require(reply.json["access_token"]?.string, "\(reply.text)")
    }

    /// Asks as the interface on behalf of whom a token is for.
    func onBehalfOf(
        _ assertion: String,
        scope: String = "https://graph.microsoft.com/User.Read offline_access openid profile",
        changes: [String: String?] = [:]
    ) async throws -> Reply {
        let proof = try self.platform.assertion(self.orders.appID, TestCertificates.daemon.get())
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("client_id", self.orders.appID),
            ("requested_token_use", "on_behalf_of"), ("assertion", assertion), ("scope", scope),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", proof), ("client_info", "1"),
        ]
        return await self.platform.post(
            form.compactMap { name, value in
                guard let change = changes[name] else { return (name, value) }
                return change.map { (name, $0) }
            }
        )
    }
}
