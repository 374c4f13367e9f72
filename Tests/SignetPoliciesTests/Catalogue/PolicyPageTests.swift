// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import SignetPolicies

/// The page for people is made from the catalogue, and says what it says.
@Suite struct PolicyPageTests {
    @Test func saysWhatTheCatalogueSays() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let page = root.appending(path: "docs/policies.md").standardizedFileURL
        if ProcessInfo.processInfo.environment["SIGNET_WRITE_PAGES"] != nil {
            try Data(PolicyReference.markdown.utf8).write(to: page)
        }
        let written = try String(contentsOf: page, encoding: .utf8)
        // Stale? Write it again: SIGNET_WRITE_PAGES=1 swift test --filter PolicyPageTests
        #expect(written == PolicyReference.markdown)
    }
}
