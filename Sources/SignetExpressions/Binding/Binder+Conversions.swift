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
        case (_, _) where source.wider.contains(type):
            return 1 + (source.wider.firstIndex(of: type) ?? 0)
        case (.int, _) where type.smallRange != nil && type != .char, (.int, .uint), (.int, .ulong), (.long, .ulong):
            // A constant that fits converts by itself.
            guard let value = bound.constant?.integer, type.range?.contains(Int64(value)) == true,
                source == .int || value >= 0
            else { return nil }
            return 2
        case (.dateTime, .offsetDate): return 3
        case (.string, .named("XName")), (.string, .named("XNamespace")): return 2
        case (_, .object): return 8
        case (_, _) where source.isDelegate || type.isDelegate: return nil
        case (.named(let from), .named(let to)) where TypeHierarchy.derives(from, from: to): return 1
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
        if case .named(let name) = type, name == "XName" || name == "XNamespace", bound.type == .string {
            let code = bound.code
            return try made(type, from: [bound], offset: bound.offset) { state throws(ExpressionError) in
                guard let text = try code(&state).string else { return .null }
                return .object(name == "XName" ? try XMLName(expanded: text) : XMLNamespace(text))
            }
        }
        if type == .object, case .enumeration(let name) = bound.type {
            let code = bound.code
            return try made(.object, from: [bound], offset: bound.offset) { state throws(ExpressionError) in
                .object(EnumerationObject(name, Int32(truncatingIfNeeded: try code(&state).integer ?? 0)))
            }
        }
        if type.underlying == .offsetDate, bound.type == .dateTime {
            let code = bound.code
            return try made(type, from: [bound], offset: bound.offset) { state throws(ExpressionError) in
                .object(DateOffset([try code(&state)].date(0), offset: 0))
            }
        }
        if let target = type.underlying.smallRange.map({ _ in type.underlying }), bound.type != target {
            return try numberCast(bound, to: type)
        }
        guard let target = type.underlying.promoted, bound.type.promoted != nil,
            bound.type.promoted != target || bound.type == .char
        else { return bound.typed(type) }
        return try numberCast(bound, to: type)
    }

    /// Whether a cast may be written; whether it succeeds is seen at run time.
    private func canCast(_ source: StaticType, to target: StaticType) -> Bool {
        // Code does not outlive its evaluation: what comes from elsewhere is none.
        if target.holdsDelegates { return false }
        return switch (source, target) {
        case (.object, _), (_, .object): true
        case (.enumeration, _), (_, .enumeration):
            source.underlying.promoted != nil || target.underlying.promoted != nil
        case (.named("XElement"), _) where target.underlying.isTokenScalar || target.underlying == .offsetDate: true
        case (.named("XAttribute"), _) where target.underlying.isTokenScalar || target.underlying == .offsetDate: true
        case (.named(let name), _) where TypeHierarchy.derives(name, from: "JToken") && target.underlying.isTokenScalar:
            true
        case (.named(let first), .named(let second))
        where TypeHierarchy.derives(first, from: "JToken") && TypeHierarchy.derives(second, from: "JToken"):
            TypeHierarchy.derives(second, from: first)
        case (.generic, .generic), (.generic, .array), (.named, .generic), (.generic, .named): true
        case (.named, .named), (.dictionary, .dictionary), (.named, .dictionary), (.dictionary, .named): true
        case (.nullable, _), (_, .nullable):
            source.underlying == target.underlying
                || (source.underlying.promoted != nil && target.underlying.promoted != nil)
        default: source.promoted != nil && target.promoted != nil
        }
    }

    /// A constant that does not fit its type is an error unless `unchecked` is written.
    private func checkConstant(_ bound: Bound, fits type: StaticType, offset: Int) throws(ExpressionError) {
        guard self.isChecked != false, let constant = bound.constant, !constant.isNull, type.isWhole,
            (try? Arithmetic.checkedCast(constant, to: type)) == nil
        else { return }
        throw ExpressionError(
            .typeMismatch,
            "Constant value '\(constant.invariantText)' cannot be converted to a '\(type.name)' (use 'unchecked' syntax to "
                + "override)",
            at: offset
        )
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
            try checkConstant(bound, fits: type.underlying, offset: offset)
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
        let isXML = bound.type == .named("XElement") || bound.type == .named("XAttribute")
        if isXML, type.underlying.isTokenScalar || type.underlying == .offsetDate {
            return try made(type, from: [bound], offset: offset) { state throws(ExpressionError) in
                let value = try code(&state)
                return try XMLContent.cast(value, to: type, &state.memory)
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
            return Bound(constant: try Arithmetic.cast(constant, to: target), type, offset: bound.offset)
        }
        let code = bound.code
        let isChecked = self.isChecked == true && target.isWhole
        return try made(type, from: [bound], offset: bound.offset) { state throws(ExpressionError) in
            let value = try code(&state)
            if isChecked, !value.isNull { return try Arithmetic.checkedCast(value, to: target) }
            return value.isNull ? .null : try Arithmetic.cast(value, to: target)
        }
    }
}

extension StaticType {
    /// Whether tokens are cast to the type and made from it.
    var isTokenScalar: Bool {
        switch self {
        case .string, .bool, .sbyte, .byte, .short, .ushort, .int, .uint, .long, .ulong, .float, .double, .decimal,
            .char, .guid, .dateTime, .timeSpan, .array(.byte):
            true
        default: false
        }
    }
}
