// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Whether the server is on its way down.
final class ServerState: Sendable {
    private let draining = Atomic(false)

    var isDraining: Bool { self.draining.load(ordering: .relaxed) }

    func drain() { self.draining.store(true, ordering: .relaxed) }
}
