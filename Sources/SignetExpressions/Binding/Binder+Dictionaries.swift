// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds the methods of the host's dictionaries; `nil` for other names.
    mutating func bind(
        dictionary receiver: Bound,
        of element: StaticType,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        switch group.name {
        case "ContainsKey":
            guard arguments.count == 1 else { throw wrongCount(group, arguments.count) }
            let key = try value(arguments[0], to: .string)
            note(variable: key, of: element)
            let (object, code) = (receiver.code, key.code)
            return try made(.bool, from: [receiver, key], offset: group.offset) { state throws(ExpressionError) in
                let lookup = try object(&state).lookup
                return .bool(lookup.value(for: try code(&state).key) != nil)
            }
        case "GetValueOrDefault": return try bind(valueOrDefault: receiver, of: element, group, arguments)
        case "TryGetValue": return try bind(tryGetValue: receiver, of: element, group, arguments)
        default: return nil
        }
    }

    private func wrongCount(_ group: MethodGroup, _ count: Int) -> ExpressionError {
        ExpressionError(
            .typeMismatch,
            "No overload for method '\(group.name)' takes \(count) arguments",
            at: group.offset
        )
    }

    /// Binds `GetValueOrDefault`: of `Variables` by type, of `Headers`, `Query` and `Claims` joined with commas.
    private mutating func bind(
        valueOrDefault receiver: Bound,
        of element: StaticType,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound {
        guard 1...2 ~= arguments.count else { throw wrongCount(group, arguments.count) }
        let key = try value(arguments[0], to: .string)
        note(variable: key, of: element)
        let fallback = arguments.count == 2 ? try value(arguments[1]) : nil
        let result = try resultType(of: element, group, fallback)
        let substitute =
            try fallback.map { bound throws(ExpressionError) in try converted(bound, to: result) }
            ?? Bound(constant: result.defaultValue, result, offset: group.offset)
        let joins = element == .array(.string) && result == .string
        let checks = element == .object && result != .object
        let (object, code, other) = (receiver.code, key.code, substitute.code)
        let known = key.constantString
        return try made(result, from: [receiver, key, substitute], offset: group.offset) {
            state throws(ExpressionError) in
            let lookup = try object(&state).lookup
            guard let value = lookup.value(for: try known.orKey(of: code, &state)) else { return try other(&state) }
            if joins {
                if case .array(let texts) = value, let only = texts.only, only.string != nil { return only }
                return try state.joined([value].elements(0), ",")
            }
            return checks ? try value.unboxed(to: result) : value
        }
    }

    private func resultType(
        of element: StaticType,
        _ group: MethodGroup,
        _ fallback: Bound?
    ) throws(ExpressionError) -> StaticType {
        if let argument = group.typeArguments.first {
            guard group.typeArguments.count == 1, element == .object else {
                throw missing(group.name, on: group.receiver?.type ?? .object, group.offset)
            }
            return try resolve(argument)
        }
        switch element {
        case .object:
            guard let fallback, fallback.type != .null else { return .object }
            return fallback.type
        case .array(.string): return fallback?.type == .array(.string) ? .array(.string) : .string
        default: return element
        }
    }

    private mutating func bind(
        tryGetValue receiver: Bound,
        of element: StaticType,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound {
        guard arguments.count == 2 else { throw wrongCount(group, arguments.count) }
        let key = try value(arguments[0], to: .string)
        note(variable: key, of: element)
        let slot = try output(arguments[1], element)
        let (object, code) = (receiver.code, key.code)
        return try made(.bool, from: [receiver, key], offset: group.offset) { state throws(ExpressionError) in
            let found = try object(&state).lookup.value(for: try code(&state).key)
            try slot.put(&state, found ?? element.defaultValue)
            return .bool(found != nil)
        }
    }

    /// The variable that an `out` argument names or declares.
    mutating func output(_ argument: ArgumentSyntax, _ type: StaticType) throws(ExpressionError) -> Slot {
        switch argument.passing {
        case .outDeclaration(let written, let name):
            if let written, try resolve(written) != type { break }
            if name == "_" { return temporary(type).place }
            return try declare(name, type, offset: argument.offset).place
        case .out(let syntax):
            if case .name(let name, _) = syntax.kind, let local = used(name), local.type == type {
                return Slot(index: local.slot, isCell: local.place.isCell, isNew: false)
            }
            // What nobody wants to know.
            if case .name("_", _) = syntax.kind, local("_") == nil { return temporary(type).place }
        default: break
        }
        throw ExpressionError(
            .typeMismatch,
            "Argument 2 must be passed with the 'out' keyword and a variable of type '\(type.name)'",
            at: argument.offset
        )
    }

    /// Binds `int.TryParse(text, out var number)` and its like.
    mutating func bind(
        tryParse group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard let parse = Library.methods(group.owner, "Parse").first else { return nil }
        guard arguments.count == 2 else { throw wrongCount(group, arguments.count) }
        let text = try value(arguments[0], to: .string)
        let slot = try output(arguments[1], parse.result)
        let (code, operation, failed) = (text.code, parse.code, parse.result.defaultValue)
        return try made(.bool, from: [text], offset: group.offset) { state throws(ExpressionError) in
            let value = try code(&state)
            try state.step()
            do throws(ExpressionError) {
                try slot.put(&state, try operation(&state, [value]))
                return .bool(true)
            } catch {
                guard error.code == .exception else { throw error }
                try slot.put(&state, failed)
                return .bool(false)
            }
        }
    }
}

extension String? {
    /// The text that is known, or the key that is computed.
    fileprivate func orKey(of code: Code, _ state: inout Evaluation) throws(ExpressionError) -> String {
        if let known = self { return known }
        return try code(&state).key
    }
}

extension ExpressionValue {
    /// The key of a dictionary, which must not be `null`.
    fileprivate var key: String {
        get throws(ExpressionError) {
            guard let key = self.string else {
                throw .exception(.argumentNull, "Value cannot be null. (Parameter 'key')")
            }
            return key
        }
    }
}
