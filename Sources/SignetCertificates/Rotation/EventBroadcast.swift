// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Tells events to any number of listeners; one that is slow loses its oldest events and holds nobody up.
package final class EventBroadcast<Event: Sendable>: Sendable {
    private struct State {
        var listeners: [UInt64: AsyncStream<Event>.Continuation] = [:]
        var lastTicket: UInt64 = 0
    }

    /// How many events wait for one listener.
    package static var capacity: Int { 32 }

    private let state = Mutex(State())

    /// Creates a broadcast without listeners.
    package init() {}

    deinit {
        for listener in self.state.withLock({ $0.listeners }).values { listener.finish() }
    }

    /// The number of listeners.
    package var listenerCount: Int { self.state.withLock { $0.listeners.count } }

    /// A stream of the events from now on; it ends with the broadcast.
    package func listen() -> AsyncStream<Event> {
        let (stream, continuation) = AsyncStream<Event>.makeStream(bufferingPolicy: .bufferingNewest(Self.capacity))
        let ticket = self.state.withLock { state in
            state.lastTicket += 1
            state.listeners[state.lastTicket] = continuation
            return state.lastTicket
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.listeners.removeValue(forKey: ticket) }
        }
        return stream
    }

    /// Tells an event.
    package func send(_ event: Event) {
        for listener in self.state.withLock({ $0.listeners }).values { listener.yield(event) }
    }
}
