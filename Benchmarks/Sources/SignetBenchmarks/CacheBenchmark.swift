// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetAssertions
import SignetCredentials

/// A token that is there: how long a call takes however many there are, and what a second thread brings.
enum CacheBenchmark {
    private static let calls = 200_000
    private static let rounds = 25

    static func rows() async throws -> [Row] {
        var rows: [Row] = []
        for (entries, name) in [(1, "1 entry"), (1_000, "1,000 entries"), (1_000_000, "1,000,000 entries")] {
            let credential = try await filled(entries)
            let time = try await nanoseconds(credential, entries)
            rows.append(
                Row(
                    name: "cached token, \(name)",
                    value: time,
                    unit: "ns",
                    peer: "the goal",
                    peerValue: 200,
                    ratio: 200 / time,
                    goal: "≤ 200 ns",
                    met: time <= 200
                )
            )
        }
        rows.append(try await twoThreads())
        return rows
    }

    private static func filled(_ entries: Int) async throws -> ClientAssertionCredential {
        // A short token: what is measured is the way to it.
        let transport = CannedTransport(tokenLength: entries > 10_000 ? 32 : 1_500)
        let credential = try ClientAssertionCredential.canned(transport, capacity: max(10_000, entries + 1))
        for number in 0..<entries {
            _ = try await credential.token(for: scope(number))
        }
        return credential
    }

    private static func scope(_ number: Int) -> String { "api://resource-\(number)/.default" }

    private static func nanoseconds(_ credential: any TokenCredential, _ entries: Int) async throws -> Double {
        var times: [Double] = []
        for _ in 0..<rounds { times.append(try await seconds(credential, entries / 2) * 1e9) }
        return median(times)
    }

    /// Seconds for one call, on a thread of its own.
    @concurrent
    private static func seconds(_ credential: any TokenCredential, _ number: Int) async throws -> Double {
        let request = TokenRequest(scope: scope(number))
        let start = ContinuousClock.now
        for _ in 0..<calls {
            _ = try await credential.token(for: request)
        }
        return (ContinuousClock.now - start) / .seconds(1) / Double(calls)
    }

    private static func twoThreads() async throws -> Row {
        let credential = try await filled(1_000)
        var ratios: [Double] = []
        var together: [Double] = []
        for _ in 0..<rounds {
            let alone = try await seconds(credential, 1)
            async let first = seconds(credential, 1)
            async let second = seconds(credential, 2)
            let both = try await (first, second)
            ratios.append(alone / both.0 + alone / both.1)
            together.append(max(both.0, both.1) * 1e9)
        }
        let ratio = median(ratios)
        return Row(
            name: "cached tokens, two threads with a token each",
            value: median(together),
            unit: "ns",
            peer: "calls of one thread in the same time",
            peerValue: 1,
            ratio: ratio,
            goal: "≥ 1.6 on 2 free cores",
            met: ratio >= 1.6
        )
    }
}
