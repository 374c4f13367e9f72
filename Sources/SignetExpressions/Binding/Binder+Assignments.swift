// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds `place = value` and `place += value`.
    mutating func bind(
        assignment target: ExpressionSyntax,
        _ operation: BinaryOperator?,
        _ value: ExpressionSyntax,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let place = try place(target, offset: offset)
        let new: Bound
        if let operation {
            let sum = try combine(place.read, operation, try bind(value), offset: offset)
            let narrows = place.type.underlying.promoted != nil && sum.type.underlying.promoted != nil
            new = narrows ? try cast(sum, to: place.type, offset: offset) : try converted(sum, to: place.type)
        } else {
            new = try bind(value, to: place.type)
        }
        return try assigned(new, to: place, offset: offset)
    }

    /// Binds the writing of a value that was bound, which is the value of the assignment.
    func assigned(_ new: Bound, to place: Place, offset: Int) throws(ExpressionError) -> Bound {
        let (code, write, prepare) = (new.code, place.write, place.prepare)
        return try made(place.type, from: place.parts + [new], offset: offset) { state throws(ExpressionError) in
            for step in prepare { _ = try step(&state) }
            let value = try code(&state)
            try write(&state, value)
            return value
        }
    }

    /// Binds `++` and `--`.
    mutating func bind(
        step target: ExpressionSyntax,
        by operation: BinaryOperator,
        isPrefix: Bool,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let place = try place(target, offset: offset)
        let one = Bound(constant: .int(Int32(1)), .int, offset: offset)
        let sum = try cast(try combine(place.read, operation, one, offset: offset), to: place.type, offset: offset)
        let (read, code, write, prepare) = (place.read.code, sum.code, place.write, place.prepare)
        return try made(place.type, from: place.parts + [sum], offset: offset) { state throws(ExpressionError) in
            for step in prepare { _ = try step(&state) }
            let old = isPrefix ? .null : try read(&state)
            let new = try code(&state)
            try write(&state, new)
            return isPrefix ? new : old
        }
    }

    /// What stands on the left of an assignment.
    private mutating func place(_ target: ExpressionSyntax, offset: Int) throws(ExpressionError) -> Place {
        switch target.kind {
        case .parenthesized(let inner): return try place(inner, offset: offset)
        case .name(let name, _): return try variable(name, offset: target.offset)
        case .postfix(let primary, let tails):
            guard let last = tails.last, !last.isConditional else { break }
            let receiver = try bind(chain: primary, tails.dropLast(), offset: offset)
            switch last.kind {
            case .index(let arguments):
                guard let first = arguments.first, arguments.count == 1 else { break }
                return try element(of: receiver, at: try value(first), offset: last.offset)
            case .member(let name, _): return try property(of: receiver, name, offset: last.offset)
            default: break
            }
        default: break
        }
        throw notAssignable(offset)
    }

    private func notAssignable(_ offset: Int) -> ExpressionError {
        ExpressionError(
            .typeMismatch,
            "The left-hand side of an assignment must be a variable, property or indexer",
            at: offset
        )
    }

    private mutating func variable(_ name: String, offset: Int) throws(ExpressionError) -> Place {
        guard let local = used(name) else {
            throw ExpressionError(.undefined, "The name '\(name)' does not exist in the current context", at: offset)
        }
        guard !local.isConstant else { throw notAssignable(offset) }
        let (slot, read) = (local.place, value(of: local, offset: offset))
        let keepsBytes = local.type == .array(.byte)
        return Place(
            type: local.type,
            prepare: [],
            read: read,
            write: { state, value throws(ExpressionError) in
                try slot.assign(&state, keepsBytes ? value.referenced : value)
            },
            parts: []
        )
    }

    /// Keeps the value of a part in a slot, so that it is computed once.
    private mutating func held(_ bound: Bound) -> (bound: Bound, prepare: StatementCode) {
        let slot = temporary(bound.type).slot
        let code = bound.code
        let held = Bound(bound.type, depth: 1, offset: bound.offset) { $0.locals[slot] }
        return (
            held,
            { state throws(ExpressionError) in
                state.locals[slot] = try code(&state)
                return .normal
            }
        )
    }

    /// The place of `receiver[index]`.
    mutating func element(
        of receiver: Bound,
        at index: Bound,
        offset: Int
    ) throws(ExpressionError) -> Place {
        let (object, first) = held(receiver)
        let (key, second) = held(index)
        let value = temporary(.object).slot
        let wrapped = { (type: StaticType) in Bound(type, depth: 1, offset: offset) { $0.locals[value] } }
        let read: Bound
        let store: Bound
        switch receiver.type {
        case _ where receiver.type.isToken:
            read = try tokenIndex(object, key, offset: offset)
            store = try tokenAssignment(object, key, wrapped(.token), offset: offset)
        case .generic(let name, let types):
            guard TypeCatalogue.sequences.contains(name) || types.count == 2 else { throw notAssignable(offset) }
            // A new key has no value to read: `dictionary[key] = value` never reads.
            read = try collectionIndex(object, key, offset: offset)
            store = try collectionAssignment(object, key, wrapped(types[types.count - 1]), offset: offset)
        case .array(let element):
            read = try bind(object, at: key, element, offset: offset)
            store = try arrayAssignment(object, key, wrapped(element), offset: offset)
        default:
            return try indexed(receiver, object, index, key, [first, second], offset: offset)
        }
        let code = store.code
        return Place(
            type: read.type,
            prepare: [first, second],
            read: read,
            write: { state, new throws(ExpressionError) in
                state.locals[value] = new
                _ = try code(&state)
            },
            parts: [receiver, index, store]
        )
    }

    /// The place of an indexer of the library.
    private mutating func indexed(
        _ receiver: Bound,
        _ object: Bound,
        _ index: Bound,
        _ key: Bound,
        _ prepare: [StatementCode],
        offset: Int
    ) throws(ExpressionError) -> Place {
        let owner = Library.owner(of: receiver.type)
        guard let setter = Library.methods(owner, "set_Item").first, let type = setter.parameters.last else {
            throw notAssignable(offset)
        }
        let argument = try converted(key, to: setter.parameters[0])
        let read = try libraryIndex(object, key, offset: offset)
        let (first, second, code) = (object.code, argument.code, setter.code)
        return Place(
            type: type,
            prepare: prepare,
            read: read,
            write: { state, new throws(ExpressionError) in
                let values = [try first(&state), try second(&state), new]
                _ = try code(&state, values)
            },
            parts: [receiver, index, argument]
        )
    }

    private func arrayAssignment(
        _ receiver: Bound,
        _ index: Bound,
        _ value: Bound,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let position = try converted(index, to: .int)
        let (object, first, second) = (receiver.code, position.code, value.code)
        return try made(value.type, from: [receiver, position, value], offset: offset) {
            state throws(ExpressionError) in
            guard case .array(let array) = try object(&state) else { throw .nullReference }
            try state.step()
            let new = try second(&state)
            try array.set(try first(&state).integer ?? -1, new)
            return new
        }
    }

    /// The place of `receiver.name`.
    mutating func property(of receiver: Bound, _ name: String, offset: Int) throws(ExpressionError) -> Place {
        if receiver.type.isToken, name == "Value" { return try tokenValue(receiver, offset: offset) }
        let read = try property(receiver, name, offset: offset)
        guard let property = Library.property(Library.owner(of: receiver.type), name), let setter = property.setter
        else {
            throw ExpressionError(
                .typeMismatch,
                "Property or indexer '\(receiver.type.name).\(name)' cannot be assigned to -- it is read only",
                at: offset
            )
        }
        _ = read
        let (object, prepare) = held(receiver)
        let value = try self.property(object, name, offset: offset)
        let code = object.code
        return Place(
            type: property.type,
            prepare: [prepare],
            read: value,
            write: { state, new throws(ExpressionError) in
                let target = try code(&state)
                try state.step()
                _ = try setter(&state, [target, new])
            },
            parts: [receiver]
        )
    }

    /// The place of `property.Value` and `value.Value`.
    private mutating func tokenValue(_ receiver: Bound, offset: Int) throws(ExpressionError) -> Place {
        let (object, prepare) = held(receiver)
        let read = try property(object, "Value", offset: offset)
        let code = object.code
        return Place(
            type: read.type,
            prepare: [prepare],
            read: read,
            write: { state, new throws(ExpressionError) in
                guard let token = JSONConversion.existing(try code(&state)) else { throw .nullReference }
                let value = try JSONConversion.token(new, &state.memory)
                if token.name != nil {
                    try token.append(value, &state.memory)
                } else if let scalar = value.scalar {
                    token.replace(.value(scalar))
                }
            },
            parts: [receiver]
        )
    }
}

extension ExpressionValue {
    /// Bytes as an array with an identity, so that their elements can be replaced.
    var referenced: ExpressionValue {
        if case .bytes(let bytes) = self { .array(ExpressionArray(bytes: bytes)) } else { self }
    }
}
