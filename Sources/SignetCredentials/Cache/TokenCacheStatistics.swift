// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// How often what happened in a part of a cache.
struct TokenCacheCounts: Sendable {
    var hits = 0
    var misses = 0
    var joined = 0
    var refreshed = 0
    var failed = 0
    var evicted = 0
}

/// What a credential's token cache did since it was made, and what it holds now.
public struct TokenCacheStatistics: Sendable, Hashable {
    /// Requests that were answered from memory.
    public internal(set) var hits = 0
    /// Requests that found nothing and began a fetch.
    public internal(set) var misses = 0
    /// Requests that found nothing and waited for a fetch that was under way.
    public internal(set) var joined = 0
    /// Tokens that were renewed in the background.
    public internal(set) var refreshed = 0
    /// Fetches that failed, in the background or not.
    public internal(set) var failed = 0
    /// Tokens that were dropped, because there were too many or they took too many bytes; not those that expired.
    public internal(set) var evicted = 0
    /// Tokens that are kept.
    public internal(set) var entries = 0
    /// About how many bytes the tokens and what they are found by take.
    public internal(set) var bytes = 0
    /// Fetches that are under way.
    public internal(set) var inFlight = 0
    /// How far the token service's clock is ahead of this machine's; nothing before the service has told its time.
    public internal(set) var clockSkew: Duration?

    mutating func add<Waiter>(_ state: TokenCacheState<Waiter>) {
        self.hits += state.counts.hits
        self.misses += state.counts.misses
        self.joined += state.counts.joined
        self.refreshed += state.counts.refreshed
        self.failed += state.counts.failed
        self.evicted += state.counts.evicted
        self.entries += state.count
        self.bytes += state.bytes
        self.inFlight += state.flightCount
    }
}
