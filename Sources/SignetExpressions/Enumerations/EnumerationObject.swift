// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A value of an enumeration where only `object` is known of it.
final class EnumerationObject: LibraryObject, EquatableObject {
    let type: String
    let value: Int32

    init(_ type: String, _ value: Int32) {
        self.type = type
        self.value = value
    }

    var expressionType: String { self.type }
    var invariantText: String { EnumerationLibrary.name(.int(self.value), in: self.type) }
    var hash: Int { Int(self.value) }

    func isEqual(to other: any ExpressionObject) -> Bool {
        (other as? EnumerationObject).map { $0.type == self.type && $0.value == self.value } ?? false
    }
}
