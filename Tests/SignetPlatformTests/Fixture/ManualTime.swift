// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Synchronization

/// A clock that stands still until it is moved.
final class ManualTime: TimeSource {
    private let date: Mutex<Date>

    init(_ date: Date = Date(timeIntervalSince1970: 1_800_000_000)) {
        self.date = Mutex(date)
    }

    var now: Date { self.date.withLock { $0 } }

    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
    }

    func advance(by seconds: TimeInterval) {
        self.date.withLock { $0 = $0.addingTimeInterval(seconds) }
    }
}
