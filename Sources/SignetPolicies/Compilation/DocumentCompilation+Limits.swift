// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

extension DocumentCompilation {
    /// `rate-limit` and `rate-limit-by-key`.
    mutating func rateLimit(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let calls = integer(element, "calls", in: 1...Int(Int32.max))
        let isByKey = element.name == "rate-limit-by-key"
        let period = integer(element, "renewal-period", in: 1...300)
        let key = value(element, "counter-key")
        let condition = flag(element, "increment-condition")
        let count = integer(element, "increment-count", in: 0...Int(Int32.max))
        let parts = limitParts(element, isByKey ? [] : element.elements, of: element.name)
        let retryAfter = output(element, "retry-after", header: "Retry-After")
        let remaining = output(element, "remaining-calls", header: nil)
        let total = headerName(element, "total-calls-header-name")
        guard !hasErrors(since: faults), let calls, let period, !isByKey || key != nil else { return nil }
        return .rateLimit(
            RateLimit(
                key: key.map(CounterKey.value) ?? .subscription,
                calls: calls,
                period: period,
                incrementCondition: condition,
                incrementCount: count,
                retryAfter: retryAfter,
                remainingCalls: remaining,
                totalCallsHeader: total,
                parts: parts
            )
        )
    }

    private mutating func output(_ element: PolicyElement, _ prefix: String, header: String?) -> RateLimit.Output {
        RateLimit.Output(
            header: headerName(element, "\(prefix)-header-name") ?? header,
            variable: name(element, "\(prefix)-variable-name")
        )
    }

    private mutating func headerName(_ element: PolicyElement, _ attribute: String) -> String? {
        guard let text = name(element, attribute) else { return nil }
        if HeaderRules.isToken(text), !HeaderRules.isOfConnection(text) { return text }
        if self.compiler.purpose == .inspection, text.contains("{{") { return nil }
        report(
            element,
            .invalidValue,
            "The '\(attribute)' attribute is invalid - The value '\(shown(element, attribute))' is not the name of a "
                + "header.",
            at: element.attribute(attribute)?.offset,
            length: attribute.utf8.count
        )
        return nil
    }

    /// `quota` and `quota-by-key`.
    mutating func quota(_ element: PolicyElement) -> PolicyStatement? {
        let faults = self.diagnostics.count
        let calls = integer(element, "calls", in: 1...Int.max)
        let bandwidth = integer(element, "bandwidth", in: 1...(Int.max >> 11))
        let period = quotaPeriod(element)
        let key = value(element, "counter-key")
        let condition = flag(element, "increment-condition")
        let count = integer(element, "increment-count", in: 0...Int(Int32.max))
        let isByKey = element.name == "quota-by-key"
        let parts = limitParts(element, isByKey ? [] : element.elements, of: element.name)
        if calls == nil, bandwidth == nil, parts.isEmpty, !hasErrors(since: faults) {
            report(
                element,
                .missingAttribute,
                "At least one of the attributes 'calls' and 'bandwidth' must be specified."
            )
        }
        guard !hasErrors(since: faults), let period, !isByKey || key != nil else { return nil }
        return .quota(
            Quota(
                key: key.map(CounterKey.value) ?? .subscription,
                calls: calls,
                bandwidth: bandwidth,
                period: period,
                firstPeriodStart: value(element, "first-period-start"),
                incrementCondition: condition,
                incrementCount: count,
                parts: parts
            )
        )
    }

    /// Documented: at least five minutes, or 0 for ever.
    private mutating func quotaPeriod(_ element: PolicyElement) -> PolicySetting<Int>? {
        setting(element, "renewal-period") { text in
            Int(text).flatMap { $0 == 0 || (300...Int(Int32.max)).contains($0) ? $0 : nil }
        }
    }

    private mutating func limitParts(
        _ element: PolicyElement,
        _ children: [PolicyElement],
        of policy: String
    ) -> [LimitPart] {
        var parts: [LimitPart] = []
        for child in children where check(child, PolicyCatalogue.limitPart(child.name, of: policy)) {
            if child.attribute("name") == nil, child.attribute("id") == nil {
                report(child, .missingAttribute, "One of the attributes 'name' and 'id' must be specified.")
            }
            let range = policy == "quota" ? 0...Int(Int32.max) : 1...300
            guard case .literal(let period)? = integer(child, "renewal-period", in: range) else { continue }
            parts.append(
                LimitPart(
                    name: name(child, "name"),
                    id: name(child, "id"),
                    calls: literal(child, "calls"),
                    bandwidth: literal(child, "bandwidth"),
                    period: period,
                    operations: child.name == "api" ? limitParts(child, child.elements, of: policy) : []
                )
            )
        }
        return parts
    }

    private mutating func literal(_ element: PolicyElement, _ name: String) -> Int? {
        if case .literal(let number)? = integer(element, name, in: 1...(Int.max >> 11)) { number } else { nil }
    }
}
