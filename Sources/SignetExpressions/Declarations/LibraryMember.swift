// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What a library function does; the receiver of an instance method is the first argument.
typealias LibraryCode = @Sendable (inout Evaluation, [ExpressionValue]) throws(ExpressionError) -> ExpressionValue

/// A method, constructor or indexer that expressions may call.
struct LibraryMethod: Sendable {
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
    var names: [String] = []
    /// How many of the last parameters may be left out; they get `null` or zero.
    var optional = 0
    /// Whether the last parameter takes any number of arguments.
    var isVariadic = false
    /// Whether the last parameter is `out`: the code leaves its value in `Evaluation.output`.
    var hasOutput = false
    let result: StaticType
    let code: LibraryCode
}

/// A property or constant that expressions may read, and perhaps set.
struct LibraryProperty: Sendable {
    let owner: String
    let name: String
    let isStatic: Bool
    let type: StaticType
    let code: LibraryCode
    /// What an assignment does: the arguments are the receiver and the value.
    var setter: LibraryCode?
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

    init(_ signature: String, set setter: LibraryCode? = nil, _ code: @escaping LibraryCode) {
        self.signature = signature
        self.code = code
        self.setter = setter
    }
}
