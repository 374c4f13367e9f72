// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials
public import SignetCore
import Synchronization

/// A clock that stands still until a test moves it.
///
/// ```swift
/// let clock = ManualClock()
/// let task = Task { try await clock.sleep(for: .seconds(30)) }
/// try await clock.sleeps(atLeast: 1)
/// clock.advance(by: .seconds(30))
/// try await task.value
/// ```
public final class ManualClock: TimeSource {
    private struct Sleeper {
        let due: Date
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Date
        var sleepers: [UInt64: Sleeper] = [:]
        var lastTicket: UInt64 = 0
        var requested: [Duration] = []
    }

    private let state: Mutex<State>
    private let sleepCount = Threshold()
    private let advancesOnSleep: Bool

    /// Creates a clock.
    ///
    /// - Parameters:
    ///   - now: Its first time; 21 November 2026, 10:04:05 UTC where nothing is said.
    ///   - advancesOnSleep: Whether a sleep moves the clock at once instead of waiting for the test.
    public init(now: Date = Date(timeIntervalSince1970: 1_795_255_445), advancesOnSleep: Bool = false) {
        self.state = Mutex(State(now: now))
        self.advancesOnSleep = advancesOnSleep
    }

    /// The time to which the test has moved the clock.
    public var now: Date { self.state.withLock { $0.now } }

    /// Every pause that was asked for, in order.
    public var requestedSleeps: [Duration] { self.state.withLock { $0.requested } }

    /// Moves the clock and wakes those whose time has come.
    public func advance(by duration: Duration) {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        let woken = self.state.withLock { state in
            state.now += seconds
            let due = state.sleepers.filter { $0.value.due <= state.now }
            for ticket in due.keys { state.sleepers[ticket] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }

    /// Waits until sleeps have been asked for so many times since the clock was made.
    ///
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleeps(atLeast count: Int) async throws {
        try await self.sleepCount.reach(count)
    }

    /// Waits until the test has moved the clock far enough.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled.
    public func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        if self.advancesOnSleep {
            self.state.withLock { $0.requested.append(duration) }
            advance(by: duration)
            self.sleepCount.increment()
            return
        }
        let ticket = self.state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(ticket, duration, continuation)
            }
        } onCancel: {
            wake(ticket, throwing: CancellationError())
        }
    }

    private func enter(_ ticket: UInt64, _ duration: Duration, _ continuation: CheckedContinuation<Void, any Error>) {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        self.state.withLock { state in
            state.requested.append(duration)
            state.sleepers[ticket] = Sleeper(due: state.now + seconds, continuation: continuation)
        }
        self.sleepCount.increment()
        if Task.isCancelled { wake(ticket, throwing: CancellationError()) }
        if seconds <= 0 { advance(by: .zero) }
    }

    private func wake(_ ticket: UInt64, throwing error: any Error) {
        let sleeper = self.state.withLock { $0.sleepers.removeValue(forKey: ticket) }
        sleeper?.continuation.resume(throwing: error)
    }
}
