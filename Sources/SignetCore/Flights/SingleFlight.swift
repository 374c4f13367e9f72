// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Runs one operation for any number of callers of a key; other keys do not wait.
///
/// An operation is a task that this object owns: it ends when the last of its callers is cancelled, or with the object. A
/// caller that is cancelled leaves at once and takes nobody along. Nothing is remembered: the operation keeps its result itself.
package final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// What brings the value.
    package typealias Operation = @Sendable () async throws -> Value
    private typealias State = FlightState<Key, CheckedContinuation<Value, any Error>>

    private let state = Mutex(State())
    private let tickets = Atomic<UInt64>(0)

    /// Creates an object with nothing under way.
    package init() {}

    deinit {
        for cancel in self.state.withLock({ $0.abandon() }) { cancel() }
    }

    /// The number of callers that wait.
    package var waiterCount: Int { self.state.withLock { $0.waiterCount } }
    /// The number of operations that are under way.
    package var flightCount: Int { self.state.withLock { $0.flightCount } }

    /// Waits for the operation of a key, which is begun where none is under way.
    ///
    /// - Throws: What the operation throws; `CancellationError` when the calling task is cancelled.
    package func value(for key: Key, _ operation: @escaping Operation) async throws -> Value {
        try Task.checkCancellation()
        let ticket = self.tickets.add(1, ordering: .relaxed).newValue
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let flight = self.state.withLock { $0.join(key, ticket: ticket, waiter: continuation) }
                if let flight { start(key, flight, operation) }
                // A caller that was cancelled before it had joined was not there when its handler looked for it.
                if Task.isCancelled { leave(key, ticket) }
            }
        } onCancel: {
            leave(key, ticket)
        }
    }

    /// Begins the operation of a key in the background, where none is under way.
    package func begin(_ key: Key, _ operation: @escaping Operation) {
        if let flight = self.state.withLock({ $0.begin(key) }) { start(key, flight, operation) }
    }

    private func leave(_ key: Key, _ ticket: UInt64) {
        let leaving = self.state.withLock { $0.leave(key, ticket: ticket) }
        leaving.cancel?()
        leaving.waiter?.resume(throwing: CancellationError())
    }

    private func start(_ key: Key, _ flight: UInt64, _ operation: @escaping Operation) {
        let task = Task { [weak self] in
            let result: Result<Value, any Error>
            do {
                result = .success(try await operation())
            } catch {
                result = .failure(error)
            }
            self?.finish(key, flight, result)
        }
        let isWanted = self.state.withLock { $0.attach(key, flight: flight) { task.cancel() } }
        // Its callers were cancelled, or it has ended: then this does nothing.
        if !isWanted { task.cancel() }
    }

    private func finish(_ key: Key, _ flight: UInt64, _ result: Result<Value, any Error>) {
        let waiters = self.state.withLock { $0.complete(key, flight: flight) }
        for waiter in waiters { waiter.resume(with: result) }
    }
}
