// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What the names of types mean.
enum TypeResolver {
    /// The type that a written type means.
    static func resolve(_ syntax: TypeSyntax) throws(ExpressionError) -> StaticType {
        var type: StaticType
        if syntax.name == "Nullable" || syntax.name == "System.Nullable", let wrapped = syntax.arguments.first {
            type = .nullable(try resolve(wrapped))
        } else {
            type = try named(syntax)
        }
        if syntax.isNullable {
            guard !type.isReference else {
                throw ExpressionError(
                    .typeMismatch,
                    "The type '\(type.name)' must be a non-nullable value type in order to use it as parameter 'T' in "
                        + "the generic type or method 'Nullable<T>'",
                    at: syntax.offset
                )
            }
            type = .nullable(type)
        }
        for rank in syntax.ranks {
            guard rank == 1 else {
                throw ExpressionError.notEvaluated("arrays of more than one dimension", syntax.offset)
            }
            type = .array(type)
        }
        return type
    }

    /// Refuses a type of .NET that policy expressions may not use.
    static func refuse(foreign name: String, offset: Int) throws(ExpressionError) {
        guard let full = ForeignTypes.fullName(name, imported: TypeCatalogue.namespaces) else { return }
        throw ExpressionError(.undefined, "Usage of type '\(full)' is not supported within expressions", at: offset)
    }

    private static func named(_ syntax: TypeSyntax) throws(ExpressionError) -> StaticType {
        if let name = TypeCatalogue.generic(syntax.name, arity: syntax.arguments.count) {
            var arguments: [StaticType] = []
            for argument in syntax.arguments { arguments.append(try resolve(argument)) }
            return .generic(name, arguments)
        }
        if syntax.name.hasSuffix("IReadOnlyDictionary"), syntax.arguments.count == 2,
            try resolve(syntax.arguments[0]) == .string
        {
            return .dictionary(try resolve(syntax.arguments[1]))
        }
        switch TypeCatalogue.entry(syntax.name) {
        case .type(let type) where syntax.arguments.isEmpty: return type
        case .type, .notEvaluated: throw ExpressionError.notEvaluated("the type '\(syntax.name)'", syntax.offset)
        case .staticClass, .none:
            try refuse(foreign: syntax.name, offset: syntax.offset)
            throw ExpressionError(
                .undefined,
                "The type or namespace name '\(syntax.name)' could not be found (are you missing a using directive or "
                    + "an assembly reference?)",
                at: syntax.offset
            )
        }
    }
}
