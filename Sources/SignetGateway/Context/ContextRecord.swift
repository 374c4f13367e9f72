// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetExpressions

/// An object of the `context` tree with properties: one class for all of them.
final class ContextRecord: ExpressionObject {
    let expressionType: String
    let invariantText: String
    private let property: @Sendable (ExpressionMember) -> ExpressionValue

    init(
        _ type: String,
        text: String? = nil,
        property: @escaping @Sendable (ExpressionMember) -> ExpressionValue
    ) {
        self.expressionType = type
        self.invariantText = text ?? type
        self.property = property
    }

    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { self.property(member) }
}

/// A read-only dictionary of the `context` tree.
final class ContextLookup: ExpressionLookup {
    private let list: @Sendable () -> [String]
    private let find: @Sendable (String) -> ExpressionValue?

    init(keys: @escaping @Sendable () -> [String], value: @escaping @Sendable (String) -> ExpressionValue?) {
        self.list = keys
        self.find = value
    }

    func value(for key: String) -> ExpressionValue? { self.find(key) }

    var keys: [String] { self.list() }
}
