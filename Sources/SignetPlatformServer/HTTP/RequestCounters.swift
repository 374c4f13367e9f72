// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The figures behind `/metrics`.
final class RequestCounters: Sendable {
    private struct Series: Hashable {
        let route: String
        let status: Int
    }

    private let counts = Mutex<[Series: Int]>([:])

    func count(route: String, status: Int) {
        self.counts.withLock { $0[Series(route: route, status: status), default: 0] += 1 }
    }

    /// The figures in Prometheus' text format.
    var text: String {
        let counts = self.counts.withLock { $0 }
        let rows = counts.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
        var lines = [
            "# HELP signet_requests_total Requests answered, by route and status.",
            "# TYPE signet_requests_total counter",
        ]
        for (series, count) in rows {
            lines.append("signet_requests_total{route=\"\(series.route)\",status=\"\(series.status)\"} \(count)")
        }
        lines += [
            "# HELP signet_tokens_issued_total Access tokens issued.",
            "# TYPE signet_tokens_issued_total counter",
            "signet_tokens_issued_total \(counts[Series(route: "token", status: 200)] ?? 0)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
