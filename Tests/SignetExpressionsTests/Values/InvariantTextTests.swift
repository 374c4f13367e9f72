// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import SignetExpressions

@Suite struct InvariantTextTests {
    /// Results of `Double.ToString(CultureInfo.InvariantCulture)` in .NET since Core 3.0.
    @Test(arguments: [
        (1.0, "1"), (0.1, "0.1"), (-2.5, "-2.5"), (1e14, "100000000000000"), (1e15, "1E+15"), (1.5e16, "1.5E+16"),
        (123456789012345.0, "123456789012345"), (1234567890123456.0, "1.234567890123456E+15"), (0.00001, "1E-05"),
        (0.0001, "0.0001"), (1e300, "1E+300"), (Double.infinity, "Infinity"), (-Double.infinity, "-Infinity"),
        (Double.nan, "NaN"), (0.95 * 3600, "3420"), (100.25, "100.25"),
    ])
    func writesDoublesAsDotNet(value: Double, text: String) {
        #expect(ExpressionValue.double(value).invariantText == text)
    }

    @Test func writesTheOtherTypesAsDotNet() {
        #expect(ExpressionValue.bool(true).invariantText == "True")
        #expect(ExpressionValue.bytes([1]).invariantText == "System.Byte[]")
        #expect(ExpressionValue.strings(["a"]).invariantText == "System.String[]")
        #expect(ExpressionValue.null.invariantText == "")
        let date = Date(timeIntervalSince1970: 1_795_255_445)
        #expect(ExpressionValue.dateTime(ExpressionDate(date)).invariantText == "11/21/2026 10:04:05")
        #expect(ExpressionValue.timeSpan(0).invariantText == "00:00:00")
        #expect(ExpressionValue.timeSpan(-(86_400 + 3_661) * 10_000_000 - 5).invariantText == "-1.01:01:01.0000005")
    }
}
