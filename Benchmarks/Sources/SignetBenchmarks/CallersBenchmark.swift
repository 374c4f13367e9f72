// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCredentials

/// Ten thousand callers who all want the same token that is not there yet: how many requests leave.
enum CallersBenchmark {
    static func rows() async throws -> [Row] {
        let callers = 10_000
        let transport = CannedTransport(isOpen: false)
        let credential = try ClientAssertionCredential.canned(transport, capacity: 10)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<callers {
                group.addTask {
                    // The answer comes only when every caller is on its way.
                    transport.arrive(of: callers)
                    _ = try await credential.token(for: "api://orders/.default")
                }
            }
            try await group.waitForAll()
        }
        let count = Double(transport.count)
        return [
            Row(
                name: "token POSTs for 10,000 concurrent cold callers",
                value: count,
                unit: "requests",
                peer: "azure-identity async, 100 callers (published measurement)",
                peerValue: 100,
                ratio: 100 / count,
                goal: "1",
                met: count == 1
            )
        ]
    }
}
