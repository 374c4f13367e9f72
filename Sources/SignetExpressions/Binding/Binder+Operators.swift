// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds a row of operators of one precedence.
    mutating func bind(
        _ first: ExpressionSyntax,
        _ tails: [BinaryTail],
        offset: Int
    ) throws(ExpressionError) -> Bound {
        var left = try bind(first)
        var index = 0
        while index < tails.count {
            let tail = tails[index]
            switch tail.operand {
            case .asType(let type): left = try bind(left, as: try resolve(type), offset: tail.offset)
            case .isPattern(let pattern): left = try bind(left, matches: pattern, offset: tail.offset)
            case .expression(let operand):
                switch tail.operation {
                case .conditionalAnd, .conditionalOr:
                    return try bind(left, logical: tails[index...], tail.operation, offset: offset)
                case .add where left.type == .string:
                    (left, index) = try concatenated(left, tails, from: index, offset: offset)
                    continue
                default: left = try combine(left, tail.operation, try bind(operand), offset: tail.offset)
                }
            }
            index += 1
        }
        return left
    }

    /// Binds `a && b && c`, flat.
    private mutating func bind(
        _ first: Bound,
        logical tails: ArraySlice<BinaryTail>,
        _ operation: BinaryOperator,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        var operands = [first]
        for tail in tails {
            guard case .expression(let operand) = tail.operand else { continue }
            let bound = try bind(operand)
            guard bound.type == .bool, first.type == .bool else {
                throw inapplicable(operation, first.type, bound.type, tail.offset)
            }
            operands.append(bound)
        }
        let codes = operands.map(\.code)
        let decisive = operation == .conditionalOr
        let result: Bound
        if codes.count == 2 {
            let (one, other) = (codes[0], codes[1])
            result = try made(.bool, from: operands, offset: offset) { state throws(ExpressionError) in
                if try one(&state).bool == decisive { return .bool(decisive) }
                return .bool(try other(&state).bool == true)
            }
        } else {
            result = try made(.bool, from: operands, offset: offset) { state throws(ExpressionError) in
                for code in codes where try code(&state).bool == decisive { return .bool(decisive) }
                return .bool(!decisive)
            }
        }
        return folded(result, operands)
    }

    /// Binds a row of `+` that begins with a text, flat, until something else than `+` follows.
    private mutating func concatenated(
        _ first: Bound,
        _ tails: [BinaryTail],
        from start: Int,
        offset: Int
    ) throws(ExpressionError) -> (Bound, Int) {
        var operands = [first]
        var index = start
        while index < tails.count, tails[index].operation == .add, case .expression(let operand) = tails[index].operand
        {
            let bound = try bind(operand)
            guard bound.type != .void else { throw inapplicable(.add, .string, .void, tails[index].offset) }
            operands.append(bound)
            index += 1
        }
        return (try concatenation(operands, offset: offset), index)
    }

    /// The text of all operands together.
    func concatenation(_ operands: [Bound], offset: Int) throws(ExpressionError) -> Bound {
        let pieces = operands.map { operand in
            TextPiece(text: operand.constantString, code: operand.constantString == nil ? Self.textCode(operand) : nil)
        }
        let result = try made(.string, from: operands, offset: offset) { state throws(ExpressionError) in
            var text = ""
            for index in pieces.indices {
                guard let code = pieces[index].code else {
                    try pieces[index].add(to: &text, &state)
                    continue
                }
                let piece = try state.written(try code(&state))
                try state.charge(piece.utf8.count)
                text += piece
            }
            return .string(text)
        }
        return folded(result, operands)
    }

    /// The code of an operand of a text: an enumeration gives the name of its value.
    private static func textCode(_ operand: Bound) -> Code {
        guard case .enumeration(let type) = operand.type else { return operand.code }
        let code = operand.code
        return { state throws(ExpressionError) in
            let value = try code(&state)
            return .string(EnumerationLibrary.name(value, in: type))
        }
    }

    /// Computes what is known now.
    func folded(_ bound: Bound, _ operands: [Bound]) -> Bound {
        guard operands.allSatisfy({ $0.constant != nil }) else { return bound }
        var state = Evaluation.folding
        guard let value = try? bound.code(&state) else { return bound }
        return Bound(constant: value, bound.type, offset: bound.offset)
    }

    /// Binds one operator.
    func combine(
        _ left: Bound,
        _ operation: BinaryOperator,
        _ right: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        if operation == .add, left.type == .named("XNamespace"), right.type == .string {
            let (first, second) = (left.code, right.code)
            return try made(.named("XName"), from: [left, right], offset: offset) { state throws(ExpressionError) in
                let values = [try first(&state), try second(&state)]
                return .object(try XMLName(checked: try values.text(1), try values.object(0, XMLNamespace.self).name))
            }
        }
        if operation == .add, left.type == .string || right.type == .string, left.type != .void, right.type != .void {
            return try concatenation([left, right], offset: offset)
        }
        switch operation {
        case .equal, .notEqual: return try equality(left, operation, right, offset: offset)
        case .and, .or, .exclusiveOr:
            if left.type == .bool, right.type == .bool { return try boolean(left, operation, right, offset: offset) }
        default: break
        }
        if let dates = try date(left, operation, right, offset: offset) { return dates }
        return try arithmetic(left, operation, right, offset: offset)
    }

    private func boolean(
        _ left: Bound,
        _ operation: BinaryOperator,
        _ right: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let (first, second) = (left.code, right.code)
        let result = try made(.bool, from: [left, right], offset: offset) { state throws(ExpressionError) in
            let (one, other) = (try first(&state).bool ?? false, try second(&state).bool ?? false)
            switch operation {
            case .and: return .bool(one && other)
            case .or: return .bool(one || other)
            default: return .bool(one != other)
            }
        }
        return folded(result, [left, right])
    }

    private func equality(
        _ left: Bound,
        _ operation: BinaryOperator,
        _ right: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        if left.type.underlying.promoted != nil, right.type.underlying.promoted != nil {
            return try arithmetic(left, operation, right, offset: offset)
        }
        let mixesTokens = left.type.isToken != right.type.isToken && left.type != .null && right.type != .null
        let isComparable =
            left.type.underlying == right.type.underlying && left.type != .void
            || implicitCost(left, to: right.type) != nil || implicitCost(right, to: left.type) != nil
            // A value is never `null`, of which the compiler only warns.
            || left.type == .null && right.type.hasLiftedEquality
            || right.type == .null && left.type.hasLiftedEquality
        // A value type and `object` have no operator in common, only two references have.
        let boxes = left.type == .object && !right.type.isReference || right.type == .object && !left.type.isReference
        guard isComparable, !boxes, !mixesTokens || left.type == .object || right.type == .object else {
            throw inapplicable(operation, left.type, right.type, offset)
        }
        let (first, second, isEqual) = (left.code, right.code, operation == .equal)
        if let text = right.constantString, left.constant == nil {
            return try made(.bool, from: [left, right], offset: offset) { state throws(ExpressionError) in
                guard case .string(let value) = try first(&state) else { return .bool(!isEqual) }
                return .bool(OrdinalText.equal(value, text) == isEqual)
            }
        }
        let result = try made(.bool, from: [left, right], offset: offset) { state throws(ExpressionError) in
            .bool(Equality.equal(try first(&state), try second(&state)) == isEqual)
        }
        return folded(result, [left, right])
    }

    func inapplicable(
        _ operation: BinaryOperator,
        _ left: StaticType,
        _ right: StaticType,
        _ offset: Int
    ) -> ExpressionError {
        ExpressionError(
            .typeMismatch,
            "Operator '\(operation.rawValue)' cannot be applied to operands of type '\(left.name)' and '\(right.name)'",
            at: offset
        )
    }
}

/// A part of a text: known now, or computed.
private struct TextPiece: Sendable {
    let text: String?
    let code: Code?

    /// Adds what is known.
    func add(to text: inout String, _ state: inout Evaluation) throws(ExpressionError) {
        guard let piece = self.text else { return }
        try state.charge(piece.utf8.count)
        text += piece
    }
}
