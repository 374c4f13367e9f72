// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// The identity of a call: two numbers that become a GUID only when somebody asks for it.
package struct RequestIdentity: Sendable, RandomNumberGenerator {
    private var state: UInt64

    /// Draws the next identity of a source.
    package init(_ source: inout RequestIdentitySource) {
        self.state = source.next()
    }

    /// SplitMix64.
    package mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The GUID: the same each time.
    package var text: String {
        var generator = self
        return GUID.random(using: &generator)
    }
}

/// Where identities come from: seeded once by the system, since a draw from the system costs as much as a policy.
package struct RequestIdentitySource: Sendable {
    private var state: UInt64

    package init() {
        var generator = SystemRandomNumberGenerator()
        self.state = generator.next()
    }

    mutating func next() -> UInt64 {
        self.state &+= 0xD1B5_4A32_D192_ED03
        return self.state
    }
}
