// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A `catch` clause, compiled.
struct CatchHandler: Sendable {
    /// Where the exception is put.
    let slot: Slot?
    /// Where the exception is put for `throw` without one.
    let caught: Int
    let filter: Code?
    let body: BoundStatement

    /// Runs a block, and the first clause that takes its exception; exceeded limits are no exceptions.
    static func run(
        _ block: StatementCode,
        _ handlers: [CatchHandler],
        _ state: inout Evaluation
    ) throws(ExpressionError) -> Completion {
        do throws(ExpressionError) {
            return try block(&state)
        } catch {
            guard let exception = error.exception else { throw error }
            let own = state.thrown as? ThrownException
            let isOwn = own.map { $0.exception == exception && $0.message == error.message } ?? false
            let thrown =
                isOwn ? own ?? ThrownException(exception, error.message) : ThrownException(exception, error.message)
            for handler in handlers {
                try handler.slot?.declare(&state, .object(thrown))
                state.locals[handler.caught] = .object(thrown)
                if let filter = handler.filter, try filter(&state).bool != true { continue }
                return try handler.body.code(&state)
            }
            throw error
        }
    }
}
