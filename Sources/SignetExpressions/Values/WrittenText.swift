// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension ExpressionValue {
    /// What `ToString()` gives, counted; `null` gives an empty text.
    func written(_ memory: inout Budget) throws(ExpressionError) -> String {
        if case .object(let object as any WrittenObject) = self { return try object.written(&memory) }
        let text = self.invariantText
        try memory.charge(text.utf8.count)
        return text
    }
}

/// An object whose text holds the texts of others.
protocol WrittenObject: ExpressionObject {
    /// What `ToString()` gives.
    func written(_ memory: inout Budget) throws(ExpressionError) -> String
}

extension WrittenObject {
    /// The text, as far as it is not larger than an evaluation may make.
    var invariantText: String {
        var memory = Budget(limit: ExpressionLimits().memory)
        return (try? written(&memory)) ?? self.expressionType
    }
}
