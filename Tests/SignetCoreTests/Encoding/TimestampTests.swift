// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (1_795_243_493, "2026-11-21T06:44:53Z"),
        (-1, "1969-12-31T23:59:59Z"), (4_102_444_799, "2099-12-31T23:59:59Z"),
    ])
    func printsAndReadsRFC3339(seconds: Double, text: String) {
        #expect(Timestamp.iso8601(Date(timeIntervalSince1970: seconds)) == text)
        #expect(Timestamp.parse(text)?.timeIntervalSince1970 == seconds)
    }

    @Test func printsTheFormsOfTheTokenService() {
        let date = Date(timeIntervalSince1970: 1_795_243_493.25)
        #expect(Timestamp.dotNet(date) == "2026-11-21T06:44:53.2500000Z")
        #expect(Timestamp.tokenService(date) == "2026-11-21 06:44:53Z")
        #expect(Timestamp.american(date) == "11/21/2026 06:44:53")
    }

    @Test(arguments: [
        (784_111_777.0, "Sun, 06 Nov 1994 08:49:37 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (1_795_243_493.9, "Sat, 21 Nov 2026 06:44:53 GMT"), (-777_600, "Tue, 23 Dec 1969 00:00:00 GMT"),
    ])
    func printsTheFormOfHTTP(seconds: Double, text: String) {
        #expect(Timestamp.http(Date(timeIntervalSince1970: seconds)) == text)
    }

    @Test func anAbsurdDateDoesNotTrap() {
        #expect(Timestamp.iso8601(.distantFuture).hasPrefix("4001"))
        #expect(Timestamp.iso8601(Date(timeIntervalSince1970: 1e300)).hasPrefix("9999"))
    }
}
