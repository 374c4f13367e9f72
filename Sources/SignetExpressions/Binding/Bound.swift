// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An expression whose names and types are settled, with the code that computes it.
struct Bound: Sendable {
    /// Code nests as deep as the tree it came from; beyond this the stack of an evaluation would not be safe.
    static let maximumDepth = 200

    var type: StaticType
    let code: Code
    /// Goes through the elements of a query without making it; `nil` for other values.
    var enumeration: Enumeration?
    /// The numbers of the methods that the query is made of.
    var queries: [Int] = []
    /// The members that lead from `context` to the value, where that is all.
    var path: [ExpressionMember]?
    /// The value, where it is known now.
    var constant: ExpressionValue?
    let depth: Int
    let offset: Int

    init(_ type: StaticType, depth: Int, offset: Int, code: @escaping Code) {
        self.type = type
        self.code = code
        self.depth = depth
        self.offset = offset
    }

    /// A value that is known now.
    init(constant value: ExpressionValue, _ type: StaticType, offset: Int) {
        self.init(type, depth: 1, offset: offset) { _ in value }
        self.constant = value
    }

    /// The same code seen as another type.
    func typed(_ type: StaticType) -> Bound {
        var result = self
        result.type = type
        return result
    }

    /// The text, where it is a text known now.
    var constantString: String? { self.constant?.string }
}

/// A variable of a block.
struct Local: Sendable {
    let place: Slot
    let type: StaticType
    let isConstant: Bool
    /// How many functions are around the declaration.
    let level: Int

    var slot: Int { self.place.index }
}

/// What a name stands for.
enum Name: Sendable {
    case variable(Local)
    case function(LocalFunction)
}

/// What the statements of one function share.
struct FunctionScope: Sendable {
    /// What the function returns; `nil` where it is found out from its `return` statements.
    var result: StaticType?
    var isLambda = false
    /// How many loops and switches are around a statement.
    var loops = 0
    var breakables = 0
    /// The values that `return` statements give.
    var returned: [Bound] = []
}
