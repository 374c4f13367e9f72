// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Who waits for which operation: one operation for any number of callers of a key.
///
/// A value without task or clock: its owner tells it what happened and does what it answers. `Waiter` is whatever wakes a
/// caller.
struct FlightState<Key: Hashable, Waiter> {
    private struct Flight {
        let id: UInt64
        /// An operation in the background goes on when nobody waits for it; any other ends with its last waiter.
        let isBackground: Bool
        var waiters: [UInt64: Waiter] = [:]
        var cancel: (@Sendable () -> Void)?
    }

    private var flights: [Key: Flight] = [:]
    private var lastFlight: UInt64 = 0

    /// The number of callers that wait.
    var waiterCount: Int { self.flights.values.reduce(0) { $0 + $1.waiters.count } }
    /// The number of operations that are under way.
    var flightCount: Int { self.flights.count }

    /// Adds a caller to those who wait for a key.
    ///
    /// - Returns: The number of the operation that the owner is to begin; `nil` where one is under way.
    mutating func join(_ key: Key, ticket: UInt64, waiter: Waiter) -> UInt64? {
        let begun = self.flights[key] == nil ? start(key, isBackground: false) : nil
        self.flights[key]?.waiters[ticket] = waiter
        return begun
    }

    /// Asks for an operation for which nobody waits.
    ///
    /// - Returns: The number of the operation that the owner is to begin; `nil` where one is under way.
    mutating func begin(_ key: Key) -> UInt64? {
        self.flights[key] == nil ? start(key, isBackground: true) : nil
    }

    /// Tells how an operation is cancelled.
    ///
    /// - Returns: Whether somebody still wants it.
    mutating func attach(_ key: Key, flight: UInt64, cancel: @escaping @Sendable () -> Void) -> Bool {
        guard self.flights[key]?.id == flight else { return false }
        self.flights[key]?.cancel = cancel
        return true
    }

    /// What happens when a waiting caller is cancelled.
    struct Leaving {
        /// The caller's own waiter, where it still waits.
        var waiter: Waiter?
        /// Ends the operation, where this was the last caller.
        var cancel: (@Sendable () -> Void)?
    }

    /// Takes a cancelled caller away.
    mutating func leave(_ key: Key, ticket: UInt64) -> Leaving {
        guard let waiter = self.flights[key]?.waiters.removeValue(forKey: ticket) else { return Leaving() }
        guard let flight = self.flights[key], flight.waiters.isEmpty, !flight.isBackground else {
            return Leaving(waiter: waiter)
        }
        self.flights[key] = nil
        return Leaving(waiter: waiter, cancel: flight.cancel)
    }

    /// Ends an operation.
    ///
    /// - Returns: Those who wait; nobody where the operation was given up before.
    mutating func complete(_ key: Key, flight: UInt64) -> [Waiter] {
        guard let ended = self.flights[key], ended.id == flight else { return [] }
        self.flights[key] = nil
        return Array(ended.waiters.values)
    }

    /// Gives up every operation.
    mutating func abandon() -> [@Sendable () -> Void] {
        defer { self.flights.removeAll() }
        return self.flights.values.compactMap(\.cancel)
    }

    private mutating func start(_ key: Key, isBackground: Bool) -> UInt64 {
        self.lastFlight += 1
        self.flights[key] = Flight(id: self.lastFlight, isBackground: isBackground)
        return self.lastFlight
    }
}
