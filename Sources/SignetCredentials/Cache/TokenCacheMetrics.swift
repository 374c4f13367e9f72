// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Metrics

/// The counters of a token cache, for whatever backend the program has chosen.
///
/// | counter | counts |
/// |---|---|
/// | `signet_token_cache_hit` | requests answered from memory |
/// | `signet_token_cache_miss` | requests that began a fetch |
/// | `signet_token_cache_joined` | requests that waited for somebody else's fetch |
/// | `signet_token_cache_refreshed` | tokens renewed in the background |
/// | `signet_token_cache_failed` | fetches that failed |
///
/// Each has the dimension `client_id`.
struct TokenCacheMetrics: Sendable {
    let hit: Counter
    let miss: Counter
    let joined: Counter
    let refreshed: Counter
    let failed: Counter

    /// Makes the counters.
    ///
    /// - Returns: `nil` where nobody collects them, so that a hit costs nothing for it.
    init?(clientID: String, factory: any MetricsFactory) {
        guard !(factory is NOOPMetricsHandler) else { return nil }
        func counter(_ name: String) -> Counter {
            Counter(label: "signet_token_cache_" + name, dimensions: [("client_id", clientID)], factory: factory)
        }
        self.hit = counter("hit")
        self.miss = counter("miss")
        self.joined = counter("joined")
        self.refreshed = counter("refreshed")
        self.failed = counter("failed")
    }
}
