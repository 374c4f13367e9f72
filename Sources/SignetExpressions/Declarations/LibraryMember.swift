// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What a library function does; the receiver of an instance method is the first argument.
typealias LibraryCode = @Sendable (inout Evaluation, [ExpressionValue]) throws(ExpressionError) -> ExpressionValue

/// What is done with each element of a sequence; `false` ends the enumeration.
typealias ElementVisitor = (inout Evaluation, ExpressionValue) throws(ExpressionError) -> Bool

/// What a method does whose result is a sequence that is looked up while it is enumerated.
typealias LibraryAxis =
    @Sendable (inout Evaluation, [ExpressionValue], ElementVisitor) throws(ExpressionError) -> Bool

/// A method, constructor or indexer that expressions may call.
final class LibraryMethod: Sendable {
    /// The name of a constructor.
    static let constructor = "new"
    /// The name of an indexer.
    static let indexer = "this"

    /// The name of the type in C#, such as `string`.
    let owner: String
    let name: String
    let isStatic: Bool
    let parameters: [StaticType]
    /// The names of the parameters, where the declaration has them.
    let names: [String]
    /// How many of the last parameters may be left out; they get `null` or zero.
    let optional: Int
    /// Whether the last parameter takes any number of arguments.
    let isVariadic: Bool
    /// Whether the last parameter is `out`: the code leaves its value in `Evaluation.output`.
    let hasOutput: Bool
    let result: StaticType
    let code: LibraryCode
    /// Gives the elements of the result when that is enumerated, instead of the code.
    let axis: LibraryAxis?

    init(
        owner: String,
        name: String,
        isStatic: Bool,
        parameters: [StaticType],
        names: [String] = [],
        optional: Int = 0,
        isVariadic: Bool = false,
        hasOutput: Bool = false,
        result: StaticType,
        axis: LibraryAxis? = nil,
        code: @escaping LibraryCode
    ) {
        self.owner = owner
        self.name = name
        self.isStatic = isStatic
        self.parameters = parameters
        self.names = names
        self.optional = optional
        self.isVariadic = isVariadic
        self.hasOutput = hasOutput
        self.result = result
        self.axis = axis
        self.code = code
    }
}

/// A property or constant that expressions may read, and perhaps set.
final class LibraryProperty: Sendable {
    let owner: String
    let name: String
    let isStatic: Bool
    let type: StaticType
    let code: LibraryCode
    /// What an assignment does: the arguments are the receiver and the value.
    let setter: LibraryCode?

    init(
        owner: String,
        name: String,
        isStatic: Bool,
        type: StaticType,
        code: @escaping LibraryCode,
        setter: LibraryCode? = nil
    ) {
        self.owner = owner
        self.name = name
        self.isStatic = isStatic
        self.type = type
        self.code = code
        self.setter = setter
    }
}

/// The members of one type, declared in C#'s words.
struct LibraryTable: Sendable {
    var methods: [LibraryMethod] = []
    var properties: [LibraryProperty] = []
    /// Declarations that could not be read; a test sees that there are none.
    var faults: [String] = []

    /// Reads declarations such as `static bool IsMatch(string input, string pattern)`.
    init(_ owner: String, _ declarations: [LibraryDeclaration]) {
        for declaration in declarations {
            guard let member = SignatureReader.member(declaration, of: owner) else {
                self.faults.append(owner + ": " + declaration.signature)
                continue
            }
            switch member {
            case .method(let method): self.methods.append(method)
            case .property(let property): self.properties.append(property)
            }
        }
    }
}

/// A declaration with what it does.
struct LibraryDeclaration: Sendable {
    let signature: String
    let code: LibraryCode
    let setter: LibraryCode?
    var axis: LibraryAxis?

    /// A method that gives a sequence, by what gives its elements.
    init(_ signature: String, each axis: @escaping LibraryAxis) {
        self.init(signature) { _, _ in .null }
        self.axis = axis
    }

    init(_ signature: String, set setter: LibraryCode? = nil, _ code: @escaping LibraryCode) {
        self.signature = signature
        self.code = code
        self.setter = setter
    }
}
