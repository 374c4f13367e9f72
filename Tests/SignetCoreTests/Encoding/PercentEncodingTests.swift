// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("a%20b", "a b"), ("%C3%bc", "ü"), ("%2B+", "++"), ("%25%32%35", "%25"), ("ü", "ü"),
    ])
    func decodesEscapesOnce(text: String, decoded: String) {
        #expect(PercentEncoding.decode(text, plusIsSpace: false) == decoded)
    }

    @Test func plusIsASpaceInForms() {
        #expect(PercentEncoding.decode("a+b%2B", plusIsSpace: true) == "a b+")
    }

    @Test(arguments: ["%", "%4", "%zz", "%+5", "%-5", "% 5", "a%00b", "\0", "%FF", "%C3"])
    func refusesWhatIsBroken(text: String) {
        #expect(PercentEncoding.decode(text, plusIsSpace: false) == nil)
        #expect(PercentEncoding.decode(text, plusIsSpace: true) == nil)
    }
}
