// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SignetPolicies

@Suite struct DiagnosticTests {
    @Test func underlinesThePlace() {
        let diagnostic = Diagnostic(
            severity: .error,
            code: .unknownPolicy,
            message: "unknown",
            line: 2,
            column: 3,
            file: "policy.xml",
            sourceLine: "\t<x/>",
            length: 1
        )
        #expect(diagnostic.excerpt == "\t<x/>\n\t ^")
        #expect(diagnostic.description == "policy.xml:2:3: error: unknown")
    }
}
