// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

/// A statement whose names and types are settled.
struct BoundStatement: Sendable {
    let code: StatementCode
    /// Whether the statement behind it can be reached.
    let completes: Bool

    init(completes: Bool = true, _ code: @escaping StatementCode) {
        self.code = code
        self.completes = completes
    }

    /// Nothing.
    static let empty = BoundStatement { _ in .normal }
}
