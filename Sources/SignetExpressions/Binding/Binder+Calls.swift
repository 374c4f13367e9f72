// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// Binds a call.
    mutating func bind(call group: MethodGroup, _ arguments: [ArgumentSyntax]) throws(ExpressionError) -> Bound {
        if let delegate = group.receiver, delegate.type.isDelegate, group.name == "Invoke" {
            return try bind(invoke: delegate, arguments, offset: group.offset)
        }
        if group.name == "TryParse", group.owner != "Enum", group.receiver == nil,
            let parsed = try bind(tryParse: group, arguments)
        {
            return parsed
        }
        if let receiver = group.receiver {
            if case .dictionary(let element) = receiver.type,
                let bound = try bind(dictionary: receiver, of: element, group, arguments)
            {
                return bound
            }
            if case .named(let type) = receiver.type, let bound = try bind(host: receiver, type, group, arguments) {
                return bound
            }
            if receiver.type.isToken, let bound = try bind(token: receiver, group, arguments) { return bound }
            if let bound = try bind(common: receiver, group, arguments) { return bound }
            if let bound = try bind(collection: receiver, group, arguments) { return bound }
            if let bound = try bind(nodes: receiver, group, arguments) { return bound }
            if let bound = try bind(sequence: receiver, group, arguments) { return bound }
        } else if let bound = try bind(static: group, arguments) {
            return bound
        }
        let methods = Library.methods(group.owner, group.name, isStatic: group.receiver == nil)
        guard !methods.isEmpty else {
            throw group.receiver.map { missing(group.name, on: $0.type, group.offset) }
                ?? missing(group.name, in: group.owner, group.offset)
        }
        guard group.typeArguments.isEmpty else {
            throw notEvaluated("'\(group.name)' with type arguments", group.offset)
        }
        return try bind(overloads: methods, group, try self.arguments(arguments))
    }

    /// Binds the static methods that are generic; `nil` for all others.
    private mutating func bind(
        static group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        if group.owner == "JsonConvert" {
            guard group.name == "DeserializeObject", group.typeArguments.count == 1, arguments.count == 1 else {
                return nil
            }
            let text = try value(arguments[0], to: .string)
            let token = try parsed(text, as: .token, offset: group.offset)
            return try deserialized(token, as: try resolve(group.typeArguments[0]), offset: group.offset)
        }
        if group.owner == "Enum", let bound = try enumeration(group, arguments) { return bound }
        if let bound = try factory(group, arguments) { return bound }
        return try bind(staticSequence: group, arguments)
    }

    /// The value of an argument that is passed as it is.
    mutating func value(_ argument: ArgumentSyntax, to type: StaticType) throws(ExpressionError) -> Bound {
        guard type.isDelegate, argument.name == nil, case .value(let syntax) = argument.passing, isCode(syntax) else {
            return try converted(try value(argument), to: type)
        }
        return try bind(syntax, to: type)
    }

    /// The value of an argument that is a value.
    mutating func value(_ argument: ArgumentSyntax) throws(ExpressionError) -> Bound {
        guard case .value(let syntax) = argument.passing else {
            throw notEvaluated("'out' and 'ref' here", argument.offset)
        }
        guard argument.name == nil else { throw notEvaluated("arguments by name here", argument.offset) }
        let bound = try bind(syntax)
        guard bound.type != .void else {
            throw ExpressionError(
                .typeMismatch,
                "Argument 1: cannot convert from 'void' to 'object'",
                at: argument.offset
            )
        }
        return bound
    }

    /// `ToString()`, `Equals(object)` and `GetValueOrDefault()` of any value.
    private mutating func bind(
        common receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        let object = receiver.code
        switch (group.name, arguments.count) {
        case ("ToString", 0) where receiver.type != .string && receiver.type != .null:
            let isNullable = receiver.type.underlying != receiver.type
            return try made(.string, from: [receiver], offset: group.offset) { state throws(ExpressionError) in
                let value = try object(&state)
                guard isNullable || !value.isNull else { throw .nullReference }
                if case .enumeration(let type) = receiver.type {
                    return .string(EnumerationLibrary.name(value, in: type))
                }
                return .string(try state.written(value))
            }
        case ("Equals", 1) where receiver.type != .string && receiver.type != .null:
            let other = try value(arguments[0], to: .object)
            let code = other.code
            return try made(.bool, from: [receiver, other], offset: group.offset) { state throws(ExpressionError) in
                let value = try object(&state)
                guard !value.isNull else { throw .nullReference }
                return .bool(Equality.equal(value, try code(&state)))
            }
        case ("GetHashCode", 0) where receiver.type != .null:
            return try made(.int, from: [receiver], offset: group.offset) { state throws(ExpressionError) in
                let value = try object(&state)
                guard !value.isNull else { throw .nullReference }
                return .int(value.stableHash)
            }
        case ("GetValueOrDefault", 0...1): return try bind(nullable: receiver, group, arguments)
        default: return nil
        }
    }

    /// `GetValueOrDefault` of a nullable value; `nil` for other values.
    private mutating func bind(
        nullable receiver: Bound,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        guard case .nullable(let wrapped) = receiver.type else { return nil }
        let other =
            try arguments.first.map { argument throws(ExpressionError) in
                try value(argument, to: wrapped)
            } ?? Bound(constant: wrapped.defaultValue, wrapped, offset: group.offset)
        let (object, code) = (receiver.code, other.code)
        return try made(wrapped, from: [receiver, other], offset: group.offset) { state throws(ExpressionError) in
            let (value, fallback) = (try object(&state), try code(&state))
            return value.isNull ? fallback : value
        }
    }

    /// Binds a method of the host's object model.
    private mutating func bind(
        host receiver: Bound,
        _ type: String,
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> Bound? {
        let method: ExpressionMethod
        var result = StaticType.bool
        var parsedType: StaticType?
        var bound: [Bound] = []
        switch (type, group.name) {
        case ("IMessageBody", "As"):
            (method, result) = try bodyMethod(group)
            if result != .string, result != .array(.byte) { (parsedType, result) = (result, .string) }
            bound = [try preserveContent(arguments, group)]
        case ("IMessageBody", "AsFormUrlEncodedContent"):
            (method, result, parsedType) = (.asString, .string, FormContent.type)
            bound = [try preserveContent(arguments, group)]
        case ("IProxyRequestContext", "Trace"):
            (method, result) = (.trace, .void)
            for argument in arguments { bound.append(try value(argument, to: .object)) }
        case ("X509Certificate2", "Verify"): method = .verify
        case ("X509Certificate2", "VerifyNoRevocation"): method = .verifyNoRevocation
        default: return nil
        }
        let (object, codes) = (receiver.code, bound.map(\.code))
        let call = try made(result, from: [receiver] + bound, offset: group.offset) { state throws(ExpressionError) in
            guard case .object(let host) = try object(&state) else { throw .nullReference }
            var values: [ExpressionValue] = []
            for code in codes { values.append(try code(&state)) }
            try state.step()
            return try host.call(method, values)
        }
        guard let parsedType else { return call }
        if parsedType == FormContent.type { return try form(of: call, offset: group.offset) }
        return try parsed(call, as: parsedType, offset: group.offset)
    }

    private func bodyMethod(_ group: MethodGroup) throws(ExpressionError) -> (ExpressionMethod, StaticType) {
        guard let argument = group.typeArguments.first, group.typeArguments.count == 1 else {
            throw ExpressionError(
                .typeMismatch,
                "The type arguments for method 'IMessageBody.As<T>(bool)' cannot be inferred from the usage. Try "
                    + "specifying the type arguments explicitly.",
                at: group.offset
            )
        }
        switch try resolve(argument) {
        case .string: return (.asString, .string)
        case .array(.byte): return (.asBytes, .array(.byte))
        case let type where type.isToken: return (.asString, type)
        case .named(let name) where ["XDocument", "XElement", "XNode"].contains(name): return (.asString, .named(name))
        case let type: throw notEvaluated("'As<\(type.name)>'", group.offset)
        }
    }

    private mutating func preserveContent(
        _ arguments: [ArgumentSyntax],
        _ group: MethodGroup
    ) throws(ExpressionError) -> Bound {
        let offset = group.offset
        guard let argument = arguments.first else { return Bound(constant: .bool(false), .bool, offset: offset) }
        guard arguments.count == 1, case .value(let syntax) = argument.passing else {
            throw ExpressionError(
                .typeMismatch,
                "No overload for method '\(group.name)' takes \(arguments.count) arguments",
                at: offset
            )
        }
        if let name = argument.name, name != "preserveContent" {
            throw ExpressionError(
                .undefined,
                "The best overload for '\(group.name)' does not have a parameter named '\(name)'",
                at: argument.offset
            )
        }
        return try converted(try bind(syntax), to: .bool)
    }
}
