// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds `condition ? then : otherwise`.
    mutating func bind(
        _ condition: ExpressionSyntax,
        then: ExpressionSyntax,
        otherwise: ExpressionSyntax,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let condition = try converted(try bind(condition), to: .bool)
        let (first, second) = (try bind(then), try bind(otherwise))
        guard let type = commonType(first, second) else {
            throw ExpressionError(
                .typeMismatch,
                "Type of conditional expression cannot be determined because there is no implicit conversion between "
                    + "'\(first.type.name)' and '\(second.type.name)'",
                at: offset
            )
        }
        let (one, other) = (try converted(first, to: type), try converted(second, to: type))
        if let known = condition.constant?.bool { return known ? one : other }
        let (test, accepted, refused) = (condition.code, one.code, other.code)
        return try made(type, from: [condition, one, other], offset: offset) { state throws(ExpressionError) in
            try test(&state).bool == true ? try accepted(&state) : try refused(&state)
        }
    }

    /// The one of two types that the other converts to.
    func commonType(_ first: Bound, _ second: Bound) -> StaticType? {
        if first.type == second.type { return first.type == .null ? nil : first.type }
        if implicitCost(first, to: second.type) != nil { return second.type }
        if implicitCost(second, to: first.type) != nil { return first.type }
        return nil
    }

    /// Binds `a ?? b ?? c`, flat; grouped from the right as C# does.
    mutating func bind(coalesce operands: [ExpressionSyntax], offset: Int) throws(ExpressionError) -> Bound {
        var bound: [Bound] = []
        for operand in operands { bound.append(try bind(operand)) }
        guard var result = bound.popLast() else { throw ExpressionError(.syntax, "Expression expected", at: offset) }
        while let left = bound.popLast() { result = try coalesced(left, result, offset: offset) }
        return result
    }

    private func coalesced(_ left: Bound, _ right: Bound, offset: Int) throws(ExpressionError) -> Bound {
        var type: StaticType?
        if left.type.acceptsNull {
            if implicitCost(right, to: left.type.underlying) != nil {
                type = left.type.underlying
            } else if implicitCost(right, to: left.type) != nil {
                type = left.type
            } else if implicitCost(left.typed(left.type.underlying), to: right.type) != nil {
                type = right.type
            }
        }
        guard let type else {
            throw ExpressionError(
                .typeMismatch,
                "Operator '??' cannot be applied to operands of type '\(left.type.name)' and '\(right.type.name)'",
                at: offset
            )
        }
        let fallback = try converted(right, to: type)
        let (first, second) = (left.code, fallback.code)
        let needsCast = type != left.type.underlying && type.promoted != nil
        return try made(type, from: [left, fallback], offset: offset) { state throws(ExpressionError) in
            let value = try first(&state)
            if value.isNull { return try second(&state) }
            return needsCast ? try Arithmetic.cast(value, to: type.underlying) : value
        }
    }

    /// Binds `operand as type`.
    func bind(_ bound: Bound, as type: StaticType, offset: Int) throws(ExpressionError) -> Bound {
        guard type.acceptsNull else {
            throw ExpressionError(
                .typeMismatch,
                "The as operator must be used with a reference type or nullable type "
                    + "('\(type.name)' is a non-nullable value type)",
                at: offset
            )
        }
        let code = bound.code
        return try made(type, from: [bound], offset: offset) { state throws(ExpressionError) in
            let value = try code(&state)
            return value.isInstance(of: type) ? value : .null
        }
    }

    /// Binds `operand is pattern`.
    mutating func bind(_ bound: Bound, matches pattern: PatternSyntax, offset: Int) throws(ExpressionError) -> Bound {
        let code = bound.code
        switch pattern {
        case .any(let name):
            let slot = try declare(name, bound.type, offset: offset).place
            return try made(.bool, from: [bound], offset: offset) { state throws(ExpressionError) in
                try slot.declare(&state, try code(&state))
                return .bool(true)
            }
        case .constant(let syntax):
            return try equality(bound, to: try bind(syntax), offset: offset)
        case .type(let syntax, let name):
            let isName = name == nil && syntax.arguments.isEmpty && syntax.ranks.isEmpty && !syntax.isNullable
            if isName, local(syntax.name) != nil {
                let constant = ExpressionSyntax(kind: .name(syntax.name, []), offset: syntax.offset)
                return try equality(bound, to: try bind(constant), offset: offset)
            }
            if name == nil, let constant = Self.member(syntax) {
                return try equality(bound, to: try bind(constant), offset: offset)
            }
            let type = try resolve(syntax)
            var slot: Slot?
            if let name { slot = try declare(name, type, offset: offset).place }
            return try made(.bool, from: [bound], offset: offset) { [slot] state throws(ExpressionError) in
                let value = try code(&state)
                guard value.isInstance(of: type) else { return .bool(false) }
                try slot?.declare(&state, value)
                return .bool(true)
            }
        }
    }

    /// A dotted name that is no type as the access that it is: `DayOfWeek.Monday`.
    private static func member(_ syntax: TypeSyntax) -> ExpressionSyntax? {
        let parts = syntax.name.split(separator: ".").map(String.init)
        guard parts.count > 1, syntax.arguments.isEmpty, syntax.ranks.isEmpty, !syntax.isNullable,
            TypeCatalogue.entry(syntax.name) == nil
        else { return nil }
        let tails = parts.dropFirst()
            .map { PostfixSyntax(kind: .member($0, []), isConditional: false, offset: syntax.offset) }
        let first = ExpressionSyntax(kind: .name(parts[0], []), offset: syntax.offset)
        return ExpressionSyntax(kind: .postfix(first, tails), offset: syntax.offset)
    }

    private func equality(_ bound: Bound, to constant: Bound, offset: Int) throws(ExpressionError) -> Bound {
        guard constant.constant != nil else {
            throw ExpressionError(.typeMismatch, "A constant value is expected", at: constant.offset)
        }
        guard bound.type == .object else { return try combine(bound, .equal, constant, offset: offset) }
        let (first, second) = (bound.code, constant.code)
        return try made(.bool, from: [bound, constant], offset: offset) { state throws(ExpressionError) in
            .bool(Equality.equal(try first(&state), try second(&state)))
        }
    }
}
