// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A `catch` clause, compiled.
struct CatchHandler: Sendable {
    /// The name of the exception's type; `nil` for all.
    let type: String?
    /// Where the exception is put.
    let slot: Int?
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
            for handler in handlers where handler.takes(exception) {
                if let slot = handler.slot { state.locals[slot] = .object(ThrownException(error.message)) }
                if let filter = handler.filter, try filter(&state).bool != true { continue }
                return try handler.body.code(&state)
            }
            throw error
        }
    }

    private func takes(_ exception: ExpressionException) -> Bool {
        switch self.type {
        case .none, "Exception", "SystemException": true
        case "ArithmeticException": exception == .divideByZero || exception == .overflow
        case "ArgumentException": [.argument, .argumentNull, .argumentOutOfRange].contains(exception)
        case "JsonException": exception == .jsonReader || exception == .json
        case .some(let name): exception.rawValue == name
        }
    }
}

/// What a `catch` clause sees.
private final class ThrownException: ExpressionObject {
    private let message: String

    init(_ message: String) {
        self.message = message
    }

    var expressionType: String { "Exception" }
    var invariantText: String { "System.Exception: " + self.message }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue {
        member == .message ? .string(self.message) : .null
    }
}
