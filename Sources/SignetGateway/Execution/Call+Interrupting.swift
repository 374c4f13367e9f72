// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore
import SignetExpressions
import SignetPolicies

// The policies that may stop the call, wait, or run others.

extension Call {
    /// What `retry` has done so far.
    struct Repetition {
        let step: PlanStep
        let count: Int
        var attempts = 0
    }

    /// Runs a step after which the call may not simply go on.
    func executeInterrupting(_ step: PlanStep) throws(CallError) -> CallStep? {
        switch step.statement {
        case .sendRequest(let request): return try start(request, step)
        case .authenticationManagedIdentity(let identity): return try authenticate(identity, step)
        case .validateToken(let expectation): return try validate(expectation, step)
        case .validateClientCertificate(let validation): return try validate(validation, step)
        case .cacheLookup(let lookup): return try lookUp(lookup, step)
        case .cors(let cors): return try answerOrigin(cors, step)
        case .mockResponse(let mock): return try giveExample(mock, step)
        case .retry(let retry):
            let repetition = Repetition(step: step, count: try integer(retry.count, step))
            self.stack.append(Frame(steps: step.inner, repetition: repetition))
            return nil
        case .wait(let wait): return try begin(wait, step)
        case .limitConcurrency(let limit):
            try enter(limit, step)
            return nil
        default: return nil
        }
    }

    /// Waits for something.
    func wait(for errand: CallErrand, _ step: PlanStep) -> CallStep {
        self.waitingStep = step
        self.errand = errand
        return .errand
    }

    private func enter(_ limit: LimitConcurrency, _ step: PlanStep) throws(CallError) {
        let key = try text(limit.key, step)
        let count = try integer(limit.maximumCount, step)
        let place = "\(step.origin.scope)|\(scopeIdentity(step))|\(step.origin.path)|\(key)"
        guard let ticket = self.services.gates.enter(place, limit: count) else {
            var error = CallError(
                at: step,
                reason: "ConcurrencyLimitExceeded",
                message: "Concurrency limit is exceeded."
            )
            error.status = 429
            error.answer = "Too many requests"
            throw error
        }
        self.stack.append(Frame(steps: step.inner, ticket: ticket))
    }

    /// The steps of a frame, which was the last one, have run: it has ended, or begins again.
    func leave(_ frame: Frame) throws(CallError) -> CallStep? {
        guard var repetition = frame.repetition, case .retry(let retry) = repetition.step.statement,
            repetition.attempts < repetition.count
        else { return nil }
        guard try decision(retry.condition, repetition.step) else { return nil }
        repetition.attempts += 1
        let pause = try self.pause(retry, repetition)
        if repetition.step.all.contains(where: \.isForward) { forgetForwarding() }
        self.stack.append(Frame(steps: frame.steps, repetition: repetition))
        return pause > 0 ? .pause(milliseconds: pause) : nil
    }

    /// How long the next attempt waits: fixed, growing linearly, or growing exponentially up to the maximum.
    private func pause(_ retry: Retry, _ repetition: Repetition) throws(CallError) -> Int {
        let step = repetition.step
        if repetition.attempts == 1, try decision(retry.isFirstFast, step) { return 0 }
        var seconds = try number(retry.interval, step)
        if let delta = retry.delta {
            let delta = try number(delta, step)
            let number = Double(repetition.attempts)
            if let maximum = retry.maximumInterval {
                var generator = self.environment.random
                let part = Double.random(in: 0.8...1.2, using: &generator) * max(0, delta)
                let power = Double(sign: .plus, exponent: min(repetition.attempts - 1, 60), significand: 1)
                seconds = min(seconds + (power - 1) * part, try self.number(maximum, step))
            } else {
                seconds += (number - 1) * delta
            }
        }
        return Int((max(0, min(seconds, 3600)) * 1000).rounded())
    }

    /// What the scope of a policy is attached to.
    func scopeIdentity(_ step: PlanStep) -> String {
        guard let plan = self.state.plan else { return "" }
        switch step.origin.scope {
        case .global, .workspace: return ""
        case .product: return plan.product?.id ?? ""
        case .api: return plan.api.id
        case .operation: return "\(plan.api.id)/\(plan.operation?.id ?? "")"
        }
    }
}

// What is done when the answer is ready.

extension Call {
    /// Something that waits for the answer.
    enum Closing {
        /// A header that takes the place of those of its name.
        case header(String, String)
        /// A header beside those of its name.
        case addition(String, String)
        /// Something is counted.
        case count(Postponed)
    }

    /// A count that may depend on the answer.
    struct Postponed {
        let key: String
        let window: CounterWindow
        let condition: PolicySetting<Bool>?
        let count: PolicySetting<Int>?
        let step: PlanStep
    }

    /// The answer is ready.
    func closed() -> CallStep {
        // Places in frames are given back.
        if !self.stack.isEmpty { self.stack.removeAll(keepingCapacity: true) }
        guard !self.closings.isEmpty else { return .answer }
        let closings = self.closings
        self.closings.removeAll(keepingCapacity: true)
        for closing in closings {
            switch closing {
            case .header(let name, let value):
                self.state.response.remove(name)
                self.state.response.append(name, value)
            case .addition(let name, let value): self.state.response.append(name, value)
            case .count(let postponed): count(postponed)
            }
        }
        return .answer
    }

    private func count(_ postponed: Postponed) {
        do throws(CallError) {
            if let condition = postponed.condition, try !decision(condition, postponed.step) { return }
            let count = try postponed.count.map { value throws(CallError) in try integer(value, postponed.step) } ?? 1
            _ = self.services.counters.add(
                max(0, count),
                to: postponed.key,
                postponed.window,
                limit: nil,
                at: self.environment.clock.now
            )
        } catch {
            // The answer stands: what cannot be computed is not counted, and the log tells of it.
            if self.state.lastError == nil { self.state.lastError = concealed(error) }
        }
    }
}
