// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCredentials

/// A token that is there: how long a call takes, with one entry and with a hundred thousand.
enum CacheBenchmark {
    static func rows() async throws -> [Row] {
        let one = try await nanoseconds(entries: 1)
        let many = try await nanoseconds(entries: 100_000)
        let flat = many / one
        return [
            Row(
                name: "cached token, 1 entry",
                value: one,
                unit: "ns",
                peer: "the goal",
                peerValue: 200,
                ratio: 200 / one,
                goal: "≤ 200 ns",
                met: one <= 200
            ),
            Row(
                name: "cached token, 100,000 entries",
                value: many,
                unit: "ns",
                peer: "the same with 1 entry",
                peerValue: one,
                ratio: one / many,
                goal: "≤ 200 ns and flat (within 1.3 ×)",
                met: many <= 200 && flat <= 1.3
            ),
        ]
    }

    private static func nanoseconds(entries: Int) async throws -> Double {
        let credential = try ClientAssertionCredential.canned(CannedTransport(), capacity: entries + 1)
        for number in 0..<entries {
            _ = try await credential.token(for: "api://resource-\(number)/.default")
        }
        let request = TokenRequest(scope: "api://resource-\(entries / 2)/.default")
        var rounds: [Double] = []
        for _ in 0..<15 {
            let start = ContinuousClock.now
            for _ in 0..<100_000 {
                _ = try await credential.token(for: request)
            }
            rounds.append((ContinuousClock.now - start) / .nanoseconds(1) / 100_000)
        }
        return median(rounds)
    }
}
