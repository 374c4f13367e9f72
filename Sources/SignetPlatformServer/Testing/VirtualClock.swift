// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import Synchronization

/// A clock that a test can set, advance and stop.
///
/// Waiting stays real: only what the platform judges by time moves.
final class VirtualClock: TimeSource {
    private struct State {
        var offset: TimeInterval = 0
        /// The time at which the clock stands still.
        var stopped: Date?
    }

    private let base: any TimeSource
    private let state = Mutex(State())

    init(_ base: any TimeSource) {
        self.base = base
    }

    var now: Date {
        let real = self.base.now
        return self.state.withLock { $0.stopped ?? real.addingTimeInterval($0.offset) }
    }

    func sleep(for duration: Duration) async throws {
        try await self.base.sleep(for: duration)
    }

    /// Seconds by which it is ahead of the machine's clock.
    var offset: TimeInterval { self.now.timeIntervalSince(self.base.now) }

    var isStopped: Bool { self.state.withLock { $0.stopped != nil } }

    /// Sets the time; it goes on from there, unless the clock stands.
    ///
    /// Before 1970 and behind the year 9000 no certificate and no token can say when it ends.
    func set(_ date: Date) {
        let real = self.base.now
        let date = Date(timeIntervalSince1970: min(max(date.timeIntervalSince1970, 0), 221_845_392_000))
        self.state.withLock { state in
            state.offset = date.timeIntervalSince(real)
            if state.stopped != nil { state.stopped = date }
        }
    }

    func advance(by seconds: TimeInterval) { set(self.now.addingTimeInterval(seconds)) }

    /// Stops the clock at the time that it shows, or lets it go on from there.
    func stop(_ stops: Bool) {
        let shown = self.now
        let real = self.base.now
        self.state.withLock { state in
            state.offset = shown.timeIntervalSince(real)
            state.stopped = stops ? shown : nil
        }
    }

    /// Back to the machine's clock.
    func reset() { self.state.withLock { $0 = State() } }
}
