// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Whether an expression is code rather than a value: a lambda, or the name of a method.
    func isCode(_ syntax: ExpressionSyntax) -> Bool {
        switch syntax.kind {
        case .lambda: return true
        case .parenthesized(let inner): return isCode(inner)
        case .name(let name, _): return local(name) == nil && localFunction(name) != nil
        case .postfix(let primary, let tails):
            guard case .member(let name, _) = tails.last?.kind, let owner = owner(primary, tails.dropLast()) else {
                return false
            }
            return Library.property(owner, name) == nil && !Library.methods(owner, name).isEmpty
        default: return false
        }
    }

    /// The type whose method a dotted name could be; nothing is bound to find out.
    private func owner(_ primary: ExpressionSyntax, _ tails: ArraySlice<PostfixSyntax>) -> String? {
        if case .predefinedType(let type) = primary.kind {
            return tails.isEmpty ? (try? resolve(type)).map(Library.owner(of:)) : nil
        }
        guard case .name(let first, _) = primary.kind else { return nil }
        if let local = local(first) { return tails.isEmpty ? Library.owner(of: local.type) : nil }
        var full = first
        for tail in tails {
            guard case .member(let name, _) = tail.kind, !tail.isConditional else { return nil }
            full += "." + name
        }
        switch TypeCatalogue.entry(full) {
        case .type(let type): return Library.owner(of: type)
        case .staticClass(let name): return name
        default: return nil
        }
    }

    /// Whether code could be a value of a delegate type.
    func accepts(code syntax: ExpressionSyntax, as type: StaticType) -> Bool {
        guard let (parameters, _) = signature(of: type) else { return false }
        switch syntax.kind {
        case .parenthesized(let inner): return accepts(code: inner, as: type)
        case .lambda(let names, _): return names.count == parameters.count
        default: return true
        }
    }

    /// The parameters and the result of a delegate type.
    func signature(of type: StaticType) -> (parameters: [StaticType], result: StaticType)? {
        switch type {
        case .named("Action"): ([], .void)
        case .generic("Action", let arguments): (arguments, .void)
        case .generic("Func", let arguments): (Array(arguments.dropLast()), arguments.last ?? .void)
        case .generic("Predicate", let arguments): (arguments, .bool)
        case .generic("Comparison", let arguments): (arguments + arguments, .int)
        default: nil
        }
    }

    /// Binds an expression where a value of a type is wanted.
    mutating func bind(_ syntax: ExpressionSyntax, to type: StaticType) throws(ExpressionError) -> Bound {
        if case .defaultValue(nil) = syntax.kind {
            return Bound(constant: type.defaultValue, type, offset: syntax.offset)
        }
        guard type.isDelegate, isCode(syntax), let (parameters, result) = signature(of: type) else {
            return try converted(try bind(syntax), to: type)
        }
        return try delegate(type, offset: syntax.offset) { binder throws(ExpressionError) in
            try binder.lambda(syntax, parameters, returning: result)
        }
    }

    /// Declares the local functions of a block, which may be called before they stand there.
    mutating func declareFunctions(_ statements: [StatementSyntax]) throws(ExpressionError) {
        for statement in statements {
            guard case .localFunction(let type, let name, let parameters, _) = statement.kind else { continue }
            var declared: [FunctionParameter] = []
            for parameter in parameters { declared.append(try function(parameter, offset: statement.offset)) }
            let result = type.name == "void" ? StaticType.void : try resolve(type)
            let (number, level) = (self.captures.number(), self.captures.level)
            let function = LocalFunction(name, declared, result, number: number, level: level)
            try declare(function, offset: statement.offset)
        }
    }

    private mutating func function(
        _ parameter: ParameterSyntax,
        offset: Int
    ) throws(ExpressionError) -> FunctionParameter {
        guard let written = parameter.type else { throw ExpressionError(.syntax, "Identifier expected", at: offset) }
        let type = try resolve(written)
        var result = FunctionParameter(name: parameter.name, type: type)
        (result.isOutput, result.isVariadic) = (parameter.isOutput, parameter.isVariadic)
        if let value = parameter.defaultValue { result.defaultValue = try bind(value, to: type) }
        return result
    }

    /// Binds the body of a local function.
    mutating func bind(
        function name: String,
        _ parameters: [ParameterSyntax],
        _ body: LambdaBody,
        offset: Int
    ) throws(ExpressionError) -> BoundStatement {
        guard let function = localFunction(name) else { return .empty }
        let start = self.localCount
        let (outer, caught) = (self.function, self.caught)
        (self.function, self.caught) = (FunctionScope(result: function.result), [])
        self.captures.enter(function.number)
        let (slots, code) = try scoped { binder throws(ExpressionError) in
            var slots: [Slot] = []
            for (parameter, type) in zip(parameters, function.parameters) {
                slots.append(try binder.declare(parameter.name, type.type, offset: offset).place)
            }
            return (slots, try binder.bind(functionBody: body, returning: function.result, offset: offset))
        }
        self.captures.leave()
        (self.function, self.caught) = (outer, caught)
        function.define(slots: slots, frame: start..<self.localCount, code)
        return .empty
    }

    private mutating func bind(
        functionBody body: LambdaBody,
        returning result: StaticType,
        offset: Int
    ) throws(ExpressionError) -> Code {
        switch body {
        case .expression(let syntax): return result == .void ? try bind(syntax).code : try bind(syntax, to: result).code
        case .block(let statements):
            let block = try bind(block: statements)
            guard !block.completes || result == .void else {
                throw ExpressionError(.syntax, "Not all code paths return a value", at: offset)
            }
            let code = block.code
            return { state throws(ExpressionError) in
                guard case .returned(let value) = try code(&state) else { return .null }
                return value
            }
        }
    }

    /// Binds the call of a delegate.
    mutating func bind(
        invoke delegate: Bound,
        _ arguments: [ArgumentSyntax],
        offset: Int
    ) throws(ExpressionError) -> Bound {
        guard let (parameters, result) = signature(of: delegate.type) else {
            throw ExpressionError(.typeMismatch, "Method name expected", at: offset)
        }
        let object = delegate.code
        return try bind(arguments, of: delegate.type.name, parameters, result, [delegate], offset: offset) {
            state,
            values throws(ExpressionError) in
            guard case .object(let function as ExpressionDelegate) = try object(&state) else { throw .nullReference }
            return try function.call(&state, values)
        }
    }

    private mutating func bind(
        _ arguments: [ArgumentSyntax],
        of name: String,
        _ parameters: [StaticType],
        _ result: StaticType,
        _ others: [Bound],
        offset: Int,
        _ call: @escaping LibraryCode
    ) throws(ExpressionError) -> Bound {
        guard arguments.count == parameters.count else {
            throw ExpressionError(
                .typeMismatch,
                "No overload for method '\(name)' takes \(arguments.count) arguments",
                at: offset
            )
        }
        var parts: [Bound] = []
        for (argument, type) in zip(arguments, parameters) {
            guard case .value(let syntax) = argument.passing, argument.name == nil else {
                throw notEvaluated("'out', 'ref' and arguments by name here", argument.offset)
            }
            parts.append(try bind(syntax, to: type))
        }
        let codes = parts.map(\.code)
        return try made(result, from: others + parts, offset: offset) { state throws(ExpressionError) in
            var values: [ExpressionValue] = []
            for code in codes { values.append(try code(&state)) }
            return try call(&state, values)
        }
    }
}
