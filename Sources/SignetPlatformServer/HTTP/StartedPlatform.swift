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
        var failure: (any Error)?
    }

    private let state = Mutex(State())

    /// The platform, once it is there.
    var current: Platform? { self.state.withLock { $0.platform } }

    /// Why it did not come to be.
    var failure: (any Error)? { self.state.withLock { $0.failure } }

    func start(_ platform: Platform) {
        self.state.withLock { $0.platform = platform }
    }

    func fail(_ error: any Error) {
        self.state.withLock { $0.failure = error }
    }
}
