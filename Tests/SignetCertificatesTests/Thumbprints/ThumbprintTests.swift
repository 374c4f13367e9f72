// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCertificates
import Testing

@Suite struct ThumbprintTests {
    @Test func writesTheKnownThumbprintInEveryForm() throws {
        let thumbprint = try #require(Thumbprint(hexadecimal: "84E05C1D98BCE3A5421D225B140B36E86A3D5534"))
        #expect(thumbprint.base64URL == "hOBcHZi846VCHSJbFAs26Go9VTQ")
        #expect(thumbprint.base64 == "hOBcHZi846VCHSJbFAs26Go9VTQ=")
        #expect(thumbprint.hexadecimal == "84E05C1D98BCE3A5421D225B140B36E86A3D5534")
        #expect(Thumbprint(base64URL: thumbprint.base64URL) == thumbprint)
    }

    @Test(arguments: [
        "84e05c1d98bce3a5421d225b140b36e86a3d5534",
        "84:E0:5C:1D:98:BC:E3:A5:42:1D:22:5B:14:0B:36:E8:6A:3D:55:34",
        "\u{200E}84 e0 5c 1d 98 bc e3 a5 42 1d 22 5b 14 0b 36 e8 6a 3d 55 34 ",
        "\u{FEFF}84-E0-5C-1D-98-BC-E3-A5-42-1D-22-5B-14-0B-36-E8-6A-3D-55-34\n",
    ])
    func readsThumbprintsAsPeoplePasteThem(text: String) {
        #expect(Thumbprint(hexadecimal: text)?.base64URL == "hOBcHZi846VCHSJbFAs26Go9VTQ")
    }

    @Test(arguments: [
        "", "84E0", "84E05C1D98BCE3A5421D225B140B36E86A3D55", "xyz", "84E05C1D98BCE3A5421D225B140B36E86A3D553G",
    ])
    func refusesWhatIsNoThumbprint(text: String) {
        #expect(Thumbprint(hexadecimal: text) == nil)
    }

    @Test func digestsWithBothAlgorithms() {
        // FIPS 180-4, the digests of "abc".
        #expect(
            Thumbprint.sha1(ofDER: Array("abc".utf8)).hexadecimal == "A9993E364706816ABA3E25717850C26C9CD0D89D"
        )
        #expect(
            Thumbprint.sha256(ofDER: Array("abc".utf8)).hexadecimal
                == "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
        )
    }
}
