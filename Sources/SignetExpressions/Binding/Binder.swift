// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// Settles what the names of an expression mean and what types its parts have, and makes the code that computes it.
///
/// Everything that C# checks when it compiles is checked here: an evaluation can only fail as .NET fails at run time.
struct Binder {
    /// What the names stand for that are declared here: C# has no two of the same name around one another.
    private var names: [String: Name] = [:]
    /// The declared names, those of the innermost scope last.
    private var declared: [String] = []
    private(set) var localCount = 0
    var requirements = ExpressionRequirements()
    /// The function that is being bound, or the expression itself.
    var function = FunctionScope()
    let plan = PlanIdentity()
    /// The variables that functions use from outside.
    var captures = Captures()
    /// What happens to sums that do not fit: `checked`, `unchecked`, or neither has been written.
    var isChecked: Bool?
    /// Where the exceptions of the `catch` clauses around a statement are.
    var caught: [Int] = []
    private let work = BindingWork()

    mutating func bind(_ syntax: ExpressionSyntax) throws(ExpressionError) -> Bound {
        let offset = syntax.offset
        try self.work.count(offset)
        switch syntax.kind {
        case .literal(let literal): return try bind(literal, offset: offset)
        case .interpolated(let parts): return try bind(interpolation: parts, offset: offset)
        case .parenthesized(let inner): return try bind(inner)
        case .name, .predefinedType: return try value(of: target(syntax), offset: offset)
        case .postfix(let primary, let tails): return try bind(chain: primary, tails[...], offset: offset)
        case .unary(let operation, let operand): return try bind(operation, operand, offset: offset)
        case .cast(let type, let operand):
            let type = try resolve(type)
            return type.isDelegate && isCode(operand)
                ? try bind(operand, to: type) : try cast(try bind(operand), to: type, offset: offset)
        case .binary(let first, let tails): return try bind(first, tails, offset: offset)
        case .coalesce(let operands): return try bind(coalesce: operands, offset: offset)
        case .conditional(let condition, let then, let otherwise):
            return try bind(condition, then: then, otherwise: otherwise, offset: offset)
        case .assignment(let target, let operation, let value):
            return try bind(assignment: target, operation, value, offset: offset)
        case .arrayCreation(let type, let sizes, let elements):
            return try bind(arrayOf: type, sizes: sizes, elements, offset: offset)
        case .objectCreation(let type, let arguments, let initializer):
            return try bind(creation: type, arguments, initializer, offset: offset)
        case .defaultValue(let type):
            guard let type else { throw notEvaluated("'default' without a type", offset) }
            let resolved = try resolve(type)
            return Bound(constant: resolved.defaultValue, resolved, offset: offset)
        case .nameOf(let inner): return try bind(nameOf: inner, offset: offset)
        case .lambda: throw notEvaluated("lambda expressions here", offset)
        case .anonymousObject(let members): return try bind(anonymous: members, offset: offset)
        case .typeOf(let type):
            let resolved = try resolve(type)
            return Bound(constant: .object(TypeObject(resolved)), .named("Type"), offset: offset)
        case .throwing(let exception): return try bind(throwing: exception, offset: offset)
        case .overflow(let isChecked, let inner):
            return try checking(isChecked) { binder throws(ExpressionError) in try binder.bind(inner) }
        }
    }

    /// Binds a part in which sums are checked, or not.
    mutating func checking<Result>(
        _ isChecked: Bool,
        _ body: (inout Binder) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        let outer = self.isChecked
        self.isChecked = isChecked
        defer { self.isChecked = outer }
        return try body(&self)
    }

    /// A construct of the language that is read but not executed yet.
    func notEvaluated(_ construct: String, _ offset: Int) -> ExpressionError { .notEvaluated(construct, offset) }

    /// Makes code, unless it would nest too deep.
    func made(
        _ type: StaticType,
        from parts: [Bound],
        offset: Int,
        path: [ExpressionMember]? = nil,
        query: BoundQuery? = nil,
        _ code: @escaping Code
    ) throws(ExpressionError) -> Bound {
        var depth = 1
        for index in parts.indices { depth = max(depth, parts[index].depth + 1) }
        guard depth <= Bound.maximumDepth, type.parts(upTo: StaticType.maximumParts) < StaticType.maximumParts else {
            throw ExpressionError(.syntax, "An expression is too long or complex to compile", at: offset)
        }
        return Bound(type, depth: depth, offset: offset, path: path, query: query, code: code)
    }

    private func bind(_ literal: LiteralSyntax, offset: Int) throws(ExpressionError) -> Bound {
        switch literal {
        case .null: Bound(constant: .null, .null, offset: offset)
        case .bool(let value): Bound(constant: .bool(value), .bool, offset: offset)
        case .int(let value): Bound(constant: .int(value), .int, offset: offset)
        case .long(let value): Bound(constant: .long(value), .long, offset: offset)
        case .uint(let value): Bound(constant: .uint(value), .uint, offset: offset)
        case .ulong(let value): Bound(constant: .ulong(value), .ulong, offset: offset)
        case .float(let text): Bound(constant: .float(Float(text) ?? 0), .float, offset: offset)
        case .decimal(let text):
            Bound(constant: .decimal(try ExpressionDecimal.parse(text)), .decimal, offset: offset)
        case .double(let value): Bound(constant: .double(value), .double, offset: offset)
        case .char(let value): Bound(constant: .char(value), .char, offset: offset)
        case .string(let value): Bound(constant: .string(value), .string, offset: offset)
        }
    }

    private func bind(nameOf syntax: ExpressionSyntax, offset: Int) throws(ExpressionError) -> Bound {
        switch syntax.kind {
        case .name(let name, _): return Bound(constant: .string(name), .string, offset: offset)
        case .postfix(_, let tails):
            if case .member(let name, _) = tails.last?.kind {
                return Bound(constant: .string(name), .string, offset: offset)
            }
        default: break
        }
        throw ExpressionError(.syntax, "Expression does not have a name.", at: offset)
    }
}

extension Binder {
    /// Runs a part in a scope of its own.
    mutating func scoped<Result>(
        _ body: (inout Binder) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        let outer = self.declared.count
        let result = try body(&self)
        while self.declared.count > outer { self.names[self.declared.removeLast()] = nil }
        return result
    }

    /// The variable of a name.
    func local(_ name: String) -> Local? {
        if case .variable(let local) = declaration(of: name) { local } else { nil }
    }

    /// The local function of a name.
    func localFunction(_ name: String) -> LocalFunction? {
        if case .function(let function) = declaration(of: name) { function } else { nil }
    }

    /// What a name stands for that is declared here.
    func declaration(of name: String) -> Name? { self.names.isEmpty ? nil : self.names[name] }

    func isDeclared(_ name: String) -> Bool { declaration(of: name) != nil }

    /// Declares a local function in the innermost scope.
    mutating func declare(_ function: LocalFunction, offset: Int) throws(ExpressionError) {
        guard !isDeclared(function.name), function.name != "context" else { throw duplicate(function.name, offset) }
        self.declared.append(function.name)
        self.names[function.name] = .function(function)
    }

    private func duplicate(_ name: String, _ offset: Int) -> ExpressionError {
        ExpressionError(
            .undefined,
            "A local variable or function named '\(name)' is already defined in this scope",
            at: offset
        )
    }

    /// Declares a variable in the innermost scope.
    mutating func declare(
        _ name: String,
        _ type: StaticType,
        isConstant: Bool = false,
        offset: Int
    ) throws(ExpressionError) -> Local {
        guard !isDeclared(name), name != "context" else {
            throw duplicate(name, offset)
        }
        let local = slot(of: type, isConstant: isConstant)
        self.declared.append(name)
        self.names[name] = .variable(local)
        return local
    }

    /// Makes a slot without a name for a value in between.
    mutating func temporary(_ type: StaticType) -> Local { slot(of: type, isConstant: true) }

    private mutating func slot(of type: StaticType, isConstant: Bool) -> Local {
        let place = Slot(index: self.localCount, isCell: self.captures.cells.contains(self.localCount))
        let local = Local(place: place, type: type, isConstant: isConstant, level: self.captures.level)
        self.localCount += 1
        return local
    }

    /// The type that a written type means.
    func resolve(_ syntax: TypeSyntax) throws(ExpressionError) -> StaticType { try TypeResolver.resolve(syntax) }

    /// Refuses a type of .NET that policy expressions may not use.
    func refuse(foreign name: String, offset: Int) throws(ExpressionError) {
        try TypeResolver.refuse(foreign: name, offset: offset)
    }
}
