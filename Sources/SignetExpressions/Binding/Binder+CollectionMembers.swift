// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds `Count`, `Keys`, `Values`, `Key` and `Value`; `nil` for other names.
    func collectionProperty(_ receiver: Bound, _ name: String, offset: Int) throws(ExpressionError) -> Bound? {
        guard case .generic(let type, let types) = receiver.type else { return nil }
        let object = receiver.code
        switch (type, name) {
        case ("KeyValuePair", "Key"), ("KeyValuePair", "Value"), ("IGrouping", "Key"):
            let isKey = name == "Key"
            return try made(isKey ? types[0] : types[1], from: [receiver], offset: offset) {
                state throws(ExpressionError) in
                guard case .object(let pair as ExpressionPair) = try object(&state) else {
                    return (isKey ? types[0] : types[1]).defaultValue
                }
                return isKey ? pair.key : pair.value
            }
        case ("Tuple", _):
            guard name.hasPrefix("Item"), let place = Int(name.dropFirst(4)), 1...types.count ~= place else {
                return nil
            }
            return try made(types[place - 1], from: [receiver], offset: offset) { state throws(ExpressionError) in
                guard case .object(let tuple as ExpressionTuple) = try object(&state) else { throw .nullReference }
                return tuple.values[place - 1]
            }
        case ("Dictionary", "Keys"), ("Dictionary", "Values"), ("IDictionary", "Keys"), ("IDictionary", "Values"):
            let isKey = name == "Keys"
            let element = isKey ? types[0] : types[1]
            return try made(element.sequence, from: [receiver], offset: offset) { state throws(ExpressionError) in
                guard case .object(let map as ExpressionMap) = try object(&state) else { throw .nullReference }
                try state.memory.charge(elements: map.count)
                let values = map.pairs.map { isKey ? $0.key : $0.value }
                return try .array(ExpressionArray(elementType: element.runtimeName, values)).checked()
            }
        case (_, "Count") where type != "IEnumerable" && type != "KeyValuePair" && type != "IGrouping":
            return try made(.int, from: [receiver], offset: offset) { state throws(ExpressionError) in
                switch try object(&state) {
                case .object(let list as ExpressionList): return .int(Int32(clamping: list.count))
                case .object(let map as ExpressionMap): return .int(Int32(clamping: map.count))
                case let value: return .int(Int32(clamping: try Sequences.count(value)))
                }
            }
        default: return nil
        }
    }

    /// `new List<T>(…)` and its like.
    func collectionCreation(
        _ type: StaticType,
        _ arguments: [Bound],
        comparer: Bound? = nil,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        guard case .generic(let name, let types) = type, arguments.count <= 1 else {
            throw notEvaluated("'new \(type.name)' with these arguments", offset)
        }
        let comparing = comparer?.code
        if name == "Dictionary" { return try mapCreation(type, types, arguments, comparing, offset: offset) }
        guard ["List", "HashSet", "Queue", "Stack"].contains(name) else {
            throw notEvaluated("'new \(type.name)' with these arguments", offset)
        }
        var source: Bound?
        if let argument = arguments.first, argument.type != .int {
            source = try converted(argument, to: types[0].sequence)
        }
        let code = source?.code
        return try made(type, from: arguments, offset: offset) { state throws(ExpressionError) in
            try state.charge(64)
            let comparer: TextComparer? =
                try comparing.map { code throws(ExpressionError) in
                    [try code(&state)].optional(0)
                } ?? nil
            let list = ExpressionList(name, of: types[0].runtimeName, comparer: comparer)
            if let code {
                for value in try state.elements(of: try code(&state)) {
                    try state.charge(Budget.node)
                    _ = try list.add(value)
                }
            }
            return .object(list)
        }
    }

    /// Binds `new { a = 1, b.C }`.
    mutating func bind(
        anonymous members: [(name: String?, value: ExpressionSyntax)],
        offset: Int
    ) throws(ExpressionError) -> Bound {
        var names: [String] = []
        var bound: [Bound] = []
        for member in members {
            guard let name = member.name ?? Self.impliedName(member.value) else {
                throw ExpressionError(
                    .syntax,
                    "Invalid anonymous type member declarator. Anonymous type members must be declared with a member "
                        + "assignment, simple name or member access.",
                    at: member.value.offset
                )
            }
            names.append(name)
            let value = try bind(member.value)
            guard value.type != .void, value.type != .null else {
                throw ExpressionError(
                    .typeMismatch,
                    "Cannot assign \(value.type.name) to anonymous type property",
                    at: member.value.offset
                )
            }
            bound.append(value)
        }
        let codes = bound.map(\.code)
        return try made(.anonymous(names, bound.map(\.type)), from: bound, offset: offset) {
            [names] state throws(ExpressionError) in
            var members: [(String, ExpressionValue)] = []
            try state.charge(Budget.node + 48 * codes.count)
            members.reserveCapacity(codes.count)
            for (name, code) in zip(names, codes) { members.append((name, try code(&state))) }
            return .object(try ExpressionRecord(members))
        }
    }

    private static func impliedName(_ syntax: ExpressionSyntax) -> String? {
        switch syntax.kind {
        case .name(let name, _): return name
        case .postfix(_, let tails):
            if case .member(let name, _) = tails.last?.kind { return name }
            return nil
        default: return nil
        }
    }

    func recordMember(
        _ receiver: Bound,
        _ place: Int,
        _ type: StaticType,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let object = receiver.code
        return try made(type, from: [receiver], offset: offset) { state throws(ExpressionError) in
            guard case .object(let record as ExpressionRecord) = try object(&state),
                record.members.indices.contains(place)
            else { throw .nullReference }
            return record.members[place].1
        }
    }

    /// Binds `Array.Exists` and its like, and `string.Join` of a sequence; `nil` for other names.
    mutating func bind(
        staticSequence group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        switch (group.owner, group.name, arguments.count) {
        case ("Array", "IndexOf", 2), ("Array", "LastIndexOf", 2), ("Array", "FindIndex", 2),
            ("Array", "FindLastIndex", 2), ("Array", "FindLast", 2), ("Array", "ConvertAll", 2),
            ("Array", "ForEach", 2):
            return try onList(of: try value(arguments[0]), group, Array(arguments.dropFirst()))
        case ("Array", "Exists", 2), ("Array", "Find", 2), ("Array", "FindAll", 2), ("Array", "TrueForAll", 2),
            ("Enumerable", _, 1...):
            let names = ["Exists": "Any", "Find": "FirstOrDefault", "FindAll": "Where", "TrueForAll": "All"]
            let receiver = try value(arguments[0])
            let inner = MethodGroup(
                receiver: receiver,
                owner: Library.owner(of: receiver.type),
                name: names[group.name] ?? group.name,
                typeArguments: [],
                offset: group.offset
            )
            guard let bound = try bind(sequence: receiver, inner, Array(arguments.dropFirst())) else { return nil }
            guard group.name == "FindAll" else { return bound }
            return try bind(sequence: bound, group.renamed("ToArray", on: bound), [])
        case ("string", "Join", 2): return try bind(joinOf: arguments, offset: group.offset)
        case ("string", "Concat", 1): return try bind(concatOf: arguments[0], offset: group.offset)
        default: return nil
        }
    }

    /// Binds a static method of arrays that lists have as well, such as `Array.IndexOf`.
    private mutating func onList(
        of receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        let type = StaticType.generic("List", [receiver.type.element ?? .object])
        let list = try collectionCreation(type, [receiver], offset: group.offset)
        let bound = try bind(collection: list, group.renamed(group.name, on: list), arguments)
        guard group.name == "ConvertAll", let bound else { return bound }
        return try bind(sequence: bound, group.renamed("ToArray", on: bound), [])
    }

    /// Binds `string.Concat` of a sequence; `nil` for another argument, which the overloads take.
    private mutating func bind(concatOf argument: ArgumentSyntax, offset: Int) throws(ExpressionError) -> Bound? {
        guard case .value(let syntax) = argument.passing, !syntax.isText else { return nil }
        var trial = self
        let source = try trial.bind(syntax)
        guard case .generic = source.type, source.type.element != nil else { return nil }
        self = trial
        let elements = enumeration(of: source)
        return try made(.string, from: [source], offset: offset) { state throws(ExpressionError) in
            try state.joined(try elements.elements(&state), "")
        }
    }

    /// Binds `string.Join` of a sequence; `nil` for other arguments, which the overloads take.
    private mutating func bind(joinOf arguments: [ArgumentSyntax], offset: Int) throws(ExpressionError) -> Bound? {
        guard case .value(let syntax) = arguments[1].passing, !syntax.isText else { return nil }
        // Bound on a copy: names that an argument of another kind declares must not be declared twice.
        var trial = self
        let second = try trial.bind(syntax)
        guard case .generic = second.type, second.type.element != nil else { return nil }
        self = trial
        let separator = try value(arguments[0], to: .string)
        let (first, elements) = (separator.code, enumeration(of: second))
        return try made(.string, from: [separator, second], offset: offset) { state throws(ExpressionError) in
            let separator = try first(&state).invariantText
            return try state.joined(try elements.elements(&state), separator)
        }
    }
}

extension ExpressionSyntax {
    /// Whether it is a text, as far as can be seen from its form.
    fileprivate var isText: Bool {
        switch self.kind {
        case .literal, .interpolated: true
        default: false
        }
    }
}
