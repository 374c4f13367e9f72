// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// What `typeof` gives: only good for being passed on.
final class TypeObject: LibraryObject {
    let type: StaticType

    init(_ type: StaticType) {
        self.type = type
    }

    var expressionType: String { "Type" }
    var invariantText: String { self.type.runtimeName }
}
