// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Synchronization

/// The latest traces of calls, by their IDs, which nobody can guess.
final class TraceStore: Sendable {
    private struct State {
        var traces: [String: JSONValue] = [:]
        var order: [String] = []
    }

    private static let capacity = 256

    private let state = Mutex(State())

    /// Keeps a trace; the oldest makes room.
    func keep(_ id: String, _ trace: JSONValue) {
        self.state.withLock { state in
            state.traces[id] = trace
            state.order.append(id)
            if state.order.count > Self.capacity { state.traces[state.order.removeFirst()] = nil }
        }
    }

    subscript(id: String) -> JSONValue? { self.state.withLock { $0.traces[id] } }
}
