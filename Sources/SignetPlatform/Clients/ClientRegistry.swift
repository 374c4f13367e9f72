// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetAssertions
import SignetCore
import Synchronization

/// The clients and resources of the directory, kept in memory between requests.
///
/// Parsing a certificate costs more than verifying a signature with it, so that each is parsed once. Whoever changes the
/// directory says so with ``forget(appID:tenant:)`` before it answers; an entry that was being loaded meanwhile is not
/// kept. An absent client is never remembered.
final class ClientRegistry: Sendable {
    private struct Name: Hashable {
        let tenant: String
        let name: String
    }

    private struct State {
        /// Grows with each change, so that what was read before a change is not filed after it.
        var generation = 0
        var clients: [Name: RegisteredClient] = [:]
        var resources: [Name: RegisteredResource] = [:]
    }

    /// The number of entries of each kind above which the registry starts afresh.
    private static let greatestCount = 4_096

    private let store: DirectoryStore
    /// Where the platform is reached.
    private let origin: String?
    private let clock: any TimeSource
    /// What opens the keys that sign tokens for single applications; without it the tenant's sign for all.
    private let masterKey: MasterKey?
    /// For how long a registered certificate is not known yet, in seconds.
    private let delay: TimeInterval
    private let state = Mutex(State())

    init(
        store: DirectoryStore,
        origin: String? = nil,
        clock: any TimeSource,
        masterKey: MasterKey? = nil,
        delay: TimeInterval = 0
    ) {
        self.store = store
        self.origin = origin
        self.masterKey = masterKey
        self.clock = clock
        self.delay = delay
    }

    /// Drops everything that is remembered: what changed may concern any application.
    func forgetAll() {
        self.state.withLock { state in
            state.generation += 1
            state.clients.removeAll()
            state.resources.removeAll()
        }
    }

    /// Drops what is remembered about an application, and every resource: a role may have been another's.
    func forget(appID: String, tenant: String) {
        self.state.withLock { state in
            state.generation += 1
            state.clients[Name(tenant: tenant, name: appID)] = nil
            state.resources.removeAll()
        }
    }

    /// The client with an identifier, if it is registered and has a service principal in the tenant.
    func client(appID: String, tenant: String) async throws -> RegisteredClient? {
        let name = Name(tenant: tenant, name: appID.lowercased())
        let (known, generation) = self.state.withLock { ($0.clients[name], $0.generation) }
        let now = self.clock.now
        if let known, known.nextKey.map({ now < $0 }) ?? true { return known }
        guard let application = try await self.store.application(appID: name.name, tenant: tenant)?.value,
            let principal = try await self.store.servicePrincipal(appID: name.name, tenant: tenant)?.value
        else { return nil }
        let all = (application.keyCredentials + principal.keyCredentials).filter { $0.kind == .verification }
        let keys = all.filter { $0.registered.addingTimeInterval(self.delay) <= now }
        let unknown = all.filter { $0.registered.addingTimeInterval(self.delay) > now }
        var subjects: [TrustedSubject] = []
        for subject in application.trustedCertificateSubjects {
            let found = try await self.store.certificateAuthorities(id: subject.authorityID, tenant: tenant)
            subjects.append(TrustedSubject(subject, found?.value))
        }
        let client = RegisteredClient(
            application,
            principal,
            tenant: tenant,
            keys: keys.compactMap { try? RegisteredKey($0) },
            nextKey: unknown.map { $0.registered.addingTimeInterval(self.delay) }.min(),
            RegisteredClient.Attachments(
                assignments: try await self.store.assignments(tenant: tenant, of: ("principalId", principal.id))
                    .map(\.value),
                trustedSubjects: subjects,
                idTokenLifetime: try await self.store.tokenLifetime(of: principal, application, tenant: tenant),
                directoryRoles: try await self.store.directoryRoles(of: principal.id, tenant: tenant),
                signingPairs: try await signingPairs(principal, tenant)
            )
        )
        self.state.withLock { state in
            guard state.generation == generation else { return }
            if state.clients.count >= Self.greatestCount { state.clients.removeAll() }
            state.clients[name] = client
        }
        return client
    }

    /// Whether there is a registration, with or without a service principal in the tenant.
    func isRegistered(appID: String, tenant: String) async throws -> Bool {
        try await self.store.application(appID: appID.lowercased(), tenant: tenant) != nil
    }

    /// The resource that a client names by App ID URI or client ID.
    func resource(named text: String, tenant: String) async throws -> RegisteredResource? {
        let name = Name(tenant: tenant, name: text.lowercased())
        let (known, generation) = self.state.withLock { ($0.resources[name], $0.generation) }
        if let known { return known }
        guard let resource = try await load(name.name, tenant: tenant) else { return nil }
        self.state.withLock { state in
            guard state.generation == generation else { return }
            if state.resources.count >= Self.greatestCount { state.resources.removeAll() }
            state.resources[name] = resource
        }
        return resource
    }

    private func load(_ name: String, tenant: String) async throws -> RegisteredResource? {
        if let service = BuiltInResource.named(name, at: self.origin) {
            return try await resource(service.appID, tenant, roles: service.appRoles, scopes: service.scopes)
        }
        let application =
            GUID.isWellFormed(name)
            ? try await self.store.application(appID: name, tenant: tenant)
            : try await self.store.application(identifierURI: name, tenant: tenant)
        guard let application = application?.value else { return nil }
        return try await resource(
            application.appID,
            tenant,
            roles: application.appRoles,
            scopes: application.delegatedScopes,
            application
        )
    }

    private func resource(
        _ appID: String,
        _ tenant: String,
        roles: [AppRole],
        scopes: [DelegatedScope],
        _ application: Application? = nil
    ) async throws -> RegisteredResource? {
        guard let principal = try await self.store.servicePrincipal(appID: appID, tenant: tenant)?.value else {
            return nil
        }
        return RegisteredResource(
            appID: appID,
            principal,
            application,
            roles: roles,
            scopes: scopes,
            signingPairs: try await signingPairs(principal, tenant),
            accessTokenLifetime: try await self.store.tokenLifetime(of: principal, application, tenant: tenant)
        )
    }

    private func signingPairs(_ principal: ServicePrincipal, _ tenant: String) async throws -> [SigningPair] {
        guard let masterKey = self.masterKey else { return [] }
        return try await self.store.signingPairs(of: principal, tenant: tenant, masterKey: masterKey)
    }
}
