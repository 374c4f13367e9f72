// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import Synchronization

/// A rule of a backend's circuit breaker.
package struct CircuitBreakerRule: Sendable, Hashable {
    /// `name`.
    package let name: String
    /// So many failures trip it.
    package let count: Int?
    /// Such a share of failures trips it.
    package let percentage: Int?
    /// The time that is looked at, in seconds.
    package let interval: TimeInterval
    /// The status codes that are failures.
    package let statusCodes: [ClosedRange<Int>]
    /// The reasons of errors that are failures, in lower case.
    package let errorReasons: Set<String>
    /// How long nothing is sent, in seconds.
    package let tripDuration: TimeInterval
    /// Whether a `Retry-After` of the backend's takes the place of ``tripDuration``.
    package let acceptsRetryAfter: Bool

    func isFailure(_ outcome: CircuitBreaker.Outcome) -> Bool {
        switch outcome {
        case .answered(let status, _): self.statusCodes.contains { $0.contains(status) }
        case .failed(let reason): self.errorReasons.contains(reason.lowercased())
        }
    }
}

/// The state of a backend's circuit breaker: a machine that is told outcomes and asked whether calls may go.
///
/// An interval is counted in tenths, so that it takes the same memory however many calls there are.
package struct CircuitBreaker: Sendable {
    /// How a call ended.
    package enum Outcome: Sendable, Equatable {
        /// The backend answered, perhaps with a `Retry-After` in seconds.
        case answered(status: Int, retryAfter: TimeInterval?)
        /// There was no answer.
        case failed(reason: String)
    }

    private struct Slot: Sendable {
        var number: Int = .min
        var failures = 0
        var calls = 0
    }

    private static let slots = 10

    /// Its rules.
    package let rules: [CircuitBreakerRule]
    private var windows: [[Slot]]
    /// Until when nothing is sent.
    private var openUntil: Date?

    package init(rules: [CircuitBreakerRule]) {
        self.rules = rules
        self.windows = rules.map { _ in Array(repeating: Slot(), count: Self.slots) }
    }

    /// Whether calls are kept back.
    package mutating func isOpen(at now: Date) -> Bool {
        guard let end = self.openUntil else { return false }
        if now < end { return true }
        self.openUntil = nil
        return false
    }

    /// When calls may go again; `nil` while they may.
    package var reopening: Date? { self.openUntil }

    /// A call has ended.
    ///
    /// - Returns: Whether this tripped the breaker.
    package mutating func record(_ outcome: Outcome, at now: Date) -> Bool {
        for (index, rule) in self.rules.enumerated() {
            guard count(index, rule, rule.isFailure(outcome), now) else { continue }
            var duration = rule.tripDuration
            if rule.acceptsRetryAfter, case .answered(_, let retryAfter?) = outcome { duration = retryAfter }
            self.openUntil = now.addingTimeInterval(duration)
            self.windows = self.rules.map { _ in Array(repeating: Slot(), count: Self.slots) }
            return true
        }
        return false
    }

    private mutating func count(_ index: Int, _ rule: CircuitBreakerRule, _ isFailure: Bool, _ now: Date) -> Bool {
        let length = max(rule.interval, 0.001) / Double(Self.slots)
        let position = (now.timeIntervalSince1970 / length).rounded(.down)
        guard position.magnitude < 1e15 else { return false }
        let number = Int(position)
        let place = (number % Self.slots + Self.slots) % Self.slots
        if self.windows[index][place].number != number { self.windows[index][place] = Slot(number: number) }
        self.windows[index][place].calls += 1
        guard isFailure else { return false }
        self.windows[index][place].failures += 1
        let recent = self.windows[index].filter { $0.number > number - Self.slots }
        let failures = recent.reduce(0) { $0 + $1.failures }
        let calls = recent.reduce(0) { $0 + $1.calls }
        if let count = rule.count, failures >= count { return true }
        if let percentage = rule.percentage, failures * 100 >= percentage * calls { return true }
        return false
    }
}

/// A circuit breaker that all loops share, and that outlives the configurations with the same rules.
package final class BackendHealth: Sendable {
    private let breaker: Mutex<CircuitBreaker>
    /// Its rules.
    package let rules: [CircuitBreakerRule]

    package init(rules: [CircuitBreakerRule]) {
        self.rules = rules
        self.breaker = Mutex(CircuitBreaker(rules: rules))
    }

    /// Whether calls are kept back.
    package func isOpen(at now: Date) -> Bool { self.breaker.withLock { $0.isOpen(at: now) } }

    /// When calls may go again.
    package var reopening: Date? { self.breaker.withLock(\.reopening) }

    /// A call has ended.
    ///
    /// - Returns: Whether this tripped the breaker.
    package func record(_ outcome: CircuitBreaker.Outcome, at now: Date) -> Bool {
        self.breaker.withLock { $0.record(outcome, at: now) }
    }
}
