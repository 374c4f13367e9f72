// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// How long a service asks to wait, in each of the three spellings that Microsoft's services use.
enum RetryAfter {
    /// Reads `retry-after-ms`, `x-ms-retry-after-ms` (milliseconds) or `Retry-After` (seconds or a date), in this order.
    ///
    /// - Returns: `nil` where nothing that can be read was said; a date in the past is no wait.
    static func parse(_ response: TransportResponse, now: Date) -> Duration? {
        for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
            if let text = response[header: name], let value = number(text) { return duration(value / 1_000) }
        }
        guard let text = response[header: "retry-after"] else { return nil }
        if let value = number(text) { return duration(value) }
        return HTTPDate.parse(text).map { duration($0.timeIntervalSince(now)) }
    }

    private static func number(_ text: String) -> Double? {
        let digits = text.utf8.filter { $0 != 0x20 && $0 != 0x09 }
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }) else { return nil }
        return Double(String(decoding: digits, as: UTF8.self))
    }

    private static func duration(_ seconds: Double) -> Duration {
        // A day is more than anybody waits, and far from where the conversion would trap.
        .milliseconds(Int64(nearest: min(max(seconds, 0), 86_400) * 1_000))
    }
}
