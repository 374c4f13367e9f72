// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds a row of accesses and calls.
    mutating func bind(
        chain primary: ExpressionSyntax,
        _ tails: ArraySlice<PostfixSyntax>,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let step: BinaryOperator
        switch tails.last?.kind {
        case .increment: step = .add
        case .decrement: step = .subtract
        default: return try bind(try target(primary), tails, offset: offset, conditionals: 0)
        }
        let rest = Array(tails.dropLast())
        let place = rest.isEmpty ? primary : ExpressionSyntax(kind: .postfix(primary, rest), offset: offset)
        return try bind(step: place, by: step, isPrefix: false, offset: offset)
    }

    private mutating func bind(
        _ start: Target,
        _ tails: ArraySlice<PostfixSyntax>,
        offset: Int,
        conditionals: Int
    ) throws(ExpressionError) -> Bound {
        var target = start
        var index = tails.startIndex
        while index < tails.endIndex {
            let tail = tails[index]
            if tail.isConditional {
                let receiver = try value(of: target, offset: tail.offset)
                return try bind(
                    conditionally: receiver,
                    tails[index...],
                    offset: tail.offset,
                    conditionals: conditionals + 1
                )
            }
            let nextIsCall = if index + 1 < tails.endIndex, case .call = tails[index + 1].kind { true } else { false }
            target = try access(target, tail, nextIsCall: nextIsCall)
            index += 1
        }
        return try value(of: target, offset: offset)
    }

    /// Binds `receiver?.rest`: the rest runs only when there is a receiver.
    private mutating func bind(
        conditionally receiver: Bound,
        _ tails: ArraySlice<PostfixSyntax>,
        offset: Int,
        conditionals: Int
    ) throws(ExpressionError) -> Bound {
        guard conditionals <= 32, let first = tails.first else {
            throw ExpressionError(.syntax, "An expression is too long or complex to compile", at: offset)
        }
        guard receiver.type.acceptsNull, receiver.type != .null else {
            throw ExpressionError(
                .typeMismatch,
                "Operator '?' cannot be applied to operand of type '\(receiver.type.name)'",
                at: offset
            )
        }
        let slot = temporary(receiver.type).slot
        let held = Bound(receiver.type.underlying, depth: 1, offset: offset) { $0.locals[slot] }
        var rest = tails
        rest[rest.startIndex] = PostfixSyntax(kind: first.kind, isConditional: false, offset: first.offset)
        let inner = try bind(.value(held), rest, offset: offset, conditionals: conditionals)
        let (object, code) = (receiver.code, inner.code)
        return try made(inner.type.lifted, from: [receiver, inner], offset: offset) { state throws(ExpressionError) in
            let value = try object(&state)
            if value.isNull { return .null }
            state.locals[slot] = value
            return try code(&state)
        }
    }

    /// What the first word of a row stands for.
    mutating func target(_ syntax: ExpressionSyntax) throws(ExpressionError) -> Target {
        switch syntax.kind {
        case .predefinedType(let type): return .type(try resolve(type))
        case .name(let name, let arguments):
            if arguments.isEmpty, let declaration = declaration(of: name) {
                switch declaration {
                case .variable(let local):
                    use(local)
                    return .value(value(of: local, offset: syntax.offset))
                case .function(let function): return .function(function)
                }
            }
            if name == "context" {
                let bound = Bound(ContextCatalogue.context, depth: 1, offset: syntax.offset, path: []) {
                    .object($0.context)
                }
                return .value(bound)
            }
            if let entry = TypeCatalogue.entry(name) { return try target(entry, name, offset: syntax.offset) }
            if TypeCatalogue.isNamespace(name) { return .namespace(name) }
            try refuse(foreign: name, offset: syntax.offset)
            throw ExpressionError(
                .undefined,
                "The name '\(name)' does not exist in the current context",
                at: syntax.offset
            )
        default: return .value(try bind(syntax))
        }
    }

    private func target(_ entry: TypeCatalogue.Entry, _ name: String, offset: Int) throws(ExpressionError) -> Target {
        switch entry {
        case .type(let type): return .type(type)
        case .staticClass(let name): return .staticClass(name)
        case .notEvaluated: throw notEvaluated("the type '\(name)'", offset)
        }
    }

    /// The value that a target stands for, if it stands for one.
    func value(of target: Target, offset: Int) throws(ExpressionError) -> Bound {
        switch target {
        case .value(let bound): return bound
        case .type(let type):
            throw ExpressionError(
                .undefined,
                "'\(type.name)' is a type, which is not valid in the given context",
                at: offset
            )
        case .staticClass(let name):
            throw ExpressionError(
                .undefined,
                "'\(name)' is a type, which is not valid in the given context",
                at: offset
            )
        case .namespace(let name):
            throw ExpressionError(
                .undefined,
                "'\(name)' is a namespace but is used like a variable",
                at: offset
            )
        case .function(let function):
            throw ExpressionError(
                .typeMismatch,
                "Cannot convert method group '\(function.name)' to non-delegate type 'object'. Did you intend to "
                    + "invoke the method?",
                at: offset
            )
        case .method(let group):
            throw ExpressionError(
                .typeMismatch,
                "Cannot convert method group '\(group.name)' to non-delegate type 'object'. Did you intend to invoke "
                    + "the method?",
                at: group.offset
            )
        }
    }

    private mutating func access(
        _ target: Target,
        _ tail: PostfixSyntax,
        nextIsCall: Bool
    ) throws(ExpressionError) -> Target {
        switch tail.kind {
        case .member(let name, let arguments):
            if nextIsCall || !arguments.isEmpty, !holdsDelegate(target, name),
                let group = group(target, name, arguments, offset: tail.offset)
            {
                return .method(group)
            }
            return try member(target, name, offset: tail.offset)
        case .call(let arguments):
            switch target {
            case .method(let group): return .value(try bind(call: group, arguments))
            case .function(let function):
                return .value(try bind(call: function, arguments, offset: tail.offset))
            case .value(let bound): return .value(try bind(invoke: bound, arguments, offset: tail.offset))
            default: throw ExpressionError(.typeMismatch, "Method name expected", at: tail.offset)
            }
        case .index(let arguments):
            return .value(try bind(index: try value(of: target, offset: tail.offset), arguments, offset: tail.offset))
        case .increment, .decrement:
            throw ExpressionError(.syntax, "Invalid expression term '++'", at: tail.offset)
        }
    }

    private func group(_ target: Target, _ name: String, _ arguments: [TypeSyntax], offset: Int) -> MethodGroup? {
        let owner: String
        var receiver: Bound?
        switch target {
        case .value(let bound):
            receiver = bound
            owner = Library.owner(of: bound.type)
        case .type(let type): owner = Library.owner(of: type)
        case .staticClass(let name): owner = name
        case .namespace, .method, .function: return nil
        }
        return MethodGroup(receiver: receiver, owner: owner, name: name, typeArguments: arguments, offset: offset)
    }

    private mutating func member(_ target: Target, _ name: String, offset: Int) throws(ExpressionError) -> Target {
        switch target {
        case .value(let receiver): return .value(try property(receiver, name, offset: offset))
        case .type(.enumeration(let type)):
            guard let value = EnumerationCatalogue.values[type]?[name] else { throw missing(name, in: type, offset) }
            return .value(Bound(constant: .int(value), .enumeration(type), offset: offset))
        case .type(.named("TimeZoneInfo")) where TypeCatalogue.entry("TimeZoneInfo." + name) != nil:
            return .type(.named(name))
        case .type(let type): return .value(try staticProperty(Library.owner(of: type), name, offset: offset))
        case .staticClass(let type): return .value(try staticProperty(type, name, offset: offset))
        case .namespace(let space):
            let full = space + "." + name
            if let entry = TypeCatalogue.entry(full) { return try self.target(entry, name, offset: offset) }
            if TypeCatalogue.isNamespace(full) { return .namespace(full) }
            try refuse(foreign: full, offset: offset)
            throw ExpressionError(
                .undefined,
                "The type or namespace name '\(name)' does not exist in the namespace '\(space)' (are you missing an "
                    + "assembly reference?)",
                at: offset
            )
        case .method, .function: return .value(try value(of: target, offset: offset))
        }
    }

    private func staticProperty(_ owner: String, _ name: String, offset: Int) throws(ExpressionError) -> Bound {
        guard let property = Library.property(owner, name), property.isStatic else {
            throw missing(name, in: owner, offset)
        }
        let code = property.code
        if property.type.promoted != nil, owner == property.type.name || owner == "Math" {
            var state = Evaluation.folding
            if let value = try? code(&state, []) { return Bound(constant: value, property.type, offset: offset) }
        }
        return Bound(property.type, depth: 1, offset: offset) { state throws(ExpressionError) in
            try code(&state, [])
        }
    }

    /// A static member that is not there.
    func missing(_ name: String, in type: String, _ offset: Int) -> ExpressionError {
        ExpressionError(.undefined, "'\(type)' does not contain a definition for '\(name)'", at: offset)
    }
}
