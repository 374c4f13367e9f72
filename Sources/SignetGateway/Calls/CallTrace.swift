// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import SignetCore
package import SignetPolicies

/// What happened to a call, step by step, in the shape of API Management's traces.
package struct CallTrace: Sendable {
    /// One step.
    struct Entry: Sendable {
        let section: String
        let source: String
        let time: Date
        let elapsed: TimeInterval
        let data: JSONValue
    }

    /// The name under which the trace is kept.
    package let id: String
    private let start: Date
    private var entries: [Entry] = []

    /// A call whose policies loop tells its first steps only.
    private static let maximumEntries = 1_000

    init(id: String, start: Date) {
        self.id = id
        self.start = start
    }

    /// Adds a step.
    mutating func add(_ section: String, _ source: String, at now: Date, _ data: JSONValue) {
        guard self.entries.count < Self.maximumEntries else { return }
        let elapsed = max(0, now.timeIntervalSince(self.start))
        self.entries.append(Entry(section: section, source: source, time: now, elapsed: elapsed, data: data))
    }

    /// The trace as JSON, without the secrets of the redaction.
    package func document(service: String, concealing redaction: SecretRedaction) -> JSONValue {
        var sections: [JSONObject.Member] = []
        for section in ["inbound", "backend", "outbound", "on-error"] {
            let entries = self.entries.filter { $0.section == section }.map(Self.document)
            sections.append(JSONObject.Member(name: section, value: .array(entries)))
        }
        return [
            "serviceName": .string(service),
            "traceId": .string(self.id),
            "traceEntries": Self.concealed(.object(JSONObject(sections)), redaction),
        ]
    }

    private static func document(_ entry: Entry) -> JSONValue {
        [
            "source": .string(entry.source),
            "timestamp": .string(Timestamp.dotNet(entry.time)),
            "elapsed": .string(duration(entry.elapsed)),
            "data": entry.data,
        ]
    }

    /// `00:00:00.0012345`, as .NET writes a time span.
    static func duration(_ seconds: TimeInterval) -> String {
        let ticks = Int((min(seconds, 86_399) * 10_000_000).rounded())
        let (whole, rest) = ticks.quotientAndRemainder(dividingBy: 10_000_000)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let clock = [whole / 3_600, whole / 60 % 60, whole % 60].map { padded($0, 2) }.joined(separator: ":")
        return rest == 0 ? clock : "\(clock).\(padded(rest, 7))"
    }

    private static func concealed(_ value: JSONValue, _ redaction: SecretRedaction) -> JSONValue {
        switch value {
        case .string(let text): .string(redaction.redacted(text))
        case .array(let elements): .array(elements.map { concealed($0, redaction) })
        case .object(let object):
            .object(
                JSONObject(
                    object.members.map { JSONObject.Member(name: $0.name, value: concealed($0.value, redaction)) }
                )
            )
        default: value
        }
    }
}
