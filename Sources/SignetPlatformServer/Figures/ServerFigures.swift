// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPlatform
import Synchronization

/// The figures behind `/metrics` that count what happened.
///
/// Every label is of a small set: never a path, never a client.
final class ServerFigures: Sendable {
    /// What is counted of a request for a token.
    struct TokenSeries: Hashable, Sendable {
        let tenant: String
        let grant: String
        /// `issued`, or the number behind AADSTS.
        let outcome: String
    }

    private struct RouteSeries: Hashable {
        let route: String
        let status: Int
    }

    private struct GraphSeries: Hashable {
        let method: String
        let status: Int
    }

    private struct State {
        var routes: [RouteSeries: Int] = [:]
        var tokens: [TokenSeries: Int] = [:]
        var graph: [GraphSeries: Int] = [:]
        var refusals: [String: Int] = [:]
        var latency: [String: LatencyHistogram] = [:]
        var storage: [String: LatencyHistogram] = [:]
    }

    /// Above this many series of tokens, further tenants count as one: tenants are no small set everywhere.
    private static let greatestSeries = 2_000

    private let state = Mutex(State())

    func count(route: String, status: Int, seconds: Double) {
        self.state.withLock { state in
            state.routes[RouteSeries(route: route, status: status), default: 0] += 1
            state.latency[route, default: LatencyHistogram()].add(seconds)
        }
    }

    func count(_ series: TokenSeries) {
        self.state.withLock { state in
            let isKnown = state.tokens[series] != nil || state.tokens.count < Self.greatestSeries
            let counted =
                isKnown ? series : TokenSeries(tenant: "other", grant: series.grant, outcome: series.outcome)
            state.tokens[counted, default: 0] += 1
        }
    }

    func countGraph(method: String, status: Int) {
        let known = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"].contains(method) ? method : "other"
        self.state.withLock { $0.graph[GraphSeries(method: known, status: status), default: 0] += 1 }
    }

    /// Counts what a limit refused, by the name of the limit.
    func countLimit(_ name: String) {
        self.state.withLock { $0.refusals[name, default: 0] += 1 }
    }

    func measure(_ operation: MeasuredStorage.Operation, _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let taken = Double(seconds) + Double(attoseconds) / 1e18
        self.state.withLock { $0.storage[operation.rawValue, default: LatencyHistogram()].add(taken) }
    }

    /// The figures in Prometheus' text format.
    var text: String {
        let state = self.state.withLock { $0 }
        var text = PrometheusText()
        text.family(
            "signet_requests_total",
            .counter,
            "Requests answered, by route and status.",
            state.routes.map { (["route": $0.key.route, "status": "\($0.key.status)"], Double($0.value)) }
        )
        text.family(
            "signet_tokens_issued_total",
            .counter,
            "Access tokens issued.",
            [([:], Double(state.routes[RouteSeries(route: "token", status: 200)] ?? 0))]
        )
        text.family(
            "signet_token_requests_total",
            .counter,
            "Requests for tokens, by tenant, grant and outcome: issued, or the number behind AADSTS.",
            state.tokens.map {
                (["tenant": $0.key.tenant, "grant": $0.key.grant, "outcome": $0.key.outcome], Double($0.value))
            }
        )
        text.family(
            "signet_graph_requests_total",
            .counter,
            "Requests to Graph, by method and status.",
            state.graph.map { (["method": $0.key.method, "status": "\($0.key.status)"], Double($0.value)) }
        )
        text.family(
            "signet_limited_total",
            .counter,
            "What limits refused: rate, body, connections, slow, idle, malformed.",
            state.refusals.map { (["limit": $0.key], Double($0.value)) }
        )
        text.histograms("signet_request_duration_seconds", "Time to answer, by route.", "route", state.latency)
        text.histograms("signet_storage_duration_seconds", "Time of storage calls.", "operation", state.storage)
        return text.text
    }
}
