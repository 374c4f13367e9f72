// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore
import SignetPolicies

// The policies that change bodies, answer with examples, or say something; and where all the rest is run.

extension Call {
    /// Runs a step that neither ends nor interrupts the call and is not among the first ones.
    func performOther(_ step: PlanStep, isResponse: Bool) throws(CallError) {
        switch step.statement {
        case .authenticationBasic(let basic): try authenticate(basic, step)
        case .cacheLookupValue(let lookup): try lookUp(lookup, step)
        case .cacheStoreValue(let store): try self.store(store, step)
        case .cacheRemoveValue(let key): try removeValue(key, step)
        case .cacheStore(let store): try self.store(store, step)
        case .checkHeader(let check): try self.check(check, step)
        case .ipFilter(let filter): try self.filter(filter, step)
        case .rateLimit(let rate): try limit(rate, step)
        case .quota(let quota): try limit(quota, step)
        case .findAndReplace(let replacement): try replace(replacement, isResponse: isResponse, step)
        case .trace(let trace): try say(trace, step)
        default:
            // Loading refuses what is not executed: whatever comes here must not be skipped in silence.
            throw CallError(
                at: step,
                reason: "InvalidOperation",
                message: "The policy '\(step.origin.name)' is not executed yet by this version of Signet."
            )
        }
    }

    /// `find-and-replace`: every occurrence in the body, from left to right.
    private func replace(_ replacement: FindAndReplace, isResponse: Bool, _ step: PlanStep) throws(CallError) {
        let from = Array(try text(replacement.from, step).utf8)
        let to = Array(try text(replacement.to, step).utf8)
        let body = isResponse ? self.state.responseBody : self.state.requestBody
        guard !from.isEmpty, let bytes = body.bytes, let replaced = BodyText.replacing(from, with: to, in: bytes) else {
            return
        }
        if isResponse {
            self.state.responseBody = .written(replaced)
        } else {
            self.state.requestBody = .written(replaced)
        }
    }

    /// `trace`.
    private func say(_ trace: TraceStatement, _ step: PlanStep) throws(CallError) {
        var metadata: [(name: String, value: String)] = []
        // The log shows it to everybody: secret named values are left out.
        let redaction = self.state.configuration.redaction
        for item in trace.metadata { metadata.append((item.name, redaction.redacted(try text(item.value, step)))) }
        let record = TraceRecord(
            source: try text(trace.source, step),
            severity: trace.severity.rawValue,
            message: redaction.redacted(try text(trace.message, step)),
            metadata: metadata,
            activityID: self.state.identity.text
        )
        self.services.trace?.record(record)
    }

    /// `mock-response`.
    func giveExample(_ mock: MockResponse, _ step: PlanStep) throws(CallError) -> CallStep {
        let status = try integer(mock.statusCode, step)
        guard (200...599).contains(status) else {
            throw CallError(
                at: step,
                reason: "ExpressionValueEvaluationFailure",
                message: "The status code \(status) is not between 200 and 599."
            )
        }
        let type = try mock.contentType.map { value throws(CallError) in try text(value, step) }
        let examples = self.state.plan?.operation?.examples.filter { $0.status == status } ?? []
        let example = type.map { type in examples.first { $0.isOf(type) } } ?? examples.first
        respond(status)
        guard let example else { return .answer }
        self.state.response.append("Content-Type", example.contentType)
        self.state.responseBody = .written(example.body)
        return .answer
    }
}

/// Bytes of a body as text.
enum BodyText {
    /// The bytes with every occurrence of `from` replaced; `nil` where there is none.
    static func replacing(_ from: [UInt8], with to: [UInt8], in bytes: [UInt8]) -> [UInt8]? {
        guard let first = from.first, from.count <= bytes.count else { return nil }
        var out: [UInt8] = []
        var copied = 0
        var index = 0
        while index <= bytes.count - from.count {
            guard bytes[index] == first, bytes[index..<index + from.count].elementsEqual(from) else {
                index += 1
                continue
            }
            out += bytes[copied..<index]
            out += to
            index += from.count
            copied = index
        }
        guard copied > 0 else { return nil }
        return out + bytes[copied...]
    }
}
