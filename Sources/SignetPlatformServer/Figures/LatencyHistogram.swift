// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A histogram of durations in Prometheus' sense.
struct LatencyHistogram: Sendable {
    /// The upper bounds in seconds.
    static let bounds: [Double] = [
        0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    private var counts = Array(repeating: 0, count: bounds.count)
    private var total = 0
    private var sum: Double = 0

    mutating func add(_ seconds: Double) {
        if let index = Self.bounds.firstIndex(where: { seconds <= $0 }) { self.counts[index] += 1 }
        self.total += 1
        self.sum += seconds
    }

    /// The rows of the text format, each with these labels.
    func rows(_ name: String, _ labels: String) -> [String] {
        let separator = labels.isEmpty ? "" : ","
        var below = 0
        var rows = zip(Self.bounds, self.counts)
            .map { bound, count in
                below += count
                return "\(name)_bucket{\(labels)\(separator)le=\"\(bound)\"} \(below)"
            }
        rows.append("\(name)_bucket{\(labels)\(separator)le=\"+Inf\"} \(self.total)")
        rows.append("\(name)_sum{\(labels)} \(self.sum)")
        rows.append("\(name)_count{\(labels)} \(self.total)")
        return rows
    }
}
