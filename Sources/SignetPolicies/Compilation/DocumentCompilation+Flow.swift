// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    /// `retry`, with the policies in it.
    mutating func retry(_ element: PolicyElement, path: String) -> [PlannedNode] {
        let faults = self.diagnostics.count
        let condition = flag(element, "condition")
        let count = integer(element, "count", in: 1...50)
        let interval = seconds(element, "interval")
        let maximum = seconds(element, "max-interval")
        let delta = seconds(element, "delta")
        let isFast = flag(element, "first-fast-retry")
        let isRight = !hasErrors(since: faults)
        let inner = nodes(element, path: path + "/")
        guard isRight, let condition, let count, let interval else { return inner }
        let template = step(element, path: path, .setMethod(.literal("")))
        return [
            .container(inner) { steps in
                template.with(
                    .retry(
                        Retry(
                            condition: condition,
                            count: count,
                            interval: interval,
                            maximumInterval: maximum,
                            delta: delta,
                            isFirstFast: isFast ?? .literal(false),
                            steps: steps
                        )
                    )
                )
            }
        ]
    }

    private mutating func seconds(_ element: PolicyElement, _ name: String) -> PolicySetting<Double>? {
        setting(element, name) { text in
            Double(text).flatMap { $0.isFinite && (0...Double(Int32.max)).contains($0) ? $0 : nil }
        }
    }

    /// `wait`, with the policies in it.
    mutating func wait(_ element: PolicyElement, path: String) -> [PlannedNode] {
        let isAny = name(element, "for") == "any"
        let inner = nodes(element, path: path + "/")
        let template = step(element, path: path, .setMethod(.literal("")))
        return [.container(inner) { steps in template.with(.wait(Wait(isAny: isAny, steps: steps))) }]
    }

    /// `limit-concurrency`, with the policies in it.
    mutating func limitConcurrency(_ element: PolicyElement, path: String) -> [PlannedNode] {
        let key = value(element, "key")
        let count = integer(element, "max-count", in: 1...Int(Int32.max))
        let inner = nodes(element, path: path + "/")
        guard let key, let count else { return inner }
        let template = step(element, path: path, .setMethod(.literal("")))
        return [
            .container(inner) { steps in
                template.with(.limitConcurrency(LimitConcurrency(key: key, maximumCount: count, steps: steps)))
            }
        ]
    }
}
