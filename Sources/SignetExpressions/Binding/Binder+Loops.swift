// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    private mutating func bind(loopBody body: StatementSyntax) throws(ExpressionError) -> StatementCode {
        self.function.loops += 1
        self.function.breakables += 1
        let bound = try scoped { binder throws(ExpressionError) in try binder.bind(body) }
        self.function.loops -= 1
        self.function.breakables -= 1
        return bound.code
    }

    mutating func bind(
        while condition: ExpressionSyntax,
        _ body: StatementSyntax,
        testsFirst: Bool
    ) throws(ExpressionError) -> BoundStatement {
        let condition = try converted(try bind(condition), to: .bool)
        let (test, code) = (condition.code, try bind(loopBody: body))
        let isEndless = condition.constant?.bool == true && !Self.breaks(body)
        return BoundStatement(completes: !isEndless) { state throws(ExpressionError) in
            var tests = testsFirst
            while true {
                if tests, try test(&state).bool != true { return .normal }
                tests = true
                try state.step()
                switch try code(&state) {
                case .normal, .continued: break
                case .broke: return .normal
                case .returned(let value): return .returned(value)
                }
            }
        }
    }

    mutating func bind(
        for start: [StatementSyntax],
        _ condition: ExpressionSyntax?,
        _ steps: [ExpressionSyntax],
        _ body: StatementSyntax
    ) throws(ExpressionError) -> BoundStatement {
        let first = try bind(sequence: start).code
        let condition = try condition.map { syntax throws(ExpressionError) in
            try converted(try bind(syntax), to: .bool)
        }
        let test = condition?.code
        var advances: [Code] = []
        for step in steps { advances.append(try bind(step).code) }
        let code = try bind(loopBody: body)
        let isEndless = (condition == nil || condition?.constant?.bool == true) && !Self.breaks(body)
        return BoundStatement(completes: !isEndless) { [advances] state throws(ExpressionError) in
            _ = try first(&state)
            while true {
                if let test, try test(&state).bool != true { return .normal }
                try state.step()
                switch try code(&state) {
                case .normal, .continued: break
                case .broke: return .normal
                case .returned(let value): return .returned(value)
                }
                for advance in advances { _ = try advance(&state) }
            }
        }
    }

    mutating func bind(
        forEach type: TypeSyntax,
        _ name: String,
        _ sequence: ExpressionSyntax,
        _ body: StatementSyntax,
        offset: Int
    ) throws(ExpressionError) -> BoundStatement {
        let bound = try bind(sequence)
        let element: StaticType
        switch bound.type {
        case .array(let type): element = type
        case .string: element = .char
        case let type where type.element != nil: element = type.element ?? .object
        default:
            throw ExpressionError(
                .typeMismatch,
                "foreach statement cannot operate on variables of type '\(bound.type.name)' because "
                    + "'\(bound.type.name)' does not contain a public instance or extension definition for "
                    + "'GetEnumerator'",
                at: sequence.offset
            )
        }
        let temporary = temporary(element)
        let variableType = type.name == "var" ? element : try resolve(type)
        let slot = temporary.slot
        let item = Bound(element, depth: 1, offset: offset) { $0.locals[slot] }
        let conversion = try cast(item, to: variableType, offset: offset).code
        let variable = try declare(name, variableType, offset: offset).place
        let (elements, code) = (enumeration(of: bound), try bind(loopBody: body))
        return BoundStatement { state throws(ExpressionError) in
            var completion = Completion.normal
            _ = try elements.run(&state) { state, value throws(ExpressionError) in
                try state.step()
                state.locals[slot] = value
                try variable.declare(&state, try conversion(&state))
                switch try code(&state) {
                case .normal, .continued: return true
                case .broke: return false
                case .returned(let value):
                    completion = .returned(value)
                    return false
                }
            }
            return completion
        }
    }

    /// Whether a loop's body can leave the loop.
    private static func breaks(_ statement: StatementSyntax) -> Bool {
        switch statement.kind {
        case .breakOut: true
        case .block(let statements), .overflowBlock(_, let statements): statements.contains(where: breaks)
        case .conditional(let branches, let otherwise):
            branches.contains { breaks($0.body) } || otherwise.map(breaks) ?? false
        case .attempt(let body, let catches, let finally):
            body.contains(where: breaks) || catches.contains { $0.body.contains(where: breaks) }
                || finally?.contains(where: breaks) ?? false
        case .using(_, let body): breaks(body)
        case .switchOver(_, let sections): sections.contains { $0.statements.contains { nestedBreaks($0) } }
        default: false
        }
    }

    /// Inside a `switch`, `break` leaves only the `switch`.
    private static func nestedBreaks(_ statement: StatementSyntax) -> Bool {
        if case .breakOut = statement.kind { false } else { breaks(statement) }
    }
}
