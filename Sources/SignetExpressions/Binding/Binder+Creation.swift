// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds `new T[n]` and `new T[] { … }`.
    mutating func bind(
        arrayOf type: TypeSyntax?,
        sizes: [ExpressionSyntax],
        _ elements: [ExpressionSyntax]?,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        guard sizes.count < 2 else { throw notEvaluated("arrays of more than one dimension", offset) }
        var bound: [Bound] = []
        for element in elements ?? [] { bound.append(try bind(element)) }
        let elementType: StaticType
        if let type {
            elementType = try resolve(type)
        } else {
            guard let common = bestType(bound) else {
                throw ExpressionError(
                    .typeMismatch,
                    "No best type found for implicitly-typed array",
                    at: offset
                )
            }
            elementType = common
        }
        if elements == nil, let size = sizes.first {
            return try bind(emptyArrayOf: elementType, size: try converted(try bind(size), to: .int), offset: offset)
        }
        var converted: [Bound] = []
        for element in bound { converted.append(try self.converted(element, to: elementType)) }
        let codes = converted.map(\.code)
        return try made(.array(elementType), from: converted, offset: offset) { state throws(ExpressionError) in
            try state.charge(codes.count * 16)
            var values: [ExpressionValue] = []
            values.reserveCapacity(codes.count)
            for code in codes { values.append(try code(&state)) }
            return try elementType.array(values).checked()
        }
    }

    private func bind(
        emptyArrayOf type: StaticType,
        size: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let code = size.code
        return try made(.array(type), from: [size], offset: offset) { state throws(ExpressionError) in
            let count = try code(&state).integer ?? 0
            guard count >= 0 else {
                throw .exception(.overflow, "Arithmetic operation resulted in an overflow.")
            }
            try state.charge(count * (type == .byte ? 1 : 16))
            if type == .byte { return .bytes(Array(repeating: 0, count: count)) }
            return type.array(Array(repeating: type.defaultValue, count: count))
        }
    }

    /// The type among those of some expressions that all others convert to.
    func bestType(_ bound: [Bound]) -> StaticType? {
        bound.first { candidate in
            candidate.type != .null && candidate.type != .void
                && bound.allSatisfy { implicitCost($0, to: candidate.type) != nil }
        }?
        .type
    }

    /// Binds `new T(…)`: texts from characters, dates, GUIDs; other classes are not there yet.
    mutating func bind(
        creation type: TypeSyntax,
        _ arguments: [ArgumentSyntax],
        _ initializer: InitializerSyntax?,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let resolved = try resolve(type)
        var bound: [Bound] = []
        for argument in arguments { bound.append(try value(argument)) }
        if case .named(let name) = resolved, ["JObject", "JArray", "JProperty", "JValue"].contains(name) {
            let created = try tokenCreation(name, bound, offset: offset)
            return try initializer.map { initializer throws(ExpressionError) in
                try bind(initialized: created, initializer, offset: offset)
            } ?? created
        }
        if case .generic = resolved {
            let created = try collectionCreation(resolved, bound, offset: offset)
            return try initializer.map { initializer throws(ExpressionError) in
                try bind(initialized: created, initializer, offset: offset)
            } ?? created
        }
        guard initializer == nil else { throw notEvaluated("object initializers", offset) }
        switch (resolved, bound.map(\.type)) {
        case (.string, [.char, .int]): return try bind(repeated: bound[0], bound[1], offset: offset)
        case (.string, [.array(.char)]):
            let code = bound[0].code
            return try made(.string, from: bound, offset: offset) { state throws(ExpressionError) in
                try state.text(OrdinalText.text([try code(&state)].units(0)))
            }
        case (.guid, [.string]), (.dateTime, [.int, .int, .int]): break
        default:
            if resolved.acceptsNull || !bound.isEmpty { throw notEvaluated("'new \(type.name)'", offset) }
            return Bound(constant: resolved.defaultValue, resolved, offset: offset)
        }
        throw notEvaluated("'new \(type.name)'", offset)
    }

    private func bind(repeated character: Bound, _ count: Bound, offset: Int) throws(ExpressionError) -> Bound {
        let (first, second) = (character.code, count.code)
        return try made(.string, from: [character, count], offset: offset) { state throws(ExpressionError) in
            let (text, count) = (try first(&state).invariantText, try second(&state).integer ?? 0)
            guard count >= 0 else { throw StringLibrary.outOfRange("count") }
            try state.charge(count * 3)
            return .string(String(repeating: text, count: count))
        }
    }
}

extension StaticType {
    /// An array of this type.
    func array(_ values: [ExpressionValue]) -> ExpressionValue {
        guard self == .byte else { return .array(ExpressionArray(elementType: self.runtimeName, values)) }
        return .bytes(values.map { UInt8(truncatingIfNeeded: $0.integer ?? 0) })
    }
}

extension ExpressionValue {
    /// The array, unless its elements nest too deep.
    func checked() throws(ExpressionError) -> ExpressionValue {
        _ = try Nesting.levels(self, under: Nesting.maximum)
        return self
    }
}
