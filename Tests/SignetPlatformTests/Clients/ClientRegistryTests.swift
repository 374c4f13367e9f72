// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization
import Testing

@testable import SignetPlatform

/// A storage that counts reads and can be made to fail, or to do something in the middle of a read.
private final class WatchedStorage: PlatformStorage {
    private struct State {
        var reads = 0
        var isBroken = false
        var interruption: (@Sendable () async -> Void)?
    }

    private let inner: InMemoryStorage
    private let state = Mutex(State())

    init(_ inner: InMemoryStorage) { self.inner = inner }

    var reads: Int { self.state.withLock { $0.reads } }

    func setBroken(_ isBroken: Bool) { self.state.withLock { $0.isBroken = isBroken } }

    func interruptNextRead(_ body: @escaping @Sendable () async -> Void) {
        self.state.withLock { $0.interruption = body }
    }

    func record(_ key: RecordKey) async throws -> StoredRecord? { try await self.inner.record(key) }

    func records(_ query: RecordQuery) async throws -> [StoredRecord] {
        let interruption = try self.state.withLock { state in
            state.reads += 1
            if state.isBroken { throw StorageError(.unavailable, "the disk is gone") }
            defer { state.interruption = nil }
            return state.interruption
        }
        let records = try await self.inner.records(query)
        await interruption?()
        return records
    }

    func apply(_ changes: [RecordChange]) async throws { try await self.inner.apply(changes) }
}

@Suite struct ClientRegistryTests {
    @Test func readsAClientOnceUntilItChanges() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let storage = WatchedStorage(fixture.storage)
        let registry = ClientRegistry(store: DirectoryStore(storage: storage), clock: ManualTime())
        let first = try await registry.client(appID: client.appID.uppercased(), tenant: PlatformFixture.tenant)
        #expect(first?.keys.count == 1)
        let reads = storage.reads
        _ = try await registry.client(appID: client.appID, tenant: PlatformFixture.tenant)
        #expect(storage.reads == reads)
        registry.forget(appID: client.appID, tenant: PlatformFixture.tenant)
        _ = try await registry.client(appID: client.appID, tenant: PlatformFixture.tenant)
        #expect(storage.reads > reads)
    }

    @Test func anAbsentClientIsAskedForAgain() async throws {
        let fixture = try await PlatformFixture.shared.value
        let registry = ClientRegistry(store: DirectoryStore(storage: fixture.storage), clock: ManualTime())
        let client = try await fixture.register()
        #expect(try await fixture.graph("DELETE", "/servicePrincipals/\(client.principalID)").status == 204)
        #expect(try await registry.client(appID: client.appID, tenant: PlatformFixture.tenant) == nil)
        _ = try await fixture.graph("POST", "/servicePrincipals", ["appId": .string(client.appID)])
        #expect(try await registry.client(appID: client.appID, tenant: PlatformFixture.tenant) != nil)
    }

    @Test func whatWasReadBeforeAChangeIsNotKeptAfterIt() async throws {
        let fixture = try await PlatformFixture.shared.value
        let client = try await fixture.register(certificate: try TestCertificates.daemon.get())
        let storage = WatchedStorage(fixture.storage)
        let registry = ClientRegistry(store: DirectoryStore(storage: storage), clock: ManualTime())
        storage.interruptNextRead {
            _ = try? await fixture.graph("PATCH", "/applications/\(client.id)", ["keyCredentials": []])
            registry.forget(appID: client.appID, tenant: PlatformFixture.tenant)
        }
        let stale = try await registry.client(appID: client.appID, tenant: PlatformFixture.tenant)
        #expect(stale?.keys.count == 1)
        let fresh = try await registry.client(appID: client.appID, tenant: PlatformFixture.tenant)
        #expect(fresh?.keys.isEmpty == true)
    }

    @Test func aFailureOfTheStorageIsAnswered503AndThenForgotten() async throws {
        let fixture = try await PlatformFixture()
        let storage = WatchedStorage(fixture.storage)
        let platform = try await Platform(
            storage: storage,
            configuration: PlatformConfiguration(
                origin: PlatformFixture.origin,
                masterKey: PlatformFixture.masterKey
            ),
            clock: fixture.clock
        )
        let assertion = try fixture.assertion(fixture.administratorID, TestCertificates.administrator.get())
        let form = try fixture.form(fixture.administratorID, assertion).map { "\($0.0)=\($0.1)" }
        let request = PlatformRequest(
            method: "POST",
            path: "/\(PlatformFixture.tenant)/oauth2/v2.0/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.joined(separator: "&").utf8)
        )
        storage.setBroken(true)
        let failed = Reply(await platform.respond(to: request))
        #expect(failed.status == 503)
        #expect(failed.json["error"] == "server_error")
        #expect(!failed.text.contains("disk"))
        storage.setBroken(false)
        #expect(await platform.respond(to: request).status == 200)
    }
}
