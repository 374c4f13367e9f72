// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Synchronization

/// The value of the field `Date`, written once a second.
final class DateField: Sendable {
    private let clock: any TimeSource
    private let written = Mutex<(second: Int, text: String)>((-1, ""))

    init(clock: any TimeSource) {
        self.clock = clock
    }

    var text: String {
        let now = self.clock.now
        let second = Int(nearest: now.timeIntervalSince1970)
        return self.written.withLock { written in
            if written.second != second { written = (second, Timestamp.http(now)) }
            return written.text
        }
    }
}
