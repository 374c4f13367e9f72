// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCredentials
import Synchronization

/// Ten thousand callers who all want the same token that is not there yet, while a hundred others want one each.
enum CallersBenchmark {
    static func rows() async throws -> [Row] {
        let (callers, others) = (10_000, 100)
        let transport = CannedTransport(holding: "busy")
        let credential = try ClientAssertionCredential.canned(transport, capacity: 1_000)
        var served = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<callers {
                group.addTask { _ = try await credential.token(for: "api://busy/.default") }
            }
            while credential.cacheStatistics.joined < callers - 1 { await Task.yield() }
            for number in 0..<others {
                _ = try await credential.token(for: "api://other-\(number)/.default")
                served += transport.isHolding ? 1 : 0
            }
            transport.open()
            try await group.waitForAll()
        }
        let count = Double(transport.heldCount)
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
            ),
            Row(
                name: "other keys served while the 10,000 wait",
                value: Double(served),
                unit: "keys",
                peer: "other keys asked",
                peerValue: Double(others),
                ratio: Double(served) / Double(others),
                goal: "100",
                met: served == others
            ),
        ]
    }
}
