// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// What `ToString()` gives, counted against the limit of memory.
    mutating func written(_ value: ExpressionValue) throws(ExpressionError) -> String {
        if case .string(let text) = value { return text }
        return try value.written(&self.memory)
    }

    /// Several texts with a separator between them.
    mutating func joined(_ values: [ExpressionValue], _ separator: String) throws(ExpressionError) -> ExpressionValue {
        var text = ""
        for (index, value) in values.enumerated() {
            let piece = try written(value)
            try charge(piece.utf8.count + separator.utf8.count)
            text += index > 0 ? separator + piece : piece
        }
        return .string(text)
    }
}
