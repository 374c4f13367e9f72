// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds `variable = value` and `variable += value`.
    mutating func bind(
        assignment target: ExpressionSyntax,
        _ operation: BinaryOperator?,
        _ value: ExpressionSyntax,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        if case .postfix(let primary, let tails) = target.kind, operation == nil, let last = tails.last {
            return try bind(elementOf: primary, tails.dropLast(), last, value, offset: offset)
        }
        let local = try variable(target, offset: offset)
        var bound = try bind(value)
        if let operation {
            bound = try combine(read(local, offset: offset), operation, bound, offset: offset)
            let narrows = local.type.promoted != nil && bound.type.promoted != nil
            bound = narrows ? try cast(bound, to: local.type, offset: offset) : try converted(bound, to: local.type)
        } else {
            bound = try converted(bound, to: local.type)
        }
        let (slot, code) = (local.slot, bound.code)
        return try made(local.type, from: [bound], offset: offset) { state throws(ExpressionError) in
            let value = try code(&state)
            state.locals[slot] = value
            return value
        }
    }

    /// Binds `receiver[index] = value` and `property.Value = value`.
    private mutating func bind(
        elementOf primary: ExpressionSyntax,
        _ tails: ArraySlice<PostfixSyntax>,
        _ last: PostfixSyntax,
        _ value: ExpressionSyntax,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let receiver = try bind(chain: primary, tails, offset: offset)
        switch last.kind {
        case .index(let arguments) where arguments.count == 1:
            let index = try self.value(arguments[0])
            let new = try bind(value)
            if receiver.type.isToken { return try tokenAssignment(receiver, index, new, offset: offset) }
            if case .generic = receiver.type { return try collectionAssignment(receiver, index, new, offset: offset) }
        case .member("Value", _) where receiver.type == .named("JProperty"):
            let new = try converted(try bind(value), to: .token)
            let (object, code) = (receiver.code, new.code)
            return try made(.token, from: [receiver, new], offset: offset) { state throws(ExpressionError) in
                guard let property = JSONConversion.existing(try object(&state)) else { throw .nullReference }
                let token = JSONConversion.existing(try code(&state)) ?? JSONToken(value: .null)
                try property.append(token, &state.memory)
                return .object(token)
            }
        default: break
        }
        throw notEvaluated("assignments to anything but variables and elements", offset)
    }

    /// Binds `++` and `--`.
    mutating func bind(
        step target: ExpressionSyntax,
        by amount: Int32,
        isPrefix: Bool,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let local = try variable(target, offset: offset)
        let one = Bound(constant: .int(amount), .int, offset: offset)
        let sum = try cast(
            try combine(read(local, offset: offset), .add, one, offset: offset),
            to: local.type,
            offset: offset
        )
        let (slot, code) = (local.slot, sum.code)
        return try made(local.type, from: [sum], offset: offset) { state throws(ExpressionError) in
            let old = state.locals[slot]
            let new = try code(&state)
            state.locals[slot] = new
            return isPrefix ? new : old
        }
    }

    private func read(_ local: Local, offset: Int) -> Bound {
        let slot = local.slot
        return Bound(local.type, depth: 1, offset: offset) { $0.locals[slot] }
    }

    private func variable(_ target: ExpressionSyntax, offset: Int) throws(ExpressionError) -> Local {
        guard case .name(let name, _) = target.kind else {
            throw notEvaluated("assignments to anything but variables", offset)
        }
        guard let local = local(name) else {
            throw ExpressionError(
                .undefined,
                "The name '\(name)' does not exist in the current context",
                at: target.offset
            )
        }
        guard !local.isConstant else {
            throw ExpressionError(
                .typeMismatch,
                "The left-hand side of an assignment must be a variable, property or indexer",
                at: target.offset
            )
        }
        return local
    }
}
