// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetPolicies

/// How `set-header` changes a head.
enum FieldRules {
    /// The headers that frame a message, which no policy may touch.
    static func isReserved(_ name: String) -> Bool {
        switch name.utf8.count {
        case 10: ["connection", "keep-alive"].contains(name.lowercased())
        case 14: name.lowercased() == "content-length"
        case 17: name.lowercased() == "transfer-encoding"
        default: false
        }
    }

    /// Whether a field of one message says nothing about a copy of it.
    static func isOfConnection(_ name: String) -> Bool {
        isReserved(name)
            || ["upgrade", "te", "trailer", "proxy-connection", "proxy-authenticate", "proxy-authorization", "expect"]
                .contains(name.lowercased())
    }

    /// Applies a change.
    static func apply(
        _ action: FieldChange.ExistsAction,
        _ name: String,
        _ values: some Collection<String>,
        to head: inout MessageHead,
        _ step: PlanStep
    ) throws(CallError) {
        switch action {
        case .delete:
            head.remove(name)
            return
        case .skip where head.firstValueRange(of: name) != nil: return
        case .override: head.remove(name)
        case .append, .skip: break
        }
        for value in values {
            guard head.append(name, value) else {
                throw CallError(
                    at: step,
                    reason: "InvalidHeader",
                    message: "The header '\(name)' would hold a character that no header may hold."
                )
            }
        }
    }
}
