// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPlatform
import Synchronization

/// The platform behind an open port: it comes to be when the port is known, a moment after the port is open.
final class StartedPlatform: Sendable {
    private struct State {
        var platform: Platform?
        var portal: Portal?
        var failure: (any Error)?
    }

    private let state = Mutex(State())

    /// The platform, once it is there.
    var current: Platform? { self.state.withLock { $0.platform } }

    /// The administrator's pages, once the platform is there.
    var portal: Portal? { self.state.withLock { $0.portal } }

    /// Why it did not come to be.
    var failure: (any Error)? { self.state.withLock { $0.failure } }

    func start(_ platform: Platform, _ portal: Portal) {
        self.state.withLock { state in
            state.platform = platform
            state.portal = portal
        }
    }

    func fail(_ error: any Error) {
        self.state.withLock { $0.failure = error }
    }
}
