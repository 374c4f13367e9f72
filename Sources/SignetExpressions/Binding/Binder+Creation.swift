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
        let elementType: StaticType
        if let type {
            elementType = try resolve(type)
            for element in elements ?? [] { bound.append(try bind(element, to: elementType)) }
        } else {
            for element in elements ?? [] { bound.append(try bind(element)) }
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
            return try elementType.changeableArray(values).checked()
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
            if type == .byte { return .array(ExpressionArray(bytes: Array(repeating: 0, count: count))) }
            return type.changeableArray(Array(repeating: type.defaultValue, count: count))
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
        let created: Bound
        switch resolved {
        case .named(let name) where ["JObject", "JArray", "JProperty", "JValue"].contains(name):
            created = try tokenCreation(name, try values(arguments), offset: offset)
        case .generic where resolved.isDelegate:
            guard let argument = arguments.first, case .value(let syntax) = argument.passing else {
                throw notEvaluated("'new \(type.name)'", offset)
            }
            return try bind(syntax, to: resolved)
        case .generic("KeyValuePair", let types), .generic("Tuple", let types):
            created = try tupleCreation(resolved, types, arguments, offset: offset)
        case .generic:
            let comparer = arguments.last.flatMap { self.comparer($0) }
            let others = comparer == nil ? arguments : Array(arguments.dropLast())
            created = try collectionCreation(resolved, try values(others), comparer: comparer, offset: offset)
        default: created = try instance(resolved, arguments, offset: offset)
        }
        return try initializer.map { initializer throws(ExpressionError) in
            try bind(initialized: created, initializer, offset: offset)
        } ?? created
    }

    private mutating func values(_ arguments: [ArgumentSyntax]) throws(ExpressionError) -> [Bound] {
        var bound: [Bound] = []
        for argument in arguments { bound.append(try value(argument)) }
        return bound
    }

    /// Binds a constructor of the library.
    private mutating func instance(
        _ type: StaticType,
        _ arguments: [ArgumentSyntax],
        offset: Int
    ) throws(ExpressionError) -> Bound {
        if arguments.isEmpty, !type.acceptsNull, type.defaultValue.isNull == false {
            return Bound(constant: type.defaultValue, type, offset: offset)
        }
        if type == .object, arguments.isEmpty {
            return try made(.object, from: [], offset: offset) { _ in .object(PlainObject()) }
        }
        let owner = Library.owner(of: type)
        let methods = Library.methods(owner, LibraryMethod.constructor)
        guard !methods.isEmpty else {
            throw ExpressionError(
                .typeMismatch,
                "Cannot create an instance of the abstract type or interface '\(type.name)'",
                at: offset
            )
        }
        let group = MethodGroup(
            receiver: nil,
            owner: type.name,
            name: LibraryMethod.constructor,
            typeArguments: [],
            offset: offset
        )
        return try bind(overloads: methods, group, try self.arguments(arguments)).typed(type)
    }

    /// `new KeyValuePair<K, V>(…)` and `new Tuple<…>(…)`.
    mutating func tupleCreation(
        _ type: StaticType,
        _ types: [StaticType],
        _ arguments: [ArgumentSyntax],
        offset: Int
    ) throws(ExpressionError) -> Bound {
        guard arguments.count == types.count else {
            throw ExpressionError(
                .typeMismatch,
                "'\(type.name)' does not contain a constructor that takes \(arguments.count) arguments",
                at: offset
            )
        }
        var parts: [Bound] = []
        for (argument, type) in zip(arguments, types) { parts.append(try value(argument, to: type)) }
        return try tupleCreation(type, parts, offset: offset)
    }

    /// Makes a tuple or pair of values.
    func tupleCreation(_ type: StaticType, _ parts: [Bound], offset: Int) throws(ExpressionError) -> Bound {
        let (codes, isPair) = (parts.map(\.code), Library.owner(of: type) == "KeyValuePair")
        return try made(type, from: parts, offset: offset) { state throws(ExpressionError) in
            var values: [ExpressionValue] = []
            for code in codes { values.append(try code(&state)) }
            try state.charge(Budget.node)
            return .object(isPair ? try ExpressionPair(values[0], values[1]) : try ExpressionTuple(values))
        }
    }
}

extension StaticType {
    /// An array of this type.
    func array(_ values: [ExpressionValue]) -> ExpressionValue {
        guard self == .byte else { return .array(ExpressionArray(elementType: self.runtimeName, values)) }
        return .bytes(values.map { UInt8(truncatingIfNeeded: $0.integer ?? 0) })
    }

    /// An array of this type whose elements may be replaced.
    func changeableArray(_ values: [ExpressionValue]) -> ExpressionValue {
        if self == .byte { return self.array(values).referenced }
        let reserve = self.isReference && self != .string ? Nesting.reserve : 0
        return .array(ExpressionArray(elementType: self.runtimeName, values, reserve: reserve))
    }
}

extension ExpressionValue {
    /// The array, unless its elements nest too deep.
    func checked() throws(ExpressionError) -> ExpressionValue {
        _ = try Nesting.levels(self, under: Nesting.maximum)
        return self
    }
}

/// What `new object()` gives.
private final class PlainObject: LibraryObject {
    var expressionType: String { "object" }
    var invariantText: String { "System.Object" }
}
