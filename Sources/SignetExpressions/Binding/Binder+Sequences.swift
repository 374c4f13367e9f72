// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What is made of the elements of a sequence.
typealias SequenceCode = @Sendable (inout Evaluation, [ExpressionValue]) throws(ExpressionError) -> ExpressionValue

extension Binder {
    /// Binds a method of `System.Linq.Enumerable`; `nil` for other names.
    mutating func bind(
        sequence receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard let element = receiver.type.element else { return nil }
        if receiver.type == .string, !Library.methods("string", group.name).isEmpty { return nil }
        let source = SequenceSource(receiver: receiver, element: element, group: group, arguments: arguments)
        if let bound = try choice(source) { return bound }
        if let bound = try selection(source) { return bound }
        if let bound = try combination(source) { return bound }
        if let bound = try ordering(source) { return bound }
        if let bound = try joining(source) { return bound }
        if let bound = try collected(source) { return bound }
        return try folding(source)
    }

    /// Makes the code of a method: the elements first, then what is made of them.
    func result(
        _ type: StaticType,
        of source: SequenceSource,
        _ parts: [Bound] = [],
        _ code: @escaping SequenceCode
    ) throws(ExpressionError) -> Bound {
        let (object, asPairs) = (source.receiver.code, source.receiver.type == .named("JObject"))
        return try made(type, from: [source.receiver] + parts, offset: source.group.offset) {
            state throws(ExpressionError) in
            let elements = try Sequences.elements(try object(&state), asPairs: asPairs, &state.memory)
            try state.step()
            return try code(&state, elements)
        }
    }

    /// A method that gives another sequence.
    func sequence(
        _ type: StaticType,
        of source: SequenceSource,
        _ parts: [Bound] = [],
        _ code:
            @escaping @Sendable (inout Evaluation, [ExpressionValue]) throws(ExpressionError) -> [ExpressionValue]
    ) throws(ExpressionError) -> Bound {
        try result(type.sequence, of: source, parts) { state, elements throws(ExpressionError) in
            let values = try code(&state, elements)
            return try ExpressionValue.array(ExpressionArray(elementType: type.runtimeName, values)).checked()
        }
    }

    /// `Any`, `All`, `Count`, `First`, `Last`, `Single` and their like, `Contains`, `ElementAt`.
    private mutating func choice(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (name, element, arguments) = (source.group.name, source.element, source.arguments)
        switch name {
        case "Contains" where arguments.count == 1:
            let sought = try converted(try value(arguments[0]), to: element)
            let code = sought.code
            return try result(.bool, of: source, [sought]) { state, elements throws(ExpressionError) in
                .bool(try Sequences.contains(elements, try code(&state), &state.memory))
            }
        case "ElementAt" where arguments.count == 1, "ElementAtOrDefault" where arguments.count == 1:
            return try elementAt(source)
        case "Any", "All", "Count", "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault":
            guard arguments.count <= 1 else { return nil }
        default: return nil
        }
        let test = try arguments.first.map { argument throws(ExpressionError) in
            try lambda(argument, [element], returning: .bool)
        }
        let fallback = element.defaultValue
        let type: StaticType = name == "Count" ? .int : name == "Any" || name == "All" ? .bool : element
        return try result(type, of: source, test.map { [$0.body] } ?? []) { state, elements throws(ExpressionError) in
            var found: [ExpressionValue] = []
            for value in name.hasPrefix("Last") ? elements.reversed() : elements {
                let isFound = try test?.accepts(&state, value) ?? true
                if name == "All" {
                    if !isFound { return .bool(false) }
                    continue
                }
                guard isFound else { continue }
                if name == "Any" { return .bool(true) }
                if name.hasPrefix("First") || name.hasPrefix("Last") { return value }
                found.append(value)
            }
            switch name {
            case "All": return .bool(true)
            case "Any": return .bool(false)
            case "Count": return .int(Int32(clamping: found.count))
            default: return try Self.only(found, name, hasTest: test != nil, fallback)
            }
        }
    }

    /// `ElementAt`, `ElementAtOrDefault`.
    private mutating func elementAt(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let index = try converted(try value(source.arguments[0]), to: .int)
        let (code, isStrict) = (index.code, source.group.name == "ElementAt")
        let fallback = source.element.defaultValue
        return try result(source.element, of: source, [index]) { state, elements throws(ExpressionError) in
            let index = try code(&state).integer ?? -1
            if elements.indices.contains(index) { return elements[index] }
            if isStrict { throw .indexArgumentOutOfRange }
            return fallback
        }
    }

    /// The element of `Single`, or the exceptions of all that find none.
    private static func only(
        _ found: [ExpressionValue],
        _ name: String,
        hasTest: Bool,
        _ fallback: ExpressionValue
    ) throws(ExpressionError) -> ExpressionValue {
        if let first = found.first {
            if found.count == 1 { return first }
            throw .exception(
                .invalidOperation,
                hasTest ? "Sequence contains more than one matching element" : "Sequence contains more than one element"
            )
        }
        if name.hasSuffix("OrDefault") { return fallback }
        throw .exception(
            .invalidOperation,
            hasTest ? "Sequence contains no matching element" : "Sequence contains no elements"
        )
    }

    /// `Select`.
    private mutating func projection(_ source: SequenceSource) throws(ExpressionError) -> Bound {
        let (element, arguments) = (source.element, source.arguments)
        let isIndexed = isLambda(arguments[0], parameters: 2)
        let function = try lambda(arguments[0], isIndexed ? [element, .int] : [element])
        guard function.body.type != .void, function.body.type != .null else {
            throw ExpressionError(
                .typeMismatch,
                "The type arguments for method 'Enumerable.Select' cannot be inferred from the usage. Try "
                    + "specifying the type arguments explicitly.",
                at: source.group.offset
            )
        }
        return try sequence(function.body.type, of: source, [function.body]) {
            state,
            elements throws(ExpressionError) in
            var values: [ExpressionValue] = []
            for (index, value) in elements.enumerated() {
                values.append(try function.call(&state, value, .int(Int32(clamping: index))))
            }
            return values
        }
    }

    /// `SelectMany`.
    private mutating func flattening(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (element, arguments) = (source.element, source.arguments)
        let function = try lambda(arguments[0], [element])
        guard let inner = function.body.type.element else { return nil }
        return try sequence(inner, of: source, [function.body]) { state, elements throws(ExpressionError) in
            var values: [ExpressionValue] = []
            for value in elements {
                values += try Sequences.elements(try function.call(&state, value), &state.memory)
            }
            return values
        }
    }

    /// `Where`, `Select`, `SelectMany`, `Cast`, `OfType`, `SkipWhile`, `TakeWhile`.
    private mutating func selection(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (name, element, arguments) = (source.group.name, source.element, source.arguments)
        switch (name, arguments.count) {
        case ("Select", 1): return try projection(source)
        case ("Where", 1), ("SkipWhile", 1), ("TakeWhile", 1):
            let test = try lambda(arguments[0], [element], returning: .bool)
            return try sequence(element, of: source, [test.body]) { state, elements throws(ExpressionError) in
                var kept: [ExpressionValue] = []
                for (index, value) in elements.enumerated() {
                    let isAccepted = try test.accepts(&state, value)
                    if isAccepted != (name == "SkipWhile") {
                        kept.append(value)
                    } else if name == "TakeWhile" {
                        return kept
                    }
                    if name == "SkipWhile", !isAccepted { return Array(elements[index...]) }
                }
                return name == "SkipWhile" ? [] : kept
            }
        case ("SelectMany", 1): return try flattening(source)
        case ("Cast", 0), ("OfType", 0):
            guard let argument = source.group.typeArguments.first else { return nil }
            let type = try resolve(argument)
            return try sequence(type, of: source) { _, elements throws(ExpressionError) in
                if name == "OfType" { return elements.filter { $0.isInstance(of: type) } }
                var values: [ExpressionValue] = []
                for value in elements { values.append(try value.unboxed(to: type)) }
                return values
            }
        default: return nil
        }
    }

    /// `Concat`, `Union`, `Except`, `Intersect`, `Append`, `Prepend`, `SequenceEqual`, `Skip`, `Take`.
    private mutating func combination(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
        let (name, element, arguments) = (source.group.name, source.element, source.arguments)
        guard arguments.count == 1 else { return nil }
        switch name {
        case "Concat", "Union", "Except", "Intersect", "SequenceEqual":
            let other = try converted(try value(arguments[0]), to: element.sequence)
            let code = other.code
            if name == "SequenceEqual" {
                return try result(.bool, of: source, [other]) { state, elements throws(ExpressionError) in
                    let second = try Sequences.elements(try code(&state), &state.memory)
                    guard elements.count == second.count else { return .bool(false) }
                    for (one, other) in zip(elements, second) {
                        try state.work(1 + one.weight)
                        guard Equality.equal(one, other) else { return .bool(false) }
                    }
                    return .bool(true)
                }
            }
            return try sequence(element, of: source, [other]) { state, elements throws(ExpressionError) in
                let second = try Sequences.elements(try code(&state), &state.memory)
                try state.memory.charge(elements: elements.count + second.count)
                if name == "Concat" { return elements + second }
                if name == "Union" { return Self.distinct(elements + second) }
                let keys = Set(second.map(ValueKey.init))
                return Self.distinct(elements).filter { keys.contains(ValueKey($0)) == (name == "Intersect") }
            }
        case "Append", "Prepend":
            let item = try converted(try value(arguments[0]), to: element)
            let code = item.code
            return try sequence(element, of: source, [item]) { state, elements throws(ExpressionError) in
                name == "Append" ? elements + [try code(&state)] : [try code(&state)] + elements
            }
        case "Skip", "Take":
            let count = try converted(try value(arguments[0]), to: .int)
            let code = count.code
            return try sequence(element, of: source, [count]) { state, elements throws(ExpressionError) in
                let count = max(0, try code(&state).integer ?? 0)
                return Array(name == "Skip" ? elements.dropFirst(count) : elements.prefix(count))
            }
        default: return nil
        }
    }

    static func distinct(_ values: [ExpressionValue]) -> [ExpressionValue] {
        var seen: Set<ValueKey> = []
        return values.filter { seen.insert(ValueKey($0)).inserted }
    }
}

/// A method of a sequence before it is bound.
struct SequenceSource {
    let receiver: Bound
    let element: StaticType
    let group: MethodGroup
    let arguments: [ArgumentSyntax]
}
