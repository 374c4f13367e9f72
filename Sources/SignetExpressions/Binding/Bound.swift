// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An expression whose names and types are settled, with the code that computes it.
///
/// A class, since the parts of an expression are handed on far more often than they are made.
final class Bound: Sendable {
    /// Code nests as deep as the tree it came from; beyond this the stack of an evaluation would not be safe.
    static let maximumDepth = 200

    let type: StaticType
    let code: Code
    /// What the expression is, where it is a query.
    let query: BoundQuery?
    /// The members that lead from `context` to the value, where that is all.
    let path: [ExpressionMember]?
    /// The value, where it is known now.
    let constant: ExpressionValue?
    let depth: Int
    let offset: Int

    init(
        _ type: StaticType,
        depth: Int,
        offset: Int,
        constant: ExpressionValue? = nil,
        path: [ExpressionMember]? = nil,
        query: BoundQuery? = nil,
        code: @escaping Code
    ) {
        self.type = type
        self.code = code
        self.constant = constant
        self.path = path
        self.query = query
        self.depth = depth
        self.offset = offset
    }

    /// A value that is known now.
    convenience init(constant value: ExpressionValue, _ type: StaticType, offset: Int) {
        self.init(type, depth: 1, offset: offset, constant: value) { _ in value }
    }

    /// The same code seen as another type.
    func typed(_ type: StaticType) -> Bound {
        Bound(
            type,
            depth: self.depth,
            offset: self.offset,
            constant: self.constant,
            path: self.path,
            query: self.query,
            code: self.code
        )
    }

    /// The text, where it is a text known now.
    var constantString: String? { self.constant?.string }
}

/// A query of LINQ, as the binder sees it.
struct BoundQuery: Sendable {
    /// Goes through the elements without making the query.
    let enumeration: Enumeration
    /// The numbers of the methods that it is made of.
    let methods: [Int]
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
