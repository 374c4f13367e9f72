// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A count that only grows, and tasks that wait until it has reached a number: synchronisation without sleeping.
final class Threshold: Sendable {
    private struct State {
        var count = 0
        var waiters: [UInt64: (target: Int, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var lastTicket: UInt64 = 0
    }

    private let state = Mutex(State())

    var count: Int { self.state.withLock { $0.count } }

    func increment() {
        let reached = self.state.withLock { state in
            state.count += 1
            let reached = state.waiters.filter { $0.value.target <= state.count }
            for ticket in reached.keys { state.waiters[ticket] = nil }
            return reached.values.map(\.continuation)
        }
        for continuation in reached { continuation.resume() }
    }

    func reach(_ target: Int) async throws {
        let ticket = self.state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isReached = self.state.withLock { state in
                    if state.count < target { state.waiters[ticket] = (target, continuation) }
                    return state.count >= target
                }
                if isReached { continuation.resume() }
                if Task.isCancelled { giveUp(ticket) }
            }
        } onCancel: {
            giveUp(ticket)
        }
    }

    private func giveUp(_ ticket: UInt64) {
        let waiter = self.state.withLock { $0.waiters.removeValue(forKey: ticket) }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}
