// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// Reads `circuitBreaker.rules` of a backend.
enum CircuitBreakerReading {
    static func rules(_ document: EntityDocument) throws(ConfigurationProblem) -> [CircuitBreakerRule] {
        var rules: [CircuitBreakerRule] = []
        for rule in document.properties["circuitBreaker"]?["rules"]?.array ?? [] {
            rules.append(try self.rule(rule, document))
        }
        return rules
    }

    private static func rule(
        _ rule: JSONValue,
        _ document: EntityDocument
    ) throws(ConfigurationProblem) -> CircuitBreakerRule {
        let condition = rule["failureCondition"]
        let count = condition?["count"]?.integer
        let percentage = condition?["percentage"]?.integer
        guard (count == nil) != (percentage == nil), (count ?? 1) > 0, (1...100).contains(percentage ?? 1) else {
            throw document.problem(
                "invalidCircuitBreaker",
                at: "failureCondition",
                "'failureCondition' needs either 'count' (1 or more) or 'percentage' (1 to 100)."
            )
        }
        return CircuitBreakerRule(
            name: rule["name"]?.string ?? "",
            count: count,
            percentage: percentage,
            interval: try duration("interval", condition?["interval"], document),
            statusCodes: try ranges(condition?["statusCodeRanges"]?.array ?? [], document),
            errorReasons: Set((condition?["errorReasons"]?.array ?? []).compactMap { $0.string?.lowercased() }),
            tripDuration: try duration("tripDuration", rule["tripDuration"], document),
            acceptsRetryAfter: rule["acceptRetryAfter"]?.bool ?? false
        )
    }

    private static func ranges(
        _ values: [JSONValue],
        _ document: EntityDocument
    ) throws(ConfigurationProblem) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for value in values {
            guard let low = value["min"]?.integer, let high = value["max"]?.integer, low <= high, low >= 200,
                high <= 599
            else {
                throw document.problem(
                    "invalidCircuitBreaker",
                    at: "statusCodeRanges",
                    "Each of 'statusCodeRanges' needs 'min' and 'max' from 200 to 599."
                )
            }
            ranges.append(low...high)
        }
        return ranges
    }

    private static func duration(
        _ member: String,
        _ value: JSONValue?,
        _ document: EntityDocument
    ) throws(ConfigurationProblem) -> TimeInterval {
        guard let text = value?.string, let seconds = ISODuration.seconds(text), seconds > 0 else {
            throw document.problem(
                "invalidCircuitBreaker",
                at: member,
                "'\(member)' must be a duration such as PT30S, PT5M or P1D."
            )
        }
        return seconds
    }
}

/// Durations of ISO 8601 without months and years, which have no fixed length.
enum ISODuration {
    /// The seconds of `P1DT2H3M4.5S`.
    static func seconds(_ text: String) -> TimeInterval? {
        var rest = text.uppercased()[...]
        guard rest.popFirst() == "P", !rest.isEmpty, text.utf8.count < 64 else { return nil }
        var total = 0.0
        var isTime = false
        var hasPart = false
        while let first = rest.first {
            if first == "T", !isTime {
                isTime = true
                rest.removeFirst()
                continue
            }
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest[digits.endIndex...]
            guard let number = Double(digits), let unit = rest.popFirst() else { return nil }
            switch (unit, isTime) {
            case ("W", false): total += number * 604_800
            case ("D", false): total += number * 86_400
            case ("H", true): total += number * 3_600
            case ("M", true): total += number * 60
            case ("S", true): total += number
            default: return nil
            }
            hasPart = true
        }
        return hasPart && total < 1e9 ? total : nil
    }
}
