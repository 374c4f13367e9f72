// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The states of a token cache: what is kept, what is being fetched, and who waits for it.
///
/// A value without clock, task or network: its owner tells it what happened and does what it answers. `Waiter` is whatever
/// wakes a caller.
struct TokenCacheState<Waiter> {
    /// How long a key rests after a background refresh was begun, whatever became of it.
    static var refreshPause: Double { 30 }

    private struct Flight {
        let id: UInt64
        /// A background refresh goes on when nobody waits for it; any other fetch ends with its last waiter.
        let isBackground: Bool
        var waiters: [UInt64: Waiter] = [:]
        var cancel: (@Sendable () -> Void)?
    }

    private var store: TokenStore
    private var flights: [TokenKey: Flight] = [:]
    private var lastFlight: UInt64 = 0
    private var isClosed = false

    init(capacity: Int) {
        self.store = TokenStore(capacity: capacity)
    }

    /// The number of tokens that are kept.
    var count: Int { self.store.count }
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

    /// Looks for a token.
    mutating func lookUp(_ key: TokenKey, at now: Double) -> Lookup {
        guard let hit = self.store.find(key, at: now) else { return .nothing }
        guard hit.isRefreshDue else { return .token(hit.token) }
        self.store.postponeRefresh(key, until: now + Self.refreshPause)
        guard self.flights[key] == nil else { return .token(hit.token) }
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
            return .joined
        }
        if let hit = self.store.find(key, at: now) { return .token(hit.token) }
        let flight = begin(key, isBackground: false)
        self.flights[key]?.waiters[ticket] = waiter
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
    ///   - token: What it brought; a failure is told to those who wait and remembered by nobody.
    ///   - now: The time.
    /// - Returns: Those who wait; nobody where the fetch was given up before.
    mutating func complete(_ key: TokenKey, flight: UInt64, token: AccessToken?, at now: Double) -> [Waiter] {
        guard let ended = self.flights[key], ended.id == flight else { return [] }
        self.flights[key] = nil
        if let token {
            let pause = ended.isBackground ? now + Self.refreshPause : now
            let due = max(token.refreshOn.timeIntervalSinceReferenceDate, pause)
            self.store.insert(token, for: key, refreshDue: due, at: now)
        }
        return Array(ended.waiters.values)
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
