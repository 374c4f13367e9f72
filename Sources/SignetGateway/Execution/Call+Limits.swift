// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetExpressions
import SignetPolicies

// `rate-limit`, `quota` and their relatives by key.

extension Call {
    /// A limit that applies to the call.
    private struct Limit {
        let key: String
        let calls: Int
        let window: CounterWindow
        /// Whether bytes are counted, when the call is over, rather than calls.
        var countsBytes = false
    }

    /// `rate-limit`, `rate-limit-by-key`.
    func limit(_ rate: RateLimit, _ step: PlanStep) throws(CallError) {
        let calls = try integer(rate.calls, step)
        let period = max(1, try integer(rate.period, step))
        guard let key = try counterKey(rate.key, period, step) else { return }
        var limits = [Limit(key: key, calls: calls, window: .sliding(seconds: period))]
        for (name, part) in applying(rate.parts) {
            guard let calls = part.calls else { continue }
            limits.append(Limit(key: key + name, calls: calls, window: .sliding(seconds: part.period)))
        }
        for limit in limits {
            let reading = try count(limit, rate.incrementCondition, rate.incrementCount, step)
            try tell(rate, limit, reading, step)
        }
    }

    private func tell(_ rate: RateLimit, _ limit: Limit, _ reading: CounterReading, _ step: PlanStep) throws(CallError)
    {
        let remaining = max(0, limit.calls - reading.total)
        if let name = rate.remainingCalls.variable { self.state.variables[name] = Self.number(remaining) }
        if let name = rate.remainingCalls.header { self.closings.append(.header(name, String(remaining))) }
        if let name = rate.totalCallsHeader { self.closings.append(.header(name, String(limit.calls))) }
        guard !reading.isBelowLimit else { return }
        let seconds = reading.secondsLeft
        if let name = rate.retryAfter.variable { self.state.variables[name] = Self.number(seconds) }
        if let name = rate.retryAfter.header { self.closings.append(.header(name, String(seconds))) }
        var error = CallError(at: step, reason: "RateLimitExceeded", message: "Rate limit is exceeded")
        // Both policies are one to `on-error`.
        error.source = step.origin.name
        error.status = 429
        error.answer = "Rate limit is exceeded. Try again in \(seconds) seconds."
        throw error
    }

    private static func number(_ value: Int) -> ExpressionValue { .int(Int32(clamping: value)) }

    /// `quota`, `quota-by-key`.
    func limit(_ quota: Quota, _ step: PlanStep) throws(CallError) {
        let period = try integer(quota.period, step)
        guard let key = try counterKey(quota.key, period, step) else { return }
        var start: Date?
        if let value = quota.firstPeriodStart { start = Timestamp.parse(try text(value, step)) }
        var limits: [Limit] = []
        func add(_ name: String, _ window: CounterWindow, calls: Int?, bandwidth: Int?) {
            if let calls { limits.append(Limit(key: "quota|\(key)\(name)", calls: calls, window: window)) }
            guard let bandwidth else { return }
            let (bytes, overflows) = bandwidth.multipliedReportingOverflow(by: 1024)
            let place = "bytes|\(key)\(name)"
            limits.append(Limit(key: place, calls: overflows ? .max : bytes, window: window, countsBytes: true))
        }
        let calls = try quota.calls.map { value throws(CallError) in try integer(value, step) }
        let bandwidth = try quota.bandwidth.map { value throws(CallError) in try integer(value, step) }
        add("", .fixed(seconds: period, start: start), calls: calls, bandwidth: bandwidth)
        for (name, part) in applying(quota.parts) {
            add(name, .fixed(seconds: part.period, start: nil), calls: part.calls, bandwidth: part.bandwidth)
        }
        for limit in limits {
            let reading = try count(limit, quota.incrementCondition, quota.incrementCount, step)
            if !reading.isBelowLimit { throw exceeded(limit, reading.secondsLeft, step) }
        }
    }

    private func exceeded(_ limit: Limit, _ left: Int, _ step: PlanStep) -> CallError {
        let message =
            (limit.countsBytes ? "Out of bandwidth quota." : "Out of call volume quota.")
            + (left > 0 ? " Quota will be replenished in \(Self.clock(left))." : "")
        var error = CallError(at: step, reason: "QuotaExceeded", message: message)
        error.status = 403
        error.answer = message
        if left > 0 { self.closings.append(.header("Retry-After", String(left))) }
        return error
    }

    /// The call is over: its bytes are counted.
    ///
    /// - Parameter bytes: The lengths of the bodies of request and answer.
    package func finished(bytes: Int) {
        guard !self.bandwidths.isEmpty else { return }
        for bandwidth in self.bandwidths {
            if let condition = bandwidth.condition, (try? decision(condition, bandwidth.step)) != true { continue }
            let now = self.environment.clock.now
            _ = self.services.counters.add(max(0, bytes), to: bandwidth.key, bandwidth.window, limit: nil, at: now)
        }
        self.bandwidths.removeAll()
    }

    /// Hours, minutes and seconds, with days in front where there are some, as .NET writes a duration.
    private static func clock(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let days = seconds / 86_400
        let clock = [seconds % 86_400 / 3600, seconds % 3600 / 60, seconds % 60].map(two).joined(separator: ":")
        return days > 0 ? "\(days).\(clock)" : clock
    }

    /// Counts the call, or leaves that to the end where it may depend on the answer.
    private func count(
        _ limit: Limit,
        _ condition: PolicySetting<Bool>?,
        _ count: PolicySetting<Int>?,
        _ step: PlanStep
    ) throws(CallError) -> CounterReading {
        if limit.countsBytes {
            self.bandwidths.append(
                Postponed(key: limit.key, window: limit.window, condition: condition, count: nil, step: step)
            )
            let now = self.environment.clock.now
            return self.services.counters.add(0, to: limit.key, limit.window, limit: limit.calls, at: now)
        }
        let isPostponed = condition?.isExpression ?? false || count?.isExpression ?? false
        var number = 0
        if !isPostponed {
            let counts = try condition.map { value throws(CallError) in try decision(value, step) } ?? true
            if counts { number = try count.map { value throws(CallError) in try integer(value, step) } ?? 1 }
        }
        let reading = self.services.counters.add(
            number,
            to: limit.key,
            limit.window,
            limit: limit.calls,
            at: self.environment.clock.now
        )
        if isPostponed, reading.isBelowLimit {
            let postponed = Postponed(
                key: limit.key,
                window: limit.window,
                condition: condition,
                count: count,
                step: step
            )
            self.closings.append(.count(postponed))
        }
        return reading
    }

    /// What a counter goes by; `nil` where nothing is counted.
    private func counterKey(_ key: CounterKey, _ period: Int, _ step: PlanStep) throws(CallError) -> String? {
        switch key {
        case .value(let value):
            // Documented: one counter for each value, whatever scopes use it.
            return "key|\(period)|\(try text(value, step))"
        case .subscription:
            guard let subscription = self.state.subscription else { return nil }
            return "subscription|\(step.origin.scope)|\(scopeIdentity(step))|\(step.origin.path)|\(subscription.id)"
        }
    }

    /// The parts of a limit that are about this call, each with what tells its counter apart.
    private func applying(_ parts: [LimitPart]) -> [(String, LimitPart)] {
        guard !parts.isEmpty, let plan = self.state.plan else { return [] }
        var found: [(String, LimitPart)] = []
        for part in parts where part.isAbout(id: plan.api.id, plan.api.baseID, name: plan.api.name) {
            found.append(("|\(plan.api.baseID)", part))
            guard let operation = plan.operation else { continue }
            for inner in part.operations where inner.isAbout(id: operation.id, operation.id, name: operation.name) {
                found.append(("|\(plan.api.baseID)|\(operation.id)", inner))
            }
        }
        return found
    }
}

extension LimitPart {
    fileprivate func isAbout(id: String, _ otherID: String, name: String) -> Bool {
        if let own = self.id { return [id.lowercased(), otherID.lowercased()].contains(own.lowercased()) }
        return self.name == name
    }
}

extension PolicySetting {
    fileprivate var isExpression: Bool {
        if case .expression = self { true } else { false }
    }
}
