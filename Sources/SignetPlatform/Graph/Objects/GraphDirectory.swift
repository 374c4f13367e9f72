// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The directory as Graph's operations use it: changes retried, storage errors in Graph's terms, the registry told.
struct GraphDirectory: Sendable {
    /// How often a change is tried again that another one overtook.
    private static let attempts = 4

    let store: DirectoryStore
    let registry: ClientRegistry
    let tenant: String
    /// The scheme, host and port of the platform.
    let origin: String
    /// What seals the keys that sign tokens for single applications.
    let masterKey: MasterKey

    var root: String { "\(self.origin)/v1.0" }

    func application(_ key: GraphTarget.Key) async throws -> DirectoryStore.Versioned<Application> {
        switch key {
        case .id(let id):
            guard let found = try await self.store.application(id: id, tenant: self.tenant) else {
                throw GraphRefusal.notFound(id)
            }
            return found
        case .appID(let appID):
            guard let found = try await self.store.application(appID: appID, tenant: self.tenant) else {
                throw GraphRefusal.notFound(appID)
            }
            return found
        case .uniqueName(let name):
            guard let found = try await self.store.application(uniqueName: name, tenant: self.tenant) else {
                throw GraphRefusal.notFound(name)
            }
            return found
        }
    }

    func servicePrincipal(_ key: GraphTarget.Key) async throws -> DirectoryStore.Versioned<ServicePrincipal> {
        switch key {
        case .id(let id):
            guard let found = try await self.store.servicePrincipal(id: id, tenant: self.tenant) else {
                throw GraphRefusal.notFound(id)
            }
            return found
        case .appID(let appID):
            guard let found = try await self.store.servicePrincipal(appID: appID, tenant: self.tenant) else {
                throw GraphRefusal.notFound(appID)
            }
            return found
        case .uniqueName:
            throw GraphRefusal.badRequest("The property 'uniqueName' is not a key.")
        }
    }

    /// Changes an application; where another change overtakes this one, it is made again on the new state.
    func change<Result>(
        application key: GraphTarget.Key,
        _ body: (inout Application) throws -> Result
    ) async throws -> Result {
        try await retrying {
            let (before, version) = try await { ($0.value, $0.version) }(application(key))
            var application = before
            let result = try body(&application)
            try await restrictions(of: before).check(application, before: before)
            try await apply(
                [.replace(application.record(tenant: self.tenant, version: version))],
                appID: application.appID
            )
            return result
        }
    }

    /// Changes a service principal; see ``change(application:_:)``.
    func change<Result>(
        servicePrincipal key: GraphTarget.Key,
        _ body: (inout ServicePrincipal) throws -> Result
    ) async throws -> Result {
        try await retrying {
            let (before, version) = try await { ($0.value, $0.version) }(servicePrincipal(key))
            var principal = before
            let result = try body(&principal)
            try await restrictions(of: before).check(principal, before: before)
            try await apply(
                [.replace(principal.record(tenant: self.tenant, version: version))]
                    + (try await pairChanges(principal, before: before)),
                appID: principal.appID
            )
            return result
        }
    }

    /// Does changes that concern one application, and makes the registry forget it.
    func apply(_ changes: [RecordChange], appID: String) async throws {
        // Also where it fails: what a medium says it did not do, it may have done.
        defer { self.registry.forget(appID: appID, tenant: self.tenant) }
        try await self.store.apply(changes)
    }

    /// Does changes that may concern any application, and makes the registry forget everything.
    func applyToAll(_ changes: [RecordChange]) async throws {
        defer { self.registry.forgetAll() }
        do {
            try await self.store.apply(changes)
        } catch let error as StorageError where error.code == .conflict {
            throw GraphRefusal.concurrentChange
        }
    }

    /// Does something again where another change overtook it.
    func retrying<Result>(_ body: () async throws -> Result) async throws -> Result {
        for _ in 1..<Self.attempts {
            do {
                return try await body()
            } catch let error as StorageError where error.code == .conflict {
                continue
            }
        }
        do {
            return try await body()
        } catch let error as StorageError where error.code == .conflict {
            throw GraphRefusal.concurrentChange
        }
    }
}
