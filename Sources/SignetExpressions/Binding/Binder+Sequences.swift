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
        var source = SequenceSource(receiver: receiver, element: element, group: group, arguments: arguments)
        if Self.comparing.contains(group.name), arguments.count > 0, let last = arguments.last {
            source.comparer = comparer(last)
            if source.comparer != nil { source.arguments.removeLast() }
        }
        if let bound = try choice(source) { return bound }
        if let bound = try selection(source) { return bound }
        if let bound = try combination(source) { return bound }
        if let bound = try ordering(source) { return bound }
        if let bound = try joining(source) { return bound }
        if let bound = try collected(source) { return bound }
        return try folding(source)
    }

    /// The methods that take a comparer as their last argument.
    private static let comparing: Set<String> = [
        "Contains", "Distinct", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "GroupBy", "ToDictionary",
        "ToHashSet", "ToLookup", "Union", "Except", "Intersect", "SequenceEqual",
    ]

    /// The comparer that an argument is; `nil` for every other argument.
    func comparer(_ argument: ArgumentSyntax) -> Bound? {
        guard case .value(let syntax) = argument.passing, !isCode(syntax) else { return nil }
        switch syntax.kind {
        case .name, .postfix: break
        default: return nil
        }
        var trial = self
        guard let bound = try? trial.bind(syntax), bound.type == .named("StringComparer") else { return nil }
        return bound
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
        if arguments.count == 2 {
            let select = try lambda(arguments[1], [element, inner])
            return try sequence(select.body.type, of: source, [function.body, select.body]) {
                state,
                elements throws(ExpressionError) in
                var values: [ExpressionValue] = []
                for value in elements {
                    for item in try Sequences.elements(try function.call(&state, value), &state.memory) {
                        values.append(try select.call(&state, value, item))
                    }
                }
                return values
            }
        }
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
            let isIndexed = isLambda(arguments[0], parameters: 2)
            let test = try lambda(arguments[0], isIndexed ? [element, .int] : [element], returning: .bool)
            return try sequence(element, of: source, [test.body]) { state, elements throws(ExpressionError) in
                var kept: [ExpressionValue] = []
                for (index, value) in elements.enumerated() {
                    let isAccepted = try test.call(&state, value, .int(index)).bool == true
                    if isAccepted != (name == "SkipWhile") {
                        kept.append(value)
                    } else if name == "TakeWhile" {
                        return kept
                    }
                    if name == "SkipWhile", !isAccepted { return Array(elements[index...]) }
                }
                return name == "SkipWhile" ? [] : kept
            }
        case ("SelectMany", 1), ("SelectMany", 2): return try flattening(source)
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
            let other = try value(arguments[0], to: element.sequence)
            let code = other.code
            if name == "SequenceEqual" { return try sequenceEqual(source, other) }
            return try sequence(element, of: source, [other]) { state, elements throws(ExpressionError) in
                let second = try Sequences.elements(try code(&state), &state.memory)
                try state.memory.charge(elements: elements.count + second.count)
                if name == "Concat" { return elements + second }
                let comparer = try source.comparer(&state)
                if name == "Union" { return Self.distinct(elements + second, comparer) }
                let keys = Set(second.map { ValueKey($0.key(under: comparer)) })
                return Self.distinct(elements, comparer)
                    .filter { keys.contains(ValueKey($0.key(under: comparer))) == (name == "Intersect") }
            }
        case "Append", "Prepend":
            let item = try value(arguments[0], to: element)
            let code = item.code
            return try sequence(element, of: source, [item]) { state, elements throws(ExpressionError) in
                name == "Append" ? elements + [try code(&state)] : [try code(&state)] + elements
            }
        case "Skip", "Take":
            let count = try value(arguments[0], to: .int)
            let code = count.code
            return try sequence(element, of: source, [count]) { state, elements throws(ExpressionError) in
                let count = max(0, try code(&state).integer ?? 0)
                return Array(name == "Skip" ? elements.dropFirst(count) : elements.prefix(count))
            }
        default: return nil
        }
    }

    /// `SequenceEqual`.
    private func sequenceEqual(_ source: SequenceSource, _ other: Bound) throws(ExpressionError) -> Bound {
        let code = other.code
        return try result(.bool, of: source, [other]) { state, elements throws(ExpressionError) in
            let second = try Sequences.elements(try code(&state), &state.memory)
            guard elements.count == second.count else { return .bool(false) }
            let comparer = try source.comparer(&state)
            for (one, other) in zip(elements, second) {
                try state.work(1 + one.weight)
                guard Equality.equal(one.key(under: comparer), other.key(under: comparer)) else {
                    return .bool(false)
                }
            }
            return .bool(true)
        }
    }

    static func distinct(_ values: [ExpressionValue], _ comparer: TextComparer? = nil) -> [ExpressionValue] {
        var seen: Set<ValueKey> = []
        return values.filter { seen.insert(ValueKey($0.key(under: comparer))).inserted }
    }
}

/// A method of a sequence before it is bound.
struct SequenceSource {
    let receiver: Bound
    let element: StaticType
    let group: MethodGroup
    var arguments: [ArgumentSyntax]
    /// What holds texts to be the same, or orders them.
    var comparer: Bound?

    /// The comparer of an evaluation.
    func comparer(_ state: inout Evaluation) throws(ExpressionError) -> TextComparer? {
        guard case .object(let object)? = try self.comparer?.code(&state) else { return nil }
        return object as? TextComparer
    }
}
