// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SignetCertificates
import SignetCore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct ProviderTests {
    /// Gives what the test put into it, and counts.
    final class Store: Sendable {
        struct Failure: Error {}
        private let content: Mutex<Result<ClientCertificate, any Error>>
        private let asked = Atomic<Int>(0)
        private let gate = Mutex<AsyncStream<Void>?>(nil)

        init(_ certificate: ClientCertificate) { self.content = Mutex(.success(certificate)) }
        var calls: Int { self.asked.load(ordering: .sequentiallyConsistent) }
        func put(_ result: Result<ClientCertificate, any Error>) { self.content.withLock { $0 = result } }
        func hold() -> AsyncStream<Void>.Continuation {
            let (stream, continuation) = AsyncStream<Void>.makeStream()
            self.gate.withLock { $0 = stream }
            return continuation
        }
        func release(_ continuation: AsyncStream<Void>.Continuation) {
            self.gate.withLock { $0 = nil }
            continuation.finish()
        }

        func source(every interval: Duration = .seconds(100)) -> CertificateSource {
            .provider("the store", every: interval) {
                self.asked.add(1, ordering: .sequentiallyConsistent)
                if let stream = self.gate.withLock({ $0 }) {
                    for await _ in stream {}
                    try Task.checkCancellation()
                }
                return try self.content.withLock { try $0.get() }
            }
        }
    }

    let clock = ManualTime()
    let first: ClientCertificate
    let second: ClientCertificate

    init() throws {
        self.first = try ClientCertificate.create(Samples.template("CN=first"))
        self.second = try ClientCertificate.create(Samples.template("CN=second"))
    }

    private func until(_ condition: () -> Bool) async {
        while !condition(), !Task.isCancelled { await Task.yield() }
    }

    @Test func isWaitedForOnceAndThenAskedInTheBackgroundAtItsInterval() async throws {
        let store = Store(self.first)
        let rotation = try await CertificateRotation(source: store.source(), clock: self.clock)
        #expect(store.calls == 1)
        store.put(.success(self.second))
        self.clock.advance(89)
        #expect(rotation.current().sha1Thumbprint == self.first.sha1Thumbprint)
        #expect(store.calls == 1, "a tenth before its interval at the earliest")
        let held = store.hold()
        self.clock.advance(22)
        #expect(rotation.current().sha1Thumbprint == self.first.sha1Thumbprint, "callers do not wait")
        await until { store.calls == 2 }
        for _ in 0..<20 { _ = rotation.current() }
        #expect(store.calls == 2)
        store.release(held)
        await until { rotation.version == 2 }
        #expect(rotation.current().sha1Thumbprint == self.second.sha1Thumbprint)
        #expect(rotation.previous?.sha1Thumbprint == self.first.sha1Thumbprint)
    }

    @Test func aFailureKeepsTheLastGoodOneAndIsAskedAgainSoon() async throws {
        let store = Store(self.first)
        let rotation = try await CertificateRotation(source: store.source(every: .seconds(3_600)), clock: self.clock)
        store.put(.failure(Store.Failure()))
        let error = await #expect(throws: SignetCertificates.CertificateError.self) { try await rotation.reload() }
        #expect(error?.code == .sourceUnavailable)
        #expect(error?.cause is Store.Failure)
        #expect(error?.message.contains("the store") == true)
        #expect(rotation.current().sha1Thumbprint == self.first.sha1Thumbprint)
        #expect(rotation.lastFailure?.code == .sourceUnavailable)
        store.put(.success(self.second))
        self.clock.advance(31)
        _ = rotation.current()
        await until { rotation.version == 2 }
        #expect(rotation.lastFailure == nil)
    }

    @Test func aFirstFailureIsToldAndNotRemembered() async throws {
        let store = Store(self.first)
        store.put(.failure(Store.Failure()))
        await #expect(throws: SignetCertificates.CertificateError.self) {
            try await CertificateRotation(source: store.source(), clock: self.clock)
        }
        store.put(.success(self.first))
        let rotation = try await CertificateRotation(source: store.source(), clock: self.clock)
        #expect(rotation.version == 1)
    }

    @Test func fiftyReloadsAreOneCall() async throws {
        let store = Store(self.first)
        let rotation = try await CertificateRotation(source: store.source(), clock: self.clock)
        let held = store.hold()
        let engineCalls = store.calls
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { try await rotation.reload() } }
            await until { store.calls == engineCalls + 1 }
            store.release(held)
            try await group.waitForAll()
        }
        // A caller that came when the call had ended made another one: never fifty.
        #expect(store.calls < engineCalls + 50)
    }

    @Test func aPairThatIsNotYetValidWaitsForItsTime() async throws {
        let store = Store(self.first)
        let rotation = try await CertificateRotation(source: store.source(every: .seconds(86_400)), clock: self.clock)
        var template = Samples.template("CN=tomorrow")
        template.notBefore = self.clock.now + 600
        let later = try ClientCertificate.create(template)
        store.put(.success(later))
        try await rotation.reload()
        #expect(rotation.current().sha1Thumbprint == self.first.sha1Thumbprint)
        #expect(rotation.lastFailure?.code == .notYetValid)
        self.clock.advance(601)
        #expect(rotation.current().sha1Thumbprint == later.sha1Thumbprint)
    }

    @Test func needsWaitingAndSaysSo() throws {
        let error = #expect(throws: SignetCertificates.CertificateError.self) { try Store(self.first).source().load() }
        #expect(error?.code == .sourceUnavailable)
        #expect("\(Store(self.first).source())" == "CertificateSource(the store)")
    }

    @Test func aCallThatHangsEndsWithTheRotation() async throws {
        let store = Store(self.first)
        var rotation: CertificateRotation? = try await CertificateRotation(source: store.source(), clock: self.clock)
        _ = store.hold()
        let task = Task { [rotation] in try await rotation?.reload() }
        await until { store.calls == 2 }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        rotation = nil
    }
}
