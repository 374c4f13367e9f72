// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// One figure beside its peer's, measured in the same run.
struct Row: Codable {
    let name: String
    let value: Double
    let unit: String
    let peer: String
    let peerValue: Double
    let ratio: Double
    let goal: String
    let met: Bool
}

/// Times two pieces of work in turn, so that a drifting machine slows both.
struct PairedTiming {
    /// Seconds for one repetition of each, the medians of the rounds.
    let ours: Double
    let peer: Double
    /// The peer's time by ours, the median of the paired rounds: above 1 we are faster.
    let ratio: Double

    init(rounds: Int, repetitions: Int, ours: () throws -> Void, peer: () throws -> Void) rethrows {
        var pairs: [(ours: Double, peer: Double)] = []
        for _ in 0..<rounds {
            let first = try seconds(repetitions, ours)
            let second = try seconds(repetitions, peer)
            pairs.append((first, second))
        }
        self.ours = median(pairs.map(\.ours))
        self.peer = median(pairs.map(\.peer))
        self.ratio = median(pairs.map { $0.peer / $0.ours })
    }
}

/// The time of one repetition.
func seconds(_ repetitions: Int, _ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    for _ in 0..<repetitions {
        try work()
    }
    return (ContinuousClock.now - start) / .seconds(1) / Double(repetitions)
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}
