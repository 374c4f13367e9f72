// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A statement as it was written.
struct StatementSyntax: Sendable {
    indirect enum Kind: Sendable {
        case empty
        case block([StatementSyntax])
        /// `checked { … }` and `unchecked { … }`.
        case overflowBlock(isChecked: Bool, [StatementSyntax])
        case declaration(TypeSyntax, [DeclaratorSyntax], isConstant: Bool)
        case expression(ExpressionSyntax)
        /// `if … else if … else …`, kept flat.
        case conditional([(condition: ExpressionSyntax, body: StatementSyntax)], otherwise: StatementSyntax?)
        case whileLoop(ExpressionSyntax, StatementSyntax)
        case doLoop(StatementSyntax, ExpressionSyntax)
        case forLoop([StatementSyntax], ExpressionSyntax?, [ExpressionSyntax], StatementSyntax)
        case forEach(TypeSyntax, String, ExpressionSyntax, StatementSyntax)
        case switchOver(ExpressionSyntax, [SwitchSectionSyntax])
        case attempt([StatementSyntax], [CatchSyntax], finally: [StatementSyntax]?)
        case using([StatementSyntax], StatementSyntax)
        case localFunction(TypeSyntax, String, [ParameterSyntax], LambdaBody)
        /// `throw exception`, or `throw` alone.
        case throwing(ExpressionSyntax?)
        case returnValue(ExpressionSyntax?)
        case breakOut
        case continueLoop
    }

    let kind: Kind
    let offset: Int
}

/// A name with its first value.
struct DeclaratorSyntax: Sendable {
    let name: String
    let value: ExpressionSyntax?
    let offset: Int
}

/// Labels of a `switch` with what they lead to.
struct SwitchSectionSyntax: Sendable {
    enum Label: Sendable {
        case pattern(PatternSyntax, when: ExpressionSyntax?)
        case otherwise
    }

    let labels: [Label]
    let statements: [StatementSyntax]
}

/// `catch (Type name) when (filter) { … }`.
struct CatchSyntax: Sendable {
    let type: TypeSyntax?
    let name: String?
    let filter: ExpressionSyntax?
    let body: [StatementSyntax]
}
