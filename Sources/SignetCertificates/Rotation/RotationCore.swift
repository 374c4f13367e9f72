// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Synchronization

/// Reads a source into a rotation's state and tells what changed.
///
/// A reading that is under way keeps this alive, and not the ``RotationEngine``, which ends it when it goes.
final class RotationCore<Pair: RotatingPair>: Sendable {
    let source: CertificateSource
    let clock: any TimeSource
    let events = EventBroadcast<CertificateEvent>()
    private let make: @Sendable (CertificateMaterial) throws(CertificateError) -> Pair
    private let state: Mutex<RotationState<Pair>>
    private let versionNumber = Atomic<Int>(0)

    init(
        source: CertificateSource,
        clock: any TimeSource,
        make: @escaping @Sendable (CertificateMaterial) throws(CertificateError) -> Pair
    ) {
        self.source = source
        self.clock = clock
        self.make = make
        self.state = Mutex(RotationState(at: clock.now))
    }

    var current: Pair? { self.state.withLock { $0.current } }
    var previous: Pair? { self.state.withLock { $0.previous } }
    var lastFailure: CertificateError? { self.state.withLock { $0.lastFailure } }
    var rotatedAt: Date? { self.state.withLock { $0.rotatedAt } }
    var version: Int { self.versionNumber.load(ordering: .acquiring) }

    /// Whether the caller is the one who looks at the source now.
    func isCheckDue(interval: Double) -> Bool {
        self.state.withLock { $0.shouldCheck(at: self.clock.now, interval: interval) }
    }

    /// Looks at the files, and reads them where they changed or `isForced`.
    func check(isForced: Bool = false) {
        // The state is taken before the reading: a change in between is seen as a change the next time.
        let files = self.source.paths.map { FileIdentity(path: $0) }
        guard isForced || self.state.withLock({ $0.shouldRead(files) }) else {
            tell(self.state.withLock { $0.finishUnchanged(at: self.clock.now) })
            return
        }
        let result = Result { () throws(CertificateError) in try self.make(try self.source.loadMaterial()) }
        tell(self.state.withLock { $0.finish(result, files: files, at: self.clock.now) })
    }

    /// Reads a source that has to be waited for.
    ///
    /// - Throws: ``CertificateError`` where it was not read; `CancellationError`.
    func read(interval: Double) async throws {
        let result: Result<Pair, CertificateError>
        do {
            result = .success(try self.make(try await self.source.readMaterial()))
        } catch let error as CertificateError {
            result = .failure(error)
        } catch {
            finishUnchanged()
            throw error
        }
        let now = self.clock.now
        let change = self.state.withLock { state in
            let change = state.finish(result, at: now)
            // A source that failed is asked again soon; one that answered, at its interval.
            if case .failure = result { state.postpone(at: now, by: min(interval, Self.pauseAfterFailure)) }
            if case .success = result { state.postpone(at: now, by: interval) }
            return change
        }
        tell(change)
        if case .failure(let error) = result { throw error }
    }

    /// Ends a look that was given up; a pair whose time has come is taken into use.
    func finishUnchanged() {
        tell(self.state.withLock { $0.finishUnchanged(at: self.clock.now) })
    }

    /// Takes a pair into use.
    func adopt(_ pair: Pair) throws(CertificateError) {
        let now = self.clock.now
        try pair.publicCertificate.validate(at: now)
        tell(self.state.withLock { $0.adopt(pair, at: now, replacesEqual: true) })
    }

    /// How soon a provider that failed is asked again, in seconds.
    private static var pauseAfterFailure: Double { 30 }

    private func tell(_ change: RotationChange<Pair>?) {
        let now = self.clock.now
        switch change {
        case nil: return
        case .adopted(let pair, let before):
            let new = pair.publicCertificate
            self.versionNumber.store(self.state.withLock { $0.version }, ordering: .releasing)
            self.events.send(.rotated(from: before?.publicCertificate, to: new, daysLeft: new.daysLeft(at: now)))
        case .failed(let error):
            let inUse = self.current?.publicCertificate
            self.events.send(.failed(error, inUse: inUse, daysLeft: inUse?.daysLeft(at: now)))
        }
    }
}
