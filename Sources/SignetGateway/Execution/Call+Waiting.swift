// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions
import SignetPolicies

// What calls wait for, and `wait`: requests at the same time.

extension Call {
    /// The errand of the call is done.
    package func errandDone(_ outcome: CallErrand.Outcome) -> CallStep {
        guard let step = self.waitingStep else { return .answer }
        self.waitingStep = nil
        self.doneErrand = self.errand
        self.errand = nil
        do throws(CallError) {
            if case .sendRequest(let request) = step.statement, try finish(request, outcome, step) { return run() }
            if case .results(let results) = outcome {
                try finish(results)
                return run()
            }
            // What was fetched is for the step, which now runs from its beginning.
            self.provided = outcome
            if let stop = try execute(step) { return stop == .answer ? closed() : stop }
            return run()
        } catch {
            return fail(error)
        }
    }
}

extension Call {
    /// Begins what stands in a `wait`: its requests together, everything else one after the other.
    func begin(_ wait: Wait, _ step: PlanStep) throws(CallError) -> CallStep? {
        var batch: [(step: PlanStep, request: OutgoingRequest)] = []
        var rest: [PlanStep] = []
        var isDone = false
        for inner in step.inner where !(wait.isAny && isDone) {
            isDone = try gather(inner, &batch, &rest) || isDone
        }
        // Where any will do, something else is only run when nothing is done or under way.
        if wait.isAny, isDone { return nil }
        if !wait.isAny || batch.isEmpty {
            let steps = wait.isAny ? Array(rest.prefix(1)) : rest
            if !steps.isEmpty { self.stack.append(Frame(steps: steps)) }
        }
        guard !batch.isEmpty else { return nil }
        self.batch = batch
        return self.wait(for: .requests(batch.map(\.request), isAny: wait.isAny), step)
    }

    /// Sorts a step: a request that can be sent now joins the others.
    ///
    /// - Returns: Whether the step is done already.
    private func gather(
        _ step: PlanStep,
        _ batch: inout [(step: PlanStep, request: OutgoingRequest)],
        _ rest: inout [PlanStep]
    ) throws(CallError) -> Bool {
        switch step.statement {
        case .sendRequest(let request) where request.identity == nil:
            do throws(CallError) {
                batch.append((step, try build(request, nil, step)))
            } catch {
                guard request.ignoresErrors else { throw error }
                try store(.null, request, step)
                return true
            }
            return false
        case .cacheLookupValue(let lookup):
            try lookUp(lookup, step)
            return true
        case .choose:
            guard let steps = try chosen(step) else { return true }
            guard steps.allSatisfy(\.canRunBesideOthers) else {
                // What follows a request may need its answer: such a branch runs by itself.
                rest += steps
                return false
            }
            var isDone = false
            for inner in steps { isDone = try gather(inner, &batch, &rest) || isDone }
            return isDone
        default:
            rest.append(step)
            return false
        }
    }

    /// What came of the requests.
    func finish(_ results: [Int: CallErrand.Result]) throws(CallError) {
        let batch = self.batch
        self.batch = []
        for (index, result) in results.sorted(by: { $0.key < $1.key }) where batch.indices.contains(index) {
            guard case .sendRequest(let request) = batch[index].step.statement else { continue }
            switch result {
            case .success(let response): _ = try finish(request, .response(response), batch[index].step)
            case .failure(let failure): _ = try finish(request, .failed(failure), batch[index].step)
            }
        }
    }
}

extension PlanStep {
    /// Whether nothing that follows in its branch can depend on what precedes it.
    fileprivate var canRunBesideOthers: Bool {
        switch self.statement {
        case .sendRequest, .cacheLookupValue, .choose: true
        default: false
        }
    }
}
