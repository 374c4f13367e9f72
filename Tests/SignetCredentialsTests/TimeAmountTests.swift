// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import Testing

@testable import SignetCredentials

@Suite struct TimeAmountTests {
    @Test(arguments: [
        (Duration.milliseconds(100), Int64(100_000_000)), (.milliseconds(1_900), 1_900_000_000),
        (.seconds(30), 30_000_000_000), (.zero, 1), (.seconds(-5), 1), (.seconds(Int64.max), 3_153_600_000_000_000_000),
        (.seconds(Int64.min), 1),
    ])
    func boundsEveryDuration(duration: Duration, nanoseconds: Int64) {
        #expect(TimeAmount.bounded(duration).nanoseconds == nanoseconds)
    }
}
