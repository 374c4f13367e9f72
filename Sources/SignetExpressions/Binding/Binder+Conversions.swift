// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// What an implicit conversion costs, boxing most; `nil` where there is none.
    func implicitCost(_ bound: Bound, to type: StaticType) -> Int? {
        let source = bound.type
        if source == type { return 0 }
        switch (source, type) {
        case (.null, _): return type.acceptsNull ? 1 : nil
        case (.void, _): return nil
        case (.byte, .int), (.char, .int), (.int, .long): return 1
        case (.byte, .long), (.char, .long), (.long, .double): return 2
        case (.byte, .double), (.char, .double), (.int, .double): return 3
        case (.int, .byte):
            if case .int(let value) = bound.constant, 0...255 ~= value { return 2 }
            return nil
        case (_, .object): return 8
        case (.named(let from), .named(let to)) where JSONTypes.derives(from, from: to): return 1
        case (_, .token) where source.underlying.isTokenScalar: return 5
        case (.generic("IGrouping", let arguments), .generic("IEnumerable", let wanted)):
            return arguments.last == wanted.first ? 1 : nil
        case (_, .generic("IEnumerable", let wanted)):
            guard let element = source.element, let target = wanted.first else { return nil }
            return element == target ? 1 : element.isReference && target == .object ? 4 : nil
        case (.generic("List", let arguments), .generic("IList", let wanted)),
            (.generic("List", let arguments), .generic("ICollection", let wanted)),
            (.generic("Dictionary", let arguments), .generic("IDictionary", let wanted)):
            return arguments == wanted ? 1 : nil
        case (.array(let from), .array(let to)) where from.isToken && to.isToken: return from == to ? 0 : nil
        case (.nullable, .nullable), (.nullable, _): return nil
        case (_, .nullable(let wrapped)): return implicitCost(bound, to: wrapped).map { $0 + 1 }
        case (.array(let from), .array(.object)): return from.isReference ? 4 : nil
        case (.int, .enumeration):
            if case .int(0) = bound.constant { return 2 }
            return nil
        default: return nil
        }
    }

    /// Converts as C# does without being asked.
    func converted(_ bound: Bound, to type: StaticType) throws(ExpressionError) -> Bound {
        guard implicitCost(bound, to: type) != nil else {
            let explicit = canCast(bound.type, to: type)
            throw ExpressionError(
                .typeMismatch,
                "Cannot implicitly convert type '\(bound.type.name)' to '\(type.name)'"
                    + (explicit ? ". An explicit conversion exists (are you missing a cast?)" : ""),
                at: bound.offset
            )
        }
        return try widened(bound, to: type)
    }

    /// The number as the type that it is converted to; everything else keeps its form.
    private func widened(_ bound: Bound, to type: StaticType) throws(ExpressionError) -> Bound {
        if type == .token, !bound.type.isReference || bound.type == .string || bound.type == .array(.byte) {
            let code = bound.code
            return try made(.token, from: [bound], offset: bound.offset) { state throws(ExpressionError) in
                let value = try code(&state)
                return .object(try JSONConversion.token(value, &state.memory))
            }
        }
        guard let target = type.underlying.promoted, bound.type.promoted != nil,
            bound.type.promoted != target || bound.type == .char
        else { return bound.typed(type) }
        return try numberCast(bound, to: type)
    }

    /// Whether a cast may be written; whether it succeeds is seen at run time.
    private func canCast(_ source: StaticType, to target: StaticType) -> Bool {
        switch (source, target) {
        case (.object, _), (_, .object): true
        case (.enumeration, _), (_, .enumeration):
            source.underlying.promoted != nil || target.underlying.promoted != nil
        case (.named(let name), _) where JSONTypes.contains(name) && target.underlying.isTokenScalar: true
        case (.named(let first), .named(let second)) where JSONTypes.contains(first) && JSONTypes.contains(second):
            JSONTypes.derives(second, from: first)
        case (.generic, .generic), (.generic, .array), (.named, .generic), (.generic, .named): true
        case (.named, .named), (.dictionary, .dictionary), (.named, .dictionary), (.dictionary, .named): true
        case (.nullable, _), (_, .nullable):
            source.underlying == target.underlying
                || (source.underlying.promoted != nil && target.underlying.promoted != nil)
        default: source.promoted != nil && target.promoted != nil
        }
    }

    /// Binds `(type)operand`.
    func cast(_ bound: Bound, to type: StaticType, offset: Int) throws(ExpressionError) -> Bound {
        if implicitCost(bound, to: type) != nil { return try widened(bound, to: type) }
        guard canCast(bound.type, to: type) else {
            throw ExpressionError(
                .typeMismatch,
                "Cannot convert type '\(bound.type.name)' to '\(type.name)'",
                at: offset
            )
        }
        if case .nullable(let wrapped) = bound.type, !type.acceptsNull, !bound.type.isToken {
            return try cast(try unwrapped(bound, to: wrapped), to: type, offset: offset)
        }
        if bound.type.underlying.promoted != nil, type.underlying.promoted != nil {
            return try numberCast(bound, to: type)
        }
        if case .enumeration = type, bound.type.promoted != nil { return try numberCast(bound, to: .int).typed(type) }
        if case .enumeration = bound.type { return bound.typed(type) }
        let code = bound.code
        if bound.type.isToken, type.underlying.isTokenScalar {
            return try made(type, from: [bound], offset: offset) { state throws(ExpressionError) in
                try JSONConversion.cast(try code(&state), to: type)
            }
        }
        return try made(type, from: [bound], offset: offset) { state throws(ExpressionError) in
            try code(&state).unboxed(to: type)
        }
    }

    /// The value of a nullable type.
    func unwrapped(_ bound: Bound, to type: StaticType) throws(ExpressionError) -> Bound {
        let code = bound.code
        return try made(type, from: [bound], offset: bound.offset) { state throws(ExpressionError) in
            let value = try code(&state)
            guard !value.isNull else {
                throw .exception(.invalidOperation, "Nullable object must have a value.")
            }
            return value
        }
    }

    private func numberCast(_ bound: Bound, to type: StaticType) throws(ExpressionError) -> Bound {
        let target = type.underlying
        if let constant = bound.constant {
            return Bound(constant: Arithmetic.cast(constant, to: target), type, offset: bound.offset)
        }
        let code = bound.code
        return try made(type, from: [bound], offset: bound.offset) { state throws(ExpressionError) in
            Arithmetic.cast(try code(&state), to: target)
        }
    }
}

extension StaticType {
    /// Whether tokens are cast to the type and made from it.
    var isTokenScalar: Bool {
        switch self {
        case .string, .bool, .byte, .int, .long, .double, .char, .guid, .dateTime, .timeSpan, .array(.byte): true
        default: false
        }
    }
}
