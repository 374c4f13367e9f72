// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import SignetCore

extension Evaluation {
    /// An evaluation of what is known when the expression is compiled: no context, a small memory.
    static var folding: Evaluation {
        let limits = ExpressionLimits(steps: 0, memory: 64 * 1024)
        return Evaluation(
            context: NoContext.shared,
            environment: ExpressionEnvironment(clock: NoClock(), limits: limits),
            locals: 0
        )
    }
}

private final class NoContext: ExpressionObject {
    static let shared = NoContext()

    var expressionType: String { "object" }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }
}

private struct NoClock: TimeSource {
    var now: Date { Date(timeIntervalSince1970: 0) }

    func sleep(for duration: Duration) async throws {}
}
