// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@Suite struct GUIDTests {
    @Test(arguments: [
        ("01234567-89ab-4def-8123-456789ABCDEF", true), ("01234567-89ab-4def-8123-456789abcde", false),
        ("01234567-89ab-4def-8123-456789abcdef0", false), ("0123456789ab-4def-8123-456789abcdef-", false),
        ("01234567-89ab-4def-8123-456789abcdeg", false), ("01234567089ab-4def-8123-456789abcdef", false),
        ("--------------------------------------", false), ("", false), ("é1234567-89ab-4def-8123-456789abcde", false),
    ])
    func knowsTheForm(text: String, isWellFormed: Bool) {
        #expect(GUID.isWellFormed(text) == isWellFormed)
    }

    @Test func drawsWellFormedOnesThatDiffer() {
        let drawn = Set((0..<100).map { _ in GUID.random() })
        #expect(drawn.count == 100)
        #expect(drawn.allSatisfy { GUID.isWellFormed($0) && Array($0)[14] == "4" })
    }
}
