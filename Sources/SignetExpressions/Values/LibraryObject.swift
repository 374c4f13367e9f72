// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// An object of the library, whose members stand in the library's tables.
protocol LibraryObject: ExpressionObject {}

extension LibraryObject {
    func member(_ member: ExpressionMember) throws(ExpressionError) -> ExpressionValue { .null }
    var invariantText: String { TypeHierarchy.fullName(self.expressionType) }
}
