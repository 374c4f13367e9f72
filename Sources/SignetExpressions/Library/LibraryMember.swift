// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What a library function does; the receiver of an instance method is the first argument.
typealias LibraryCode = @Sendable (inout Evaluation, [ExpressionValue]) throws(ExpressionError) -> ExpressionValue

/// A method that expressions may call.
struct LibraryMethod: Sendable {
    /// The name of the type in C#, such as `string`.
    let owner: String
    let name: String
    let isStatic: Bool
    let parameters: [StaticType]
    /// How many of the last parameters may be left out; they get `null` or zero.
    var optional = 0
    /// Whether the last parameter takes any number of arguments.
    var isVariadic = false
    let result: StaticType
    let code: LibraryCode
}

/// A property or constant that expressions may read.
struct LibraryProperty: Sendable {
    let owner: String
    let name: String
    let isStatic: Bool
    let type: StaticType
    let code: LibraryCode
}

/// Everything in the library, by type and name.
enum Library {
    /// The overloads of a method.
    static func methods(_ owner: String, _ name: String) -> [LibraryMethod] {
        var methods = self.methodsByName[owner + "." + name] ?? []
        if let base = JSONTypes.base(of: owner) { methods += self.methods(base, name) }
        return methods
    }

    /// A property.
    static func property(_ owner: String, _ name: String) -> LibraryProperty? {
        self.properties[owner + "." + name] ?? JSONTypes.base(of: owner).flatMap { property($0, name) }
    }

    /// The type whose table has the members of a static type.
    static func owner(of type: StaticType) -> String {
        switch type {
        case .array: "Array"
        case .nullable: "Nullable"
        default: type.name
        }
    }

    private static let methodsByName = Dictionary(
        grouping: StringLibrary.methods + StringSearchLibrary.methods + StringStaticLibrary.methods
            + NumberLibrary.methods + ConvertLibrary.methods + DateLibrary.methods + ValueLibrary.methods
            + EncodingLibrary.methods + JSONLibrary.methods + JSONChangeLibrary.methods
    ) { $0.owner + "." + $0.name }

    private static let properties = Dictionary(
        (StringLibrary.properties + NumberLibrary.properties + DateLibrary.properties + ValueLibrary.properties
            + EncodingLibrary.properties + JSONLibrary.properties)
            .map { ($0.owner + "." + $0.name, $0) }
    ) { first, _ in first }
}
