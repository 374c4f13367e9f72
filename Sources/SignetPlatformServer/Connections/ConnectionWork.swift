// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The request of a connection that is being answered: whoever waits for the connection waits for it too.
final class ConnectionWork: Sendable {
    private let task = Mutex<Task<Void, Never>?>(nil)

    func begin(_ task: Task<Void, Never>) { self.task.withLock { $0 = task } }

    func finish() async { await self.task.withLock { $0 }?.value }
}
