// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds a property of a value.
    mutating func property(_ receiver: Bound, _ name: String, offset: Int) throws(ExpressionError) -> Bound {
        switch receiver.type {
        case .named(let type):
            if let (member, result) = ContextCatalogue.member(name, in: type) {
                return try hostMember(receiver, member, type, result, offset: offset)
            }
        case .dictionary:
            if let bound = try dictionaryProperty(receiver, name, offset: offset) { return bound }
        case .anonymous(let names, let types):
            if let place = names.firstIndex(of: name) {
                return try recordMember(receiver, place, types[place], offset: offset)
            }
        case .generic: if let bound = try collectionProperty(receiver, name, offset: offset) { return bound }
        case .nullable(let wrapped) where name == "Value": return try unwrapped(receiver, to: wrapped)
        default: break
        }
        guard let property = Library.property(Library.owner(of: receiver.type), name), !property.isStatic else {
            throw missing(name, on: receiver.type, offset)
        }
        let (object, code) = (receiver.code, property.code)
        return try made(property.type, from: [receiver], offset: offset) { state throws(ExpressionError) in
            try code(&state, [try object(&state)])
        }
    }

    private mutating func hostMember(
        _ receiver: Bound,
        _ member: ExpressionMember,
        _ type: String,
        _ result: StaticType,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        if member == .body {
            if type == "IRequest" { self.requirements.requestBody = true }
            if type == "IResponse" { self.requirements.responseBody = true }
        }
        let path = receiver.path.map { $0 + [member] }
        let code = path.map { Self.memberCode($0) } ?? Self.memberCode(member, of: receiver.code)
        return try made(result, from: [receiver], offset: offset, path: path, code)
    }

    private static func memberCode(_ member: ExpressionMember, of object: @escaping Code) -> Code {
        { state throws(ExpressionError) in
            guard case .object(let host) = try object(&state) else { throw .nullReference }
            return try host.member(member)
        }
    }

    /// The code of `context.A.B`: most of what policies look at, so that it takes one step rather than three.
    private static func memberCode(_ path: [ExpressionMember]) -> Code {
        let (first, last) = (path[0], path[path.count - 1])
        switch path.count {
        case 1: return { state throws(ExpressionError) in try state.context.member(first) }
        case 2:
            return { state throws(ExpressionError) in
                guard case .object(let host) = try state.context.member(first) else { throw .nullReference }
                return try host.member(last)
            }
        default:
            let inner = memberCode(path.dropLast())
            return memberCode(last, of: inner)
        }
    }

    private func dictionaryProperty(
        _ receiver: Bound,
        _ name: String,
        offset: Int
    ) throws(ExpressionError) -> Bound? {
        let object = receiver.code
        switch name {
        case "Count":
            return try made(.int, from: [receiver], offset: offset) { state throws(ExpressionError) in
                .int(Int32(clamping: try object(&state).lookup.keys.count))
            }
        case "Keys":
            return try made(.array(.string), from: [receiver], offset: offset) { state throws(ExpressionError) in
                .strings(try object(&state).lookup.keys)
            }
        default: return nil
        }
    }

    /// A member of an object that is not there; a member of .NET that this version does not evaluate says so.
    func missing(_ name: String, on type: StaticType, _ offset: Int) -> ExpressionError {
        if UnevaluatedMembers.contains(name, on: type) {
            return notEvaluated("'\(type.name).\(name)'", offset)
        }
        return ExpressionError(
            .undefined,
            "'\(type.name)' does not contain a definition for '\(name)' and no accessible extension method '\(name)' "
                + "accepting a first argument of type '\(type.name)' could be found (are you missing a using directive "
                + "or an assembly reference?)",
            at: offset
        )
    }

    /// Binds `receiver[index]`.
    mutating func bind(
        index receiver: Bound,
        _ arguments: [ArgumentSyntax],
        offset: Int
    ) throws(ExpressionError) -> Bound {
        guard let argument = arguments.first, arguments.count == 1 else {
            throw notEvaluated("indices of more than one dimension", offset)
        }
        let index = try value(argument)
        switch receiver.type {
        case .dictionary(let element):
            let key = try converted(index, to: .string)
            note(variable: key, of: element)
            let (object, code) = (receiver.code, key.code)
            if let key = key.constantString {
                return try made(element, from: [receiver], offset: offset) { state throws(ExpressionError) in
                    guard let value = try object(&state).lookup.value(for: key) else { throw .keyNotFound(key) }
                    return value
                }
            }
            return try made(element, from: [receiver, key], offset: offset) { state throws(ExpressionError) in
                let lookup = try object(&state).lookup
                guard let key = try code(&state).string else {
                    throw .exception(.argumentNull, "Value cannot be null. (Parameter 'key')")
                }
                guard let value = lookup.value(for: key) else { throw .keyNotFound(key) }
                return value
            }
        case .named where receiver.type.isToken: return try tokenIndex(receiver, index, offset: offset)
        case .generic: return try collectionIndex(receiver, index, offset: offset)
        case .array(let element): return try bind(receiver, at: index, element, offset: offset)
        case .string: return try bind(receiver, at: index, .char, offset: offset)
        case .named where !Library.methods(Library.owner(of: receiver.type), LibraryMethod.indexer).isEmpty:
            return try libraryIndex(receiver, index, offset: offset)
        default:
            throw ExpressionError(
                .typeMismatch,
                "Cannot apply indexing with [] to an expression of type '\(receiver.type.name)'",
                at: offset
            )
        }
    }

    /// Binds an indexer of the library.
    mutating func libraryIndex(_ receiver: Bound, _ index: Bound, offset: Int) throws(ExpressionError) -> Bound {
        let owner = Library.owner(of: receiver.type)
        let group = MethodGroup(
            receiver: receiver,
            owner: owner,
            name: LibraryMethod.indexer,
            typeArguments: [],
            offset: offset
        )
        let syntax = ArgumentSyntax(
            name: nil,
            passing: .value(ExpressionSyntax(kind: .literal(.null), offset: offset)),
            offset: offset
        )
        let argument = BoundArgument(name: nil, kind: .value(index), syntax: syntax)
        return try bind(overloads: Library.methods(owner, LibraryMethod.indexer), group, [argument])
    }

    func bind(
        _ receiver: Bound,
        at index: Bound,
        _ element: StaticType,
        offset: Int
    ) throws(ExpressionError) -> Bound {
        let position = try converted(index, to: .int)
        let (object, code) = (receiver.code, position.code)
        return try made(element, from: [receiver, position], offset: offset) { state throws(ExpressionError) in
            let object = try object(&state)
            let index = try code(&state).integer ?? -1
            switch object {
            case .array(let array): if let element = array.element(at: index) { return element }
            case .bytes(let bytes) where bytes.indices.contains(index): return .int(Int32(bytes[index]))
            case .string(let text):
                if let unit = text.unit(at: index) { return .char(unit) }
            case .null: throw .nullReference
            default: break
            }
            throw .indexOutsideArray
        }
    }

    /// Remembers that a context variable is read.
    mutating func note(variable key: Bound, of element: StaticType) {
        guard element == .object else { return }
        if let name = key.constantString {
            self.requirements.variables.insert(name)
        } else {
            self.requirements.anyVariable = true
        }
    }
}

extension ExpressionValue {
    /// The dictionary that the value is.
    var lookup: any ExpressionLookup {
        get throws(ExpressionError) {
            guard case .object(let object) = self, let lookup = object.lookup else {
                throw .nullReference
            }
            return lookup
        }
    }
}
