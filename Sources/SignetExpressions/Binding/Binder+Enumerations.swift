// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Binder {
    /// `Enum.Parse<T>` and `Enum.TryParse`; `nil` for other members of `Enum`.
    mutating func enumeration(_ group: MethodGroup, _ arguments: [ArgumentSyntax]) throws(ExpressionError) -> Bound? {
        let tries = group.name == "TryParse"
        guard tries || group.name == "Parse" && group.typeArguments.count == 1 else { return nil }
        guard (tries ? 2...3 : 1...2) ~= arguments.count else {
            throw ExpressionError(
                .typeMismatch,
                "No overload for method '\(group.name)' takes \(arguments.count) arguments",
                at: group.offset
            )
        }
        let type = try enumerationType(group, arguments)
        guard case .enumeration(let name) = type else {
            throw ExpressionError(
                .typeMismatch,
                "The type '\(type.name)' must be an enumeration in order to use it as parameter 'TEnum' in the generic "
                    + "method 'Enum.\(group.name)<TEnum>(string)'",
                at: group.offset
            )
        }
        let text = try value(arguments[0], to: .string)
        let hasFlag = arguments.count == (tries ? 3 : 2)
        let flag =
            hasFlag
            ? try value(arguments[1], to: .bool)
            : Bound(constant: .bool(false), .bool, offset: group.offset)
        let slot = tries ? try output(arguments[arguments.count - 1], type) : nil
        let (code, ignores) = (text.code, flag.code)
        return try made(tries ? .bool : type, from: [text, flag], offset: group.offset) {
            state throws(ExpressionError) in
            let (written, ignoresCase) = (try code(&state).string, try ignores(&state).bool == true)
            try state.step()
            guard tries else {
                guard let written else { throw .exception(.argumentNull, "Value cannot be null. (Parameter 'value')") }
                return .int(try EnumerationLibrary.parse(written, in: name, ignoresCase: ignoresCase))
            }
            let value = written.flatMap { EnumerationLibrary.value($0, in: name, ignoresCase: ignoresCase) }
            try slot?.put(&state, .int(value ?? 0))
            return .bool(value != nil)
        }
    }

    /// The enumeration that is read: the type argument, or the type of the `out` variable.
    private mutating func enumerationType(
        _ group: MethodGroup,
        _ arguments: [ArgumentSyntax]
    ) throws(ExpressionError) -> StaticType {
        if let argument = group.typeArguments.first { return try resolve(argument) }
        switch arguments.last?.passing {
        case .outDeclaration(let written?, _): return try resolve(written)
        case .out(let syntax):
            if case .name(let name, _) = syntax.kind, let local = local(name) { return local.type }
        default: break
        }
        throw ExpressionError(
            .typeMismatch,
            "The type arguments for method 'Enum.TryParse<TEnum>(string, out TEnum)' cannot be inferred from the usage. "
                + "Try specifying the type arguments explicitly.",
            at: group.offset
        )
    }
}
