// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A part of an expression as it was written, with the offset in bytes that a message about it names.
struct ExpressionSyntax: Sendable {
    indirect enum Kind: Sendable {
        case literal(LiteralSyntax)
        case interpolated([InterpolationSyntax])
        case name(String, [TypeSyntax])
        /// `string` in `string.Join(…)`.
        case predefinedType(TypeSyntax)
        case parenthesized(ExpressionSyntax)
        /// Accesses and calls in a row, kept flat: `a.b?.c(d)[e]`.
        case postfix(ExpressionSyntax, [PostfixSyntax])
        case unary(UnaryOperator, ExpressionSyntax)
        case cast(TypeSyntax, ExpressionSyntax)
        /// Operators of one precedence in a row, kept flat.
        case binary(ExpressionSyntax, [BinaryTail])
        case coalesce([ExpressionSyntax])
        case conditional(ExpressionSyntax, then: ExpressionSyntax, otherwise: ExpressionSyntax)
        case assignment(ExpressionSyntax, BinaryOperator?, ExpressionSyntax)
        case lambda([ParameterSyntax], LambdaBody)
        case objectCreation(TypeSyntax, [ArgumentSyntax], InitializerSyntax?)
        case arrayCreation(TypeSyntax?, sizes: [ExpressionSyntax], [ExpressionSyntax]?)
        case anonymousObject([(name: String?, value: ExpressionSyntax)])
        case throwing(ExpressionSyntax)
        case typeOf(TypeSyntax)
        case nameOf(ExpressionSyntax)
        /// `checked(…)` and `unchecked(…)`.
        case overflow(isChecked: Bool, ExpressionSyntax)
        case defaultValue(TypeSyntax?)
    }

    let kind: Kind
    let offset: Int
}

/// A piece of an interpolated string.
enum InterpolationSyntax: Sendable {
    case text(String)
    case hole(ExpressionSyntax, alignment: ExpressionSyntax?, format: String?)
}

/// What follows a primary expression.
struct PostfixSyntax: Sendable {
    enum Kind: Sendable {
        case member(String, [TypeSyntax])
        case index([ArgumentSyntax])
        case call([ArgumentSyntax])
        case increment
        case decrement
    }

    let kind: Kind
    /// `?.` or `?[`: the rest of the row is skipped when what stands before is `null`.
    let isConditional: Bool
    let offset: Int
}

/// An argument: `value`, `name: value`, `out var name`, `ref name`.
struct ArgumentSyntax: Sendable {
    enum Passing: Sendable {
        case value(ExpressionSyntax)
        case out(ExpressionSyntax)
        case outDeclaration(TypeSyntax?, String)
        case reference(ExpressionSyntax)
    }

    let name: String?
    let passing: Passing
    let offset: Int
}

/// The right side of a binary operator.
struct BinaryTail: Sendable {
    enum Operand: Sendable {
        case expression(ExpressionSyntax)
        case asType(TypeSyntax)
        case isPattern(PatternSyntax)
    }

    let operation: BinaryOperator
    let operand: Operand
    let offset: Int
}

/// What `is` and `case` test.
enum PatternSyntax: Sendable {
    case type(TypeSyntax, name: String?)
    case constant(ExpressionSyntax)
    /// `var name`.
    case any(String)
}

/// The braces behind `new T`.
enum InitializerSyntax: Sendable {
    /// `{ A = 1, ["b"] = 2 }`.
    case object([(target: InitializerTarget, value: InitializerValue)])
    /// `{ a, { "k", v } }`.
    case collection([[ExpressionSyntax]])
}

/// What an object initializer sets.
enum InitializerTarget: Sendable {
    case member(String)
    case index([ArgumentSyntax])
}

/// What an object initializer sets it to.
indirect enum InitializerValue: Sendable {
    case expression(ExpressionSyntax)
    case nested(InitializerSyntax)
}

/// A parameter of a lambda or a local function.
struct ParameterSyntax: Sendable {
    let type: TypeSyntax?
    let name: String
    var isOutput = false
    var isVariadic = false
    var defaultValue: ExpressionSyntax?
}

/// What a lambda does.
enum LambdaBody: Sendable {
    case expression(ExpressionSyntax)
    case block([StatementSyntax])
}

/// A type as it was written: `Dictionary<string, int[]>?`.
struct TypeSyntax: Sendable {
    /// The name with its namespace: `System.Text.Encoding`, `string`, `var`.
    let name: String
    let arguments: [TypeSyntax]
    /// Whether the name is a keyword.
    var isPredefined = false
    /// The ranks of arrays: `int[][,]` has `[1, 2]`.
    var ranks: [Int] = []
    var isNullable = false
    let offset: Int
}

/// An operator before its operand.
enum UnaryOperator: String, Sendable {
    case plus = "+"
    case minus = "-"
    case not = "!"
    case complement = "~"
    case increment = "++"
    case decrement = "--"
}

/// An operator between its operands.
enum BinaryOperator: String, Sendable {
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case add = "+"
    case subtract = "-"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case less = "<"
    case greater = ">"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case isType = "is"
    case asType = "as"
    case equal = "=="
    case notEqual = "!="
    case and = "&"
    case exclusiveOr = "^"
    case or = "|"
    case conditionalAnd = "&&"
    case conditionalOr = "||"

    /// Higher binds tighter.
    var precedence: Int {
        switch self {
        case .multiply, .divide, .remainder: 10
        case .add, .subtract: 9
        case .shiftLeft, .shiftRight: 8
        case .less, .greater, .lessOrEqual, .greaterOrEqual, .isType, .asType: 7
        case .equal, .notEqual: 6
        case .and: 5
        case .exclusiveOr: 4
        case .or: 3
        case .conditionalAnd: 2
        case .conditionalOr: 1
        }
    }
}
