// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds `switch` over constants and types.
    mutating func bind(
        switch value: ExpressionSyntax,
        _ sections: [SwitchSectionSyntax]
    ) throws(ExpressionError) -> BoundStatement {
        let value = try bind(value)
        let held = temporary(value.type).slot
        let subject = Bound(value.type, depth: 1, offset: value.offset) { $0.locals[held] }
        var codes: [(tests: [Code], body: StatementCode)] = []
        var fallback: StatementCode?
        var (completes, isTotal) = (false, false)
        self.function.breakables += 1
        for section in sections {
            let bound = try scoped { binder throws(ExpressionError) in try binder.bind(section, subject: subject) }
            if bound.isDefault { fallback = bound.body.code }
            isTotal = isTotal || bound.isDefault || bound.takesAll
            codes.append((bound.tests, bound.body.code))
            completes = completes || section.statements.contains { Self.leaves($0) }
        }
        self.function.breakables -= 1
        let (source, otherwise) = (value.code, fallback)
        return BoundStatement(completes: completes || !isTotal) { [codes] state throws(ExpressionError) in
            state.locals[held] = try source(&state)
            var body = otherwise
            search: for section in codes {
                for test in section.tests where try test(&state).bool == true {
                    body = section.body
                    break search
                }
            }
            guard let body else { return .normal }
            let completion = try body(&state)
            if case .broke = completion { return .normal }
            return completion
        }
    }

    private mutating func bind(
        _ section: SwitchSectionSyntax,
        subject: Bound
    ) throws(ExpressionError) -> (tests: [Code], body: BoundStatement, isDefault: Bool, takesAll: Bool) {
        var tests: [Code] = []
        var (isDefault, takesAll) = (false, false)
        for label in section.labels {
            guard case .pattern(let pattern, let filter) = label else {
                isDefault = true
                continue
            }
            let matches = try bind(subject, matches: pattern, offset: subject.offset).code
            let accepts = try condition(filter)
            if case .any = pattern, filter == nil { takesAll = true }
            tests.append(Self.test(matches, accepts))
        }
        let body = try bind(sequence: section.statements)
        guard !body.completes else {
            throw ExpressionError(
                .syntax,
                "Control cannot fall through from one case label to another",
                at: section.statements.last?.offset ?? subject.offset
            )
        }
        return (tests, body, isDefault, takesAll)
    }

    private static func test(_ matches: @escaping Code, _ accepts: Code?) -> Code {
        guard let accepts else { return matches }
        return { state throws(ExpressionError) in
            try matches(&state).bool == true ? try accepts(&state) : .bool(false)
        }
    }

    /// Binds a condition that may be absent.
    private mutating func condition(_ syntax: ExpressionSyntax?) throws(ExpressionError) -> Code? {
        guard let syntax else { return nil }
        return try converted(try bind(syntax), to: .bool).code
    }

    /// Whether a statement of a section can leave the `switch`.
    private static func leaves(_ statement: StatementSyntax) -> Bool {
        switch statement.kind {
        case .breakOut: true
        case .block(let statements), .overflowBlock(_, let statements): statements.contains(where: leaves)
        case .conditional(let branches, let otherwise):
            branches.contains { leaves($0.body) } || otherwise.map(leaves) ?? false
        case .attempt(let body, let catches, _):
            body.contains(where: leaves) || catches.contains { $0.body.contains(where: leaves) }
        default: false
        }
    }

    /// Binds `try … catch … finally`.
    mutating func bind(
        try body: [StatementSyntax],
        _ catches: [CatchSyntax],
        finally: [StatementSyntax]?
    ) throws(ExpressionError) -> BoundStatement {
        let attempt = try bind(block: body)
        var handlers: [CatchHandler] = []
        var completes = attempt.completes
        for (index, clause) in catches.enumerated() {
            if index > 0 { try Self.checkOrder(of: clause, behind: catches[index - 1]) }
            let handler = try scoped { binder throws(ExpressionError) in try binder.bind(clause) }
            completes = completes || handler.body.completes
            handlers.append(handler)
        }
        let last = try finally.map { statements throws(ExpressionError) in try bind(block: statements) }
        let code = attempt.code
        return BoundStatement(completes: completes) { [handlers] state throws(ExpressionError) in
            do throws(ExpressionError) {
                let completion = try CatchHandler.run(code, handlers, &state)
                if let last { _ = try last.code(&state) }
                return completion
            } catch {
                if let last, error.code == .exception { _ = try last.code(&state) }
                throw error
            }
        }
    }

    /// Refuses a clause that is never reached.
    private static func checkOrder(
        of clause: CatchSyntax,
        behind other: CatchSyntax
    ) throws(ExpressionError) {
        if other.type == nil {
            throw ExpressionError(
                .syntax,
                "Catch clauses cannot follow the general catch clause of a try statement",
                at: clause.type?.offset
            )
        }
        guard other.filter == nil, let type = clause.type else { return }
        throw ExpressionError(
            .syntax,
            "A previous catch clause already catches all exceptions of this or of a super type ('Exception')",
            at: type.offset
        )
    }

    private mutating func bind(_ clause: CatchSyntax) throws(ExpressionError) -> CatchHandler {
        var slot: Slot?
        // Of all exceptions, the documentation's list of types has only this one.
        if let type = clause.type, try resolve(type) != .named("Exception") {
            throw ExpressionError(
                .typeMismatch,
                "The type caught or thrown must be derived from System.Exception",
                at: type.offset
            )
        }
        if let name = clause.name {
            slot = try declare(name, .named("Exception"), offset: clause.type?.offset ?? 0).place
        }
        let caught = temporary(.named("Exception")).slot
        let filter = try condition(clause.filter)
        self.caught.append(caught)
        let body = try bind(block: clause.body)
        self.caught.removeLast()
        return CatchHandler(slot: slot, caught: caught, filter: filter, body: body)
    }

    /// Binds `throw exception` and `throw` alone.
    mutating func bind(throwing exception: ExpressionSyntax?, offset: Int) throws(ExpressionError) -> Bound {
        let bound: Bound
        if let exception {
            bound = try converted(try bind(exception), to: .named("Exception"))
        } else {
            guard let slot = self.caught.last else {
                throw ExpressionError(
                    .syntax,
                    "A throw statement with no arguments is not allowed outside of a catch clause",
                    at: offset
                )
            }
            bound = Bound(.named("Exception"), depth: 1, offset: offset) { $0.locals[slot] }
        }
        let code = bound.code
        return try made(.null, from: [bound], offset: offset) { state throws(ExpressionError) in
            guard case .object(let thrown as ThrownException) = try code(&state) else { throw .nullReference }
            state.thrown = thrown
            throw .exception(thrown.exception, thrown.message)
        }
    }
}
