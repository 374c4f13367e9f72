// This source file is part of the Signet project
// Copyright (c) the Signet authors
//
// See LICENSE for license information
// SPDX-License-Identifier: Apache-2.0

import SignetCore

/// An answer that the specification of an operation shows.
package struct OperationExample: Sendable {
    /// The status.
    package let status: Int
    /// The content type.
    package let contentType: String
    /// The body.
    package let body: [UInt8]

    /// Whether it is of a content type, whatever its parameters and letter case.
    func isOf(_ type: String) -> Bool {
        func essence(_ text: String) -> String { text.prefix { $0 != ";" }.lowercased().filter { $0 != " " } }
        return essence(type) == essence(self.contentType)
    }
}
