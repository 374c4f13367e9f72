// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// Writes Prometheus' text format.
struct PrometheusText: Sendable {
    enum Kind: String, Sendable {
        case counter
        case gauge
    }

    private(set) var text = ""

    /// Writes a family of figures, sorted by their labels.
    mutating func family(_ name: String, _ kind: Kind, _ help: String, _ figures: [([String: String], Double)]) {
        guard !figures.isEmpty else { return }
        header(name, kind.rawValue, help)
        let rows = figures.map { labels, value in
            labels.isEmpty ? "\(name) \(Self.number(value))" : "\(name){\(Self.labels(labels))} \(Self.number(value))"
        }
        self.text += rows.sorted().joined(separator: "\n") + "\n"
    }

    /// Writes a family of histograms that one label tells apart.
    mutating func histograms(
        _ name: String,
        _ help: String,
        _ label: String,
        _ histograms: [String: LatencyHistogram]
    ) {
        guard !histograms.isEmpty else { return }
        header(name, "histogram", help)
        for (value, histogram) in histograms.sorted(by: { $0.key < $1.key }) {
            self.text += histogram.rows(name, Self.labels([label: value])).joined(separator: "\n") + "\n"
        }
    }

    private mutating func header(_ name: String, _ type: String, _ help: String) {
        self.text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private static func labels(_ labels: [String: String]) -> String {
        labels.sorted { $0.key < $1.key }
            .map { name, value in
                let escaped = value.unicodeScalars
                    .map { scalar in
                        switch scalar {
                        case "\\": "\\\\"
                        case "\"": "\\\""
                        case "\n": "\\n"
                        default: String(scalar)
                        }
                    }
                    .joined()
                return "\(name)=\"\(escaped)\""
            }
            .joined(separator: ",")
    }

    private static func number(_ value: Double) -> String {
        value.rounded() == value && value.magnitude < 1e15 ? String(Int(nearest: value)) : String(value)
    }
}
