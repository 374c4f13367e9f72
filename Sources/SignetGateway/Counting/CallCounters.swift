// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
import Synchronization

/// Over what time a counter counts.
package enum CounterWindow: Sendable, Hashable {
    /// The last seconds, at every moment.
    case sliding(seconds: Int)
    /// Periods of so many seconds from a start; 0 seconds for ever. Without a start the first count begins the period.
    case fixed(seconds: Int, start: Date?)
}

/// What a counter says.
package struct CounterReading: Sendable, Hashable {
    /// Whether the limit had not been reached.
    package let isBelowLimit: Bool
    /// How much was counted, this call included.
    package let total: Int
    /// After how many seconds the count goes down; 0 for never.
    package let secondsLeft: Int

    package init(isBelowLimit: Bool, total: Int, secondsLeft: Int) {
        self.isBelowLimit = isBelowLimit
        self.total = total
        self.secondsLeft = secondsLeft
    }
}

/// Counts calls and bytes: in memory, or in one place for several gateways.
package protocol CallCounters: Sendable {
    /// Adds to a counter where it is below a limit.
    ///
    /// - Parameters:
    ///   - count: How much is added.
    ///   - key: The counter.
    ///   - window: Over what time it counts.
    ///   - limit: The limit; `nil` adds in any case.
    ///   - now: The time.
    /// - Returns: What it says then.
    func add(_ count: Int, to key: String, _ window: CounterWindow, limit: Int?, at now: Date) -> CounterReading
}

/// The counters of this process.
package final class MemoryCounters: CallCounters {
    private struct Table {
        var counters: [String: WindowCount] = [:]
        var sweep = 4096
    }

    private let table = Mutex(Table())

    package init() {}

    package func add(
        _ count: Int,
        to key: String,
        _ window: CounterWindow,
        limit: Int?,
        at now: Date
    ) -> CounterReading {
        let now = now.timeIntervalSince1970
        return self.table.withLock { table in
            // Keys are the callers' own: those that count nothing any more go, before there are twice as many.
            if table.counters.count >= table.sweep {
                table.counters = table.counters.filter { !$0.value.isOver(at: now) }
                table.sweep = max(4096, table.counters.count * 2)
            }
            return table.counters[key, default: WindowCount(window)].add(count, window, limit: limit, at: now)
        }
    }
}

/// One counter.
struct WindowCount: Sendable {
    private struct Portion: Sendable {
        let time: Double
        var count: Int
    }

    /// What was counted, in order of time.
    private var portions: [Portion] = []
    private var total = 0
    private var end: Double = .infinity
    private var window: CounterWindow
    /// A sliding window is as exact as a part of it this small.
    private static let parts = 200.0

    init(_ window: CounterWindow) {
        self.window = window
    }

    /// Whether everything that was counted is out of the window.
    func isOver(at now: Double) -> Bool {
        switch self.window {
        case .sliding(let seconds): (self.portions.last?.time ?? 0) + Double(seconds) <= now
        case .fixed: self.end <= now
        }
    }

    mutating func add(_ count: Int, _ window: CounterWindow, limit: Int?, at now: Double) -> CounterReading {
        self.window = window
        let isBelow: Bool
        switch window {
        case .sliding(let seconds):
            expire(before: now - Double(seconds))
            isBelow = limit.map { self.total < $0 } ?? true
            if isBelow { append(count, granule: Double(seconds) / Self.parts, at: now) }
            let left = (self.portions.first?.time ?? now) + Double(seconds) - now
            return reading(isBelow, left)
        case .fixed(let seconds, let start):
            begin(seconds: Double(seconds), start: start?.timeIntervalSince1970, at: now)
            isBelow = limit.map { self.total < $0 } ?? true
            if isBelow { self.total = Self.sum(self.total, count) }
            return reading(isBelow, self.end - now)
        }
    }

    private func reading(_ isBelow: Bool, _ left: Double) -> CounterReading {
        let seconds = left.isFinite ? Int(max(1, min(left.rounded(.up), 4e9))) : 0
        return CounterReading(isBelowLimit: isBelow, total: self.total, secondsLeft: seconds)
    }

    private mutating func expire(before time: Double) {
        let gone = self.portions.prefix { $0.time <= time }
        guard !gone.isEmpty else { return }
        for portion in gone { self.total -= portion.count }
        self.portions.removeFirst(gone.count)
    }

    private mutating func append(_ count: Int, granule: Double, at now: Double) {
        guard count > 0 else { return }
        let counted = Self.sum(self.total, count) - self.total
        self.total += counted
        if let last = self.portions.last, now - last.time < granule {
            self.portions[self.portions.count - 1].count += counted
        } else {
            self.portions.append(Portion(time: now, count: counted))
        }
    }

    /// Begins the period that now is in, where the last one is over.
    private mutating func begin(seconds: Double, start: Double?, at now: Double) {
        guard seconds > 0 else { return }
        guard self.end == .infinity || now >= self.end else { return }
        if self.end != .infinity { self.total = 0 }
        let origin = start ?? (self.end == .infinity ? now : self.end)
        let periods = ((now - origin) / seconds).rounded(.down)
        self.end = origin + (periods + 1) * seconds
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflows) = left.addingReportingOverflow(max(0, right))
        return overflows ? .max : sum
    }
}
