// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Fetches that callers of one key share: one runs, all get its result, and it ends when nobody waits any more.
final class SharedFetches<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Flight {
        let number: Int
        let task: Task<Void, Never>
        var waiters: [Int: CheckedContinuation<Value, any Error>]
    }

    private struct State {
        var next = 0
        var flights: [Key: Flight] = [:]
        /// Waiters that were cancelled before they waited.
        var cancelled: Set<Int> = []

        mutating func draw() -> Int {
            self.next += 1
            return self.next
        }
    }

    private let state = Mutex(State())

    /// The number of fetches that are running.
    var count: Int { self.state.withLock { $0.flights.count } }

    /// Waits for the fetch of a key, which `fetch` starts where none runs.
    func value(for key: Key, _ fetch: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let waiter = self.state.withLock { $0.draw() }
        // Who is cancelled in the moment of the answer has left a note that nobody would read any more.
        defer { self.state.withLock { _ = $0.cancelled.remove(waiter) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = self.state.withLock { state in
                    guard state.cancelled.remove(waiter) == nil else { return true }
                    if state.flights[key] != nil {
                        state.flights[key]?.waiters[waiter] = continuation
                        return false
                    }
                    let number = state.draw()
                    let task = Task { await self.run(key, number, fetch) }
                    state.flights[key] = Flight(number: number, task: task, waiters: [waiter: continuation])
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            leave(key, waiter)
        }
    }

    private func run(_ key: Key, _ number: Int, _ fetch: @Sendable () async throws -> Value) async {
        let result: Result<Value, any Error>
        do {
            result = .success(try await fetch())
        } catch {
            result = .failure(error)
        }
        let waiters = self.state.withLock { state in
            guard state.flights[key]?.number == number else { return [CheckedContinuation<Value, any Error>]() }
            return Array((state.flights.removeValue(forKey: key)?.waiters ?? [:]).values)
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    private func leave(_ key: Key, _ waiter: Int) {
        let (continuation, abandoned) = self.state.withLock { state in
            guard let continuation = state.flights[key]?.waiters.removeValue(forKey: waiter) else {
                state.cancelled.insert(waiter)
                return (CheckedContinuation<Value, any Error>?.none, Task<Void, Never>?.none)
            }
            guard state.flights[key]?.waiters.isEmpty == true else { return (continuation, nil) }
            return (continuation, state.flights.removeValue(forKey: key)?.task)
        }
        abandoned?.cancel()
        continuation?.resume(throwing: CancellationError())
    }
}
