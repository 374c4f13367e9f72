// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Punctuator {
    /// The operator that the sign is before an operand.
    var prefix: UnaryOperator? {
        switch self {
        case .plus: .plus
        case .minus: .minus
        case .exclamation: .not
        case .tilde: .complement
        case .plusPlus: .increment
        case .minusMinus: .decrement
        default: nil
        }
    }

    /// The operator that the sign is between operands.
    var infix: BinaryOperator? {
        switch self {
        case .star: .multiply
        case .slash: .divide
        case .percent: .remainder
        case .plus: .add
        case .minus: .subtract
        case .shiftLeft: .shiftLeft
        case .less: .less
        case .greater: .greater
        case .lessEqual: .lessOrEqual
        case .greaterEqual: .greaterOrEqual
        case .equalEqual: .equal
        case .exclamationEqual: .notEqual
        case .ampersand: .and
        case .caret: .exclusiveOr
        case .bar: .or
        case .ampersandAmpersand: .conditionalAnd
        case .barBar: .conditionalOr
        default: nil
        }
    }
}
