// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What is made of the elements of a sequence.
typealias SequenceCode = @Sendable (inout Evaluation, [ExpressionValue]) throws(ExpressionError) -> ExpressionValue

/// A method of a sequence before it is bound.
struct SequenceSource {
    let receiver: Bound
    let element: StaticType
    let group: MethodGroup
    var arguments: [ArgumentSyntax]
    /// The number of the method's functions together, and the first slot that may be theirs.
    let function: Int
    let start: Int
    /// What holds texts to be the same, or orders them.
    var comparer: Bound?

    /// The comparer of an evaluation.
    func comparer(_ state: inout Evaluation) throws(ExpressionError) -> TextComparer? {
        guard case .object(let object)? = try self.comparer?.code(&state) else { return nil }
        return object as? TextComparer
    }

    /// Goes through the elements without making a query of the receiver first.
    var elements: Enumeration {
        if let enumeration = self.receiver.query?.enumeration { return enumeration }
        let (object, asPairs) = (self.receiver.code, self.receiver.type == .named("JObject"))
        let name = Self.parameter(self.group.name)
        if case .generic("IOrderedEnumerable", _) = self.receiver.type {
            return Enumeration(ranks: { state throws(ExpressionError) in
                guard case .object(let query as DeferredSequence) = try object(&state) else { throw Self.missing(name) }
                return try query.ranks(&state)
            })
        }
        return Enumeration { state, visitor throws(ExpressionError) in
            let value = try object(&state)
            guard !value.isNull else { throw Self.missing(name) }
            return try state.visit(value, asPairs: asPairs, visitor)
        }
    }

    /// The exception of a method of LINQ that has no sequence.
    static func missing(_ parameter: String) -> ExpressionError {
        .exception(.argumentNull, "Value cannot be null. (Parameter '\(parameter)')")
    }

    /// How .NET calls the sequence that a method belongs to.
    static func parameter(_ method: String) -> String {
        switch method {
        case "Concat", "Union", "Except", "Intersect", "Zip", "SequenceEqual": "first"
        case "Join", "GroupJoin": "outer"
        default: "source"
        }
    }
}

extension Binder {
    /// Binds a method of `System.Linq.Enumerable`; `nil` for other names.
    mutating func bind(
        sequence receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard let element = receiver.type.element else { return nil }
        if receiver.type == .string, !Library.methods("string", group.name).isEmpty { return nil }
        let function = self.captures.number()
        var source = SequenceSource(
            receiver: receiver,
            element: element,
            group: group,
            arguments: arguments,
            function: function,
            start: self.localCount
        )
        if Self.comparing.contains(group.name), arguments.count > 0, let last = arguments.last {
            source.comparer = comparer(last)
            if source.comparer != nil { source.arguments.removeLast() }
        }
        return try within(function) { binder throws(ExpressionError) in try binder.method(source) }
    }

    private mutating func method(_ source: SequenceSource) throws(ExpressionError) -> Bound? {
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
        guard case .value(let syntax) = argument.passing, mayCompare(syntax) else { return nil }
        var trial = self
        guard let bound = try? trial.bind(syntax), bound.type == .named("StringComparer") else { return nil }
        return bound
    }

    /// Whether an argument could be a comparer, from what it begins with.
    private func mayCompare(_ syntax: ExpressionSyntax) -> Bool {
        switch syntax.kind {
        case .name(let name, _): return local(name)?.type == .named("StringComparer")
        case .postfix(let primary, _):
            guard case .name(let name, _) = primary.kind else { return false }
            return name == "StringComparer" || name == "System" || localFunction(name) != nil
        default: return false
        }
    }

    /// Makes the code of a method that runs at once: all elements first, then what is made of them.
    mutating func result(
        _ type: StaticType,
        of source: SequenceSource,
        _ parts: [Bound] = [],
        _ code: @escaping SequenceCode
    ) throws(ExpressionError) -> Bound {
        try visited(type, of: source, parts) { state, source throws(ExpressionError) in
            try code(&state, try source.elements(&state))
        }
    }

    /// Makes the code of a method that runs at once and looks at one element after the other.
    mutating func visited(
        _ type: StaticType,
        of source: SequenceSource,
        _ parts: [Bound] = [],
        _ code:
            @escaping @Sendable (inout Evaluation, Enumeration) throws(ExpressionError) -> ExpressionValue
    ) throws(ExpressionError) -> Bound {
        for function in (source.receiver.query?.methods ?? []) { self.captures.forget(delegate: function) }
        let elements = source.elements
        return try made(type, from: [source.receiver] + parts, offset: source.group.offset) {
            state throws(ExpressionError) in
            try state.step()
            return try code(&state, elements)
        }
    }

    /// Makes the code of a method that orders a sequence.
    mutating func ordering(
        _ source: SequenceSource,
        _ part: Bound,
        _ step: @escaping OrderingStep
    ) throws(ExpressionError) -> Bound {
        try sequence(source.element, of: source, [part], as: "IOrderedEnumerable", ordering: step) {
            state,
            _,
            elements,
            visit throws(ExpressionError) in
            try Enumeration(ranks: { state throws(ExpressionError) in try step(&state, elements) }).run(&state, visit)
        }
    }

    /// Makes the code of a method that gives another sequence: it runs when that is enumerated.
    ///
    /// - Parameters:
    ///   - type: The type of the elements.
    ///   - source: The method and its receiver.
    ///   - parts: The bodies of its functions.
    ///   - arguments: What is computed when the method is called.
    ///   - name: The type of the sequence.
    ///   - ordering: What an ordering does when it runs.
    ///   - step: What it does when it runs.
    /// - Returns: The sequence.
    /// - Throws: When it would nest too deep.
    mutating func sequence(
        _ type: StaticType,
        of source: SequenceSource,
        _ parts: [Bound] = [],
        arguments: [Bound] = [],
        as name: String = "IEnumerable",
        ordering: OrderingStep? = nil,
        _ step: @escaping SequenceStep
    ) throws(ExpressionError) -> Bound {
        let (frame, plan, codes) = (source.start..<self.localCount, self.plan, arguments.map(\.code))
        self.captures.note(delegate: source.function, frame: frame)
        let captured = self.captures.captured(by: source.function)
        let (object, asPairs) = (source.receiver.code, source.receiver.type == .named("JObject"))
        let (parameter, element) = (SequenceSource.parameter(source.group.name), type.runtimeName)
        let offset = source.group.offset
        let query = BoundQuery(
            enumeration: Self.enumeration(of: source.elements, codes, ordering, step),
            methods: (source.receiver.query?.methods ?? []) + [source.function]
        )
        let parts = [source.receiver] + arguments + parts
        return try made(.generic(name, [type]), from: parts, offset: offset, query: query) {
            state throws(ExpressionError) in
            let value = try object(&state)
            guard !value.isNull else { throw SequenceSource.missing(parameter) }
            var values: [ExpressionValue] = []
            for code in codes { values.append(try code(&state)) }
            try state.charge(Budget.node + 24 * (codes.count + captured.count + frame.count))
            var slots: [(index: Int, value: ExpressionValue)] = frame.map { ($0, .null) }
            for slot in captured { slots.append((slot, .object(try state.cell(at: slot)))) }
            state.hasQueries = true
            let query = try DeferredSequence(
                (name, element),
                source: (value, asPairs),
                values,
                slots: slots,
                plan: plan,
                ordering: ordering,
                step
            )
            return .object(query)
        }
    }

    /// Goes through the elements of a query without making it.
    private static func enumeration(
        of elements: Enumeration,
        _ codes: [Code],
        _ ordering: OrderingStep?,
        _ step: @escaping SequenceStep
    ) -> Enumeration {
        if let ordering {
            return Enumeration(ranks: { state throws(ExpressionError) in
                try state.step()
                return try ordering(&state, elements)
            })
        }
        return Enumeration { state, visitor throws(ExpressionError) in
            var values: [ExpressionValue] = []
            for code in codes { values.append(try code(&state)) }
            try state.step()
            return try step(&state, values, elements, visitor)
        }
    }

    /// Goes through the elements of a value that is enumerated where it stands.
    mutating func enumeration(of bound: Bound) -> Enumeration {
        for function in bound.query?.methods ?? [] { self.captures.forget(delegate: function) }
        if let enumeration = bound.query?.enumeration { return enumeration }
        let (object, asPairs) = (bound.code, bound.type == .named("JObject"))
        return Enumeration { state, visitor throws(ExpressionError) in
            try state.visit(try object(&state), asPairs: asPairs, visitor)
        }
    }
}
