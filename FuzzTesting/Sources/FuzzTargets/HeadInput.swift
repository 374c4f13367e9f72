// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetGateway

enum HeadInput {
    static func run(_ bytes: [UInt8]) -> String? {
        var head = MessageHead()
        for isRequest in [true, false] {
            let limits = HeadLimits(bytes: 4_096, fields: 32)
            let outcome =
                isRequest
                ? head.parseRequest(bytes.span, limits: limits) : head.parseResponse(bytes.span, limits: limits)
            switch outcome {
            case .incomplete where bytes.count > limits.bytes + 8: return "an endless head is not refused"
            case .complete(let count) where count > bytes.count || count > limits.bytes + 8:
                return "a head of \(count) in \(bytes.count) bytes"
            case .complete(let count):
                // What was accepted is accepted again without what came behind it.
                var again = MessageHead()
                let prefix = Array(bytes[..<count])
                let second =
                    isRequest
                    ? again.parseRequest(prefix.span, limits: limits) : again.parseResponse(prefix.span, limits: limits)
                if second != .complete(count) { return "a head depends on what comes behind it" }
            default: break
            }
        }
        return nil
    }
}
