// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An array of the language: a reference with identity, as in .NET, and immutable once made.
public final class ExpressionArray: Sendable {
    /// The .NET name of the element type, such as `System.String`.
    public let elementType: String
    /// The elements.
    public let elements: [ExpressionValue]

    /// How deeply arrays and collections nest in this one.
    let levels: Int

    /// Wraps elements.
    public init(elementType: String, _ elements: [ExpressionValue]) {
        self.elementType = elementType
        self.elements = elements
        self.levels = (try? Nesting.levels(elements)) ?? Nesting.maximum
    }
}
