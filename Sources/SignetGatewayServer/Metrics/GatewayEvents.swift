// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetGateway
import Synchronization

/// What happens to a gateway as a whole, and the configuration in use, for whoever asks from another thread.
final class GatewayEvents: Sendable {
    /// How often what has happened.
    struct Counts: Sendable {
        var reloads = 0
        var failedReloads = 0
        var rotations = 0
    }

    private struct State {
        var counts = Counts()
        var loaded: LoadedConfiguration
        /// Whether the last change could not be used.
        var isStale = false
    }

    private let state: Mutex<State>

    init(_ loaded: LoadedConfiguration) {
        self.state = Mutex(State(loaded: loaded))
    }

    var counts: Counts { self.state.withLock(\.counts) }
    /// The configuration in use.
    var loaded: LoadedConfiguration { self.state.withLock(\.loaded) }
    /// Whether the folder holds a change that cannot be used.
    var isStale: Bool { self.state.withLock(\.isStale) }

    func reloaded() {
        self.state.withLock {
            $0.counts.reloads += 1
            $0.isStale = false
        }
    }

    func reloadFailed() {
        self.state.withLock {
            $0.counts.failedReloads += 1
            $0.isStale = true
        }
    }

    func rotated(_ count: Int) { self.state.withLock { $0.counts.rotations += count } }

    func use(_ loaded: LoadedConfiguration) { self.state.withLock { $0.loaded = loaded } }
}
