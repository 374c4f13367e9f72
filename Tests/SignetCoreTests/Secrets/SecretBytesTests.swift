// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import Testing

@Suite struct SecretBytesTests {
    @Test func noWayOfPrintingShowsTheContent() {
        let secret = SecretBytes(utf8: "hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        let printed = ["\(secret)", String(reflecting: secret), dumped, "\([secret])", "\(Optional(secret) as Any)"]
        #expect(printed.allSatisfy { !$0.contains("hunter2") && !$0.contains("104") })
    }

    @Test func comparesByContent() {
        #expect(SecretBytes(utf8: "a") == SecretBytes(utf8: "a"))
        #expect(SecretBytes(utf8: "a") != SecretBytes(utf8: "b"))
        #expect(SecretBytes(utf8: "a") != SecretBytes(utf8: "aa"))
    }
}
