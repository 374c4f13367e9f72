// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds the methods of lists, sets and dictionaries; `nil` for other names, which LINQ may have.
    mutating func bind(
        collection receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard case .generic(let name, let types) = receiver.type else { return nil }
        if let bound = try bind(form: receiver, group, arguments) { return bound }
        switch name {
        case "Dictionary", "IDictionary": return try bind(map: receiver, types, group, arguments)
        case "List", "HashSet", "IList", "ICollection", "ISet", "Queue", "Stack":
            if let bound = try bind(list: receiver, types[0], group, arguments) { return bound }
            return name == "List" ? try bind(search: receiver, types[0], group, arguments) : nil
        default: return nil
        }
    }

    private mutating func bind(
        list receiver: Bound,
        _ element: StaticType,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        let isSet = receiver.type == .generic("HashSet", [element])
        guard group.name != "Sort" || arguments.isEmpty else { return nil }
        guard let member = ListMember(group.name, count: arguments.count, element: element, isSet: isSet) else {
            return nil
        }
        var parts: [Bound] = []
        for (argument, type) in zip(arguments, member.parameters) {
            parts.append(try value(argument, to: type))
        }
        let (object, codes, operation) = (receiver.code, parts.map(\.code), member.operation)
        return try made(member.result, from: [receiver] + parts, offset: group.offset) {
            state throws(ExpressionError) in
            guard case .object(let list as ExpressionList) = try object(&state) else { throw .nullReference }
            var values: [ExpressionValue] = []
            for code in codes { values.append(try code(&state)) }
            try state.step()
            return try operation(&state, list, values)
        }
    }

    /// `Exists`, `Find`, `TrueForAll`, `ForEach`, `RemoveAll` of a list.
    private mutating func bind(
        search receiver: Bound,
        _ element: StaticType,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        if let bound = try bind(found: receiver, element, group, arguments) { return bound }
        guard arguments.count == 1 else { return nil }
        let names = ["Exists": "Any", "Find": "FirstOrDefault", "FindLast": "LastOrDefault", "TrueForAll": "All"]
        if let name = names[group.name] {
            let inner = MethodGroup(
                receiver: receiver,
                owner: group.owner,
                name: name,
                typeArguments: [],
                offset: group.offset
            )
            return try bind(sequence: receiver, inner, arguments)
        }
        guard group.name == "ForEach" || group.name == "RemoveAll" else { return nil }
        let removes = group.name == "RemoveAll"
        let function = try lambda(arguments[0], [element], returning: removes ? .bool : .void)
        let object = receiver.code
        return try made(removes ? .int : .void, from: [receiver, function.body], offset: group.offset) {
            state throws(ExpressionError) in
            guard case .object(let list as ExpressionList) = try object(&state) else { throw .nullReference }
            try state.memory.charge(elements: list.count)
            let elements = list.elements
            var kept: [ExpressionValue] = []
            for value in elements where try function.call(&state, value).bool != true || !removes { kept.append(value) }
            guard removes else { return .null }
            list.rearrange(kept)
            return .int(elements.count - kept.count)
        }
    }

    private mutating func bind(
        map receiver: Bound,
        _ types: [StaticType],
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        switch (group.name, arguments.count) {
        case ("Add", 2):
            return try mapAssignment(
                receiver,
                try value(arguments[0], to: types[0]),
                try value(arguments[1], to: types[1]),
                types,
                replaces: false,
                offset: group.offset
            )
        case ("Clear", 0):
            return try onMap(receiver, .void, [], group.offset) { _, map, _ in
                map.removeAll()
                return .null
            }
        case ("ContainsKey", 1), ("Remove", 1):
            let removes = group.name == "Remove"
            let key = try value(arguments[0], to: types[0])
            return try onMap(receiver, .bool, [key], group.offset) { _, map, values in
                .bool(removes ? map.remove(values[0]) : map.find(values[0]) != nil)
            }
        case ("TryGetValue", 2):
            let key = try value(arguments[0], to: types[0])
            let slot = try output(arguments[1], types[1])
            return try onMap(receiver, .bool, [key], group.offset) { state, map, values throws(ExpressionError) in
                let found = map.find(values[0])
                try slot.put(&state, found ?? types[1].defaultValue)
                return .bool(found != nil)
            }
        default: return try bind(mapValue: receiver, types, group, arguments)
        }
    }

    func onMap(
        _ receiver: Bound,
        _ result: StaticType,
        _ arguments: [Bound],
        _ offset: Int,
        _ operation:
            @escaping @Sendable (inout Evaluation, ExpressionMap, [ExpressionValue]) throws(ExpressionError)
            -> ExpressionValue
    ) throws(ExpressionError) -> Bound {
        let (object, codes) = (receiver.code, arguments.map(\.code))
        return try made(result, from: [receiver] + arguments, offset: offset) { state throws(ExpressionError) in
            guard case .object(let map as ExpressionMap) = try object(&state) else { throw .nullReference }
            var values: [ExpressionValue] = []
            for code in codes { values.append(try code(&state)) }
            try state.step()
            return try operation(&state, map, values)
        }
    }

    private func mapAssignment(
        _ receiver: Bound,
        _ key: Bound,
        _ value: Bound,
        _ types: [StaticType],
        replaces: Bool,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let parts = [try converted(key, to: types[0]), try converted(value, to: types[1])]
        return try onMap(receiver, replaces ? types[1] : .void, parts, offset) {
            state,
            map,
            values throws(ExpressionError) in
            try state.charge(96)
            guard try map.set(values[0], values[1], replaces: replaces) else {
                throw .exception(
                    .argument,
                    "An item with the same key has already been added. Key: \(values[0].invariantText)"
                )
            }
            return values[1]
        }
    }

    /// Binds `collection[index] = value`.
    func collectionAssignment(
        _ receiver: Bound,
        _ index: Bound,
        _ value: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        guard case .generic(let name, let types) = receiver.type else {
            throw notEvaluated("assignments to elements", offset)
        }
        if types.count == 2 {
            return try mapAssignment(receiver, index, value, types, replaces: true, offset: offset)
        }
        guard name == "List" || name == "IList" else { throw notEvaluated("assignments to elements", offset) }
        let (place, new) = (try converted(index, to: .int), try converted(value, to: types[0]))
        let (object, first, second) = (receiver.code, place.code, new.code)
        return try made(types[0], from: [receiver, place, new], offset: offset) { state throws(ExpressionError) in
            guard case .object(let list as ExpressionList) = try object(&state) else { throw .nullReference }
            let index = try first(&state).integer ?? -1
            let value = try second(&state)
            try list.set(index, value)
            return value
        }
    }

    /// Binds `lookup[key]`: the elements of a group, or none.
    private func lookupIndex(
        _ receiver: Bound,
        _ types: [StaticType],
        _ index: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let key = try converted(index, to: types[0])
        let (object, code) = (receiver.code, key.code)
        return try made(types[1].sequence, from: [receiver, key], offset: offset) { state throws(ExpressionError) in
            let groups = try state.elements(of: try object(&state))
            let wanted = try code(&state)
            for case .object(let pair as ExpressionPair) in groups where Equality.equal(pair.key, wanted) {
                return pair.value
            }
            return .array(ExpressionArray(elementType: types[1].runtimeName, []))
        }
    }

    /// Binds `collection[index]`.
    func collectionIndex(_ receiver: Bound, _ index: Bound, offset: Int) throws(ExpressionError) -> Bound {
        guard case .generic(let name, let types) = receiver.type, name != "HashSet", name != "IEnumerable" else {
            throw ExpressionError(
                .typeMismatch,
                "Cannot apply indexing with [] to an expression of type '\(receiver.type.name)'",
                at: offset
            )
        }
        if name == "ILookup" { return try lookupIndex(receiver, types, index, offset: offset) }
        if types.count == 2 {
            let key = try converted(index, to: types[0])
            return try onMap(receiver, types[1], [key], offset) { _, map, values throws(ExpressionError) in
                guard let value = map.find(values[0]) else { throw .keyNotFound(values[0].invariantText) }
                return value
            }
        }
        let place = try converted(index, to: .int)
        let (object, code) = (receiver.code, place.code)
        return try made(types[0], from: [receiver, place], offset: offset) { state throws(ExpressionError) in
            let value = try object(&state)
            let index = try code(&state).integer ?? -1
            let element: ExpressionValue?
            switch value {
            case .object(let list as ExpressionList): element = list.element(at: index)
            case .array(let array): element = array.element(at: index)
            default:
                let elements = try state.elements(of: value)
                element = elements.indices.contains(index) ? elements[index] : nil
            }
            guard let element else { throw .indexArgumentOutOfRange }
            return element
        }
    }
}
