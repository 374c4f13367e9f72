// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

/// How a service writes the pause that it asks for; the real ones use all of them.
public enum RetryAfterSpelling: Sendable, CaseIterable {
    /// `Retry-After: 7`
    case seconds
    /// `Retry-After: Sat, 21 Nov 2026 10:04:12 GMT`
    case date
    /// `retry-after-ms: 7000`
    case milliseconds
    /// `x-ms-retry-after-ms: 7000`
    case microsoftMilliseconds

    func field(_ pause: Duration, at now: Date) -> (name: String, value: String) {
        // Hostile pauses are what it is for: longer than a thousand years is written as that.
        let seconds = min(max(pause.components.seconds, 0), 31_556_952_000)
        let fraction = max(pause.components.attoseconds, 0)
        let milliseconds = seconds * 1_000 + fraction / 1_000_000_000_000_000
        switch self {
        case .seconds: return (name: "Retry-After", value: "\(fraction > 0 ? seconds + 1 : seconds)")
        case .date: return (name: "Retry-After", value: Timestamp.http(now + Double(milliseconds) / 1_000))
        case .milliseconds: return (name: "retry-after-ms", value: "\(milliseconds)")
        case .microsoftMilliseconds: return (name: "x-ms-retry-after-ms", value: "\(milliseconds)")
        }
    }
}
