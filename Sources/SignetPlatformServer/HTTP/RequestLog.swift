// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import Logging
import SignetPlatform

/// One line for each refusal, and at the level debug for every request: never a query, a field or a body.
struct RequestLog: Sendable {
    let logger: Logger

    func write(
        _ message: PlatformRequest,
        _ facts: TokenRequestFacts?,
        _ answer: PlatformResponse,
        seconds: Double
    ) {
        let isRefusal = answer.status >= 400 && answer.route != "operations"
        let level: Logger.Level = answer.status >= 500 ? .error : isRefusal ? .info : .debug
        guard level >= self.logger.logLevel else { return }
        var metadata: Logger.Metadata = [
            "method": "\(message.method)", "route": "\(answer.route)", "status": "\(answer.status)",
            "milliseconds": "\((seconds * 1_000_000).rounded() / 1_000)",
        ]
        if let trace = answer.header("x-ms-request-id") ?? answer.header("request-id") {
            metadata["trace_id"] = "\(trace)"
        }
        if let number = answer.number { metadata["number"] = "\(number)" }
        if let facts {
            metadata["tenant"] = "\(Self.tame(facts.tenant))"
            metadata["grant"] = "\(facts.grant)"
            if let client = facts.clientID { metadata["client_id"] = "\(Self.tame(client))" }
        }
        self.logger.log(level: level, isRefusal ? "Request refused" : "Request answered", metadata: metadata)
    }

    /// What strangers sent, as it may stand in a line: nothing but what tenants and client IDs are made of.
    private static func tame(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(64)
                    .map { scalar in
                        let isFine =
                            scalar.isASCII
                            && (scalar.properties.isAlphabetic || "0123456789-.".contains(Character(scalar)))
                        return isFine ? scalar : "?"
                    }
            )
        )
    }
}
