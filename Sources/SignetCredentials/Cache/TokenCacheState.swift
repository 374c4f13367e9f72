// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The states of a part of a token cache: what is kept, what is being fetched, who waits for it, and how often what happened.
///
/// A value without clock, task or network: its owner tells it what happened and does what it answers. `Waiter` is whatever
/// wakes a caller.
struct TokenCacheState<Waiter> {
    private struct Flight {
        let id: UInt64
        /// A background refresh goes on when nobody waits for it; any other fetch ends with its last waiter.
        let isBackground: Bool
        var waiters: [UInt64: Waiter] = [:]
        var cancel: (@Sendable () -> Void)?
    }

    private let plan: RefreshPlan
    private var store = TokenStore()
    private var flights: [TokenKey: Flight] = [:]
    private var lastFlight: UInt64
    private var isClosed = false
    /// What happened so far.
    private(set) var counts = TokenCacheCounts()

    /// Creates a part without tokens.
    ///
    /// - Parameters:
    ///   - plan: Tells when tokens are refreshed.
    ///   - firstFlight: Where the numbers of the fetches begin, so that no two parts have the same.
    init(plan: RefreshPlan, firstFlight: UInt64) {
        self.plan = plan
        self.lastFlight = firstFlight
    }

    /// The number of tokens that are kept.
    var count: Int { self.store.count }
    /// About how many bytes they take.
    var bytes: Int { self.store.bytes }
    /// When the least recently used one was used.
    var oldestUse: Double? { self.store.oldestUse }
    /// The number of fetches that are under way.
    var flightCount: Int { self.flights.count }

    /// The number of callers that wait.
    var waiterCount: Int { self.flights.values.reduce(0) { $0 + $1.waiters.count } }

    /// What a caller gets.
    enum Lookup {
        /// A token.
        case token(AccessToken)
        /// A token, and the owner is to begin a background refresh with this number.
        case tokenAndRefresh(AccessToken, flight: UInt64)
        /// Nothing: the caller has to wait.
        case nothing
    }

    /// Finds a token for which there is nothing to do but to give it away.
    mutating func find(_ key: TokenKey, at now: Double) -> AccessToken? {
        guard let hit = self.store.find(key, at: now), !hit.isRefreshDue else { return nil }
        self.counts.hits += 1
        return hit.token
    }

    /// Looks for a token.
    mutating func lookUp(_ key: TokenKey, at now: Double) -> Lookup {
        guard let hit = self.store.find(key, at: now) else { return .nothing }
        self.counts.hits += 1
        guard hit.isRefreshDue, self.flights[key] == nil else { return .token(hit.token) }
        return .tokenAndRefresh(hit.token, flight: begin(key, isBackground: true))
    }

    /// What becomes of a caller that waits.
    enum Joining {
        /// A token came while the caller was on its way.
        case token(AccessToken)
        /// The owner is to begin a fetch with this number.
        case begin(flight: UInt64)
        /// Somebody's fetch is under way.
        case joined
        /// There will be no further fetch.
        case closed
    }

    /// Adds a caller to those who wait for a key.
    mutating func join(_ key: TokenKey, ticket: UInt64, waiter: Waiter, at now: Double) -> Joining {
        if self.isClosed { return .closed }
        if self.flights[key] != nil {
            self.flights[key]?.waiters[ticket] = waiter
            self.counts.joined += 1
            return .joined
        }
        if let hit = self.store.find(key, at: now) {
            self.counts.hits += 1
            return .token(hit.token)
        }
        let flight = begin(key, isBackground: false)
        self.flights[key]?.waiters[ticket] = waiter
        self.counts.misses += 1
        return .begin(flight: flight)
    }

    /// Tells how a fetch is cancelled.
    ///
    /// - Returns: Whether somebody still wants the fetch.
    mutating func attach(_ key: TokenKey, flight: UInt64, cancel: @escaping @Sendable () -> Void) -> Bool {
        guard self.flights[key]?.id == flight else { return false }
        self.flights[key]?.cancel = cancel
        return true
    }

    /// What happens when a waiting caller is cancelled.
    struct Leaving {
        /// The caller's own waiter, where it still waits.
        let waiter: Waiter?
        /// Ends the fetch, where this was the last caller.
        let cancel: (@Sendable () -> Void)?
    }

    /// Takes a cancelled caller away; with the last one the fetch ends, and nothing of it is kept.
    mutating func leave(_ key: TokenKey, ticket: UInt64) -> Leaving {
        guard let waiter = self.flights[key]?.waiters.removeValue(forKey: ticket) else {
            return Leaving(waiter: nil, cancel: nil)
        }
        guard let flight = self.flights[key], flight.waiters.isEmpty, !flight.isBackground else {
            return Leaving(waiter: waiter, cancel: nil)
        }
        self.flights[key] = nil
        return Leaving(waiter: waiter, cancel: flight.cancel)
    }

    /// Ends a fetch.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - flight: The number of the fetch.
    ///   - ending: What it brought; a failure is told to those who wait and remembered by nobody.
    ///   - now: The time.
    /// - Returns: Those who wait; nobody where the fetch was given up before.
    mutating func complete(_ key: TokenKey, flight: UInt64, _ ending: FetchEnding, at now: Double) -> [Waiter] {
        guard let ended = self.flights[key], ended.id == flight else { return [] }
        self.flights[key] = nil
        switch ending {
        case .token(let token):
            if ended.isBackground { self.counts.refreshed += 1 }
            let due = self.plan.refreshDue(of: token, at: now, afterRefresh: ended.isBackground)
            self.store.insert(token, for: key, refreshDue: due, at: now)
        case .failure(let requested):
            self.counts.failed += 1
            self.store.postponeRefresh(key, at: now) { [plan] in
                plan.pause(afterFailures: $0, requested: requested)
            }
        }
        return Array(ended.waiters.values)
    }

    /// Drops the least recently used token, because there are too many.
    mutating func evict() {
        guard self.store.count > 0 else { return }
        self.store.removeOldest()
        self.counts.evicted += 1
    }

    /// Forgets the tokens; fetches that are under way go on.
    mutating func removeTokens() {
        self.store.removeAll()
    }

    /// Gives up every fetch, begins no other and forgets the tokens.
    ///
    /// - Returns: What ends the fetches, and those who wait for them.
    mutating func close() -> (cancels: [@Sendable () -> Void], waiters: [Waiter]) {
        self.isClosed = true
        self.store.removeAll()
        let waiters = self.flights.values.flatMap(\.waiters.values)
        return (abandonFlights(), waiters)
    }

    /// Gives up every fetch.
    mutating func abandonFlights() -> [@Sendable () -> Void] {
        defer { self.flights.removeAll() }
        return self.flights.values.compactMap(\.cancel)
    }

    private mutating func begin(_ key: TokenKey, isBackground: Bool) -> UInt64 {
        self.lastFlight += 1
        self.flights[key] = Flight(id: self.lastFlight, isBackground: isBackground)
        return self.lastFlight
    }
}

/// How a fetch ended, as far as a cache remembers it.
enum FetchEnding {
    /// It brought a token.
    case token(AccessToken)
    /// It failed; the service may have asked for a pause, in seconds.
    case failure(requestedPause: Double?)
}
