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
