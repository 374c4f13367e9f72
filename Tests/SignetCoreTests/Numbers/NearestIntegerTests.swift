// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@Suite struct NearestIntegerTests {
    @Test(
        arguments: [
            (0, 0), (1.9, 1), (-0.5, -1), (9.3e18, Int.max), (1e300, Int.max), (-1e300, Int.min), (.infinity, Int.max),
            (-.infinity, Int.min), (.nan, 0), (9_223_372_036_854_775_808, Int.max),
            (-9_223_372_036_854_775_808, Int.min),
        ] as [(Double, Int)]
    )
    func isTheNearestThatFits(value: Double, number: Int) {
        #expect(Int(nearest: value) == number)
    }

    @Test func anUnsignedOneEndsAtZero() {
        #expect(UInt16(nearest: -3) == 0)
        #expect(UInt16(nearest: 70_000) == .max)
    }
}
