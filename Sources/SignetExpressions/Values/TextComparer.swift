// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// `System.StringComparer`.
final class TextComparer: LibraryObject {
    let comparison: TextComparison
    /// Whether texts are ordered by their code units rather than as the invariant culture orders them.
    let isOrdinal: Bool

    init(ignoresCase: Bool, isOrdinal: Bool) {
        self.comparison = TextComparison(.int(ignoresCase ? 5 : 4))
        self.isOrdinal = isOrdinal
    }

    var expressionType: String { "StringComparer" }
}

extension ExpressionValue {
    /// The value as a key under a comparer: texts that it holds to be the same have one key.
    func key(under comparer: TextComparer?) -> ExpressionValue {
        guard let comparer, comparer.comparison.ignoresCase, case .string(let text) = self else { return self }
        return .string(OrdinalText.folded(text))
    }
}
