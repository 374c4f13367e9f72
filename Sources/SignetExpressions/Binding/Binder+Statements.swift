// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds the statements of a block in a scope of their own.
    mutating func bind(block statements: [StatementSyntax]) throws(ExpressionError) -> BoundStatement {
        try scoped { binder throws(ExpressionError) in try binder.bind(sequence: statements) }
    }

    /// Binds statements one after the other.
    mutating func bind(sequence statements: [StatementSyntax]) throws(ExpressionError) -> BoundStatement {
        var completes = true
        var codes: [StatementCode] = []
        try declareFunctions(statements)
        for statement in statements {
            let bound = try bind(statement)
            codes.append(bound.code)
            completes = completes && bound.completes
        }
        if codes.count == 1 { return BoundStatement(completes: completes, codes[0]) }
        return BoundStatement(completes: completes) { [codes] state throws(ExpressionError) in
            for code in codes {
                let completion = try code(&state)
                guard case .normal = completion else { return completion }
            }
            return .normal
        }
    }

    mutating func bind(_ statement: StatementSyntax) throws(ExpressionError) -> BoundStatement {
        let offset = statement.offset
        switch statement.kind {
        case .empty: return .empty
        case .block(let statements): return try bind(block: statements)
        case .overflowBlock(let isChecked, let statements):
            return try checking(isChecked) { binder throws(ExpressionError) in try binder.bind(block: statements) }
        case .declaration(let type, let declarators, let isConstant):
            return try bind(declaration: type, declarators, isConstant: isConstant)
        case .expression(let expression):
            let code = try bind(expression).code
            return BoundStatement { state throws(ExpressionError) in
                _ = try code(&state)
                return .normal
            }
        case .returnValue(let value): return try bind(return: value, offset: offset)
        case .breakOut, .continueLoop: return try bind(leaving: statement)
        case .conditional(let branches, let otherwise): return try bind(branches, otherwise: otherwise)
        case .whileLoop(let condition, let body): return try bind(while: condition, body, testsFirst: true)
        case .doLoop(let body, let condition): return try bind(while: condition, body, testsFirst: false)
        case .forLoop(let start, let condition, let steps, let body):
            return try scoped { binder throws(ExpressionError) in
                try binder.bind(for: start, condition, steps, body)
            }
        case .forEach(let type, let name, let sequence, let body):
            return try scoped { binder throws(ExpressionError) in
                try binder.bind(forEach: type, name, sequence, body, offset: offset)
            }
        case .switchOver(let value, let sections): return try bind(switch: value, sections)
        case .attempt(let body, let catches, let finally): return try bind(try: body, catches, finally: finally)
        case .using(let resource, let body):
            // Nothing of the library holds what must be given back: the resource is a variable like any other.
            return try bind(block: resource + [body])
        case .localFunction(_, let name, let parameters, let body):
            return try bind(function: name, parameters, body, offset: offset)
        case .throwing(let exception): return try bind(throw: exception, offset: offset)
        }
    }

    private mutating func bind(throw exception: ExpressionSyntax?, offset: Int) throws(ExpressionError)
        -> BoundStatement
    {
        let code = try bind(throwing: exception, offset: offset).code
        return BoundStatement(completes: false) { state throws(ExpressionError) in
            _ = try code(&state)
            return .normal
        }
    }

    private mutating func bind(
        declaration type: TypeSyntax,
        _ declarators: [DeclaratorSyntax],
        isConstant: Bool
    ) throws(ExpressionError) -> BoundStatement {
        let declared = type.name == "var" && type.ranks.isEmpty ? nil : try resolve(type)
        var assignments: [(place: Slot, code: Code)] = []
        for declarator in declarators {
            let value = try declarator.value.map { syntax throws(ExpressionError) in
                if let declared { return try bind(syntax, to: declared) }
                return try bind(syntax)
            }
            guard let type = declared ?? value?.type, type != .null, type != .void else {
                let message =
                    value == nil
                    ? "Implicitly-typed variables must be initialized"
                    : "Cannot assign \(value?.type.name ?? "<null>") to an implicitly-typed variable"
                throw ExpressionError(.typeMismatch, message, at: declarator.offset)
            }
            let local = try declare(declarator.name, type, isConstant: isConstant, offset: declarator.offset)
            let initial = type.defaultValue
            var code = value?.code ?? Bound(constant: initial, type, offset: 0).code
            if type == .array(.byte), let source = value?.code {
                code = { state throws(ExpressionError) in try source(&state).referenced }
            }
            assignments.append((local.place, code))
        }
        return BoundStatement { [assignments] state throws(ExpressionError) in
            for (place, code) in assignments { try place.declare(&state, try code(&state)) }
            return .normal
        }
    }

    private mutating func bind(return value: ExpressionSyntax?, offset: Int) throws(ExpressionError) -> BoundStatement {
        guard let value else {
            guard self.function.result == .void else {
                throw ExpressionError(
                    .typeMismatch,
                    "An object of a type convertible to 'object' is required",
                    at: offset
                )
            }
            return BoundStatement(completes: false) { _ in .returned(.null) }
        }
        var bound: Bound
        if let result = self.function.result {
            guard result != .void else {
                throw ExpressionError(
                    .typeMismatch,
                    "Since the function returns void, a return keyword must not be followed by an object expression",
                    at: offset
                )
            }
            bound = try bind(value, to: result)
        } else {
            bound = try bind(value)
            if case .enumeration = bound.type, !self.function.isLambda { bound = try converted(bound, to: .object) }
        }
        guard bound.type != .void else {
            throw ExpressionError(.typeMismatch, "Cannot implicitly convert type 'void' to 'object'", at: offset)
        }
        self.function.returned.append(bound)
        let code = bound.code
        return BoundStatement(completes: false) { state throws(ExpressionError) in .returned(try code(&state)) }
    }

    private func bind(leaving statement: StatementSyntax) throws(ExpressionError) -> BoundStatement {
        let breaks = if case .breakOut = statement.kind { true } else { false }
        guard breaks ? self.function.breakables > 0 : self.function.loops > 0 else {
            throw ExpressionError(
                .syntax,
                "No enclosing loop out of which to break or continue",
                at: statement.offset
            )
        }
        return BoundStatement(completes: false) { _ in breaks ? .broke : .continued }
    }

    private mutating func bind(
        _ branches: [(condition: ExpressionSyntax, body: StatementSyntax)],
        otherwise: StatementSyntax?
    ) throws(ExpressionError) -> BoundStatement {
        var codes: [(test: Code, body: StatementCode)] = []
        var completes = otherwise == nil
        for branch in branches {
            let test = try converted(try bind(branch.condition), to: .bool)
            let body = try scoped { binder throws(ExpressionError) in try binder.bind(branch.body) }
            completes = completes || body.completes
            codes.append((test.code, body.code))
        }
        let last = try otherwise.map { body throws(ExpressionError) in
            try scoped { binder throws(ExpressionError) in try binder.bind(body) }
        }
        completes = completes || last?.completes ?? false
        let otherwise = last?.code
        return BoundStatement(completes: completes) { [codes] state throws(ExpressionError) in
            for branch in codes where try branch.test(&state).bool == true { return try branch.body(&state) }
            if let otherwise { return try otherwise(&state) }
            return .normal
        }
    }
}
