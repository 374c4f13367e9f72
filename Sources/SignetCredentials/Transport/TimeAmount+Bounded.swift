// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore

extension TimeAmount {
    /// A duration in NIO's measure, from a nanosecond to what can still be added to a deadline.
    ///
    /// NIO's own conversion gives its largest number where it cannot count: a deadline overflows then, and a time that was over
    /// long ago would never come.
    static func bounded(_ duration: Duration) -> TimeAmount {
        let longest = Duration.seconds(100 * 365 * 86_400)
        return TimeAmount(min(max(duration, .nanoseconds(1)), longest))
    }
}
